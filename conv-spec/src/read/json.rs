//! JSON by the letter of RFC 8259, with positions.
//!
//! Written by hand because what `PyTorch`'s side reads with Python's `json` must be read alike
//! here: no comments, no trailing commas, no other white space, no control characters in strings.

use super::cursor::Cursor;
use crate::diagnostic::Diagnostic;
use crate::mistakes::Mistakes;
use crate::source::Format;
use crate::tree::{Entries, Entry, Kind, MAX_DEPTH, Value, integer};
use crate::words::quote;

pub(crate) fn read(text: &str, mistakes: &mut Mistakes) -> Option<Value> {
    let mut reader = Reader { cursor: Cursor::new(text), mistakes };
    match reader.document() {
        Ok(value) => value,
        Err(diagnostic) => {
            reader.mistakes.push(*diagnostic);
            None
        }
    }
}

type Read<T> = Result<T, Box<Diagnostic>>;

struct Reader<'a, 'm> {
    cursor: Cursor<'a>,
    mistakes: &'m mut Mistakes,
}

impl Reader<'_, '_> {
    /// The whole text; an empty one gives an empty table, whose report is
    /// the same in every notation.
    fn document(&mut self) -> Read<Option<Value>> {
        self.space();
        if self.cursor.peek().is_none() {
            let kind = Kind::Table(Vec::new());
            return Ok(Some(Value { span: 0..0, kind }));
        }
        let value = self.value(0)?;
        self.space();
        if self.cursor.peek().is_some() {
            return Err(Box::new(
                self.cursor.unexpected("the end of the text").with_note(value.span, "the value ends here"),
            ));
        }
        if matches!(value.kind, Kind::Table(_)) {
            return Ok(Some(value));
        }
        let label = format!("found {}", value.kind.describe(Format::Json));
        let message = "the specification must be a JSON object";
        let is_table = |value: &Value| matches!(value.kind, Kind::Table(_));
        let layers = matches!(&value.kind, Kind::Array(values) if values.len() > 1 && values.iter().all(is_table));
        let diagnostic = Diagnostic::new(value.span, message)
            .with_label(label)
            .with_help("write the keys of one layer: `{\"type\": \"Conv2d\", …}`");
        self.mistakes.push(if layers { diagnostic.with_help("and a file for each layer") } else { diagnostic });
        Ok(None)
    }

    fn space(&mut self) {
        self.cursor.eat_while(|character| matches!(character, ' ' | '\t' | '\n' | '\r'));
    }

    fn value(&mut self, depth: usize) -> Read<Value> {
        let start = self.cursor.at();
        if depth > MAX_DEPTH {
            let message = format!("values are nested more than {MAX_DEPTH} deep");
            let diagnostic = Diagnostic::new(start..start.saturating_add(1), message);
            return Err(Box::new(diagnostic.with_label("one level too many")));
        }
        let kind = match self.cursor.peek() {
            Some('{') => self.object(depth)?,
            Some('[') => self.array(depth)?,
            Some('"') => Kind::String(self.string()?),
            Some('-' | '0'..='9') => self.number()?,
            Some('a'..='z' | 'A'..='Z') => self.word()?,
            _ => return Err(Box::new(self.hinted("a value"))),
        };
        let span = self.cursor.span_from(start);
        Ok(Value { span, kind })
    }

    fn object(&mut self, depth: usize) -> Read<Kind> {
        let mut entries = Entries::default();
        let open = self.cursor.at();
        self.cursor.bump();
        self.space();
        if self.cursor.eat('}') {
            return Ok(Kind::Table(entries.finish()));
        }
        loop {
            let start = self.cursor.at();
            if self.cursor.peek() != Some('"') {
                return Err(Box::new(self.hinted("a key in double quotes")));
            }
            let key = self.string()?;
            let key_span = self.cursor.span_from(start);
            self.space();
            if !self.cursor.eat(':') {
                let diagnostic = self.cursor.unexpected("`:` after the key");
                return Err(Box::new(diagnostic.with_note(key_span, "the key")));
            }
            self.space();
            let value = self.value(depth.saturating_add(1))?;
            let entry = Entry { key, key_span, value };
            entries.insert(entry, Format::Json, self.mistakes);
            if self.end_of_list(open, '}')? {
                return Ok(Kind::Table(entries.finish()));
            }
        }
    }

    fn array(&mut self, depth: usize) -> Read<Kind> {
        let mut values = Vec::new();
        let open = self.cursor.at();
        self.cursor.bump();
        self.space();
        if self.cursor.eat(']') {
            return Ok(Kind::Array(values));
        }
        loop {
            values.push(self.value(depth.saturating_add(1))?);
            if self.end_of_list(open, ']')? {
                return Ok(Kind::Array(values));
            }
        }
    }

    /// Behind a value: whether the list ends here or a comma announces another value.
    fn end_of_list(&mut self, open: usize, close: char) -> Read<bool> {
        self.space();
        if self.cursor.eat(close) {
            return Ok(true);
        }
        let comma = self.cursor.at();
        if !self.cursor.eat(',') {
            let expected = format!("`,` or `{close}`");
            let opened = open..open.saturating_add(1);
            return Err(Box::new(self.hinted(&expected).with_note(opened, "opened here")));
        }
        let comma = self.cursor.span_from(comma);
        self.space();
        if self.cursor.peek() == Some(close) {
            let message = format!("JSON allows no comma before `{close}`");
            return Err(Box::new(
                Diagnostic::new(comma, message).with_label("one comma too many").with_help("remove it"),
            ));
        }
        Ok(false)
    }

