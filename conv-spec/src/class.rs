//! `torch.nn`'s classes of convolutions and sliding windows.

use crate::words::nearest;

/// A class that specifications can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Class {
    pub(crate) name: &'static str,
    pub(crate) family: Family,
    /// Whether `in_channels` follows from the input.
    pub(crate) lazy: bool,
    /// Spatial axes.
    pub(crate) rank: usize,
}

/// What classes do, whatever the number of axes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Family {
    Conv,
    ConvTranspose,
    Unfold,
    Fold,
}

/// Every class.
pub(crate) const CLASSES: [Class; 14] = [
    Class::new("Conv1d", Family::Conv, 1),
    Class::new("Conv2d", Family::Conv, 2),
    Class::new("Conv3d", Family::Conv, 3),
    Class::new("ConvTranspose1d", Family::ConvTranspose, 1),
    Class::new("ConvTranspose2d", Family::ConvTranspose, 2),
    Class::new("ConvTranspose3d", Family::ConvTranspose, 3),
    Class::lazy("LazyConv1d", Family::Conv, 1),
    Class::lazy("LazyConv2d", Family::Conv, 2),
    Class::lazy("LazyConv3d", Family::Conv, 3),
    Class::lazy("LazyConvTranspose1d", Family::ConvTranspose, 1),
    Class::lazy("LazyConvTranspose2d", Family::ConvTranspose, 2),
    Class::lazy("LazyConvTranspose3d", Family::ConvTranspose, 3),
    Class::new("Unfold", Family::Unfold, 2),
    Class::new("Fold", Family::Fold, 2),
];

/// What others call them, in lower case: names that are no slips, and so not found by likeness.
const ALIASES: [(&str, &str); 11] = [
    ("col2im", "Fold"),
    ("conv1dtranspose", "ConvTranspose1d"),
    ("conv2dtranspose", "ConvTranspose2d"),
    ("conv3dtranspose", "ConvTranspose3d"),
    ("convolution1d", "Conv1d"),
    ("convolution2d", "Conv2d"),
    ("convolution3d", "Conv3d"),
    ("deconv1d", "ConvTranspose1d"),
    ("deconv2d", "ConvTranspose2d"),
    ("deconv3d", "ConvTranspose3d"),
    ("im2col", "Unfold"),
];

/// The most spatial axes that a class has.
pub(crate) const MAX_RANK: usize = 3;

/// The class of this name, or the one that may have been meant.
pub(crate) fn look_up(name: &str) -> Result<Class, Option<Class>> {
    let named = |name: &str| CLASSES.iter().find(|class| class.name == name).copied();
    named(name).ok_or_else(|| {
        let plain = name.to_ascii_lowercase();
        let alias = ALIASES.iter().find(|(alias, _)| *alias == plain).map(|(_, meant)| *meant);
        named(alias.or_else(|| nearest(name, CLASSES.iter().map(|class| class.name)))?)
    })
}

impl Class {
    const fn new(name: &'static str, family: Family, rank: usize) -> Self {
        Self { name, family, lazy: false, rank }
    }

    const fn lazy(name: &'static str, family: Family, rank: usize) -> Self {
        Self { name, family, lazy: true, rank }
    }

    /// The class that a lazy layer becomes when `in_channels` is known; any other class itself.
    pub(crate) fn plain(self) -> &'static str {
        self.name.strip_prefix("Lazy").unwrap_or(self.name)
    }

    /// With its article: `a Conv2d`, `an Unfold`.
    pub(crate) fn one(self) -> String {
        let article = if self.name.starts_with('U') { "an" } else { "a" };
        format!("{article} {}", self.name)
    }

    /// Whether its layers have weights.
    pub(crate) fn has_weights(self) -> bool {
        matches!(self.family, Family::Conv | Family::ConvTranspose)
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

    /// What the entries of `input_shape` are.
    pub(crate) fn input_entries(self) -> Vec<&'static str> {
        match self.family {
            Family::Fold => vec!["channels * taps", "blocks"],
            Family::Conv | Family::ConvTranspose | Family::Unfold => {
                std::iter::once("channels").chain(self.axes().iter().copied()).collect()
            }
        }
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
        for class in CLASSES {
            assert_eq!(look_up(class.name), Ok(class));
        }
        for (alias, meant) in ALIASES {
            assert!(look_up(meant).is_ok(), "{alias}");
        }
    }
}
