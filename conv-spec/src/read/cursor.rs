//! A place in a text, for the readers written by hand.

use crate::diagnostic::Diagnostic;
use crate::tree::Span;
use crate::words::quote;

/// A place in a text; always on a character boundary.
pub(crate) struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Cursor<'a> {
    /// The start of the text, behind a byte order mark.
    pub(crate) fn new(text: &'a str) -> Self {
        let mut cursor = Self { text, at: 0 };
        cursor.eat('\u{feff}');
        cursor
    }

    pub(crate) fn at(&self) -> usize {
        self.at
    }

    /// Back to a place that [`at`](Self::at) gave.
    pub(crate) fn rewind(&mut self, at: usize) {
        self.at = at;
    }

    pub(crate) fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    pub(crate) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    pub(crate) fn bump(&mut self) -> Option<char> {
        let character = self.peek()?;
        self.at = self.at.saturating_add(character.len_utf8());
        Some(character)
    }

    pub(crate) fn eat(&mut self, expected: char) -> bool {
        let found = self.peek() == Some(expected);
        if found {
            self.bump();
        }
        found
    }

    /// The characters from here on that pass the test.
    pub(crate) fn eat_while(&mut self, test: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let end = rest.find(|character| !test(character)).unwrap_or(rest.len());
        self.at = self.at.saturating_add(end);
        rest.get(..end).unwrap_or_default()
    }

    pub(crate) fn eat_digits(&mut self) -> &'a str {
        self.eat_while(|character| character.is_ascii_digit())
    }

    /// From `start` to here.
    pub(crate) fn span_from(&self, start: usize) -> Span {
        start..self.at.max(start)
    }

    pub(crate) fn slice_from(&self, start: usize) -> &'a str {
        self.slice(self.span_from(start))
    }

    pub(crate) fn slice(&self, span: Span) -> &'a str {
        self.text.get(span).unwrap_or_default()
    }

    /// A mistake at the character or word that stands here.
    pub(crate) fn unexpected(&self, expected: &str) -> Diagnostic {
        let word: usize = self
            .rest()
            .chars()
            .take_while(|character| character.is_alphanumeric() || *character == '_')
            .map(char::len_utf8)
            .sum();
        let length = word.max(self.peek().map_or(0, char::len_utf8));
        let span = self.at..self.at.saturating_add(length);
        let found = match self.text.get(span.clone()) {
            None | Some("") => "the end of the text".to_owned(),
            Some(found) => quote(found),
        };
        Diagnostic::new(span, format!("expected {expected}, found {found}"))
    }
}
