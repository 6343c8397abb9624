//! The shape of the input and the size of the output, as lists of sizes.

use crate::diagnostic::Diagnostic;
use crate::fields::Fields;
use crate::ops::class::{Class, MAX_RANK};
use crate::ops::key::Values;
use crate::registry::{Form, Text};
use crate::source::Format;
use crate::spec::{Extent, Field, PerAxis, Spanned};
use crate::tree::{Kind, Value};
use crate::words::quote;

/// Rust's keywords, which cannot name a const generic, as far as they begin with a capital.
const CAPITAL_KEYWORD: &str = "Self";

/// What `input_shape` lists.
#[derive(Clone, Copy, Debug)]
pub(crate) enum InputShapes {
    /// The channels, then every axis.
    Image {
        /// Whether a name may stand for the channels.
        open_channels: bool,
    },
    /// The channels times the kernel's taps, then the blocks.
    Windows,
}

impl Values for InputShapes {
    type Read = Vec<Spanned<Extent>>;
    type Default = u32;

    /// The number of entries is checked here too, since their meaning hangs on it.
    fn read(&self, _: &'static str, value: &Value, fields: &mut Fields<'_>) -> Field<Self::Read> {
        fields.input_shape(*self, value)
    }

    fn form(&self, class: Class) -> Form {
        let open = || {
            let name = Text { pattern: "^[A-Z][A-Za-z0-9_]*$", excluded: &["^Self$"], most: Some(MAX_NAME) };
            Form::from(1).or(Form::Text(name))
        };
        let len = class.rank.saturating_add(1);
        let list = match self {
            Self::Image { open_channels: true } => Form::list(open(), len, len),
            Self::Image { open_channels: false } => Form::headed(Form::from(1), open(), len),
            Self::Windows => Form::headed(open(), Form::from(1), 2),
        };
        // A lazy layer takes its channels from here.
        if class.operator.lazy { list } else { list.or(Form::Null) }
    }
}

impl InputShapes {
    fn is_image(self) -> bool {
        matches!(self, Self::Image { .. })
    }

    /// What the entries are.
    pub(crate) fn entries(self, class: Class) -> Vec<&'static str> {
        match self {
            Self::Windows => vec!["channels * taps", "blocks"],
            Self::Image { .. } => std::iter::once("channels").chain(class.axes().iter().copied()).collect(),
        }
    }
}

/// The size of a transposed layer's output, a list as in its call.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OutputSizes;

impl Values for OutputSizes {
    type Read = PerAxis;
    type Default = u32;

    fn read(&self, _: &'static str, value: &Value, fields: &mut Fields<'_>) -> Field<PerAxis> {
        fields.output_size(value)
    }

    fn form(&self, class: Class) -> Form {
        let (channels, batch) = (class.rank.saturating_add(1), class.rank.saturating_add(2));
        let sizes = Form::list(Form::from(1), class.rank, channels);
        // A batch may be empty.
        sizes.or(Form::headed(Form::from(0), Form::from(1), batch)).or(Form::Null)
    }
}

/// The most characters of the name of an open size.
const MAX_NAME: usize = 40;

