//! Rows of outputs, in the order in which they are computed.
//!
//! All rows of a phase, and all pixels of a row, come after one another. Where tiles read a copy of
//! the input, rows of different phases take turns, span by span: without padding they read the same
//! row of the input, which is copied once for them:
//!
//! ```text
//! for every number of a plane and a row, span of pixels
//!   for every phase along depth and height that has such a row
//!     copy, unless the phase before has read the same; compute
//! ```
//!
//! It makes more of a difference than its code suggests: without turns, a layer of 2 × 2 × 2 taps
//! takes 1.27 times as long (`benches/EXPERIMENTS.md`, copies of the input).

use conv_geometry::{Phase, Taps};

use super::channels::Channels;
use super::columns::inside;
use super::{Row, Sample, Span};
use crate::Described;
use crate::known::Known;
use crate::simd::Simd;
use crate::threaded::{Along, Part, pixel_unit};

impl<L: Described, S: Simd<L::Element>> Sample<'_, L, S> {
    /// All outputs of a part.
    ///
    /// # Safety
    ///
    /// - `NC` divides the number of `channels`; they are of a group, or none, and each tile of `NC`
    ///   of them stands in one block of weights.
    /// - `PH` is 1, or 2 where that is the stride of a transposed layer's last axis.
    /// - The outputs of `part` in these channels are this call's.
    #[inline(always)]
    pub(super) unsafe fn run<const NC: usize, const NV: usize, const PH: usize>(
        &self,
        channels: Channels,
        part: impl Part,
    ) {
        let [depths, heights, widths] = self.problem().phases();
        let (first_group, end_group) = part.range(Along::Groups, self.problem().groups(), 1);
        for group in first_group..end_group {
            if const { Self::takes_turns::<NV, PH>() } {
                // SAFETY: the problem has the group; channels, phases and part are the caller's.
                unsafe { self.in_turns::<NC, NV, PH>(group, channels, part) };
                continue;
            }
            for z in 0..depths {
                let depth = self.problem().phase(0, z);
                let (first_plane, end_plane) = part.range(Along::Planes, depth.outputs, 1);
                for plane in first_plane..end_plane {
                    for y in 0..heights {
                        let height = self.problem().phase(1, y);
                        let (first_row, end_row) = part.range(Along::Rows, height.outputs, 1);
                        for row in first_row..end_row {
                            let mut x = 0;
                            while x < widths {
                                let row = self.row_at([&depth, &height], self.columns(x), [group, plane, row]);
                                // SAFETY:
                                // - Channels, phases and part are the caller's.
                                // - The output has the row, with these taps; it is the part's.
                                unsafe { self.row::<NC, NV, PH>(&row, channels, part) };
                                x += PH;
                            }
                        }
                    }
                }
            }
        }
    }

    /// Whether rows of different phases take turns: tiles read a copy of the input, and so few
    /// weights that those of all phases stay in L2 next to it.
    pub(super) const fn takes_turns<const NV: usize, const PH: usize>() -> bool {
        Self::gathers::<NV, PH>() && Known::<L>::fits_panel()
    }

    /// A group, with phases along depth and height in turns.
    ///
    /// # Safety
    ///
    /// - The problem has this group.
    /// - `NC` divides the number of `channels`; they are of a group, or none, and each tile of `NC`
    ///   of them stands in one block of weights.
    /// - `PH` is 1, or 2 where that is the stride of a transposed layer's last axis.
    /// - The outputs of `part` in these channels are this call's.
    #[inline(always)]
    unsafe fn in_turns<const NC: usize, const NV: usize, const PH: usize>(
        &self,
        group: usize,
        channels: Channels,
        part: impl Part,
    ) {
        let [_, _, widths] = self.problem().phases();
        // No phase has more outputs than the first.
        for plane in 0..self.problem().phase(0, 0).outputs {
            for row in 0..self.problem().phase(1, 0).outputs {
                let mut x = 0;
                while x < widths {
                    let columns = self.columns::<PH>(x);
                    let (mut first, end) = self.pixels::<NV>(&columns[0], part);
                    while first < end {
                        // SAFETY:
                        // - The problem has the group; channels, phases and part are the caller's.
                        // - These outputs of a row are some, and the part's.
                        unsafe { self.turn::<NC, NV, PH>(columns, [group, plane, row], (first, end), channels, part) };
                        first += Self::step::<NV>(end - first);
                    }
                    x += PH;
                }
            }
        }
    }

    /// The next outputs in the rows of all phases along depth and height that have this plane and
    /// this row.
    ///
    /// # Safety
    ///
    /// - The problem has this group.
    /// - `NC` divides the number of `channels`; they are of a group, or none, and each tile of `NC`
    ///   of them stands in one block of weights.
    /// - `PH` is 1, or 2 where that is the stride of a transposed layer's last axis.
    /// - The outputs of `part` in these channels are this call's.
    /// - The row's phases have these `pixels`, from and to, but the second one perhaps not the
    ///   last; they are some, and the part's.
    #[inline(always)]
    unsafe fn turn<const NC: usize, const NV: usize, const PH: usize>(
        &self,
        columns: [Phase; PH],
        [group, plane, row]: [usize; 3],
        pixels: (usize, usize),
        channels: Channels,
        part: impl Part,
    ) {
        let [depths, heights, _] = self.problem().phases();
        let mut held = None;
        for z in 0..depths {
            let depth = self.problem().phase(0, z);
            let (first, end) = part.range(Along::Planes, depth.outputs, 1);
            if !(first..end).contains(&plane) {
                continue;
            }
            for y in 0..heights {
                let height = self.problem().phase(1, y);
                let (first, end) = part.range(Along::Rows, height.outputs, 1);
                if (first..end).contains(&row) {
                    let row = self.row_at([&depth, &height], columns, [group, plane, row]);
                    // SAFETY:
                    // - Channels, phases and part are the caller's.
                    // - The phases along depth and height have the row, with these taps; it is the
                    //   part's.
                    // - So are the pixels, of which there are some.
                    // - What is held has been copied for these pixels, of another row of the group.
                    let computed = unsafe { self.span::<NC, NV, PH>(&row, pixels, channels, part, &mut held) };
                    debug_assert_eq!(computed, Self::step::<NV>(pixels.1 - pixels.0));
                }
            }
        }
    }

    /// Neighbouring phases of a row, from number `x` on.
    #[inline(always)]
    fn columns<const PH: usize>(&self, x: usize) -> [Phase; PH] {
        // Loops, not closures: these are not always inlined.
        let mut columns = [self.problem().phase(2, x); PH];
        for i in 1..PH {
            // The second of two phases has no outputs where a row has one.
            columns[i] = self.problem().phase(2, x + i);
        }
        columns
    }

    /// A row of a group: of the phases along depth and height, the outputs with these numbers.
    #[inline(always)]
    fn row_at<const PH: usize>(
        &self,
        [depth, height]: [&Phase; 2],
        columns: [Phase; PH],
        [group, plane, row]: [usize; 3],
    ) -> Row<PH> {
        let [_, out_height, out_width] = self.problem().output();
        let planes = Taps::new(*depth, &depth.single(plane));
        let rows = Taps::new(*height, &height.single(row));
        let (plane, row) = (depth.first + plane * depth.step, height.first + row * height.step);
        let first = (plane * out_height + row) * out_width + columns[0].first;
        let outputs = if PH == 1 { columns[0].outputs } else { out_width };
        Row { group, planes, rows, columns, first, outputs }
    }

    /// The pixels of a phase's row that are the part's, from and to.
    #[inline(always)]
    fn pixels<const NV: usize>(&self, columns: &Phase, part: impl Part) -> (usize, usize) {
        part.range(Along::Pixels, columns.outputs, pixel_unit(self.problem(), NV * S::LANES))
    }

    /// How many pixels [`span`](Self::span) computes where so many are left. (Where it is one row,
    /// its result is asked: LLVM computes masks of borders beforehand then.)
    const fn step<const NV: usize>(left: usize) -> usize {
        let full = NV * S::LANES;
        if left > full - S::LANES { full } else { S::LANES }
    }

    /// All outputs of a row, in these channels of its group.
    ///
    /// # Safety
    ///
    /// - `NC` divides the number of `channels`; they are of a group, or none, and each tile of `NC`
    ///   of them stands in one block of weights.
    /// - `PH` is 1, or 2 where that is the stride of a transposed layer's last axis.
    /// - The outputs of `part` in these channels are this call's.
    /// - The row is one of the output, of a group that the problem has, and its taps are valid for
    ///   it.
    #[inline(always)]
    unsafe fn row<const NC: usize, const NV: usize, const PH: usize>(
        &self,
        row: &Row<PH>,
        channels: Channels,
        part: impl Part,
    ) {
        let (mut first, end) = self.pixels::<NV>(&row.columns[0], part);
        while first < end {
            // SAFETY:
            // - Channels, phases, part and row are the caller's.
            // - These outputs of the row are some, and the part's.
            // - Nothing is held.
            first += unsafe { self.span::<NC, NV, PH>(row, (first, end), channels, part, &mut None) };
        }
    }

    /// The next outputs of a row, from the first of these on, and how many they are. `held` is the
    /// row of the input that the copy has for them, if any.
    ///
    /// # Safety
    ///
    /// - `NC` divides the number of `channels`; they are of a group, or none, and each tile of `NC`
    ///   of them stands in one block of weights.
    /// - `PH` is 1, or 2 where that is the stride of a transposed layer's last axis.
    /// - The outputs of `part` in these channels are this call's.
    /// - The row is one of the output, of a group that the problem has, and its taps are valid for
    ///   it.
    /// - The row's phases have outputs from `first` to before `end`, but the second one perhaps not
    ///   the last; they are some, and the part's.
    /// - What is `held` has been copied for the same outputs of another row of the group.
    #[inline(always)]
    unsafe fn span<const NC: usize, const NV: usize, const PH: usize>(
        &self,
        row: &Row<PH>,
        (first, end): (usize, usize),
        channels: Channels,
        part: impl Part,
        held: &mut Option<isize>,
    ) -> usize {
        let [_, _, width] = self.known.axes();
        let (full, left) = (NV * S::LANES, end - first);
        let mut interior = left >= full;
        for i in 0..PH {
            interior = interior && inside(&row.columns[i].of(width), first, full);
        }
        if interior {
            let span = Span { first, pixels: full };
            if const { Self::gathers::<NV, PH>() } {
                // SAFETY:
                // - Tiles of `NV` vectors gather their input.
                // - The row is the caller's, and has the span, of `NV` vectors, which is inside.
                // - What is held is as the caller says.
                unsafe { self.gather::<NV, PH>(row, span, held) };
            }
            // SAFETY:
            // - Channels, phases, part and row are the caller's.
            // - The span is the part's, as long as `NV` vectors, and inside of all phases; where
            //   tiles gather, its input has just been copied.
            unsafe { self.channels::<NC, NV, PH, true>(row, span, channels, part) };
            full
        } else if left > full - S::LANES {
            let span = Span { first, pixels: left.min(full) };
            // SAFETY:
            // - Channels, phases, part and row are the caller's.
            // - The span is the part's, and at most as long as `NV` vectors.
            unsafe { self.channels::<NC, NV, PH, false>(row, span, channels, part) };
            full
        } else {
            let span = Span { first, pixels: left.min(S::LANES) };
            // SAFETY:
            // - Channels, phases, part and row are the caller's.
            // - The span is the part's, and at most as long as a vector.
            unsafe { self.channels::<NC, 1, PH, false>(row, span, channels, part) };
            S::LANES
        }
    }
}
