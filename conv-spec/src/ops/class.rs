//! `torch.nn`'s classes: an operator for a number of axes.

use std::fmt;

use super::{OPERATORS, Operator};
use crate::words::nearest;

/// A class that specifications can name.
#[derive(Clone, Copy)]
pub(crate) struct Class {
    pub(crate) name: &'static str,
    /// Spatial axes.
    pub(crate) rank: usize,
    pub(crate) operator: &'static Operator,
}

/// The most spatial axes that a class has.
pub(crate) const MAX_RANK: usize = 3;

/// Every class.
pub(crate) fn classes() -> impl Iterator<Item = Class> {
    OPERATORS
        .into_iter()
        .flat_map(|operator| operator.classes.iter().map(move |(name, rank)| Class { name, rank: *rank, operator }))
}

/// The class of this name, or the one that may have been meant.
pub(crate) fn look_up(name: &str) -> Result<Class, Option<Class>> {
    let named = |name: &str| classes().find(|class| class.name == name);
    named(name).ok_or_else(|| {
        let plain = name.to_ascii_lowercase();
        let mut aliases = OPERATORS.into_iter().flat_map(|operator| operator.aliases);
        let alias = aliases.find(|(alias, _)| *alias == plain).map(|(_, meant)| *meant);
        named(alias.or_else(|| nearest(name, classes().map(|class| class.name)))?)
    })
}

impl Class {
    /// The class that a lazy layer becomes when `in_channels` is known; any other class itself.
    pub(crate) fn plain(self) -> &'static str {
        self.name.strip_prefix("Lazy").unwrap_or(self.name)
    }

    /// With its article: `a Conv2d`, `an Unfold`.
    pub(crate) fn one(self) -> String {
        let article = if self.name.starts_with('U') { "an" } else { "a" };
        format!("{article} {}", self.name)
    }

    /// Whether it has a key.
    pub(crate) fn has(self, key: &str) -> bool {
        key == "type" || self.operator.rows().any(|row| row.name == key)
    }

    /// Whether its layers have weights.
    pub(crate) fn has_weights(self) -> bool {
        self.has("weights")
    }

    /// The axes' names, outermost first.
    pub(crate) fn axes(self) -> &'static [&'static str] {
        match self.rank {
            1 => &["length"],
            2 => &["height", "width"],
            _ => &["depth", "height", "width"],
        }
    }

    /// The names of the const generics of a layer without `input_shape`.
    pub(crate) fn generics(self) -> &'static [&'static str] {
        match self.rank {
            1 => &["L"],
            2 => &["H", "W"],
            _ => &["D", "H", "W"],
        }
    }
}

/// By name, of which there is one.
impl PartialEq for Class {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl fmt::Debug for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_was_meant() {
        for (name, meant) in [
            ("conv2D", Some("Conv2d")),
            ("Conv2DTranspose", Some("ConvTranspose2d")),
            ("ConvTransposed3d", Some("ConvTranspose3d")),
            ("lazy_conv_1d", Some("LazyConv1d")),
            ("im2col", Some("Unfold")),
            ("UnFold", Some("Unfold")),
            ("Linear", None),
        ] {
            assert_eq!(look_up(name).unwrap_err().map(|class| class.name), meant, "{name}");
        }
        for class in classes() {
            assert_eq!(look_up(class.name), Ok(class));
        }
        for (alias, meant) in OPERATORS.into_iter().flat_map(|operator| operator.aliases) {
            assert_eq!(look_up(alias).unwrap_err().map(|class| class.name), Some(*meant), "{alias}");
        }
    }

    #[test]
    fn names_are_of_one_class() {
        for class in classes() {
            assert_eq!(classes().filter(|other| *other == class).count(), 1, "{}", class.name);
            assert!(class.rank <= MAX_RANK);
        }
    }
}
