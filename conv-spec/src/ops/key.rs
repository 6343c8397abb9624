//! A key: what it is called, what it may be, what it is when left out, and how it is explained.
//!
//! Everything that is known of a key stands in one [`Key`], most of them in
//! [`shared`](super::shared). An operator lists its keys with [`keys!`], one row each, in the order
//! of `PyTorch`'s constructor and ours behind them. The row names a field of the operator's
//! arguments, and the compiler holds the type of the field and that of the values together. From
//! the rows follow the order of positional arguments, what is missing, what was meant by a misspelt
//! name, and, through [`registry`](crate::registry), the JSON Schema, the tables of the documents
//! and the dictionary for fuzzing.

use super::class::Class;
use crate::fields::Fields;
use crate::registry::Form;
use crate::spec::Field;
use crate::tree::Value;

/// The values that a key can have: how they are read, and which they are.
pub(crate) trait Values {
    /// What is read.
    type Read;
    /// What stands for a value that is left out.
    type Default: Copy + Shown;

    /// Reads what is given for a key; whatever is wrong with it is reported.
    fn read(&self, key: &'static str, value: &Value, fields: &mut Fields<'_>) -> Field<Self::Read>;

    /// What `read` takes in a layer of this class, as far as one value can be judged alone.
    fn form(&self, class: Class) -> Form;
}

/// A key of some operators, without its name.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Key<V: Values> {
    pub(crate) values: V,
    pub(crate) unless_given: Unless<V::Default>,
    /// Whether `PyTorch`'s constructor does not have it. Those of `PyTorch` may be positional.
    pub(crate) ours: bool,
    /// What others call it, in lower case without separators: names that are no slips.
    pub(crate) aliases: &'static [&'static str],
    /// What it is, for documents and editors: whole sentences.
    pub(crate) about: &'static str,
}

/// What holds where a key is left out.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Unless<T> {
    /// The key must be there.
    Required,
    /// This value.
    Default(T),
    /// Something that is no value, in a word or two.
    Otherwise(&'static str),
}

/// Defaults as specifications write them, in TOML and JSON alike.
pub(crate) trait Shown {
    fn shown(self) -> String;
}

impl Shown for u32 {
    fn shown(self) -> String {
        self.to_string()
    }
}

impl Shown for bool {
    fn shown(self) -> String {
        self.to_string()
    }
}

/// A word stands in quotes.
impl Shown for &str {
    fn shown(self) -> String {
        format!("\"{self}\"")
    }
}

/// A key in the list of an operator, whatever the type of its values.
#[derive(Clone, Copy, Debug)]
pub(crate) struct KeyRow {
    pub(crate) name: &'static str,
    pub(crate) ours: bool,
    pub(crate) aliases: &'static [&'static str],
    pub(crate) about: &'static str,
    pub(crate) unless_given: fn() -> Unless<String>,
    pub(crate) form: fn(Class) -> Form,
}

impl KeyRow {
    pub(crate) fn is_required(&self) -> bool {
        matches!((self.unless_given)(), Unless::Required)
    }
}

impl<V: Values> Key<V> {
    /// What holds where the key is left out, as specifications write it.
    pub(crate) fn shown(&self) -> Unless<String> {
        match self.unless_given {
            Unless::Required => Unless::Required,
            Unless::Default(value) => Unless::Default(value.shown()),
            Unless::Otherwise(words) => Unless::Otherwise(words),
        }
    }

    /// The value that holds where the key is left out; `None` where there is none.
    pub(crate) fn default(&self) -> Option<V::Default> {
        match self.unless_given {
            Unless::Default(value) => Some(value),
            Unless::Required | Unless::Otherwise(_) => None,
        }
    }

    /// What is given, or the default where nothing is.
    pub(crate) fn or_default(&self, field: &Field<V::Default>) -> Option<V::Default> {
        match field {
            Field::Absent => self.default(),
            Field::Faulty => None,
            Field::Given(given) => Some(given.value),
        }
    }
}

/// The keys of an operator, a row each: `name: key`. It gives `KEYS`, the rows, and `read`, which
/// fills the fields of these names, leaving out those that have been read for another operator.
macro_rules! keys {
    ($arguments:ty { $($name:ident: $key:expr,)* }) => {
        pub(crate) static KEYS: &[$crate::ops::key::KeyRow] = &[$($crate::ops::key::KeyRow {
            name: stringify!($name),
            ours: ($key).ours,
            aliases: ($key).aliases,
            about: ($key).about,
            unless_given: || ($key).shown(),
            form: |class| $crate::ops::key::Values::form(&($key).values, class),
        },)*];

        pub(crate) fn read(fields: &mut $crate::fields::Fields<'_>, arguments: &mut $arguments) {
            $(if fields.is_unread(stringify!($name)) {
                arguments.$name = fields.read(stringify!($name), &($key).values);
            })*
        }
    };
}
pub(crate) use keys;
