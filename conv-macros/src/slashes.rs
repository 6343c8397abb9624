//! Python's `//` divides, and Rust's begins a comment: what stands behind it never reaches the macro.
//!
//! In the middle of a line, a parenthesis is lost with it, and rustc complains. At the end of one, nothing would: `groups=64 // 2`
//! would silently be 64.

use proc_macro2::{TokenStream, TokenTree};

/// An error where a comment looks like a divisor.
pub(crate) fn lost_division(tokens: &TokenStream) -> Option<String> {
    tokens.clone().into_iter().find_map(|token| {
        let TokenTree::Group(group) = token else { return None };
        let source = group.span().source_text()?;
        let (dividend, divisor) = source.lines().find_map(division)?;
        Some(format!(
            "`//` begins a comment in Rust: the value would be `{dividend}`, without `// {divisor}`\n  = help: write the result of the division"
        ))
    })
}

/// The number in front of a comment in a line, and the arithmetic that the comment is.
fn division(line: &str) -> Option<(&str, &str)> {
    let (before, comment) = line.split_once("//")?;
    if before.contains('#') || comment.contains("*/") {
        // Behind another comment, or in one.
        return None;
    }
    let (before, comment) = (before.trim_end(), comment.trim().trim_end_matches(','));
    let is_number = |character: char| character.is_ascii_digit() || character == '_';
    let start = before.rfind(|character| !is_number(character)).map_or(0, |at| at + 1);
    let dividend = before.get(start..).filter(|number| !number.is_empty());
    let dividend = dividend.or(before.ends_with(')').then_some(before))?;
    let arithmetic = |character: char| is_number(character) || " +-*/()".contains(character);
    let divisor =
        comment.starts_with(|first: char| first.is_ascii_digit() || first == '(') && comment.chars().all(arithmetic);
    divisor.then_some((dividend, comment))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn divisions_are_told_from_comments() {
        for (line, expected) in [
            ("groups=32 // 2", Some(("32", "2"))),
            ("groups=32//2,", Some(("32", "2"))),
            ("3, 1_000 // (4 - 2)", Some(("1_000", "(4 - 2)"))),
            ("padding=(3 - 1) // 2", Some(("padding=(3 - 1)", "2"))),
            ("3, // 64", None),
            ("kernel_size=3 // 3 x 3, as in the paper", None),
            ("groups=32 // halves", None),
            ("// 64 // 2", None),
            ("3  # 64 // 2", None),
            ("3 /* 64 // 2 */", None),
            ("weights=\"a//2\"", None),
            ("stride=2", None),
        ] {
            assert_eq!(division(line), expected, "{line}");
        }
    }
}
