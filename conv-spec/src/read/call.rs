//! A constructor call as in Python: `nn.Conv2d(16, 33, (3, 5), stride=(2, 1))`.
//!
//! Also read as Rust's tokens print it, with spaces in other places. Positional arguments get their names here, so
//! that the tree is the same as that of the other notations, with the class as `type`.

use super::cursor::Cursor;
use crate::class::look_up;
use crate::diagnostic::Diagnostic;
use crate::keys;
use crate::mistakes::Mistakes;
use crate::source::Format;
use crate::tree::{Entries, Entry, Kind, MAX_DEPTH, Span, Value, integer};
use crate::words::quote;

pub(crate) fn read(text: &str, mistakes: &mut Mistakes) -> Option<Value> {
    let mut reader = Reader { cursor: Cursor::new(text), mistakes };
    match reader.call() {
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

/// Where the arguments have come to.
struct Arguments {
    entries: Entries,
    /// The names of positional arguments.
    names: &'static [&'static str],
    positions: usize,
    /// The first keyword argument.
    keyword: Option<Span>,
    /// Whether there are values whose argument is not known.
    nameless: bool,
}

impl<'a> Reader<'a, '_> {
    fn call(&mut self) -> Read<Option<Value>> {
        self.space();
        let start = self.cursor.at();
        let (class, class_span) = self.class()?;
        // Of an unknown class, the arguments of the one that was probably meant.
        let known = look_up(&class).map_or_else(|meant| meant, Some);
        let names = known.map_or(keys::usual(), keys::positional);
        let mut arguments =
            Arguments { entries: Entries::default(), names, positions: 0, keyword: None, nameless: false };
        // Repeats of the class are refused by name in `argument`.
        let kind = Kind::String(class.clone());
        let value = Value { span: class_span.clone(), kind };
        let entry = Entry { key: "type".to_owned(), key_span: class_span, value };
        arguments.entries.insert(entry, Format::Call, self.mistakes);
        self.space();
        let open = self.cursor.at();
        if !self.cursor.eat('(') {
            return Err(Box::new(self.cursor.unexpected("`(` after the class")));
        }
        loop {
            self.space();
            if self.cursor.eat(')') {
                break;
            }
            self.argument(&class, &mut arguments)?;
            self.space();
            if !self.cursor.eat(',') && self.cursor.peek() != Some(')') {
                let opened = open..open.saturating_add(1);
                let diagnostic = self.cursor.unexpected("`,` or `)`");
                return Err(Box::new(diagnostic.with_note(opened, "opened here")));
            }
        }
        let span = self.cursor.span_from(start);
        self.space();
        if self.cursor.peek().is_some() {
            return Err(Box::new(self.cursor.unexpected("the end of the call")));
        }
        let kind = Kind::Table(arguments.entries.finish());
        // Arguments would seem to be missing that only lack their names.
        Ok((!arguments.nameless).then_some(Value { span, kind }))
    }

    /// The class name behind its optional module.
    fn class(&mut self) -> Read<(String, Span)> {
        let mut path: Vec<(&'a str, Span)> = Vec::new();
        loop {
            let start = self.cursor.at();
            let name = self.name();
            if name.is_empty() {
                return Err(Box::new(
                    self.cursor
                        .unexpected("a constructor of `torch.nn`")
                        .with_help("for instance `nn.Conv2d(3, 64, 3, padding=1)`"),
                ));
            }
            path.push((name, self.cursor.span_from(start)));
            self.space();
            if !self.cursor.eat('.') {
                break;
            }
            self.space();
        }
        let (class, span) = path.pop().unwrap_or_default();
        let modules: Vec<&str> = path.iter().map(|(name, _)| *name).collect();
        if let ([] | ["nn"] | ["torch", "nn"], _) | (_, None) = (&*modules, path.first()) {
            return Ok((class.to_owned(), span));
        }
        let start = path.first().map_or(0, |(_, span)| span.start);
        let end = path.last().map_or(start, |(_, span)| span.end);
        let message = format!("unknown module {}", quote(&modules.join(".")));
        Err(Box::new(
            Diagnostic::new(start..end, message)
                .with_label("expected `nn` or `torch.nn`")
                .with_help(format!("write `nn.{class}(…)`")),
        ))
    }

    fn argument(&mut self, class: &str, arguments: &mut Arguments) -> Read<()> {
        let start = self.cursor.at();
        let name = self.name();
        let name_span = self.cursor.span_from(start);
        self.space();
        let keyword = !name.is_empty() && self.cursor.eat('=');
        if keyword {
            self.space();
            let value = self.value(0)?;
            arguments.keyword.get_or_insert(name_span.clone());
            if name == "type" {
                self.mistakes.push(
                    Diagnostic::new(name_span, "unknown argument `type`")
                        .with_help("the class stands before the parenthesis"),
                );
                return Ok(());
            }
            let entry = Entry { key: name.to_owned(), key_span: name_span, value };
            arguments.entries.insert(entry, Format::Call, self.mistakes);
            return Ok(());
        }
        self.cursor.rewind(start);
        let value = self.value(0)?;
        let names = arguments.names;
        let name = names.get(arguments.positions);
        arguments.positions = arguments.positions.saturating_add(1);
        if let Some(first) = &arguments.keyword {
            let message = "a positional argument stands behind a keyword argument";
            let diagnostic = Diagnostic::new(value.span, message)
                .with_label("which argument is this?")
                .with_note(first.clone(), "the first keyword argument")
                .with_help("write it as `name=value`");
            self.mistakes.push(diagnostic);
            arguments.nameless = true;
            return Ok(());
        }
        let Some(name) = name else {
            // Once is enough.
            if arguments.positions == names.len().saturating_add(1) {
                let message = format!("{} takes {} arguments", quote(class), names.len());
                let help = format!("they are {}", names.join(", "));
                self.mistakes.push(
                    Diagnostic::new(value.span, message).with_label("one positional argument too many").with_help(help),
                );
            }
            return Ok(());
        };
        let entry = Entry { key: (*name).to_owned(), key_span: value.span.clone(), value };
        arguments.entries.insert(entry, Format::Call, self.mistakes);
        Ok(())
    }

    fn space(&mut self) {
        self.cursor.eat_while(char::is_whitespace);
    }

    fn name(&mut self) -> &'a str {
        if self.cursor.peek().is_some_and(|first| first.is_alphabetic() || first == '_') {
            self.cursor.eat_while(|character| character.is_alphanumeric() || character == '_')
        } else {
            ""
        }
    }

    fn value(&mut self, depth: usize) -> Read<Value> {
        let start = self.cursor.at();
        if depth > MAX_DEPTH {
            let message = format!("values are nested more than {MAX_DEPTH} deep");
            let diagnostic = Diagnostic::new(start..start.saturating_add(1), message);
            return Err(Box::new(diagnostic.with_label("one level too many")));
        }
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
            Some('-' | '0'..='9' | '.') => self.number()?,
            Some(first) if first.is_alphabetic() || first == '_' => self.word()?,
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
                let opened = open..open.saturating_add(1);
                let diagnostic = self.cursor.unexpected(&format!("`,` or `{close}`"));
                return Err(Box::new(diagnostic.with_note(opened, "opened here")));
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
                let opened = open..open.saturating_add(1);
                let diagnostic = self.cursor.unexpected("`,` or `}`");
                return Err(Box::new(diagnostic.with_note(opened, "opened here")));
            }
        }
    }

    fn word(&mut self) -> Read<Kind> {
        let start = self.cursor.at();
        let name = self.name().to_owned();
        let end = self.cursor.at();
        self.space();
        if name == "dict" && self.cursor.peek() == Some('(') {
            let diagnostic = Diagnostic::new(start..end, "a dictionary is written in braces");
            return Err(Box::new(diagnostic.with_help("for instance `{\"avx2\": {\"kernel\": \"pixels\"}}`")));
        }
        if !self.cursor.eat('.') {
            self.cursor.rewind(end);
            return Ok(match &*name {
                "True" | "true" => Kind::Bool(true),
                "False" | "false" => Kind::Bool(false),
                "None" => Kind::Null,
                _ => Kind::Name(name),
            });
        }
        self.space();
        let member = self.name().to_owned();
        if name == "torch" && !member.is_empty() {
            return Ok(Kind::String(member));
        }
        let span = self.cursor.span_from(start);
        let message = format!("{} has no value here", quote(self.cursor.slice_from(start)));
        Err(Box::new(
            Diagnostic::new(span, message).with_label("only names of `torch`, such as `torch.float32`, can be given"),
        ))
    }

    fn number(&mut self) -> Read<Kind> {
        let start = self.cursor.at();
        let negative = self.cursor.eat('-');
        self.space();
        let is_digit = |character: char| character.is_ascii_digit() || character == '_';
        let digits = self.cursor.eat_while(is_digit).replace('_', "");
        let mut float = false;
        if self.cursor.eat('.') {
            float = true;
            self.cursor.eat_while(is_digit);
        }
        if !digits.is_empty() && matches!(self.cursor.peek(), Some('e' | 'E')) {
            float = true;
            self.cursor.bump();
            if matches!(self.cursor.peek(), Some('+' | '-')) {
                self.cursor.bump();
            }
            self.cursor.eat_while(is_digit);
        }
        let empty = !self.cursor.slice_from(start).contains(|c: char| c.is_ascii_digit());
        let tail = self.cursor.peek().is_some_and(|next| next.is_alphanumeric() || next == '_');
        if empty || tail {
            self.cursor.eat_while(|character| character.is_alphanumeric() || character == '_');
            let span = self.cursor.span_from(start);
            let message = format!("{} is not a number", quote(self.cursor.slice_from(start)));
            return Err(Box::new(Diagnostic::new(span, message).with_help("write decimal digits, without a suffix")));
        }
        Ok(if float { Kind::Float(self.cursor.slice_from(start).to_owned()) } else { integer(&digits, negative) })
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
