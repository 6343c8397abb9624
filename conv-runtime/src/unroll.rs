//! Loops over taps that stay loops where code is to be small.

use core::ops::Range;

use conv_geometry::Valid;

use crate::Unroll;
use crate::simd::hidden;

/// The loops of a layer, as its [`Unroll`] wants them.
pub(crate) trait Loops {
    /// As many iterations, in a loop that stays one where code is to be small and the layer has
    /// several `taps`.
    fn times(self, number: usize, taps: usize) -> usize;

    /// Taps to walk through, where `most` is all that there can be; likewise.
    fn range(self, taps: Valid, most: usize) -> Range<usize>;
}

impl Loops for Unroll {
    #[inline(always)]
    fn times(self, number: usize, taps: usize) -> usize {
        if matches!(self, Self::Size) && taps > 1 { hidden(number) } else { number }
    }

    #[inline(always)]
    fn range(self, taps: Valid, most: usize) -> Range<usize> {
        taps.start..self.times(taps.end, most)
    }
}
