//! Values of arguments.

use super::{Read, Reader};
use crate::diagnostic::Diagnostic;
use crate::foreign;
use crate::ops::class::look_up;
use crate::source::Format;
use crate::tree::{Entries, Entry, Kind, MAX_DEPTH, Span, Value};
use crate::words::quote;

impl Reader<'_, '_> {
    /// A value; numbers may be joined by operators.
    pub(super) fn value(&mut self, depth: usize) -> Read<Value> {
        let start = self.cursor.at();
        if depth > MAX_DEPTH {
            let message = format!("values are nested more than {MAX_DEPTH} deep");
            let diagnostic = Diagnostic::new(start..start.saturating_add(1), message);
            return Err(Box::new(diagnostic.with_label("one level too many")));
        }
        self.sum(depth)
    }

    /// A value without operators.
    pub(super) fn plain(&mut self, depth: usize) -> Read<Value> {
        let start = self.cursor.at();
        let kind = match self.cursor.peek() {
            Some('(') => match self.sequence(depth, ')')? {
                (mut values, false) if values.len() == 1 => match values.pop() {
                    // Parentheses around one value do not make a tuple in Python.
                    Some(value) => value.kind,
                    None => Kind::Array(values),
                },
                (values, _) => Kind::Array(values),
            },
            Some('[') => Kind::Array(self.sequence(depth, ']')?.0),
            Some('{') => self.dictionary(depth)?,
            Some(quote @ ('"' | '\'')) => Kind::String(self.string(quote)?),
            Some('0'..='9' | '.') => self.number()?,
            Some(first) if first.is_alphabetic() || first == '_' => self.word(depth)?,
            _ => return Err(Box::new(self.cursor.unexpected("a value"))),
        };
        let span = self.cursor.span_from(start);
        Ok(Value { span, kind })
    }

    /// The values up to `close`, and whether there was a comma behind the last.
    fn sequence(&mut self, depth: usize, close: char) -> Read<(Vec<Value>, bool)> {
        let open = self.cursor.at();
        self.cursor.bump();
        let mut values = Vec::new();
        let mut comma = false;
        loop {
            self.space();
            if self.cursor.eat(close) {
                return Ok((values, comma));
            }
            values.push(self.value(depth.saturating_add(1))?);
            self.space();
            comma = self.cursor.eat(',');
            if !comma && self.cursor.peek() != Some(close) {
                return Err(Box::new(self.unclosed(open, close)));
            }
        }
    }

    /// A dictionary, whose keys are strings.
    fn dictionary(&mut self, depth: usize) -> Read<Kind> {
        let open = self.cursor.at();
        self.cursor.bump();
        let mut entries = Entries::default();
        loop {
            self.space();
            if self.cursor.eat('}') {
                return Ok(Kind::Table(entries.finish()));
            }
            let start = self.cursor.at();
            let Some(quote @ ('"' | '\'')) = self.cursor.peek() else {
                return Err(Box::new(self.cursor.unexpected("a key in quotes")));
            };
            let key = self.string(quote)?;
            let key_span = self.cursor.span_from(start);
            self.space();
            if !self.cursor.eat(':') {
                let diagnostic = self.cursor.unexpected("`:` after the key");
                return Err(Box::new(diagnostic.with_note(key_span, "the key")));
            }
            self.space();
            let value = self.value(depth.saturating_add(1))?;
            // Its keys are no arguments: they are called what they are in a file.
            entries.insert(Entry { key, key_span, value }, Format::Json, self.mistakes);
            self.space();
            if !self.cursor.eat(',') && self.cursor.peek() != Some('}') {
                return Err(Box::new(self.unclosed(open, '}')));
            }
        }
    }

