//! The tree that all notations give: values with the bytes they were read from.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::diagnostic::Diagnostic;
use crate::mistakes::Mistakes;
use crate::source::Format;
use crate::words::quote;

/// Bytes of the source.
pub(crate) type Span = Range<usize>;

/// Lists and tables may stand in one another this deep. A specification needs three levels; the
/// limit keeps recursion off the end of the stack.
pub(crate) const MAX_DEPTH: usize = 32;

/// A value and the bytes it was read from.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Value {
    pub(crate) span: Span,
    pub(crate) kind: Kind,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Kind {
    Null,
    Bool(bool),
    /// Saturated, since whatever is near the limits is refused later.
    Integer(i128),
    /// As written: no argument is a float, so its value only matters for what the user is told.
    Float(String),
    String(String),
    /// A bare word of the call notation.
    Name(String),
    /// A TOML date or time.
    Date,
    Array(Vec<Value>),
    Table(Vec<Entry>),
}

/// A named value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Entry {
    pub(crate) key: String,
    pub(crate) key_span: Span,
    pub(crate) value: Value,
}

impl Kind {
    /// What the user is told was found.
    pub(crate) fn describe(&self, format: Format) -> String {
        match self {
            Self::Null => match format {
                Format::Call => "`None`".to_owned(),
                Format::Toml | Format::Json => "null".to_owned(),
            },
            Self::Bool(_) => "a boolean".to_owned(),
            Self::Integer(_) => "an integer".to_owned(),
            Self::Float(_) => "a float".to_owned(),
            Self::String(_) => "a string".to_owned(),
            Self::Name(name) => format!("the name {}", quote(name)),
            Self::Date => "a date or time".to_owned(),
            Self::Array(_) => "a list".to_owned(),
            Self::Table(_) => "a table".to_owned(),
        }
    }
}

/// An integer from its decimal digits.
pub(crate) fn integer(digits: &str, negative: bool) -> Kind {
    // Only too many digits can fail here.
    let size = digits.parse::<i128>().unwrap_or(i128::MAX);
    Kind::Integer(if negative { -size } else { size })
}

/// Collects entries and refuses a key given before.
#[derive(Default)]
pub(crate) struct Entries {
    list: Vec<Entry>,
    spans: BTreeMap<String, Span>,
}

impl Entries {
    pub(crate) fn insert(&mut self, entry: Entry, format: Format, mistakes: &mut Mistakes) {
        if let Some(first) = self.spans.get(&entry.key) {
            mistakes.push(duplicate(&entry.key, entry.key_span, first.clone(), format));
            return;
        }
        self.spans.insert(entry.key.clone(), entry.key_span.clone());
        self.list.push(entry);
    }

    pub(crate) fn finish(self) -> Vec<Entry> {
        self.list
    }
}

pub(crate) fn duplicate(key: &str, span: Span, first: Span, format: Format) -> Diagnostic {
    let message = format!("{} {} is given twice", format.noun(), quote(key));
    Diagnostic::new(span, message)
        .with_label("given again")
        .with_note(first, "given here first")
        .with_help("keep one of them")
}
