//! The arguments of one layer, read from the tree: the class, their names, and
//! values of the plainest kinds.
//!
//! [`Fields`] hands each value to the [`Values`] of its key. What is wrong with names is found
//! here, whatever the operator.

use crate::diagnostic::Diagnostic;
use crate::foreign;
use crate::mistakes::Mistakes;
use crate::numbers::MAX_INTEGER;
use crate::ops::class::{Class, look_up};
use crate::ops::key::Values;
use crate::ops::names;
use crate::registry::Form;
use crate::source::{Format, Source};
use crate::spec::{Field, PerAxis, Spanned};
use crate::tree::{Entry, Kind, Span, Value};
use crate::words::{join, quote};

/// The arguments of one layer, before they are understood.
pub(crate) struct Fields<'a> {
    pub(crate) format: Format,
    pub(crate) mistakes: &'a mut Mistakes,
    entries: &'a [Entry],
    root: Span,
    /// The class, or the one that was probably meant.
    class: Option<Class>,
    /// Whether it is the one.
    certain: bool,
    /// Keys that were probably meant by unknown ones.
    meant: Vec<&'static str>,
    /// Keys that have been read.
    read: Vec<&'static str>,
}

impl<'a> Fields<'a> {
    /// `None` where there are none at all.
    pub(crate) fn new(source: &Source, root: &'a Value, mistakes: &'a mut Mistakes) -> Option<Self> {
        let Kind::Table(entries) = &root.kind else {
            return None;
        };
        if entries.is_empty() {
            let keys: Vec<String> = names::required(None).iter().map(|key| quote(key)).collect();
            mistakes.push(
                Diagnostic::new(root.span.clone(), "the specification is empty")
                    .with_help(format!("a layer needs at least {}", join(&keys, "and"))),
            );
            return None;
        }
        Some(Self {
            format: source.format,
            mistakes,
            entries,
            root: root.span.clone(),
            class: None,
            certain: false,
            meant: Vec::new(),
            read: Vec::new(),
        })
    }

    /// Whether a key has not been read yet.
    pub(crate) fn is_unread(&self, key: &str) -> bool {
        !self.read.contains(&key)
    }

    /// Reads a key.
    pub(crate) fn read<V: Values>(&mut self, key: &'static str, values: &V) -> Field<V::Read> {
        self.read.push(key);
        match self.find(key) {
            Some(entry) => values.read(key, &entry.value, self),
            // A misspelt key is not left out.
            None if self.meant.contains(&key) => Field::Faulty,
            None => Field::Absent,
        }
    }

