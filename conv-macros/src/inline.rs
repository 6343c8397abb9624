//! An inline specification as text, with the way back from bytes to spans.

use std::ops::Range;

use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};

/// Rust tokens, written out as the text that they were, but for white space.
#[derive(Default)]
pub(crate) struct Inline {
    pub(crate) text: String,
    /// Every token's bytes in `text`, in order.
    tokens: Vec<(Range<usize>, Span)>,
}

impl Inline {
    pub(crate) fn new(tokens: TokenStream) -> Self {
        let mut inline = Self::default();
        inline.write(tokens);
        inline
    }

    /// The first and the last token that a range of bytes touches.
    pub(crate) fn spans(&self, range: &Range<usize>) -> Option<(Span, Span)> {
        let touched =
            |token: &&(Range<usize>, Span)| token.0.start < range.end.max(range.start + 1) && range.start < token.0.end;
        let first = self.tokens.iter().find(touched).or(self.tokens.last())?;
        let last = self.tokens.iter().rfind(touched).or(self.tokens.last())?;
        Some((first.1, last.1))
    }

    fn write(&mut self, tokens: TokenStream) {
        for token in tokens {
            match token {
                TokenTree::Group(group) => {
                    let (open, close) = match group.delimiter() {
                        Delimiter::Parenthesis => ("(", ")"),
                        Delimiter::Bracket => ("[", "]"),
                        Delimiter::Brace => ("{", "}"),
                        Delimiter::None => ("", ""),
                    };
                    self.token(open, group.span_open());
                    self.write(group.stream());
                    self.token(close, group.span_close());
                }
                TokenTree::Punct(punct) => self.token(punct.as_char().encode_utf8(&mut [0; 4]), punct.span()),
                TokenTree::Ident(ident) => self.token(&ident.to_string(), ident.span()),
                TokenTree::Literal(literal) => self.token(&literal.to_string(), literal.span()),
            }
        }
    }

    fn token(&mut self, text: &str, span: Span) {
        // Two words would otherwise become one.
        let word = |c: char| c.is_alphanumeric() || c == '_' || c == '"';
        if self.text.ends_with(word) && text.starts_with(word) {
            self.text.push(' ');
        }
        let start = self.text.len();
        self.text.push_str(text);
        self.tokens.push((start..self.text.len(), span));
    }
}
