//! How much of a layer's loops is written out.

use crate::Axis;

/// How much of a layer's loops is written out: code against time.
///
/// A specification says which with the key `unroll`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Unroll {
    /// As planning finds best for most layers.
    #[default]
    Auto,
    /// Every loop over taps stays one, and a kernel has few tiles: the least code.
    Size,
    /// Larger layers are straight-line code on targets without vectors; otherwise as
    /// [`Auto`](Self::Auto).
    Speed,
}

impl Unroll {
    /// All of them, the default first.
    pub const ALL: &[Self] = &[Self::Auto, Self::Size, Self::Speed];

    /// The name in lower case, as it stands in specifications.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Size => "size",
            Self::Speed => "speed",
        }
    }

    /// Whether the inside of a layer has tiles of its own, whose taps are constants, where a row of
    /// taps is `products` multiply-adds.
    #[inline(always)]
    #[must_use]
    pub const fn specialises(self, axis: &Axis, products: usize, lanes: usize) -> bool {
        // Of a longer row of taps, unrolled, LLVM loads too far ahead and spills the sums.
        const MOST: usize = 40;
        match self {
            Self::Auto | Self::Speed => lanes == 1 || products <= MOST,
            // Once is enough: either these tiles or those of the borders, if there are any.
            Self::Size => axis.pad_before == 0 && axis.pad_after == 0,
        }
    }
}
