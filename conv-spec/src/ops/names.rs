//! The keys by their names: which there are, who has them, and which was meant.

use super::OPERATORS;
use super::class::{Class, classes};
use super::key::KeyRow;
use crate::registry::Form;
use crate::words::{join, nearest};

/// What others call the key of the class, as aliases of other keys stand in their rows.
const TYPE_ALIASES: [&str; 4] = ["class", "kind", "layer", "optype"];

/// The rows of a class; without a class, those of all of them, some several times.
fn rows(class: Option<Class>) -> impl Iterator<Item = &'static KeyRow> {
    OPERATORS
        .into_iter()
        .filter(move |operator| class.is_none_or(|class| class.operator.name == operator.name))
        .flat_map(super::Operator::rows)
}

/// The positional arguments of a class, in order.
pub(crate) fn positional(class: Class) -> Vec<&'static str> {
    class.operator.rows().filter(|row| !row.ours).map(|row| row.name).collect()
}

/// The keys of a class, in `PyTorch`'s order, ours last; without a class, the keys of all of them.
pub(crate) fn keys(class: Option<Class>) -> Vec<&'static str> {
    let mut keys = vec!["type"];
    for row in rows(class) {
        if !keys.contains(&row.name) {
            keys.push(row.name);
        }
    }
    keys
}

/// The keys of a class that have no default; without a class, of the first one.
pub(crate) fn required(class: Option<Class>) -> Vec<&'static str> {
    let [first, ..] = OPERATORS;
    let rows = class.map_or(first, |class| class.operator).rows();
    let required = rows.filter(|row| row.is_required()).map(|row| row.name);
    std::iter::once("type").chain(required).collect()
}

/// Whether a value of a key can be a table.
pub(crate) fn takes_table(key: &str) -> bool {
    let has_table = |form: &Form| matches!(form, Form::Table(_));
    classes().any(|class| {
        let form = class.operator.rows().find(|row| row.name == key).map(|row| (row.form)(class));
        form.is_some_and(|form| match form {
            Form::Any(forms) => forms.iter().any(has_table),
            form => has_table(&form),
        })
    })
}

/// The operators that have a key; empty where none has.
pub(crate) fn owners(key: &str) -> String {
    let has = |operator: &&super::Operator| key == "type" || operator.rows().any(|row| row.name == key);
    let names: Vec<String> = OPERATORS.into_iter().filter(has).map(|operator| operator.name.to_owned()).collect();
    join(&names, "and")
}

/// The key of a class that was probably meant.
pub(crate) fn meant(key: &str, class: Option<Class>) -> Option<&'static str> {
    let plain: String =
        key.chars().filter(|character| !matches!(character, '_' | '-')).flat_map(char::to_lowercase).collect();
    if TYPE_ALIASES.contains(&&*plain) {
        return Some("type");
    }
    let alias = rows(class).find(|row| row.aliases.contains(&&*plain));
    alias.map(|row| row.name).or_else(|| nearest(key, keys(class)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn aliases_are_of_one_key() {
        for row in rows(None) {
            assert!(row.aliases.is_sorted(), "{}", row.name);
            for alias in row.aliases {
                assert_eq!(meant(alias, None), Some(row.name), "{alias}");
            }
        }
        for alias in TYPE_ALIASES {
            assert_eq!(meant(alias, None), Some("type"));
        }
    }

    #[test]
    fn owners_are_operators() {
        assert_eq!(owners("output_padding"), "ConvTranspose and LazyConvTranspose");
        assert_eq!(owners("in_channels"), "Conv and ConvTranspose");
        assert_eq!(owners("output_size"), "ConvTranspose, LazyConvTranspose and Fold");
        assert_eq!(owners("activation"), "");
    }

    #[test]
    fn some_keys_take_tables() {
        for (key, takes) in [("plan", true), ("memory_format", true), ("weights", false), ("conv", false)] {
            assert_eq!(takes_table(key), takes, "{key}");
        }
    }

    #[test]
    fn required_keys_are_keys() {
        for class in classes() {
            let required = required(Some(class));
            assert!(required.iter().all(|key| class.has(key)), "{}", class.name);
            assert!(required.contains(&"kernel_size"), "{}", class.name);
        }
    }
}