impl Fields<'_> {
    fn input_shape(&mut self, shapes: InputShapes, value: &Value) -> Field<Vec<Spanned<Extent>>> {
        let span = value.span.clone();
        let values = match &value.kind {
            Kind::Null => return Field::Absent,
            Kind::Array(values) => values,
            _ => {
                let entries = match shapes {
                    InputShapes::Windows => "the channels times the kernel's taps, then the blocks",
                    InputShapes::Image { .. } => "the channels, then every axis",
                };
                let message = format!("`input_shape` must be a list: {entries}");
                self.mistakes.push(self.mismatch(message, value));
                return Field::Faulty;
            }
        };
        let names = self.certain().map(|class| shapes.entries(class));
        if let (Some(class), Some(names)) = (self.certain(), &names)
            && values.len() != names.len()
        {
            self.wrong_rank(shapes, class, value, values);
            return Field::Faulty;
        }
        if values.len() > MAX_RANK.saturating_add(1) {
            // Wrong for whatever class was meant; that one is unknown has been said.
            return Field::Faulty;
        }
        let mut entries = Vec::new();
        let mut sound = true;
        for (index, value) in values.iter().enumerate() {
            let name = names.as_ref().and_then(|names| names.get(index)).copied();
            match self.shape_entry((shapes, index), name, value, &entries) {
                Some(value) => entries.push(value),
                None => sound = false,
            }
            if self.mistakes.is_full() {
                return Field::Faulty;
            }
        }
        if sound {
            let value = entries;
            Field::Given(Spanned { span, value })
        } else {
            Field::Faulty
        }
    }

    /// One entry, by its place and what stands there.
    fn shape_entry(
        &mut self,
        (shapes, index): (InputShapes, usize),
        what: Option<&str>,
        value: &Value,
        before: &[Spanned<Extent>],
    ) -> Option<Spanned<Extent>> {
        let span = value.span.clone();
        let name = match &value.kind {
            Kind::String(name) | Kind::Name(name) => match self.closed(shapes, index) {
                None => name,
                Some((message, help)) => {
                    self.mistakes.push(Diagnostic::new(span, message).with_help(help));
                    return None;
                }
            },
            Kind::Integer(0) => {
                let message = match what {
                    Some(axis @ ("length" | "depth" | "height" | "width")) => {
                        format!("`input_shape` is empty: the size of {axis} is 0")
                    }
                    Some(what) => format!("`input_shape` is empty: the number of {what} is 0"),
                    None => "`input_shape` is empty: the size of an axis is 0".to_owned(),
                };
                let diagnostic = Diagnostic::new(span, message);
                let diagnostic = diagnostic.with_label("must be at least 1");
                self.mistakes.push(diagnostic.with_help("an empty batch is allowed, and is not part of `input_shape`"));
                return None;
            }
            Kind::Null | Kind::Integer(-1) => {
                self.nameless(shapes, index, value);
                return None;
            }
            _ => {
                let expected = if self.closed(shapes, index).is_some() { "an integer" } else { "an integer or a name" };
                let Spanned { span, value } = self.number("every size in `input_shape`", expected, value, 1)?;
                let value = Extent::Number(value);
                return Some(Spanned { span, value });
            }
        };
        if let Some(first) = before.iter().find(|entry| entry.value == Extent::Name(name.clone())) {
            let message = format!("`input_shape` has the name {} twice", quote(name));
            self.mistakes.push(
                Diagnostic::new(span, message)
                    .with_label("given again")
                    .with_note(first.span.clone(), "given here first")
                    .with_help("every open size needs a name of its own, such as `H` and `W`"),
            );
            return None;
        }
        if is_generic(name) {
            let value = Extent::Name(name.clone());
            return Some(Spanned { span, value });
        }
        let message = format!("{} cannot name an open size", quote(name));
        let diagnostic = Diagnostic::new(span, message)
            .with_label("not the name of a const generic: a capital, then letters, digits and `_`");
        let capitals = name.to_uppercase();
        let suggested =
            if is_generic(&capitals) && name != CAPITAL_KEYWORD { &capitals } else { self.open_name(shapes, index) };
        self.mistakes.push(diagnostic.with_help(format!("for instance {}", quote(suggested))));
        None
    }

    /// What other systems leave a size open with.
    fn nameless(&mut self, shapes: InputShapes, index: usize, value: &Value) {
        let found = match value.kind {
            Kind::Null => value.kind.describe(self.format),
            _ => "`-1`".to_owned(),
        };
        let name = self.open_name(shapes, index);
        let name = if self.format == Format::Call { quote(name) } else { format!("`\"{name}\"`") };
        let (message, help) = match self.closed(shapes, index) {
            Some((message, help)) => (message, help.to_owned()),
            None => (
                "a size in `input_shape` must be an integer or a name",
                format!("a name leaves the size open: write {name}"),
            ),
        };
        let diagnostic = Diagnostic::new(value.span.clone(), message);
        self.mistakes.push(diagnostic.with_label(format!("found {found}")).with_help(help));
    }

    /// Why the entry at a place must be a number, and a way out.
    fn closed(&self, shapes: InputShapes, index: usize) -> Option<(&'static str, &'static str)> {
        // Of an unknown class, any entry may be open.
        self.read_for()?;
        match (shapes, index) {
            (InputShapes::Image { open_channels: false }, 0) => Some((
                "the channels in `input_shape` must be a number",
                "only the spatial sizes can be left open by a name",
            )),
            (InputShapes::Windows, 1) => Some((
                "the blocks in `input_shape` must be a number",
                "their number follows from `output_size`; without `input_shape` it is worked out",
            )),
            _ => None,
        }
    }

    /// A name for the size at a place.
    fn open_name(&self, shapes: InputShapes, index: usize) -> &'static str {
        let axis = index.checked_sub(1).zip(self.certain().filter(|_| shapes.is_image()));
        axis.and_then(|(axis, class)| class.generics().get(axis)).copied().unwrap_or("C")
    }

    fn wrong_rank(&mut self, shapes: InputShapes, class: Class, value: &Value, values: &[Value]) {
        let names = shapes.entries(class);
        let (entries, found) = (names.len(), values.len());
        let message = format!("`input_shape` of {} must have {entries} entries, not {found}", class.one());
        let diagnostic =
            Diagnostic::new(value.span.clone(), message).with_label(format!("expected [{}]", names.join(", ")));
        let channels = self.find("in_channels").map(|entry| &entry.value.kind);
        let has = |index: usize| values.get(index).map(|value| &value.kind) == channels;
        self.mistakes.push(if found == entries.saturating_add(1) {
            let diagnostic = diagnostic.with_help("leave the batch out: a layer takes batches of any size");
            if channels.is_some() && has(entries) && !has(1) {
                diagnostic.with_help("and begin with the channels, whatever the `memory_format`")
            } else {
                diagnostic
            }
        } else if found == class.rank && shapes.is_image() {
            diagnostic.with_help("it begins with the channels")
        } else {
            diagnostic
        });
    }

    fn output_size(&mut self, value: &Value) -> Field<PerAxis> {
        let Some(class) = self.certain() else {
            // How many entries it has, and what they are, hangs on the class.
            return Field::Faulty;
        };
        let values = match &value.kind {
            Kind::Null => return Field::Absent,
            Kind::Array(values) => values,
            _ => {
                let message = "`output_size` must be a list: the size along every axis".to_owned();
                self.mistakes.push(self.mismatch(message, value));
                return Field::Faulty;
            }
        };
        let batch = values.len() == class.rank.saturating_add(2);
        let mut entries = Some(Vec::new());
        for (index, value) in values.iter().enumerate() {
            // A batch may be empty.
            let least = i128::from(!(batch && index == 0));
            match self.number("every size in `output_size`", "an integer", value, least) {
                Some(entry) => {
                    if let Some(entries) = &mut entries {
                        entries.push(entry);
                    }
                }
                None if self.mistakes.is_full() => return Field::Faulty,
                None => entries = None,
            }
        }
        match entries {
            Some(entries) => Field::Given(Spanned { span: value.span.clone(), value: PerAxis::Each(entries) }),
            None => Field::Faulty,
        }
    }
}

/// Whether rustc takes it as the name of a const generic, written as such names are.
fn is_generic(name: &str) -> bool {
    name.len() <= MAX_NAME
        && name.starts_with(|first: char| first.is_ascii_uppercase())
        && name.chars().all(|character| character.is_ascii_alphanumeric() || character == '_')
        && name != CAPITAL_KEYWORD
}
