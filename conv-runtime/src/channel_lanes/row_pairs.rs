//! Two short rows in a tile.
//!
//! Where a row is one tile and leaves half of the registers free, two neighbouring rows are computed together, so that each weight is read once for
//! both: in layers with many channels on small planes, weights come from L2, which delivers less than the multiply-adds need. A
//! row of taps that is padding for one of the two is that of the other alone.

use conv_geometry::Phase;

use super::tiles::{Sums, Tiles};
use super::totals::Totals;
use crate::known::Known;
use crate::long_sums::{Blocks, LONG_TERMS};
use crate::simd::{Simd, opaque};
use crate::written_out::written_out;
use crate::{Border, Described, Element};

/// Whether the registers have room for twice as many `sums`, and for what is multiplied.
pub(super) const fn has_pairs(sums: usize, vectors: usize, lanes: usize, registers: usize) -> bool {
    lanes > 1 && 2 * sums + vectors < registers
}

/// A row of taps of both rows of outputs: where each reads, and the weights.
struct Row<T, const NV: usize> {
    sources: [*const T; 2],
    weights: [*const T; NV],
}

impl<L: Described, S: Simd<L::Element>> Tiles<'_, L, S, 1, false> {
    /// Computes this row and the `next` one.
    ///
    /// # Safety
    ///
    /// As [`Sample::whole`](super::Sample): both are rows of the output in the same channels, of `NP` pixels, and the group has `vector + NV` vectors of output
    /// channels.
    #[inline(always)]
    pub(super) unsafe fn pair<const NV: usize, const NP: usize>(&self, next: &Self) {
        if const { Known::<L>::may_be_lanewise() } && !self.is_full(NV) {
            // SAFETY: the caller's promise, unchanged.
            unsafe { self.pair_of::<NV, NP, false>(next) };
        } else {
            // SAFETY: the caller's promise, and all lanes are channels where that counts.
            unsafe { self.pair_of::<NV, NP, true>(next) };
        }
    }

    /// # Safety
    ///
    /// As [`pair`](Self::pair); with `FULL`, [`is_full`](Self::is_full) is true of `NV` vectors.
    #[inline(always)]
    unsafe fn pair_of<const NV: usize, const NP: usize, const FULL: bool>(&self, next: &Self) {
        let simd = self.sample.simd;
        let problem = self.sample.problem();
        let [depth, height, width] = self.sample.known.axes();
        let planes = self.planes.of(depth);
        let rows = [self.strip.rows.of(height), next.strip.rows.of(height)];
        let columns = self.strip.columns[0].phase.of(width);
        let [_, in_height, in_width] = problem.size();
        let (pixel, first_channel) = (self.sample.input_pixel(), self.first_input());
        // SAFETY: the group has these vectors.
        let weights = unsafe { self.column::<NV>(1) };
        self.claim::<NV, NP>(0);
        next.claim::<NV, NP>(0);
        let mut sums: [Sums<S::Vector, NV, NP, 1>; 2] = [[[[self.sample.simd.splat(L::Element::ZERO); NV]]; NP]; 2];
        let taps = rows[0].valid.start.min(rows[1].valid.start)..rows[0].valid.end.max(rows[1].valid.end);
        let inputs = if planes.is_empty() { 0 } else { problem.group_inputs() };
        let block = Blocks::new(problem.geometry(), LONG_TERMS).channels;
        let mut totals = [Totals::new(), Totals::new()];
        let mut begin = 0;
        loop {
            let end =
                if const { Known::<L>::may_have_blocks(LONG_TERMS) } { inputs.min(begin + block) } else { inputs };
            for channel in begin..end {
                let channel_start = self.sample.input.wrapping_add(self.input_channel(first_channel + channel));
                for z in planes.within(depth.kernel).range() {
                    let plane = planes.element(z) * in_height.cast_signed();
                    for y in taps.clone() {
                        let row_tap = ((channel * depth.kernel + z) * height.kernel + y) * columns.taps;
                        let mut row = Row { sources: [channel_start; 2], weights };
                        let mut valid = [false; 2];
                        for r in 0..2 {
                            valid[r] = rows[r].valid.range().contains(&y);
                            // Of a row of padding, only the address is computed.
                            let start =
                                (plane.wrapping_add(rows[r].element(y))).wrapping_mul((in_width * pixel).cast_signed());
                            row.sources[r] = channel_start.wrapping_offset(start);
                        }
                        for source in row.sources {
                            self.fetch_ahead::<NP>(source.wrapping_offset(columns.window(0)));
                        }
                        for v in 0..NV {
                            row.weights[v] = weights[v].wrapping_add(row_tap * L::Element::BLOCK);
                        }
                        match valid {
                            // SAFETY: planes and rows are valid.
                            [true, true] => unsafe { self.add::<NV, NP, FULL, true, true>(&row, &columns, &mut sums) },
                            // SAFETY: as above.
                            [true, false] => unsafe {
                                self.add::<NV, NP, FULL, true, false>(&row, &columns, &mut sums);
                            },
                            // SAFETY: as above.
                            [false, true] => unsafe {
                                self.add::<NV, NP, FULL, false, true>(&row, &columns, &mut sums);
                            },
                            [false, false] => {}
                        }
                    }
                }
            }
            if const { !Known::<L>::may_have_blocks(LONG_TERMS) } {
                break;
            }
            for r in 0..2 {
                if begin > 0 {
                    // SAFETY: a block before this one has left its totals.
                    unsafe { totals[r].add_to(simd, &mut sums[r]) };
                }
            }
            if end == inputs {
                break;
            }
            for r in 0..2 {
                totals[r].take(simd, &mut sums[r]);
            }
            begin = end;
        }
        // SAFETY: the row has `NP` pixels.
        unsafe { self.store(&sums[0], 0) };
        // SAFETY: as above.
        unsafe { next.store(&sums[1], 0) };
    }

    /// Adds a row of taps to the first row of outputs, the second, or both.
    ///
    /// # Safety
    ///
    /// As [`pair_of`](Self::pair_of); the sources of these rows are rows of the input, and `weights` those of the taps.
    #[inline(always)]
    unsafe fn add<const NV: usize, const NP: usize, const FULL: bool, const FIRST: bool, const SECOND: bool>(
        &self,
        row: &Row<L::Element, NV>,
        columns: &Phase,
        total: &mut [Sums<S::Vector, NV, NP, 1>; 2],
    ) {
        let simd = self.sample.simd;
        let problem = self.sample.problem();
        let [_, _, width] = self.sample.known.axes();
        let [_, _, in_width] = problem.size();
        let pixel = self.sample.input_pixel().cast_signed();
        let (taps, window) = (columns.taps, columns.window(0));
        let mut sums = *total;
        written_out! { 11: x < taps {
            // SAFETY: a tap of the kernel: within the packed block of each vector.
            let weight = unsafe { self.weights(&row.weights, x) };
            let reach = x.cast_signed() * columns.dilation;
            for r in 0..2 {
                if !if r == 0 { FIRST } else { SECOND } {
                    continue;
                }
                let source = opaque(row.sources[r], x);
                written_out! { 28: p < NP {
                    let position = window + reach + (p * columns.stride).cast_signed();
                    let exists = position >= 0 && position < in_width.cast_signed();
                    if exists || !matches!(width.border, Border::Zeros) {
                        let element = if exists { position } else { columns.fold(position) };
                        // SAFETY: the element lies in the row: it exists, or the border has given it.
                        let values = unsafe { self.values::<NV, FULL>(source.wrapping_offset(element * pixel)) };
                        for v in 0..NV {
                            sums[r][p][0][v] = simd.mul_add(values[v], weight[v], sums[r][p][0][v]);
                        }
                    }
                } }
            }
        } }
        *total = sums;
    }
}