    /// The entry of a key, unless the class has no such key: what it holds
    /// is then nobody's concern.
    pub(crate) fn find(&self, key: &str) -> Option<&'a Entry> {
        if self.has(key) { self.entry(key) } else { None }
    }

    fn entry(&self, key: &str) -> Option<&'a Entry> {
        self.entries.iter().find(|entry| entry.key == key)
    }

    fn has(&self, key: &str) -> bool {
        self.class.is_none_or(|class| class.has(key))
    }

    /// The class, or the one that was probably meant: enough to tell what kind of layer it is.
    pub(crate) fn read_for(&self) -> Option<Class> {
        self.class
    }

    /// The class itself, on which the number of axes depends.
    pub(crate) fn certain(&self) -> Option<Class> {
        self.class.filter(|_| self.certain)
    }

    /// The class; `None` where it is none that we know and was not meant to be, so that its other
    /// arguments are not ours to judge.
    pub(crate) fn class(&mut self) -> Option<Field<Class>> {
        let Some(Entry { value, .. }) = self.entry("type") else {
            return Some(Field::Absent);
        };
        let Kind::String(name) = &value.kind else {
            let found = value.kind.describe(self.format);
            let message = "`type` must be the name of a class, in quotes";
            self.mistakes.push(
                Diagnostic::new(value.span.clone(), message)
                    .with_label(format!("found {found}"))
                    .with_help(foreign::supported()),
            );
            return Some(Field::Faulty);
        };
        let span = value.span.clone();
        let meant = match look_up(name) {
            Ok(class) => {
                (self.class, self.certain) = (Some(class), true);
                return Some(Field::Given(Spanned { span, value: class }));
            }
            Err(meant) => meant,
        };
        // Behind the module, if one is given.
        let plain = name.rsplit_once('.').map_or(&**name, |(_, plain)| plain);
        let known = look_up(plain);
        let foreign = foreign::is_known(plain);
        self.class = if foreign { None } else { known.map_or_else(|near| near, Some).or(meant) };
        let unknown = || Diagnostic::new(span.clone(), format!("unknown layer {}", quote(name)));
        self.mistakes.push(match (known, self.class) {
            (Ok(class), _) => unknown().with_help(format!("write the class alone: {}", quote(class.name))),
            (Err(_), Some(meant)) => unknown().with_label(format!("did you mean `{}`?", meant.name)),
            (Err(_), None) if name.contains('(') => {
                unknown().with_help("write the class alone, and every argument as a key")
            }
            (Err(_), None) => foreign::refused(if foreign { plain } else { name }, span, self.format),
        });
        self.class.map(|_| Field::Faulty)
    }

    /// Looks for keys that nothing is known of, for those of other classes,
    /// and for those that are missing.
    pub(crate) fn names(&mut self) {
        for entry in self.entries {
            if names::keys(self.class).contains(&entry.key.as_str()) {
                continue;
            }
            let comment = entry.key == "$schema" && matches!(entry.value.kind, Kind::String(_));
            if self.format == Format::Json && comment {
                continue;
            }
            if self.mistakes.is_full() {
                return;
            }
            self.unknown(entry);
        }
        // Tables that are no value hold the keys of a layer, in the wrong place.
        let nested = |entry: &Entry| self.is_table(entry) && !names::takes_table(&entry.key);
        if !self.entries.iter().any(nested) {
            self.missing();
        }
    }

    /// Whether there are several tables that may each be a layer.
    fn has_tables(&self) -> bool {
        let layer = |entry: &&Entry| self.is_table(entry) && names::owners(&entry.key).is_empty();
        self.entries.iter().filter(layer).nth(1).is_some()
    }

    fn is_table(&self, entry: &Entry) -> bool {
        let is_table = |value: &Value| matches!(value.kind, Kind::Table(_));
        let list = matches!(&entry.value.kind, Kind::Array(values) if values.first().is_some_and(is_table));
        self.format != Format::Call && (list || is_table(&entry.value))
    }

    fn unknown(&mut self, entry: &Entry) {
        let Entry { key, key_span, .. } = entry;
        let noun = self.format.noun();
        let owners = names::owners(key);
        if let Some(class) = self.class
            && !owners.is_empty()
        {
            let diagnostic = Diagnostic::new(key_span.clone(), format!("{} has no {noun} {}", class.name, quote(key)));
            let help = if class.operator.lazy && key == "in_channels" {
                format!("it is the first entry of `input_shape`: remove it, or make the layer {}", class.plain())
            } else {
                format!("it belongs to {owners}; remove it here")
            };
            self.mistakes.push(diagnostic.with_help(help));
            return;
        }
        // A table named `layer` holds the keys; it is not the class.
        let table = self.is_table(entry);
        let near = names::meant(key, self.class).filter(|near| !(table && *near == "type"));
        let meant = near.filter(|near| self.entry(near).is_none());
        self.meant.extend(meant);
        let diagnostic = Diagnostic::new(key_span.clone(), format!("unknown {noun} {}", quote(key)));
        let help = match (near, table) {
            (Some(near), _) => format!("`{near}` is given already: remove this one"),
            (None, true) if matches!(entry.value.kind, Kind::Array(_)) || self.has_tables() => {
                "a file is one layer, whose keys stand at the top level: write a file for each".to_owned()
            }
            (None, true) => "the keys of a layer stand at the top level".to_owned(),
            (None, false) => self.known_keys(),
        };
        self.mistakes.push(match meant {
            Some(meant) => diagnostic.with_label(format!("did you mean `{meant}`?")),
            None => diagnostic.with_help(help),
        });
    }

    fn known_keys(&self) -> String {
        let mut keys = names::keys(self.class);
        keys.retain(|key| self.format != Format::Call || *key != "type");
        format!("the {}s are {}", self.format.noun(), keys.join(", "))
    }

    fn missing(&mut self) {
        let required = names::required(self.class).into_iter();
        let missing: Vec<&str> =
            required.filter(|key| self.entry(key).is_none() && !self.meant.contains(key)).collect();
        if missing.is_empty() {
            return;
        }
        let plural = if missing.len() > 1 { "s" } else { "" };
        let quoted: Vec<String> = missing.iter().map(|key| quote(key)).collect();
        let message = format!("missing {}{plural} {}", self.format.noun(), join(&quoted, "and"));
        let examples: Vec<String> = missing.iter().map(|key| self.example(key)).collect();
        let span = match self.entry("type") {
            Some(entry) => entry.value.span.clone(),
            None => self.root.start..self.root.start,
        };
        let diagnostic = Diagnostic::new(span, message);
        let diagnostic = match self.certain() {
            Some(class) => diagnostic.with_label(format!("needed by {}", class.one())),
            None => diagnostic,
        };
        self.mistakes.push(diagnostic.with_help(format!("for instance {}", join(&examples, "and"))));
    }

    fn example(&self, key: &str) -> String {
        let value = match key {
            "type" => "\"Conv2d\"",
            "kernel_size" => "3",
            _ => "16",
        };
        self.assignment(key, value)
    }

    /// A key with a value, as one would write it.
    pub(crate) fn assignment(&self, key: &str, value: &str) -> String {
        match self.format {
            Format::Toml => format!("`{key} = {value}`"),
            Format::Json => format!("`\"{key}\": {value}`"),
            Format::Call => format!("`{key}={value}`"),
        }
    }

    fn boolean(&mut self, key: &str, value: &Value) -> Field<bool> {
        let given = match (&value.kind, self.format) {
            (Kind::Bool(given), _) => Some(*given),
            // What Python takes for a boolean.
            (Kind::Null | Kind::Integer(0), Format::Call) => Some(false),
            (Kind::Integer(1), Format::Call) => Some(true),
            _ => None,
        };
        if let Some(given) = given {
            let span = value.span.clone();
            return Field::Given(Spanned { span, value: given });
        }
        let (yes, no) = match self.format {
            Format::Call => ("True", "False"),
            Format::Toml | Format::Json => ("true", "false"),
        };
        let message = format!("`{key}` must be `{yes}` or `{no}`");
        let diagnostic = self.mismatch(message, value);
        self.mistakes.push(match &value.kind {
            Kind::String(word) if word.eq_ignore_ascii_case(no) => {
                diagnostic.with_help(format!("write `{no}`, without quotes"))
            }
            Kind::String(word) if word.eq_ignore_ascii_case(yes) => {
                diagnostic.with_help(format!("write `{yes}`, without quotes"))
            }
            Kind::Null | Kind::Integer(0) => diagnostic.with_help(format!("write `{no}`")),
            Kind::Integer(1) => diagnostic.with_help(format!("write `{yes}`")),
            _ => diagnostic,
        });
        Field::Faulty
    }

    pub(crate) fn amounts(&mut self, key: &str, value: &Value, least: i128) -> Option<Spanned<PerAxis>> {
        let expected = "an integer or one for every axis";
        let span = value.span.clone();
        let Kind::Array(values) = &value.kind else {
            let Spanned { value, .. } = self.number(&quote(key), expected, value, least)?;
            let value = PerAxis::All(value);
            return Some(Spanned { span, value });
        };
        // Every entry is looked at before the list is given up.
        let mut entries = Some(Vec::new());
        for value in values {
            match self.number(&quote(key), expected, value, least) {
                Some(entry) => {
                    if let Some(entries) = &mut entries {
                        entries.push(entry);
                    }
                }
                None if self.mistakes.is_full() => return None,
                None => entries = None,
            }
        }
        let value = PerAxis::Each(entries?);
        Some(Spanned { span, value })
    }

    /// A number between `least` and [`MAX_INTEGER`].
    pub(crate) fn number(&mut self, what: &str, expected: &str, value: &Value, least: i128) -> Option<Spanned<u32>> {
        let span = value.span.clone();
        let Kind::Integer(number) = value.kind else {
            let message = format!("{what} must be {expected}");
            self.mistakes.push(match &value.kind {
                Kind::Name(name) => Diagnostic::new(span, message)
                    .with_label(format!("found the name {}", quote(name)))
                    .with_help("no name has a value here: write the number"),
                _ => self.mismatch(message, value),
            });
            return None;
        };
        if number < least {
            let message = format!("{what} must be at least {least}");
            self.mistakes.push(Diagnostic::new(span, message).with_label(format!("less than {least}")));
            return None;
        }
        match u32::try_from(number) {
            Ok(value) if value <= MAX_INTEGER => Some(Spanned { span, value }),
            _ => {
                let message = format!("{what} is too large");
                let label = format!("more than {MAX_INTEGER}, the most that is supported");
                self.mistakes.push(Diagnostic::new(span, message).with_label(label));
                None
            }
        }
    }

    /// A value of the wrong type, and what to write where that is plain.
    pub(crate) fn mismatch(&self, message: String, value: &Value) -> Diagnostic {
        let found = value.kind.describe(self.format);
        let diagnostic = Diagnostic::new(value.span.clone(), message).with_label(format!("found {found}"));
        match &value.kind {
            Kind::String(content) if content.len() < 20 && content.parse::<u32>().is_ok() => {
                diagnostic.with_help(format!("write `{content}`, without quotes"))
            }
            Kind::Float(float) => match float.split_once('.') {
                Some((whole, fraction)) if !whole.is_empty() && fraction.chars().all(|digit| digit == '0') => {
                    diagnostic.with_help(format!("write {}", quote(whole)))
                }
                _ => diagnostic,
            },
            Kind::Name(_) => diagnostic.with_help("no name has a value here; words stand in quotes"),
            _ => diagnostic,
        }
    }
}

