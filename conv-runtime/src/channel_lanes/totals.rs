//! Totals of a tile whose reductions are long, summed [in blocks](conv_geometry::long_sums).
//!
//! The sums of a block are in registers, as those of a short reduction are; the totals of the
//! blocks before it stand in memory, so that a tile needs no more registers for them:
//!
//! ```text
//! sums = 0
//! for every block of input channels
//!   for input channel of the block, tap:  sums += weight * input
//!   unless it is the first block:  sums += totals
//!   unless it is the last block:  totals = sums, sums = 0
//! store sums
//! ```

use core::mem::MaybeUninit;

use super::MOST_PIXELS;
use super::nest::Sums;
use crate::Element;
use crate::memory;
use crate::simd::{Simd, in_memory};
use crate::written_out::written_out;

/// The totals of a tile.
pub(super) struct Totals<V, const NV: usize, const NP: usize, const PH: usize>(MaybeUninit<Sums<V, NV, NP, PH>>);

impl<V: Copy, const NV: usize, const NP: usize, const PH: usize> Totals<V, NV, NP, PH> {
    /// Those of no block, which have no value yet.
    #[inline(always)]
    pub(super) const fn new() -> Self {
        Self(MaybeUninit::uninit())
    }

    /// Adds the totals to the `sums` of a block.
    ///
    /// # Safety
    ///
    /// - [`take`](Self::take) has been called: the totals have a value.
    #[inline(always)]
    pub(super) unsafe fn add_to<T: Element, S: Simd<T, Vector = V>>(
        &mut self,
        simd: S,
        sums: &mut Sums<V, NV, NP, PH>,
    ) {
        let totals = in_memory(&raw mut self.0).cast::<V>();
        written_out! { 28: p < NP <= MOST_PIXELS {
            for i in 0..PH {
                for v in 0..NV {
                    // SAFETY:
                    // - The number is below that of the vectors of `self.0`,
                    //   `[pixels][phases][vectors]`.
                    // - `take` has written all of these, as the caller promises.
                    // - They are borrowed by this function alone.
                    let total = unsafe { memory::read(totals.wrapping_add((p * PH + i) * NV + v)) };
                    sums[p][i][v] = simd.add(total, sums[p][i][v]);
                }
            }
        } }
    }

    /// Takes the `sums`, which include the totals so far, for the totals, and leaves zeros.
    #[inline(always)]
    pub(super) fn take<T: Element, S: Simd<T, Vector = V>>(&mut self, simd: S, sums: &mut Sums<V, NV, NP, PH>) {
        let totals = in_memory(&raw mut self.0).cast::<V>();
        written_out! { 28: p < NP <= MOST_PIXELS {
            for i in 0..PH {
                for v in 0..NV {
                    // SAFETY:
                    // - The number is below that of the vectors of `self.0`,
                    //   `[pixels][phases][vectors]`.
                    // - They are borrowed mutably by this function alone.
                    unsafe { memory::write(totals.wrapping_add((p * PH + i) * NV + v), sums[p][i][v]) };
                    sums[p][i][v] = simd.splat(T::ZERO);
                }
            }
        } }
    }
}
