//! Tiles at the ends of a phase's row.
//!
//! Where the output of a transposed layer is a single row, each of its phases would be a strip of pixels for which all taps are valid, and at either end one of very few,
//! mostly a single pixel, whose sums wait for each other while all weights come in once more. Here the whole phase is one strip, and in the tiles at its ends each tap
//! passes over the pixels for which it meets padding:
//!
//! ```text
//! two taps to a phase, a tile of 4 pixels at the left end      tap 0 |  0 1 2 3
//!                                                              tap 1 |  . 1 2 3
//! ```

use super::tiles::{Sums, Tiles};
use super::{MOST_PIXELS, Sample};
use crate::Described;
use crate::known::Known;
use crate::simd::Simd;
use crate::taps::{Phase, Segment, Valid};
use crate::written_out::written_out;

impl<L: Described, S: Simd<L::Element>> Sample<'_, L, S> {
    /// The pixels of a phase of the columns, from number `column` on, that are a strip of tiles with `PH` phases: those with the same valid taps, or where a layer
    /// [joins](Known::joins_columns) them all, with whatever taps.
    #[inline(always)]
    pub(super) fn strip_of<const PH: usize>(width: &Phase, column: usize) -> Segment {
        if const { Known::<L>::joins_columns(PH, S::LANES) } {
            let taps = Valid { start: 0, end: width.taps };
            return Segment { start: column, end: width.outputs, taps, folded: false };
        }
        width.segment(column)
    }
}

impl<L: Described, S: Simd<L::Element>, const PH: usize, const BUFFERED: bool> Tiles<'_, L, S, PH, BUFFERED> {
    /// The input element of tap number 0 for the pixel `first` of the line.
    #[inline(always)]
    fn window(&self, first: usize) -> isize {
        self.strip.columns[0].window + (self.line.first + first).cast_signed()
    }

    /// Whether the tile of `pixels` pixels whose first one is `first` is at an end: a tap meets padding.
    #[inline(always)]
    pub(super) fn is_at_end(&self, first: usize, pixels: usize) -> bool {
        let [_, _, width] = self.sample.known.axes();
        let Phase { taps, dilation, size, .. } = self.strip.columns[0].phase.of(width);
        let window = self.window(first);
        let last = window + taps.saturating_sub(1).cast_signed() * dilation;
        window.min(last) < 0 || window.max(last) + pixels.cast_signed() > size.cast_signed()
    }

    /// Computes the tile whose first pixel is `first`, at an end.
    ///
    /// # Safety
    ///
    /// As [`run`](Self::run), and `first + NP <= line.pixels`; the strip is of a phase of a row, of a layer that [joins](Known::joins_columns) them: the planes and rows of
    /// taps are valid, and neighbouring pixels read neighbouring elements.
    #[inline(always)]
    pub(super) unsafe fn at_end<const NV: usize, const NP: usize>(&self, first: usize) {
        if const { Known::<L>::may_be_lanewise() } && !self.is_full(NV) {
            // SAFETY: the caller's promise, unchanged.
            unsafe { self.end::<NV, NP, false>(first) };
        } else {
            // SAFETY: the caller's promise, and all lanes are channels where that counts.
            unsafe { self.end::<NV, NP, true>(first) };
        }
    }

    /// # Safety
    ///
    /// As [`at_end`](Self::at_end); with `FULL`, [`is_full`](Self::is_full) is true of `NV` vectors.
    #[inline(always)]
    unsafe fn end<const NV: usize, const NP: usize, const FULL: bool>(&self, first: usize) {
        const { assert!(NP <= MOST_PIXELS && MOST_PIXELS < 32) };
        // Several taps: no copy, which is of layers with one.
        debug_assert!(PH == 1 && !Self::reads_copy());
        let simd = self.sample.simd;
        let problem = self.sample.problem();
        let [depth, height, width] = self.sample.known.axes();
        let (planes, rows) = (self.planes.of(depth), self.strip.rows.of(height));
        let columns = self.strip.columns[0].phase.of(width);
        let span = self.strip.weights[0];
        let [_, in_height, in_width] = problem.size();
        let inputs = problem.group_inputs();
        let (pixel, first_channel) = (self.sample.input_pixel().cast_signed(), self.first_input());
        let window = self.window(first);
        // SAFETY: the group has these vectors.
        let weights = unsafe { self.column::<NV>(1 + inputs * span.start) };
        self.claim::<NV, NP>(first);
        // SAFETY: the group has these vectors.
        let mut sums: Sums<S::Vector, NV, NP, PH> = [[unsafe { self.begin::<NV>() }; PH]; NP];
        for channel in 0..if planes.is_empty() || rows.is_empty() { 0 } else { inputs } {
            for z in planes.within(depth.most_taps()).range() {
                for y in rows.within(height.most_taps()).range() {
                    let row = planes.element(z) * in_height.cast_signed() + rows.element(y);
                    let source = (self.sample.input)
                        .wrapping_add(self.input_channel(first_channel + channel))
                        .wrapping_offset(row * in_width.cast_signed() * pixel);
                    let row_tap = ((channel * span.taps[0] + z) * span.taps[1] + y) * span.taps[2];
                    for x in 0..columns.taps {
                        let position = window + x.cast_signed() * columns.dilation;
                        let valid = existing::<NP>(position, columns.size);
                        // SAFETY: a tap of the phase: within the packed block of each vector.
                        let weight = unsafe { self.weights(&weights, row_tap + x) };
                        let source = source.wrapping_offset(position.wrapping_mul(pixel));
                        written_out! { 28: p < NP {
                            if valid & (1 << p) != 0 {
                                // SAFETY: rows and planes are valid, and the element lies in the row.
                                let values = unsafe { self.values::<NV, FULL>(source.wrapping_offset(p.cast_signed() * pixel)) };
                                for v in 0..NV {
                                    sums[p][0][v] = simd.mul_add(values[v], weight[v], sums[p][0][v]);
                                }
                            }
                        } }
                    }
                }
            }
        }
        // SAFETY: the tile's pixels lie on the line.
        unsafe { self.store(&sums, first) };
    }
}

/// Which of `NP` neighbouring elements from `position` on lie in a row of so many, as bits.
#[inline(always)]
const fn existing<const NP: usize>(position: isize, size: usize) -> u32 {
    below::<NP>(size.cast_signed() - position) & !below::<NP>(-position)
}

/// Of `NP` bits those below number `end`.
#[inline(always)]
const fn below<const NP: usize>(end: isize) -> u32 {
    let most = NP.cast_signed();
    let end = if end < 0 {
        0
    } else if end > most {
        most
    } else {
        end
    };
    (1 << end) - 1
}