/// A positive integer.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Integers;

impl Values for Integers {
    type Read = u32;
    type Default = u32;

    fn read(&self, key: &'static str, value: &Value, fields: &mut Fields<'_>) -> Field<u32> {
        fields.number(&quote(key), "an integer", value, 1).into()
    }

    fn form(&self, _: Class) -> Form {
        Form::from(1)
    }
}

/// An integer for all axes, or one for each.
#[derive(Clone, Copy, Debug)]
pub(crate) struct IntegersPerAxis {
    pub(crate) least: u32,
    /// Whether a list of one entry is for all axes, too, however many there are.
    pub(crate) one_stands_for_all: bool,
}

impl Values for IntegersPerAxis {
    type Read = PerAxis;
    type Default = u32;

    fn read(&self, key: &'static str, value: &Value, fields: &mut Fields<'_>) -> Field<PerAxis> {
        fields.amounts(key, value, i128::from(self.least)).into()
    }

    fn form(&self, class: Class) -> Form {
        let one = Form::from(self.least);
        let each = Form::list(one.clone(), class.rank, class.rank);
        let form = one.clone().or(each);
        if self.one_stands_for_all && class.rank > 1 { form.or(Form::list(one, 1, 1)) } else { form }
    }
}

/// `true` or `false`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Booleans;

impl Values for Booleans {
    type Read = bool;
    type Default = bool;

    fn read(&self, key: &'static str, value: &Value, fields: &mut Fields<'_>) -> Field<bool> {
        fields.boolean(key, value)
    }

    fn form(&self, _: Class) -> Form {
        Form::Boolean(None)
    }
}
