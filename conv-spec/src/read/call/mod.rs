//! A constructor call as in Python: `nn.Conv2d(16, 33, (3, 5), stride=(2, 1))`, or as
//! `print(module)` shows it.
//!
//! Also read as Rust's tokens print it, with spaces in other places. Positional arguments get their
//! names here, so that the tree is the same as that of the other notations, with the class as
//! `type`.

mod arithmetic;
mod path;
mod value;

use super::cursor::Cursor;
use crate::diagnostic::Diagnostic;
use crate::foreign;
use crate::mistakes::Mistakes;
use crate::ops::class::look_up;
use crate::ops::names;
use crate::source::Format;
use crate::tree::{Entries, Entry, Kind, Span, Value};
use crate::words::quote;

pub(crate) fn read(text: &str, mistakes: &mut Mistakes) -> Option<Value> {
    let mut reader = Reader { cursor: Cursor::new(text), mistakes, argument: "" };
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
    /// The name of the argument that is read; empty where it is not known.
    argument: &'a str,
}

/// Where the arguments have come to.
struct Arguments {
    entries: Entries,
    /// The names of positional arguments.
    names: Vec<&'static str>,
    positions: usize,
    /// The first keyword argument.
    keyword: Option<Span>,
    /// Whether there are values whose argument is not known.
    nameless: bool,
    /// Whether the layer may have 0 input channels in front, as `print` shows a lazy one that has
    /// seen no input.
    lazy: bool,
}

impl<'a> Reader<'a, '_> {
    fn call(&mut self) -> Read<Option<Value>> {
        self.space();
        let start = self.cursor.at();
        let (class, class_span) = self.class()?;
        // Of an unknown class, the arguments of the one that was probably meant.
        let known = match look_up(&class) {
            Ok(class) => class,
            Err(Some(meant)) if !foreign::is_known(&class) => meant,
            Err(_) if !foreign::is_known(&class) && self.cursor.peek() != Some('(') => {
                let message = format!("expected a constructor of `torch.nn`, found {}", quote(&class));
                let diagnostic = Diagnostic::new(class_span, message);
                return Err(Box::new(diagnostic.with_help("for instance `nn.Conv2d(3, 64, 3, padding=1)`")));
            }
            // Its arguments are not ours to judge, nor even to read: they may be other layers.
            Err(_) => return Err(Box::new(foreign::refused(&class, class_span, Format::Call))),
        };
        let mut arguments = Arguments {
            entries: Entries::default(),
            names: names::positional(known),
            positions: 0,
            keyword: None,
            nameless: false,
            lazy: known.operator.lazy,
        };
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
                return Err(Box::new(self.unclosed(open, ')')));
            }
        }
        let span = self.cursor.span_from(start);
        self.end()?;
        let kind = Kind::Table(arguments.entries.finish());
        // Arguments would seem to be missing that only lack their names.
        Ok((!arguments.nameless).then_some(Value { span, kind }))
    }

    /// Nothing but white space behind the call.
    fn end(&mut self) -> Read<()> {
        self.space();
        let Some(next) = self.cursor.peek() else { return Ok(()) };
        let diagnostic = self.cursor.unexpected("the end of the call");
        Err(Box::new(match next {
            '.' | '(' => {
                diagnostic.with_help("what a module does later has no place here: write the constructor alone")
            }
            ',' => diagnostic.with_help("one definition is one layer: remove the comma"),
            next if next.is_alphabetic() => diagnostic.with_help("a definition is one call, and ends with `;`"),
            _ => diagnostic,
        }))
    }

    /// What stands where a list that began at `open` should go on or end.
    fn unclosed(&self, open: usize, close: char) -> Diagnostic {
        let opened = open..open.saturating_add(1);
        let diagnostic = self.cursor.unexpected(&format!("`,` or `{close}`")).with_note(opened, "opened here");
        match self.cursor.peek() {
            Some(':') => diagnostic.with_help("arguments are written `name=value`"),
            Some('i') if self.cursor.rest().starts_with("if") => {
                diagnostic.with_help("conditions are not decided here: write the value")
            }
            Some('*' | '/' | '%' | '@' | '&' | '|' | '^' | '<' | '>' | '~') => {
                diagnostic.with_help("`+`, `-`, `*` and parentheses are worked out; otherwise write the result")
            }
            _ => diagnostic,
        }
    }

    fn argument(&mut self, class: &str, arguments: &mut Arguments) -> Read<()> {
        let start = self.cursor.at();
        if self.cursor.peek() == Some('*') {
            self.cursor.eat_while(|character| character == '*');
            self.space();
            self.name();
            let message = format!("{} has no value here", quote(self.cursor.slice_from(start)));
            let diagnostic = Diagnostic::new(self.cursor.span_from(start), message);
            return Err(Box::new(diagnostic.with_help("write each argument out, as `name=value`")));
        }
        let name = self.name();
        let name_span = self.cursor.span_from(start);
        self.space();
        let keyword = !name.is_empty() && self.cursor.eat('=');
        if keyword {
            self.space();
            self.argument = name;
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
        // Behind a keyword argument, a position tells no name.
        let positional = arguments.keyword.is_none().then(|| arguments.names.get(arguments.positions));
        self.argument = positional.flatten().copied().unwrap_or_default();
        let value = self.value(0)?;
        if arguments.lazy && arguments.positions == 0 && value.kind == Kind::Integer(0) && self.is_printed() {
            arguments.lazy = false;
            return Ok(());
        }
        let names = &arguments.names;
        let name = names.get(arguments.positions).copied();
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
        let entry = Entry { key: name.to_owned(), key_span: value.span.clone(), value };
        arguments.entries.insert(entry, Format::Call, self.mistakes);
        Ok(())
    }

    /// Whether the arguments go on as `print` shows them: the output channels, then the kernel by
    /// its name.
    fn is_printed(&mut self) -> bool {
        let start = self.cursor.at();
        self.space();
        let mut printed = self.cursor.eat(',');
        self.space();
        printed &= !self.cursor.eat_digits().is_empty() && self.cursor.eat(',');
        self.space();
        printed &= self.name() == "kernel_size";
        self.cursor.rewind(start);
        printed
    }

    /// Whether the argument that is read is one of these, or none that any layer has, which is told
    /// later.
    fn is_argument(&self, names: &[&str]) -> bool {
        names.contains(&self.argument) || names::owners(self.argument).is_empty()
    }

    /// White space, and comments, which `#` begins.
    fn space(&mut self) {
        self.cursor.eat_while(char::is_whitespace);
        while self.cursor.peek() == Some('#') {
            self.cursor.eat_while(|character| character != '\n');
            self.cursor.eat_while(char::is_whitespace);
        }
    }

    fn name(&mut self) -> &'a str {
        if self.cursor.peek().is_some_and(|first| first.is_alphabetic() || first == '_') {
            self.cursor.eat_while(|character| character.is_alphanumeric() || character == '_')
        } else {
            ""
        }
    }
}
