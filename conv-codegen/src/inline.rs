//! Specifications that stand in the macro call itself: tokens, written out as text.
//!
//! The text is read like a file, by the same reader, so that there is one checker and one grammar.
//! A map from its bytes back to spans lets errors point at the user's tokens. It is here, and not
//! in the macro, so that a fuzzer can call it.

use std::ops::Range;

use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};

/// A specification among Rust tokens as text, with the way back from bytes to spans.
///
/// ```
/// use conv_codegen::Inline;
///
/// let inline = Inline::new("nn.Conv2d(16, 33, (3, 5), bias = True)".parse().unwrap());
/// assert_eq!(inline.text(), "nn.Conv2d(16,33,(3,5),bias=True)");
/// assert!(inline.spans(&(3..9)).is_some());
/// ```
#[derive(Clone, Debug, Default)]
pub struct Inline {
    text: String,
    /// Every token's bytes in `text`, in order.
    tokens: Vec<(Range<usize>, Span)>,
}

impl Inline {
    /// Writes tokens out as the text that they were, but for white space.
    #[must_use]
    pub fn new(tokens: TokenStream) -> Self {
        Self::with_lines(tokens, |_| 0)
    }

    /// The same, with a new line wherever a token stands on another one than the token before it:
    /// Python's comments end there. `line` tells the line of a span, which only a macro can.
    ///
    /// ```
    /// use std::cell::Cell;
    ///
    /// use conv_codegen::Inline;
    ///
    /// // As if every token from the sixth on stood in the second line.
    /// let tokens = Cell::new(0);
    /// let line = |_| {
    ///     tokens.set(tokens.get() + 1);
    ///     1 + tokens.get() / 6
    /// };
    /// let inline = Inline::with_lines("nn.Fold( # first 8, 3)".parse().unwrap(), line);
    /// assert_eq!(inline.text(), "nn.Fold(#\nfirst 8,3)");
    /// ```
    #[must_use]
    pub fn with_lines(tokens: TokenStream, line: impl Fn(Span) -> usize) -> Self {
        let mut inline = Self::default();
        inline.write(tokens, line);
        inline
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The first and the last token that a range of bytes touches; `None` if there are no tokens.
    #[must_use]
    pub fn spans(&self, range: &Range<usize>) -> Option<(Span, Span)> {
        let end = range.end.max(range.start.saturating_add(1));
        let touched = |token: &&(Range<usize>, Span)| token.0.start < end && range.start < token.0.end;
        let first = self.tokens.iter().find(touched).or(self.tokens.last())?;
        let last = self.tokens.iter().rfind(touched).or(self.tokens.last())?;
        Some((first.1, last.1))
    }

    /// Without recursion: how deep tokens nest is up to whoever wrote them.
    fn write(&mut self, tokens: TokenStream, line: impl Fn(Span) -> usize) {
        let mut rest = vec![(tokens.into_iter(), None)];
        let mut before = None;
        let mut token = |text: &str, span: Span| {
            if text.is_empty() {
                return;
            }
            let line = line(span);
            self.token(text, span, before.is_some_and(|before| before != line));
            before = Some(line);
        };
        while let Some((tokens, close)) = rest.last_mut() {
            match tokens.next() {
                Some(TokenTree::Group(group)) => {
                    let (open, close) = brackets(&group);
                    token(open, group.span_open());
                    rest.push((group.stream().into_iter(), Some((close, group.span_close()))));
                }
                Some(TokenTree::Punct(punct)) => token(punct.as_char().encode_utf8(&mut [0; 4]), punct.span()),
                Some(TokenTree::Ident(ident)) => token(&ident.to_string(), ident.span()),
                Some(TokenTree::Literal(literal)) => token(&literal.to_string(), literal.span()),
                None => {
                    if let Some((close, span)) = *close {
                        token(close, span);
                    }
                    rest.pop();
                }
            }
        }
    }

    fn token(&mut self, text: &str, span: Span, new_line: bool) {
        let word = |c: char| c.is_alphanumeric() || c == '_' || c == '"';
        if new_line {
            self.text.push('\n');
        } else if self.text.ends_with(word) && text.starts_with(word) {
            // Two words would otherwise become one.
            self.text.push(' ');
        }
        let start = self.text.len();
        self.text.push_str(text);
        self.tokens.push((start..self.text.len(), span));
    }
}

fn brackets(group: &Group) -> (&'static str, &'static str) {
    match group.delimiter() {
        Delimiter::Parenthesis => ("(", ")"),
        Delimiter::Bracket => ("[", "]"),
        Delimiter::Brace => ("{", "}"),
        Delimiter::None => ("", ""),
    }
}
