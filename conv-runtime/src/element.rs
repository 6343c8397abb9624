//! The number types of layers.

use core::ops::{Add, AddAssign, Mul};

use conv_geometry::block;

/// A number type that layers compute with.
///
/// Sealed: the kernels rely on the two constants.
pub trait Element:
    Copy + Add<Output = Self> + AddAssign + Mul<Output = Self> + Send + Sync + private::Sealed + 'static
{
    /// The number zero, all bits clear.
    const ZERO: Self;
    /// Elements in 64 bytes: the width of a block of packed output channels.
    const BLOCK: usize = block(size_of::<Self>());

    /// Whether it is not a number.
    fn is_nan(self) -> bool;
}

impl Element for f32 {
    const ZERO: Self = 0.0;

    #[inline]
    fn is_nan(self) -> bool {
        self.is_nan()
    }
}

impl Element for f64 {
    const ZERO: Self = 0.0;

    #[inline]
    fn is_nan(self) -> bool {
        self.is_nan()
    }
}

mod private {
    pub trait Sealed {}
    impl Sealed for f32 {}
    impl Sealed for f64 {}
}
