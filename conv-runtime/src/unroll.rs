use core::ops::Range;

use crate::Axis;
use crate::simd::hidden;
use crate::taps::Valid;

/// How much of a layer's loops is written out: code against time.
/// A layer says which as `UNROLL`, its specification with the key `unroll`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Unroll {
    /// As planning finds best for most layers.
    #[default]
    Auto,
    /// Every loop over taps stays one, and a kernel has few tiles: the least code.
    Size,
    /// Larger layers are straight-line code on targets without vectors; otherwise as [`Auto`](Self::Auto).
    Speed,
}

impl Unroll {
    /// Whether the inside of a layer has tiles of its own, whose taps are constants, where a row of taps is `products` multiply-adds.
    #[inline(always)]
    pub(crate) const fn specialises(self, axis: &Axis, products: usize, lanes: usize) -> bool {
        // Of a longer row of taps, unrolled, LLVM loads too far ahead and spills the sums.
        const MOST: usize = 40;
        match self {
            Self::Auto | Self::Speed => lanes == 1 || products <= MOST,
            // Once is enough: either these tiles or those of the borders, if there are any.
            Self::Size => axis.pad_before == 0 && axis.pad_after == 0,
        }
    }

    /// As many iterations, in a loop that stays one where code is to be small and the layer has several `taps`.
    #[inline(always)]
    pub(crate) fn times(self, number: usize, taps: usize) -> usize {
        if matches!(self, Self::Size) && taps > 1 { hidden(number) } else { number }
    }

    /// Taps to walk through, where `most` is all that there can be; likewise.
    #[inline(always)]
    pub(crate) fn range(self, taps: Valid, most: usize) -> Range<usize> {
        taps.start..self.times(taps.end, most)
    }
}
