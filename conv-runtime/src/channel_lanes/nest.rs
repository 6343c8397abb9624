//! The loop nest of every tile with channels in the lanes.
//!
//! A tile is `NV` vectors of channels by `NP` pixels of `PH` phases, in `R` rows that share its
//! weights. Its sums stay in registers from the first input channel to the last:
//!
//! ```text
//! sums = 0
//! for every block of input channels                                    (totals.rs)
//!   for input channel of the block, plane tap, row tap:
//!     for row:  source = the input's row, or that of a copy            (source.rs)
//!     for phase, column tap:                                           (columns.rs)
//!       weight[v] = packed weights of the tap
//!       for row that has the row tap, pixel that has the column tap:
//!         sums[row][pixel][phase][v] += source[element] * weight[v]
//!   sums += totals of the blocks before
//! store sums and bias, in the output or in a buffer                    (store.rs)
//! ```
//!
//! What tiles differ in are type parameters, so that each is compiled as if the nest had been
//! written for it:
//!
//! - [`Source`]: whether rows of input are read in place or in a [copy](super::gathered).
//! - [`Columns`]: which pixels have a column tap. All of them within a
//!   [row](super::columns::Inside); at a [border](super::columns::Border), each tap its own, and
//!   the loop over taps is written out.
//! - [`Sink`]: whether sums are stored in the output or in a buffer.
//! - `R`: one row, or two where a row is a single tile and leaves half of the registers free. Each
//!   weight is then read once for both: in layers with many channels on small planes, weights come
//!   from L2, which delivers less than the multiply-adds need. A row tap that is padding for one of
//!   the rows is that of the other alone.
//!
//! One tile after the other reads the same input for other channels: input that comes from far is
//! [fetched ahead](Tiles::fetch_ahead).

use conv_geometry::Valid;

use super::columns::Columns;
use super::source::{Sink, Source};
use super::tiles::Tiles;
use super::totals::Totals;
use super::{MOST_PIXELS, MOST_TAPS, Sample};
use crate::known::Known;
use crate::simd::{Simd, in_place, opaque};
use crate::unroll::Loops;
use crate::written_out::written_out;
use crate::{Described, Element};
use conv_geometry::long_sums::{Blocks, LONG_TERMS};

/// The sums of a row of a tile.
pub(super) type Sums<V, const NV: usize, const NP: usize, const PH: usize> = [[[V; NV]; PH]; NP];

/// Where a row tap reads.
struct Row<T, const NV: usize, const PH: usize, const R: usize> {
    /// For each row of outputs, the row of the input or of its copy.
    sources: [*const T; R],
    /// For each phase and vector, the weights of its first column tap.
    weights: [[*const T; NV]; PH],
}