    fn word(&mut self) -> Read<Kind> {
        let rest = self.cursor.rest();
        let word =
            rest.split(|character: char| !character.is_alphanumeric() && character != '_').next().unwrap_or_default();
        let kind = match word {
            "null" => Kind::Null,
            "true" => Kind::Bool(true),
            "false" => Kind::Bool(false),
            _ => return Err(Box::new(self.hinted("a value"))),
        };
        for _ in word.chars() {
            self.cursor.bump();
        }
        Ok(kind)
    }

    fn number(&mut self) -> Read<Kind> {
        let start = self.cursor.at();
        let negative = self.cursor.eat('-');
        let digits = self.cursor.eat_digits();
        if digits.is_empty() {
            return Err(Box::new(self.cursor.unexpected("a digit")));
        }
        if digits.len() > 1 && digits.starts_with('0') {
            let diagnostic = Diagnostic::new(self.cursor.span_from(start), "JSON numbers have no leading zeros");
            return Err(Box::new(diagnostic.with_help("remove the zeros in front")));
        }
        let mut float = false;
        if self.cursor.eat('.') {
            float = true;
            if self.cursor.eat_digits().is_empty() {
                return Err(Box::new(self.cursor.unexpected("a digit after the point")));
            }
        }
        if matches!(self.cursor.peek(), Some('e' | 'E')) {
            float = true;
            self.cursor.bump();
            if matches!(self.cursor.peek(), Some('+' | '-')) {
                self.cursor.bump();
            }
            if self.cursor.eat_digits().is_empty() {
                return Err(Box::new(self.cursor.unexpected("a digit of the exponent")));
            }
        }
        Ok(if float { Kind::Float(self.cursor.slice_from(start).to_owned()) } else { integer(digits, negative) })
    }

    fn string(&mut self) -> Read<String> {
        let start = self.cursor.at();
        self.cursor.bump();
        let mut content = String::new();
        loop {
            let at = self.cursor.at();
            match self.cursor.bump() {
                Some('"') => return Ok(content),
                Some('\\') => content.push(self.escape(at)?),
                Some(character) if character >= ' ' => content.push(character),
                None | Some('\n' | '\r') => {
                    let diagnostic = Diagnostic::new(start..at, "the string does not end");
                    return Err(Box::new(diagnostic.with_label("no closing `\"`")));
                }
                Some(control) => {
                    let name = quote(&control.to_string());
                    let message = format!("the control character {name} stands in a string");
                    let diagnostic = Diagnostic::new(self.cursor.span_from(at), message);
                    return Err(Box::new(diagnostic.with_help("JSON wants an escape for it")));
                }
            }
        }
    }

    /// What stands behind the backslash at `start`.
    fn escape(&mut self, start: usize) -> Read<char> {
        let character = match self.cursor.bump() {
            Some(plain @ ('"' | '\\' | '/')) => Some(plain),
            Some('b') => Some('\u{8}'),
            Some('f') => Some('\u{c}'),
            Some('n') => Some('\n'),
            Some('r') => Some('\r'),
            Some('t') => Some('\t'),
            Some('u') => self.code_point(),
            _ => None,
        };
        character.ok_or_else(|| {
            let span = self.cursor.span_from(start);
            Box::new(Diagnostic::new(span, "JSON knows no such escape in a string"))
        })
    }

    /// Four hexadecimal digits, twice where the first four are half of a surrogate pair.
    fn code_point(&mut self) -> Option<char> {
        let high = self.code_unit()?;
        if !(0xd800..0xdc00).contains(&high) {
            return char::from_u32(high);
        }
        if !(self.cursor.eat('\\') && self.cursor.eat('u')) {
            return None;
        }
        let low = self.code_unit()?.checked_sub(0xdc00)?;
        if low >= 0x400 {
            return None;
        }
        let high = high.checked_sub(0xd800)?;
        char::from_u32(0x1_0000_u32.checked_add(high.checked_mul(0x400)?)?.checked_add(low)?)
    }

    fn code_unit(&mut self) -> Option<u32> {
        let mut unit = 0_u32;
        for _ in 0..4 {
            let digit = self.cursor.peek()?.to_digit(16)?;
            self.cursor.bump();
            unit = unit.checked_mul(16)?.checked_add(digit)?;
        }
        Some(unit)
    }

    /// What is unexpected here, with a way out where another notation was meant.
    fn hinted(&self, expected: &str) -> Diagnostic {
        let diagnostic = self.cursor.unexpected(expected);
        let rest = self.cursor.rest();
        let hint = match rest.chars().next() {
            Some('\'') => "JSON strings stand in double quotes",
            Some('/' | '#') => "JSON has no comments",
            Some('(') => "JSON lists stand in brackets: `[3, 5]`",
            Some('+' | '.') => "JSON numbers begin with a digit or `-`",
            _ if rest.starts_with("True") => "JSON writes `true`",
            _ if rest.starts_with("False") => "JSON writes `false`",
            _ if rest.starts_with("None") => "JSON writes `null`",
            Some('a'..='z' | 'A'..='Z') => "strings and keys stand in double quotes",
            _ => return diagnostic,
        };
        diagnostic.with_help(hint)
    }
}