    /// A name, a name in a module, or a call of the few that have a value here.
    fn word(&mut self, depth: usize) -> Read<Kind> {
        let start = self.cursor.at();
        let mut last = self.name();
        let first = last;
        let mut names = 1_usize;
        let mut end = self.cursor.at();
        // Rust's tokens stand apart.
        self.space();
        if let Some(quote @ ('"' | '\'')) = self.cursor.peek() {
            return self.prefixed(first, quote, start);
        }
        loop {
            self.space();
            if !self.cursor.eat('.') {
                break;
            }
            self.space();
            last = self.name();
            names = names.saturating_add(1);
            end = self.cursor.at();
        }
        if self.cursor.peek() == Some('(') {
            return self.called(start..end, depth);
        }
        self.cursor.rewind(end);
        match names {
            1 if first == "not" => {
                let diagnostic = Diagnostic::new(start..end, "conditions are not decided here");
                Err(Box::new(diagnostic.with_help("write `True` or `False`")))
            }
            1 => Ok(match first {
                "True" | "true" => Kind::Bool(true),
                "False" | "false" => Kind::Bool(false),
                "None" => Kind::Null,
                _ => Kind::Name(first.to_owned()),
            }),
            2 if first == "torch" && !last.is_empty() => {
                if self.is_argument(&["dtype", "memory_format"]) {
                    return Ok(Kind::String(last.to_owned()));
                }
                let message = format!("{} has no value here", quote(self.cursor.slice_from(start)));
                Err(Box::new(
                    Diagnostic::new(start..end, message)
                        .with_label("names of `torch` are values of `dtype` and `memory_format`"),
                ))
            }
            _ => {
                let message = format!("{} has no value here", quote(self.cursor.slice_from(start)));
                Err(Box::new(
                    Diagnostic::new(start..end, message)
                        .with_label("only names of `torch`, such as `torch.float32`, can be given"),
                ))
            }
        }
    }

    /// A string with letters in front, whose text is not what stands there, or bytes.
    fn prefixed(&mut self, prefix: &str, quoted: char, start: usize) -> Read<Kind> {
        self.string(quoted)?;
        let message = format!("a string with {} in front has no value here", quote(prefix));
        let diagnostic = Diagnostic::new(self.cursor.span_from(start), message);
        Err(Box::new(diagnostic.with_help("write the text itself, in quotes alone")))
    }

    /// A call, at the parenthesis behind its name.
    fn called(&mut self, span: Span, depth: usize) -> Read<Kind> {
        let name = self.cursor.slice(span.clone());
        if name == "dict" {
            let diagnostic = Diagnostic::new(span, "a dictionary is written in braces");
            return Err(Box::new(diagnostic.with_help("for instance `{\"avx2\": {\"kernel\": \"pixels\"}}`")));
        }
        let message = format!("{} has no value here", quote(&format!("{name}(…)")));
        let diagnostic = Diagnostic::new(span, message);
        if matches!(name, "torch.device" | "torch.Size") {
            let (values, _) = self.sequence(depth, ')')?;
            return match (name, &*values) {
                // Which one of several devices does not matter: none of those is supported.
                (
                    "torch.device",
                    [Value { kind: kind @ Kind::String(_), .. }] | [Value { kind: kind @ Kind::String(_), .. }, _],
                ) if self.is_argument(&["device"]) => Ok(kind.clone()),
                ("torch.Size", [Value { kind: kind @ Kind::Array(_), .. }]) => Ok(kind.clone()),
                ("torch.device", _) => Err(Box::new(
                    diagnostic
                        .with_label("a device has a name, and is the value of `device` alone")
                        .with_help("for instance `device=torch.device(\"cpu\")`"),
                )),
                _ => Err(Box::new(
                    diagnostic.with_label("a size is made of one list").with_help("for instance `torch.Size([3, 5])`"),
                )),
            };
        }
        let class = name.rsplit('.').next().unwrap_or_default();
        Err(Box::new(if foreign::is_known(class) || look_up(class).is_ok() {
            diagnostic.with_label("a layer, and no argument is one").with_help("leave it out")
        } else {
            diagnostic.with_label("calls are not made").with_help("write what it gives")
        }))
    }

    fn string(&mut self, quote: char) -> Read<String> {
        let start = self.cursor.at();
        self.cursor.bump();
        let mut content = String::new();
        loop {
            let at = self.cursor.at();
            match self.cursor.bump() {
                Some(character) if character == quote => return Ok(content),
                Some('\\') => {
                    let escaped = self.cursor.bump();
                    let Some(plain @ ('"' | '\'' | '\\')) = escaped else {
                        let span = self.cursor.span_from(at);
                        let message = "no argument needs this escape in a string";
                        return Err(Box::new(Diagnostic::new(span, message)));
                    };
                    content.push(plain);
                }
                None | Some('\n' | '\r') => {
                    let diagnostic = Diagnostic::new(start..at, "the string does not end");
                    return Err(Box::new(diagnostic.with_label(format!("no closing `{quote}`"))));
                }
                Some(character) => content.push(character),
            }
        }
    }
}