impl<L: Described, S: Simd<L::Element>, const PH: usize, In: Source, Out: Sink> Tiles<'_, L, S, PH, In, Out> {
    /// Computes the tile whose first pixel is `first`, and with `R = 2` the same of the `next` row.
    ///
    /// # Safety
    ///
    /// 1. For each of these rows: its planes and strip are valid taps of the outputs on its line,
    ///    of which those of pixels `first` to before `first + NP` may be written, or its buffer has
    ///    room for them.
    /// 2. The rows have the group, vectors and planes of the first, whose group has `vector + NV`
    ///    vectors of output channels.
    /// 3. For each tap and pixel of `columns`, [`Columns::pixel`] is an element of each row of
    ///    input that a row tap reads, or there is none; a lone phase without valid taps may have
    ///    any columns.
    #[inline(always)]
    pub(super) unsafe fn compute<C: Columns<PH>, const R: usize, const NV: usize, const NP: usize>(
        &self,
        next: &Self,
        first: usize,
        columns: &C,
    ) {
        const { assert!(R == 1 || R == 2, "a tile is one row or a pair") };
        if const { Known::<L>::may_be_lanewise() } && !self.is_full(NV) {
            // SAFETY: (1–3) the caller's; (4) does not count.
            unsafe { self.reduce::<C, R, NV, NP, false>(next, first, columns) };
        } else {
            // SAFETY: (1–3) the caller's; (4) asked just now, where it may be otherwise.
            unsafe { self.reduce::<C, R, NV, NP, true>(next, first, columns) };
        }
    }

    /// # Safety
    ///
    /// As [`compute`](Self::compute), and:
    ///
    /// 4. With `FULL`, [`is_full`](Self::is_full) is true of `NV` vectors.
    #[inline(always)]
    unsafe fn reduce<C: Columns<PH>, const R: usize, const NV: usize, const NP: usize, const FULL: bool>(
        &self,
        next: &Self,
        first: usize,
        columns: &C,
    ) {
        let simd = self.sample.simd;
        let problem = self.sample.problem();
        let [depth, height, width] = self.sample.known.axes();
        let planes = self.planes.of(depth);
        let mut heights = [self.strip.rows.of(height); R];
        if const { R > 1 } {
            heights[R - 1] = next.strip.rows.of(height);
        }
        // Row taps that are valid for any of the rows.
        let mut down = heights[0].within(height.most_taps());
        for r in 1..R {
            let other = heights[r].within(height.most_taps());
            down = Valid { start: down.start.min(other.start), end: down.end.max(other.end) };
        }
        let [_, in_height, in_width] = problem.size();
        let pixel = self.sample.input_pixel();
        let spans = &self.strip.weights;
        let inputs = problem.group_inputs();
        let (transposed, kernel) = (problem.geometry().is_transposed(), [depth.kernel, height.kernel, width.kernel]);
        // One tap, one address: nothing to compute ahead.
        let single = problem.taps() == 1;
        let (start, first_channel) = (self.sample.input.wrapping_add(columns.start()), self.first_input());
        let mut weights = [[core::ptr::null(); NV]; PH];
        let mut windows = [0; PH];
        for i in 0..PH {
            weights[i] = self.column::<NV>(1 + inputs * spans[i].start);
            windows[i] = columns.window(i);
        }
        self.claim::<NV, NP>(first);
        if const { R > 1 } {
            next.claim::<NV, NP>(first);
        }
        let mut sums: [Sums<S::Vector, NV, NP, PH>; R] = [[[[simd.splat(L::Element::ZERO); NV]; PH]; NP]; R];
        let [no_rows, no_columns] = [R == 1 && heights[0].is_empty(), PH == 1 && self.strip.columns[0].is_empty()];
        let reads_nothing = planes.is_empty() || no_rows || no_columns;
        let inputs = if reads_nothing { 0 } else { inputs };
        let block = Blocks::new(problem.geometry(), LONG_TERMS).channels;
        let mut totals = [const { Totals::new() }; R];
        let mut begin = 0;
        loop {
            let end =
                if const { Known::<L>::may_have_blocks(LONG_TERMS) } { inputs.min(begin + block) } else { inputs };
            for channel in begin..L::UNROLL.times(end, problem.taps()) {
                for z in L::UNROLL.range(planes.within(depth.most_taps()), depth.most_taps()) {
                    for y in L::UNROLL.range(down, height.most_taps()) {
                        let mut row = Row { sources: [start; R], weights };
                        for r in 0..R {
                            if const { In::STAGED } {
                                row.sources[r] = start.wrapping_add(channel * Sample::<L, S>::pitch());
                            } else {
                                // Of a row of padding, only the address is computed.
                                let line = planes.element(z) * in_height.cast_signed();
                                let line = line.wrapping_add(heights[r].element(y));
                                row.sources[r] = start
                                    .wrapping_add(self.input_channel(first_channel + channel))
                                    .wrapping_offset(line.wrapping_mul((in_width * pixel).cast_signed()));
                                self.fetch_ahead::<NP>(row.sources[r].wrapping_offset(windows[0]));
                            }
                        }
                        for i in 0..PH {
                            let taps = if transposed { spans[i].taps } else { kernel };
                            let tap = ((channel * taps[0] + z) * taps[1] + y) * taps[2];
                            for v in 0..NV {
                                row.weights[i][v] = weights[i][v].wrapping_add(tap * L::Element::BLOCK);
                            }
                            if S::LANES == 1 && Self::in_one_block(NV) {
                                let first = row.weights[i][0];
                                let first = if single { first } else { in_place(first) };
                                for v in 0..NV {
                                    row.weights[i][v] = first.wrapping_add(v * S::LANES);
                                }
                            }
                        }
                        let mut valid = [true; R];
                        if const { R > 1 } {
                            for r in 0..R {
                                valid[r] = heights[r].valid.range().contains(&y);
                            }
                        }
                        // SAFETY: (1) where the tap is valid for a row of outputs, the address in
                        // `row` is that of a row of input, and the weights are the tap's; (2) the
                        // caller's.
                        unsafe { self.add::<C, R, NV, NP, FULL>(&row, valid, columns, &windows, single, &mut sums) };
                    }
                }
            }
            if const { !Known::<L>::may_have_blocks(LONG_TERMS) } {
                break;
            }
            if begin > 0 {
                for r in 0..R {
                    // SAFETY: a block before this one has left its totals.
                    unsafe { totals[r].add_to(simd, &mut sums[r]) };
                }
            }
            if end == inputs {
                break;
            }
            for r in 0..R {
                totals[r].take(simd, &mut sums[r]);
            }
            begin = end;
        }
        // SAFETY: the pixels lie on the row's line, where they may be written (1).
        unsafe { self.store(&sums[0], first) };
        if const { R > 1 } {
            // SAFETY: as for the first row.
            unsafe { next.store(&sums[R - 1], first) };
        }
    }

    /// Adds a row tap to the sums of those rows for which it is `valid`.
    ///
    /// # Safety
    ///
    /// 1. `row` has the rows of input that these rows of outputs read, and the packed weights of
    ///    the row tap, for each vector and phase.
    /// 2. (3) and (4) of [`reduce`](Self::reduce).
    #[inline(always)]
    unsafe fn add<C: Columns<PH>, const R: usize, const NV: usize, const NP: usize, const FULL: bool>(
        &self,
        row: &Row<L::Element, NV, PH, R>,
        valid: [bool; R],
        columns: &C,
        windows: &[isize; PH],
        single: bool,
        sums: &mut [Sums<S::Vector, NV, NP, PH>; R],
    ) {
        if const { R == 1 } || (valid[0] && valid[R - 1]) {
            // SAFETY: (1) the tap is valid for all rows; (2) the caller's.
            unsafe { self.add_to::<C, R, R, NV, NP, FULL>(row, columns, windows, single, sums) };
            return;
        }
        if const { R > 1 } {
            if valid[0] {
                // SAFETY: (1) the tap is valid for this row; (2) the caller's.
                unsafe { self.add_to::<C, R, 0, NV, NP, FULL>(row, columns, windows, single, sums) };
            } else if valid[R - 1] {
                // SAFETY: (1) the tap is valid for this row; (2) the caller's.
                unsafe { self.add_to::<C, R, 1, NV, NP, FULL>(row, columns, windows, single, sums) };
            }
        }
    }

    /// Adds a row tap to the sums of row number `ONLY`, or of all rows if that is `R`.
    ///
    /// # Safety
    ///
    /// 1. `row` has the rows of input that these rows of outputs read, and the packed weights of
    ///    the row tap, for each vector and phase.
    /// 2. (3) and (4) of [`reduce`](Self::reduce).
    #[inline(always)]
    unsafe fn add_to<
        C: Columns<PH>,
        const R: usize,
        const ONLY: usize,
        const NV: usize,
        const NP: usize,
        const FULL: bool,
    >(
        &self,
        row: &Row<L::Element, NV, PH, R>,
        columns: &C,
        windows: &[isize; PH],
        single: bool,
        total: &mut [Sums<S::Vector, NV, NP, PH>; R],
    ) {
        let simd = self.sample.simd;
        let [_, _, width] = self.sample.known.axes();
        let mut sums = *total;
        for i in 0..PH {
            let mut sources = row.sources;
            for r in 0..R {
                let source = sources[r].wrapping_offset(windows[i]);
                sources[r] = if single { source } else { in_place(source) };
            }
            let taps = columns.taps(i);
            // The two loops have one body: a macro, since sums that a function is given stay in
            // memory.
            macro_rules! tap {
                ($x:ident, $origin:ident) => {
                    // SAFETY: a tap of the phase: within the packed block of each vector (1).
                    let weight = unsafe { self.weights(&row.weights[i], $x) };
                    for r in 0..R {
                        if const { ONLY < R } && r != ONLY {
                            continue;
                        }
                        let source = opaque(sources[r].wrapping_offset(columns.reach(i, $x)), $origin);
                        let source = if single { source } else { in_place(source) };
                        written_out! { 28: p < NP <= MOST_PIXELS {
                            if let Some(element) = columns.pixel($x, p) {
                                // SAFETY: the element lies in the row (2), which is one of the
                                // input or of its copy (1).
                                let values = unsafe { self.values::<NV, FULL>(source.wrapping_offset(element)) };
                                for v in 0..NV {
                                    sums[r][p][i][v] = simd.mul_add(values[v], weight[v], sums[r][p][i][v]);
                                }
                            }
                        } }
                    }
                };
            }
            if const { C::WRITTEN_OUT } {
                let taps = taps.end;
                written_out! { 11: x < taps <= MOST_TAPS { tap! { x, x } } }
            } else {
                for x in L::UNROLL.range(taps, width.most_taps()) {
                    tap! { x, i }
                }
            }
        }
        *total = sums;
    }
}
