//! `torch.nn`'s convolution classes.

use crate::words::nearest;

/// A class that specifications can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Class {
    pub(crate) name: &'static str,
    /// Spatial axes.
    pub(crate) rank: usize,
}

/// The classes that can be compiled.
pub(crate) const SUPPORTED: [Class; 3] =
    [Class { name: "Conv1d", rank: 1 }, Class { name: "Conv2d", rank: 2 }, Class { name: "Conv3d", rank: 3 }];

/// The most spatial axes that a class has.
pub(crate) const MAX_RANK: usize = 3;

/// The rest of the family: known, so that nobody is told that they do not exist.
const LATER: [&str; 11] = [
    "ConvTranspose1d",
    "ConvTranspose2d",
    "ConvTranspose3d",
    "LazyConv1d",
    "LazyConv2d",
    "LazyConv3d",
    "LazyConvTranspose1d",
    "LazyConvTranspose2d",
    "LazyConvTranspose3d",
    "Unfold",
    "Fold",
];

/// What a class name stands for.
pub(crate) enum Lookup {
    Supported(Class),
    Later,
    /// With the class that may have been meant.
    Unknown(Option<&'static str>),
}

pub(crate) fn look_up(name: &str) -> Lookup {
    if let Some(class) = SUPPORTED.iter().find(|class| class.name == name) {
        return Lookup::Supported(*class);
    }
    if LATER.contains(&name) {
        return Lookup::Later;
    }
    let known = SUPPORTED.iter().map(|class| class.name).chain(LATER);
    Lookup::Unknown(nearest(name, known))
}

impl Class {
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
