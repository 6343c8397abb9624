//! Why a geometry, or a size of its input, is impossible.

/// Why a geometry, or a size of its input, is impossible.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fault {
    /// The geometry contradicts itself (a size of zero, groups that do not divide the channels).
    Geometry,
    /// Numbers of elements exceed the address space.
    TooLarge,
    /// Along one axis the padded input is smaller than the dilated kernel, or empty, or has too
    /// little for its padding to repeat.
    TooSmall {
        /// The axis: 0 is the depth, 2 the width.
        axis: usize,
        /// The size along the axis.
        size: usize,
        /// The smallest size that gives an output.
        minimum: usize,
        /// What demands it.
        limit: Limit,
    },
}

/// What demands a smallest size of an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Limit {
    /// There must be an element, and an output.
    Kernel,
    /// Padding that reflects is less than the size.
    Reflect,
    /// Circular padding is at most the size.
    Circular,
}

impl Limit {
    /// What follows a message.
    #[must_use]
    pub const fn reason(self) -> &'static str {
        match self {
            Self::Kernel => "",
            Self::Reflect => ": padding that reflects must be less than the input's size",
            Self::Circular => ": circular padding must be at most the input's size",
        }
    }
}
