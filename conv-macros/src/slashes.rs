//! Python's `//` divides, and Rust's begins a comment: what stands behind it never reaches the
//! macro.
//!
//! Where a parenthesis is lost with it, rustc complains. Elsewhere nothing would:
//! `groups=64 // 2, padding=1,` on a line would silently be 64 groups without a padding.

use proc_macro2::{TokenStream, TokenTree};

/// An error where a comment looks like a divisor.
pub(crate) fn lost_division(tokens: &TokenStream) -> Option<String> {
    tokens.clone().into_iter().find_map(|token| {
        let TokenTree::Group(group) = token else { return None };
        let source = group.span().source_text()?;
        let (dividend, divisor) = division(&source)?;
        Some(format!(
            "`//` begins a comment in Rust: the value would be `{dividend}`, without `// {divisor}`\n  = help: write the result of the division"
        ))
    })
}

/// The value in front of the first comment that is arithmetic, which may be on a line before, and
/// the comment.
fn division(source: &str) -> Option<(&str, &str)> {
    let mut scan = Scan { source, at: 0, open: Vec::new(), last: "" };
    loop {
        let comment = scan.comment()?;
        let dividend = scan.last;
        if is_value(dividend)
            && let Some(divisor) = divisor(comment)
        {
            return Some((dividend, divisor));
        }
    }
}

/// A walk through a call's text, from comment to comment.
struct Scan<'a> {
    source: &'a str,
    at: usize,
    /// Where the parentheses stand that are open.
    open: Vec<usize>,
    /// What stands in front, without white space and comments: a word, a whole parenthesis, a
    /// string or a sign.
    last: &'a str,
}

impl<'a> Scan<'a> {
    /// What stands behind the next `//` on its line; `None` where there is no other.
    fn comment(&mut self) -> Option<&'a str> {
        loop {
            let start = self.at;
            let rest = self.source.get(start..)?;
            let first = rest.chars().next()?;
            let line = || rest.find('\n').unwrap_or(rest.len());
            let length = match first {
                _ if rest.starts_with("//") => {
                    let line = line();
                    self.at = start.saturating_add(line);
                    return rest.get(2..line);
                }
                _ if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |end| end.saturating_add(2)),
                // A comment of Python's, in which there may be one of Rust's.
                '#' => line(),
                '"' => string(rest),
                first if is_word(first) => rest.find(|character| !is_word(character)).unwrap_or(rest.len()),
                first => first.len_utf8(),
            };
            self.at = start.saturating_add(length);
            let comment = first == '#' || rest.starts_with("/*");
            if comment || first.is_whitespace() {
                continue;
            }
            let from = match first {
                ')' => self.open.pop().unwrap_or(start),
                _ => start,
            };
            if first == '(' {
                self.open.push(start);
            }
            self.last = self.source.get(from..self.at).unwrap_or_default();
        }
    }
}

/// The length of the string that the text begins with.
fn string(text: &str) -> usize {
    let mut escaped = false;
    let end = text.char_indices().skip(1).find(|(_, character)| {
        let ends = *character == '"' && !escaped;
        escaped = *character == '\\' && !escaped;
        ends
    });
    end.map_or(text.len(), |(at, _)| at.saturating_add(1))
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

/// Whether this may be divided: a number, a size that is left open by a name, or a parenthesis.
fn is_value(last: &str) -> bool {
    let constant = ["True", "False", "None", "true", "false"].contains(&last);
    last.ends_with(')') || last.starts_with(is_word) && !constant
}

/// The comment without one of Python's in it, if it is an operand with nothing behind it, or with
/// what goes on behind an operand in Python.
fn divisor(comment: &str) -> Option<&str> {
    let comment = comment.split_once('#').map_or(comment, |(before, _)| before).trim();
    let signless = comment.trim_start_matches(['+', '-', '~', ' ']);
    let behind = match signless.chars().next()? {
        '0'..='9' => {
            signless.trim_start_matches(|character: char| character.is_ascii_digit() || "_.".contains(character))
        }
        '(' => parenthesis(signless)?,
        _ => return None,
    };
    let behind = behind.trim_start();
    let condition = behind.strip_prefix("if").is_some_and(|behind| !behind.starts_with(is_word));
    let goes_on = behind.is_empty() || behind.starts_with(|next: char| ",)]}+-*/%<>=!&|^\\".contains(next));
    (goes_on || condition).then(|| comment.trim_end_matches(','))
}

/// What stands behind the parenthesis that the text begins with, if there is nothing but arithmetic
/// in it.
fn parenthesis(text: &str) -> Option<&str> {
    let mut depth = 0_usize;
    for (at, character) in text.char_indices() {
        match character {
            '(' => depth = depth.saturating_add(1),
            ')' => depth = depth.saturating_sub(1),
            '0'..='9' | '_' | ' ' | '+' | '-' | '*' | '/' => {}
            _ => return None,
        }
        if depth == 0 {
            return text.get(at.saturating_add(1)..);
        }
    }
    // It ends on a line behind.
    Some("")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn divisions_are_told_from_comments() {
        for (source, expected) in [
            ("groups=32 // 2", Some(("32", "2"))),
            ("groups=32//2,", Some(("32", "2"))),
            ("3, 1_000 // (4 - 2)", Some(("1_000", "(4 - 2)"))),
            ("padding=(3 - 1) // 2", Some(("(3 - 1)", "2"))),
            // With a comment or other arguments behind, which are lost, too.
            ("padding=(3 - 1) // 2,  # same", Some(("(3 - 1)", "2"))),
            ("groups=64 // 2, padding=1,\nstride=2", Some(("64", "2, padding=1"))),
            ("weights=\"a//b\", groups=64 // 2", Some(("64", "2"))),
            ("weights=\"a\\\"//b\", groups=64 // 2", Some(("64", "2"))),
            ("groups=64 // 2 if big else 1", Some(("64", "2 if big else 1"))),
            ("groups=64 // 2 * 3", Some(("64", "2 * 3"))),
            ("groups=64 // -2 // 3", Some(("64", "-2 // 3"))),
            ("groups=64 // (\n4 - 2)", Some(("64", "("))),
            ("input_shape=(3, H // 2)", Some(("H", "2)"))),
            // On lines of their own, as Black breaks them.
            ("groups=64\n    // 2,\npadding=1", Some(("64", "2"))),
            ("groups=(32 + 32)  # both\n    // 2,", Some(("(32 + 32)", "2"))),
            ("3, // the first // 1\n groups=64 // 2", Some(("64", "2"))),
            ("3, // 64", None),
            ("3,\n// 64\npadding=1", None),
            ("groups=\n// 64\n64", None),
            ("kernel_size=3 // 3 x 3, as in the paper", None),
            ("kernel_size=3 // 3 layers", None),
            ("kernel_size=3 // 3 iffy layers", None),
            ("kernel_size=3 // see above", None),
            ("kernel_size=3 // (see above)", None),
            ("kernel_size=3 /// 3", None),
            ("bias=False // 2", None),
            ("groups=32 // halves", None),
            ("// 64 // 2", None),
            ("3  # 64 // 2", None),
            ("3 /* 64 // 2 */", None),
            ("weights=\"a//2\"", None),
            ("stride=2", None),
        ] {
            assert_eq!(division(source), expected, "{source}");
        }
    }
}
