//! Words for diagnostics: quoting what the user wrote, and what may have been meant.

/// Longer words are not looked up, and are cut where they are shown.
const MAX_WORD: usize = 40;

/// `count` things, in the singular where there is one.
pub(crate) fn counted(count: u32, thing: &str) -> String {
    format!("{count} {thing}{}", if count == 1 { "" } else { "s" })
}

/// A user's word in backticks, on one line and of bounded length.
#[must_use]
pub fn quote(word: &str) -> String {
    let mut shown = String::from("`");
    for (index, character) in word.chars().enumerate() {
        if index == MAX_WORD {
            shown.push('…');
            break;
        }
        if character.is_control() || matches!(character, '\u{2028}' | '\u{2029}') {
            shown.extend(character.escape_default());
        } else {
            shown.push(character);
        }
    }
    shown.push('`');
    shown
}

/// Words joined for reading: `1, 2 and 4`.
#[must_use]
pub fn join(words: &[String], last: &str) -> String {
    match words {
        [] => String::new(),
        [word] => word.clone(),
        [head @ .., tail] => format!("{} {last} {tail}", head.join(", ")),
    }
}

/// The candidate that was probably meant: the same but for case and separators, or the nearest by
/// edit distance within a third of the length.
///
/// ```
/// use conv_spec::nearest;
///
/// assert_eq!(nearest("spec", ["src", "specs", "tests"]), Some("specs"));
/// assert_eq!(nearest("models", ["src", "specs", "tests"]), None);
/// ```
#[must_use]
pub fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    if word.chars().count() > MAX_WORD {
        return None;
    }
    let plain = fold(word);
    candidates
        .into_iter()
        .map(|candidate| (distance(&plain, &fold(candidate)), candidate))
        .filter(|(distance, _)| *distance <= (plain.len() / 3).max(1))
        .min_by_key(|(distance, _)| *distance)
        .filter(|_| !plain.is_empty())
        .map(|(_, candidate)| candidate)
}

/// Puts the likeliest candidates first; those that are alike stay in order.
///
/// ```
/// let mut names = ["down.toml", "stem.toml", "stems.toml"].map(String::from);
/// conv_spec::sort_by_likeness("stemm.toml", &mut names);
/// assert_eq!(names, ["stem.toml", "stems.toml", "down.toml"]);
/// ```
pub fn sort_by_likeness(word: &str, candidates: &mut [String]) {
    // As `nearest`, which gives up on longer words.
    let plain: Vec<char> = fold(word).into_iter().take(MAX_WORD).collect();
    candidates.sort_by_cached_key(|candidate| distance(&plain, &fold(candidate)));
}

fn fold(word: &str) -> Vec<char> {
    word.chars().filter(|character| !matches!(character, '_' | '-' | ' ' | '.')).flat_map(char::to_lowercase).collect()
}

/// Levenshtein's distance, with a swap of neighbours as one edit.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    let at = |row: &[usize], column: usize| row.get(column).copied().unwrap_or(usize::MAX);
    for (i, &from) in a.iter().enumerate() {
        let mut next = vec![i + 1];
        for (j, &to) in b.iter().enumerate() {
            let change = at(&row, j).saturating_add(usize::from(from != to));
            let insert = at(&next, j).saturating_add(1);
            let delete = at(&row, j + 1).saturating_add(1);
            let mut best = change.min(insert).min(delete);
            let swapped = i > 0 && j > 0 && a.get(i - 1) == Some(&to) && b.get(j - 1) == Some(&from);
            if swapped {
                best = best.min(at(&before, j - 1).saturating_add(1));
            }
            next.push(best);
        }
        before = std::mem::replace(&mut row, next);
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_was_meant() {
        let keys = ["stride", "padding", "kernel_size", "groups"];
        for (word, meant) in [
            ("strides", Some("stride")),
            ("stried", Some("stride")),
            ("kernelSize", Some("kernel_size")),
            ("Padding", Some("padding")),
            ("goups", Some("groups")),
            ("weights", None),
            ("", None),
            ("_", None),
        ] {
            assert_eq!(nearest(word, keys), meant, "{word}");
        }
    }

    #[test]
    fn quotes_on_one_line() {
        assert_eq!(quote("a\nb"), "`a\\nb`");
        assert_eq!(quote(&"x".repeat(100)).chars().count(), 43);
    }
}
