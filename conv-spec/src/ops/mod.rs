//! The operators: a module for each, with its classes, its keys, and what is checked of it.
//!
//! An [`Operator`] is data, so that all that only looks at names (the order of positional
//! arguments, what was meant by a misspelt key, schema and documents) needs no code for each of
//! them. What it does with its arguments is its own: [`keys!`](key::keys) reads them into a struct
//! of its module, and `check` makes of them what [`check_any`](crate::check_any) gives.
//!
//! To add an operator, write its module and name it in [`OPERATORS`]. To add a key,
//! write its row and use the field.

mod blocks;
pub(crate) mod class;
mod conv;
mod conv_transpose;
mod convolution;
mod fold;
pub(crate) mod key;
mod lazy;
pub(crate) mod names;
pub(crate) mod shared;
mod unfold;

use crate::Checked;
use crate::fields::Fields;
use crate::registry::Relation;
use crate::spec::Field;
use class::Class;
use key::KeyRow;

/// What layers of some classes have in common, whatever the number of axes.
pub(crate) struct Operator {
    /// What its classes are called, but for the number of axes.
    pub(crate) name: &'static str,
    /// The names of its classes, with their numbers of spatial axes.
    pub(crate) classes: &'static [(&'static str, usize)],
    /// What others call these classes, in lower case: names that are no slips, and so not found by
    /// likeness.
    pub(crate) aliases: &'static [(&'static str, &'static str)],
    /// Whether `in_channels` is no key, but follows from `input_shape`.
    pub(crate) lazy: bool,
    /// The keys of the classes that are not lazy, list by list.
    keys: &'static [&'static [KeyRow]],
    /// What one key asks of another.
    pub(crate) relations: fn(Class) -> Vec<Relation>,
    /// Reads the arguments and makes of them what is specified. The class is the operator's own, or
    /// not certain: misspelt or left out.
    check: fn(&Field<Class>, &mut Fields<'_>) -> Option<Checked>,
}

/// All of them, in the order in which they are listed to users.
pub(crate) static OPERATORS: [&Operator; 6] = [
    &conv::OPERATOR,
    &conv_transpose::OPERATOR,
    &lazy::CONV,
    &lazy::CONV_TRANSPOSE,
    &unfold::OPERATOR,
    &fold::OPERATOR,
];

impl Operator {
    /// The keys, `PyTorch`'s in the order of its constructor, then ours.
    pub(crate) fn rows(&self) -> impl Iterator<Item = &'static KeyRow> {
        self.keys.iter().copied().flatten().filter(|row| !(self.lazy && row.name == "in_channels"))
    }
}

/// Reads the arguments, by what the class is or was probably meant to be, and checks them.
pub(crate) fn check(class: &Field<Class>, fields: &mut Fields<'_>) -> Option<Checked> {
    match fields.read_for() {
        Some(meant) => (meant.operator.check)(class, fields),
        None => convolution::check_any_class(fields),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mistakes::Mistakes;
    use crate::source::{Format, Source};

    /// `PyTorch`'s arguments may be positional, and so stand before ours.
    #[test]
    fn ours_are_last() {
        for operator in OPERATORS {
            assert!(operator.rows().map(|row| row.ours).is_sorted(), "{}", operator.name);
        }
    }

    #[test]
    fn everything_is_explained() {
        for row in OPERATORS.into_iter().flat_map(Operator::rows) {
            assert!(row.about.ends_with('.') && row.about.len() > 20, "{}", row.name);
        }
    }

    /// An argument that `check` forgets to read would be ignored without a word.
    #[test]
    fn every_key_is_read() {
        for class in class::classes() {
            let text = format!("nn.{}()", class.name);
            let source = Source { name: "call", text: &text, format: Format::Call };
            let mut mistakes = Mistakes::default();
            let root = crate::read::read(&source, &mut mistakes).unwrap();
            let mut fields = Fields::new(&source, &root, &mut mistakes).unwrap();
            let given = fields.class().unwrap();
            check(&given, &mut fields);
            for row in class.operator.rows() {
                assert!(!fields.is_unread(row.name), "{} of {}", row.name, class.name);
            }
        }
    }
}
