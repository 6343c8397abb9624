//! TOML, through the `toml` crate's recovering parser.

use ::toml::Spanned;
use ::toml::de::{DeTable, DeValue, Error};

use crate::diagnostic::Diagnostic;
use crate::mistakes::Mistakes;
use crate::source::Format;
use crate::tree::{Entry, Kind, Span, Value, duplicate};
use crate::words::quote;

pub(crate) fn read(text: &str, mistakes: &mut Mistakes) -> Option<Value> {
    let (document, errors) = DeTable::parse_recoverable(text);
    let span = document.span();
    let table = document.into_inner();
    let mut broken = false;
    let mut read_to = 0;
    let mut errors: Vec<(Span, Error)> =
        errors.into_iter().map(|error| (error.span().unwrap_or(0..0), error)).collect();
    errors.sort_by_key(|(span, _)| span.start);
    for (span, error) in errors {
        if mistakes.is_full() {
            return None;
        }
        if let Some((key, first)) = repeated(text, &table, &span, &error) {
            mistakes.push(duplicate(key, span, first, Format::Toml));
            continue;
        }
        broken = true;
        // A parser that recovers in the middle of a line finds further mistakes
        // there that are not the user's.
        if span.start < read_to {
            continue;
        }
        let rest = text.get(span.start..).unwrap_or_default();
        read_to = span.start.saturating_add(rest.find('\n').unwrap_or(rest.len()).saturating_add(1));
        mistakes.push(syntax(text, span, &error));
        if text.trim_start().starts_with('{') {
            // JSON by the wrong name: every line would be wrong.
            return None;
        }
    }
    if broken {
        return None;
    }
    let mut tree = Tree::default();
    let kind = Kind::Table(tree.entries(table));
    for span in &tree.without_digits {
        let number = text.get(span.clone()).unwrap_or_default();
        let message = format!("not valid TOML: {} has no digits", quote(number));
        mistakes.push(Diagnostic::new(span.clone(), message).with_help("write decimal digits"));
    }
    tree.without_digits.is_empty().then_some(Value { span, kind })
}

/// The key that an error calls a duplicate, and where it stood first.
fn repeated<'t>(text: &'t str, table: &DeTable<'_>, span: &Span, error: &Error) -> Option<(&'t str, Span)> {
    if error.message() != "duplicate key" {
        return None;
    }
    let key = text.get(span.clone())?.trim_matches(['"', '\'']);
    let (first, _) = table.get_key_value(key)?;
    Some((key, first.span()))
}

fn syntax(text: &str, span: Span, error: &Error) -> Diagnostic {
    let message: String =
        error.message().chars().map(|character| if character.is_control() { ' ' } else { character }).collect();
    // What the parser says where nothing at all would do.
    let message = message.trim_end_matches(", expected nothing");
    let diagnostic = Diagnostic::new(span.clone(), format!("not valid TOML: {message}"));
    match hint(text, &span) {
        Some(hint) => diagnostic.with_help(hint),
        None => diagnostic,
    }
}

/// A way out where another notation was meant, from the value on the line of the mistake.
fn hint(text: &str, span: &Span) -> Option<&'static str> {
    let start = text.get(..span.start)?.rfind('\n').map_or(0, |at| at.saturating_add(1));
    let line = text.get(start..)?.lines().next()?;
    let (key, value) = line.split_once('=').unwrap_or(("", line));
    let (key, value) = (key.trim(), value.trim());
    let found = text.get(span.start..).unwrap_or_default();
    let call = line
        .split_once('(')
        .is_some_and(|(head, _)| !head.contains('=') && (head.contains("nn.") || head.contains("Conv")));
    let arithmetic = |character: char| character.is_ascii_digit() || " _+-*/()".contains(character);
    let formula = value.split_once('#').map_or(value, |(formula, _)| formula.trim_end());
    let sum = formula.starts_with(|first: char| first.is_ascii_digit()) && formula.contains(['+', '-', '*', '/']);
    if call {
        Some("a call stands in the macro's input: `pub struct Name = nn.Conv2d(…);`")
    } else if value.starts_with('[') && ["None", "null"].iter().any(|none| found.starts_with(none)) {
        Some(if key == "input_shape" {
            "TOML has no null: a size in `input_shape` is left open by a name, `\"H\"`"
        } else {
            "TOML has no null: write each value of the list"
        })
    } else if sum && formula.chars().all(arithmetic) {
        Some("TOML does not calculate: write the result")
    } else if value.starts_with('(') {
        Some("TOML lists stand in brackets: `[3, 5]`")
    } else if value.starts_with("True") || value.starts_with("False") {
        Some("TOML writes `true` and `false`")
    } else if value.starts_with("None") || value.starts_with("null") {
        Some("TOML has no null: leave the key out")
    } else if line.trim_start().starts_with('{') {
        Some("this looks like JSON: name the file `….json`")
    } else if !line.contains('=') && !line.contains(['[', ']', ',']) {
        Some("TOML writes `key = value`")
    } else if value.starts_with(|first: char| first.is_ascii_alphabetic()) {
        Some("strings stand in quotes")
    } else {
        None
    }
}

/// From the parser's tree to ours.
#[derive(Default)]
struct Tree {
    /// Numbers such as `0x`, which the parser lets pass.
    without_digits: Vec<Span>,
}

impl Tree {
    /// In the order of the text, which the table does not keep.
    fn entries(&mut self, table: DeTable<'_>) -> Vec<Entry> {
        let mut entries: Vec<Entry> = table
            .into_iter()
            .map(|(key, value)| Entry {
                key_span: key.span(),
                key: key.into_inner().into_owned(),
                value: self.value(value),
            })
            .collect();
        entries.sort_by_key(|entry| entry.key_span.start);
        entries
    }

    /// Recursion is safe: the parser refuses what is nested more than 80 deep.
    fn value(&mut self, value: Spanned<DeValue<'_>>) -> Value {
        let span = value.span();
        let kind = match value.into_inner() {
            DeValue::String(string) => Kind::String(string.into_owned()),
            DeValue::Integer(integer) => {
                if integer.as_str().is_empty() {
                    self.without_digits.push(span.clone());
                }
                let parsed = i128::from_str_radix(integer.as_str(), integer.radix());
                Kind::Integer(parsed.unwrap_or(if integer.as_str().starts_with('-') { -i128::MAX } else { i128::MAX }))
            }
            DeValue::Float(float) => Kind::Float(float.as_str().to_owned()),
            DeValue::Boolean(value) => Kind::Bool(value),
            DeValue::Datetime(_) => Kind::Date,
            DeValue::Array(array) => Kind::Array(array.into_iter().map(|value| self.value(value)).collect()),
            DeValue::Table(table) => Kind::Table(self.entries(table)),
        };
        Value { span, kind }
    }
}
