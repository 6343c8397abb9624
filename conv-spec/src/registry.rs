//! What specifications can say: the classes, their keys, and the values of these.
//!
//! A view for tools and documents, from the rows that the reader itself works by. The JSON Schema in
//! `layer_specs/`, the tables of keys in the documents and the dictionary for fuzzing are made of it;
//! `conv-spec/tests/registry/` makes them, and holds the files to it.

use crate::numbers::MAX_INTEGER;
use crate::ops::OPERATORS;
use crate::ops::class::classes as all;
use crate::ops::key::Unless;

/// A class that specifications can name.
#[derive(Clone, Debug)]
pub struct Class {
    /// The name, for instance `Conv2d`.
    pub name: &'static str,
    /// What the classes of this kind are called, but for the number of axes: `Conv`.
    pub operator: &'static str,
    /// Spatial axes.
    pub axes: usize,
    /// Whether `in_channels` follows from the input's shape.
    pub lazy: bool,
    /// The keys, `PyTorch`'s in the order of its constructor, then ours; without `type`.
    pub keys: Vec<Key>,
    /// What keys ask of each other.
    pub relations: Vec<Relation>,
}

/// A key of a class.
#[derive(Clone, Debug)]
pub struct Key {
    /// The key.
    pub name: &'static str,
    /// Whether `PyTorch`'s constructor does not have it.
    pub ours: bool,
    /// What holds where it is left out.
    pub unless_given: UnlessGiven,
    /// What it is, in sentences.
    pub about: &'static str,
    /// Its values, as far as each can be judged alone.
    pub form: Form,
}

/// What holds where a key is left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UnlessGiven {
    /// It must be there.
    Required,
    /// A value, as it is written in TOML and JSON.
    Default(String),
    /// Something that is no value, in a word or two.
    Otherwise(&'static str),
}

/// Which values are allowed: what a JSON Schema can say of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Form {
    /// `null`, in a call `None`.
    Null,
    /// One of the two, or either.
    Boolean(Option<bool>),
    /// An integer between these bounds, both included.
    Integer(u32, u32),
    /// This string.
    Word(String),
    /// Any string that a [`Text`] describes.
    Text(Text),
    /// A list.
    List(List),
    /// A table of these keys.
    Table(Vec<Member>),
    /// Whatever one of these is.
    Any(Vec<Form>),
}

/// Strings: none shorter than a character.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    /// A regular expression that it matches, if there is one: `^`, `$`, sets of characters and `*` alone.
    pub pattern: &'static str,
    /// Expressions of this kind that it does not match.
    pub excluded: &'static [&'static str],
    /// The most characters, if there is a bound.
    pub most: Option<usize>,
}

/// Lists, by their entries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    /// The first entries, each of its own form.
    pub first: Vec<Form>,
    /// All others.
    pub others: Box<Form>,
    /// The fewest entries.
    pub least: usize,
    /// The most entries.
    pub most: usize,
    /// Whether no two are equal.
    pub unique: bool,
}

/// A key of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The key.
    pub name: &'static str,
    /// Whether the table must have it.
    pub required: bool,
    /// What it is; empty where its name says it.
    pub about: &'static str,
    /// Its values.
    pub form: Form,
}

/// Where a key has a value of some form, another one must have a value of a form as well, or be left
/// out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relation {
    /// The key that asks.
    pub key: &'static str,
    /// For these of its values.
    pub form: Form,
    /// The key that is asked something.
    pub other: &'static str,
    /// What its value must be then.
    pub must_be: Form,
    /// Whether it cannot be left out.
    pub must_be_given: bool,
}

/// Every class.
#[must_use]
pub fn classes() -> Vec<Class> {
    all()
        .map(|class| Class {
            name: class.name,
            operator: class.operator.name,
            axes: class.rank,
            lazy: class.operator.lazy,
            keys: class
                .operator
                .rows()
                .map(|row| Key {
                    name: row.name,
                    ours: row.ours,
                    unless_given: match (row.unless_given)() {
                        // What a lazy layer takes its channels from.
                        _ if class.operator.lazy && row.name == "input_shape" => UnlessGiven::Required,
                        Unless::Required => UnlessGiven::Required,
                        Unless::Default(value) => UnlessGiven::Default(value),
                        Unless::Otherwise(words) => UnlessGiven::Otherwise(words),
                    },
                    about: row.about,
                    form: (row.form)(class),
                })
                .collect(),
            relations: (class.operator.relations)(class),
        })
        .collect()
}

/// What other systems call keys, and the keys that are meant.
#[must_use]
pub fn aliases() -> Vec<(&'static str, &'static str)> {
    let mut aliases: Vec<_> = OPERATORS
        .into_iter()
        .flat_map(crate::ops::Operator::rows)
        .flat_map(|row| row.aliases.iter().map(|alias| (*alias, row.name)))
        .collect();
    aliases.sort_unstable();
    aliases.dedup();
    aliases
}

impl Form {
    /// Any integer from `least` on.
    pub(crate) fn from(least: u32) -> Self {
        Self::Integer(least, MAX_INTEGER)
    }

    /// One of these integers.
    pub(crate) fn one_of(numbers: &[u32]) -> Self {
        Self::Any(numbers.iter().map(|number| Self::Integer(*number, *number)).collect())
    }

    /// One of these strings.
    pub(crate) fn words<'w>(words: impl IntoIterator<Item = &'w str>) -> Self {
        Self::Any(words.into_iter().map(|word| Self::Word(word.to_owned())).collect())
    }

    /// Any string but the empty one.
    pub(crate) fn text() -> Self {
        Self::Text(Text::default())
    }

    /// A list of so many entries of one form.
    pub(crate) fn list(entries: Self, least: usize, most: usize) -> Self {
        Self::List(List { first: Vec::new(), others: Box::new(entries), least, most, unique: false })
    }

    /// A list that begins with an entry of its own form.
    pub(crate) fn headed(first: Self, others: Self, len: usize) -> Self {
        Self::List(List { first: vec![first], others: Box::new(others), least: len, most: len, unique: false })
    }

    /// This or another one.
    pub(crate) fn or(self, other: Self) -> Self {
        let parts = |form| match form {
            Self::Any(forms) => forms,
            form => vec![form],
        };
        Self::Any([parts(self), parts(other)].concat())
    }
}
