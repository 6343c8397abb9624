//! The key `plan`: kernels that a user asks for, as written. Whether the layer can have them is
//! judged where layers are planned.

mod kind;
mod read;

use std::ops::Range;

use conv_geometry::Isa;

pub use kind::Kind;
pub(crate) use read::Plans;

/// A kernel that is asked for, for an instruction set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// The instruction set.
    pub isa: Isa,
    /// The kernel.
    pub kind: Kind,
    /// The bytes of the specification that name the kernel.
    pub span: Range<usize>,
    /// The tile: all that must be given, and what else is.
    numbers: Vec<(&'static str, Number)>,
}

/// A number of a tile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    /// Its bytes in the specification.
    pub span: Range<usize>,
    /// At least 1.
    pub value: usize,
}

impl Wish {
    /// What is given for a key of the tile.
    #[must_use]
    pub fn number(&self, key: &str) -> Option<&Number> {
        self.numbers.iter().find(|(of, _)| *of == key).map(|(_, number)| number)
    }
}
