//! Rows of a transposed layer whose phases alternate in memory.
//!
//! A phase by itself would store every other number of a row, one at a time, and visit each line of
//! the cache once for each phase. Here all phases of some pixels are computed into a buffer in
//! which each pixel is the vectors of a tile; from there, rows are stored whole:
//!
//! ```text
//! for every tile of channels, some rows of a phase, some pixels
//!   for every phase i of the columns:  buffer[row][pixel * phases + i] = sums
//!   store the buffer, transposed to rows of pixels
//! ```
//!
//! Where planes of the input crowd into few sets of L1, what such a piece reads is copied first
//! (`gathered.rs`), for the tiles of all channels.
//!
//! The buffer lies on the stack, and has the same size for all layers.

use conv_geometry::buffers::OUTPUTS;

use super::buffer::{Buffer, Window};
use super::gathered::Copied;
use super::source::{Buffered, InPlace, Source, Staged};
use super::{Destination, Sample, Strip};
use crate::known::Known;
use crate::simd::{Simd, Streams, hidden};
use crate::threaded::{Along, Part, channel_unit, pixel_unit};
use crate::{Described, Shape};
use conv_geometry::{Phase, Phased, Segment, Span, Taps};

/// A part of some rows of one phase of the rows, of all phases of the columns.
struct Piece<'a> {
    group: usize,
    planes: &'a Taps,
    height: Phase,
    /// Rows of the phase, all with the same valid taps.
    rows: Segment,
    /// The first of them, among all rows of the output's planes.
    first_line: usize,
    /// Pixels of each phase, from the first to before the second.
    columns: (usize, usize),
    /// What they are of the output.
    window: Window,
}

impl<L: Described, S: Simd<L::Element>> Sample<'_, L, S> {
    /// Whether rows may be put together in a buffer, with tiles of so many phases: where they may
    /// not, the code for it is not compiled.
    pub(super) const fn may_interleave(phases: usize) -> bool {
        phases == 1 && S::LANES > 1 && Known::<L>::may_alternate()
    }

    /// Whether rows are put together in a buffer: phases alternate, and it has room for a tile of
    /// each.
    #[inline(always)]
    pub(super) fn interleaves(problem: &Shape, vectors: usize, pixels: usize) -> bool {
        let [_, _, phases] = problem.phases();
        let [_, _, outputs] = problem.output();
        let room = OUTPUTS / size_of::<L::Element>() / (vectors * S::LANES);
        phases > 1 && !L::FORMATS.output.has_pixels() && phases * pixels.min(outputs.div_ceil(phases)) <= room
    }

    /// The outputs in a plane of one phase of the rows, of those in a band, and of all phases of
    /// the columns.
    ///
    /// # Safety
    ///
    /// As [`run`](Self::run), with one phase in a tile; `plane` is a plane of the output, `planes`
    /// are its valid taps, the phase is one of the height; [`interleaves`](Self::interleaves) is
    /// true of `NV` and `NP`.
    #[inline(always)]
    pub(super) unsafe fn interleaved<const NV: usize, const NP: usize, const TAIL: usize>(
        &self,
        group: usize,
        planes: &Taps,
        plane: usize,
        (height, band): (Phase, (usize, usize)),
        vectors: usize,
        part: impl Part,
    ) {
        let [_, height_axis, _] = self.known.axes();
        let height = height.of(height_axis);
        let [_, out_height, out_width] = self.problem().output();
        let [_, _, phases] = self.problem().phases();
        let width = NV * S::LANES;
        let room = OUTPUTS / size_of::<L::Element>() / width;
        let longest = self.problem().phase(2, 0).outputs;
        let (first_column, end_column) = part.range(Along::Pixels, longest, pixel_unit(self.problem(), NP));
        let columns = end_column.saturating_sub(first_column);
        // Pixels of each phase at a time; whole tiles, and about as many each time, unless it is
        // all of them.
        let most = room.checked_div(phases).unwrap_or(0);
        let most = if const { Self::pitch() > 0 } { most.min(self.copied_pixels()) } else { most };
        let whole = (most / NP).max(1) * NP;
        let step =
            if columns <= most { columns.max(1) } else { columns.div_ceil(columns.div_ceil(whole)).div_ceil(NP) * NP };
        // No tile, where there is no room for one in a copy.
        let step = if const { Self::pitch() > 0 } { step.min(most) } else { step };
        let together = columns <= most && const { Self::pitch() == 0 };
        let rows_at_once = if together { room.checked_div(step * phases).unwrap_or(0).max(1) } else { 1 };
        // A product, so that the optimiser sees a multiple of `NV`.
        let tiles = vectors / NV;
        let (first_tile, end_tile) = part.range(Along::Channels, tiles, channel_unit(tiles, 1));
        let (first_row, end_row) = part.range(Along::Rows, height.outputs, 1);
        let (first_row, end_row) = (first_row.max(band.0), end_row.min(band.1));
        // One phase of rows is cut into bands here.
        let band = self.band_rows();
        let streams = self.streams();
        let streams = streams.as_ref();
        let mut buffer = Buffer::new();
        let buffer: *mut L::Element = buffer.start();
        // Where nothing is copied, it has no address and takes no room.
        let mut copy = Copied::new();
        // What is copied is read by all channels before the next pixels are.
        let tiles_at_once = if const { Self::pitch() > 0 } { end_tile - first_tile } else { 1 };
        let mut band_row = first_row;
        while band_row < end_row {
            let band_end = end_row.min(band_row.saturating_add(band));
            let mut tile = first_tile;
            while tile < end_tile {
                let mut row = band_row;
                while row < band_end {
                    let mut rows = height.segment(row);
                    rows.end = rows.end.min(band_end).min(row + rows_at_once);
                    let first_line = plane * out_height + height.first + row * height.step;
                    let mut column = first_column;
                    while column < end_column {
                        let end = end_column.min(column + step);
                        let first = column * phases;
                        let window = Window { width, outputs: (end * phases).min(out_width) - first, first };
                        let piece = Piece { group, planes, height, rows, first_line, columns: (column, end), window };
                        if const { Self::pitch() > 0 } {
                            let taps = [planes, &Taps::new(height, &rows)];
                            // SAFETY: (1) the caller's, and the rows' taps; (2) a piece has at most
                            // `step` pixels, which is at most `most`, and that `copied_pixels`;
                            // (3) a copy, made where the pitch is not 0.
                            let input = unsafe { self.gather(group, taps, piece.columns, copy.start()) };
                            let copied = Sample { input, ..*self };
                            for tile in tile..tile + tiles_at_once {
                                // SAFETY: as below, with a copy of what the piece reads.
                                unsafe { copied.piece::<NV, NP, TAIL, Staged>(&piece, tile * NV, buffer, streams) };
                            }
                        } else {
                            // SAFETY: the caller's promise; the buffer has room for the rows of the
                            // window.
                            unsafe { self.piece::<NV, NP, TAIL, InPlace>(&piece, tile * NV, buffer, streams) };
                        }
                        column = end;
                    }
                    row = rows.end;
                }
                tile += tiles_at_once;
            }
            band_row = band_end;
        }
    }

    /// A piece of some rows, in the channels of the tile from `vector` on.
    ///
    /// # Safety
    ///
    /// As [`interleaved`](Self::interleaved), of which this is a piece; the group has `vector + NV`
    /// vectors. `buffer` points to a [`Buffer`] that has room for the rows of the window. `input`
    /// is that of a [copy](Self::gather) where one is made.
    #[inline(always)]
    unsafe fn piece<const NV: usize, const NP: usize, const TAIL: usize, In: Source>(
        &self,
        piece: &Piece,
        vector: usize,
        buffer: *mut L::Element,
        streams: Option<&Streams<L::Element, S>>,
    ) {
        let &Piece { group, planes, height, rows, first_line, columns: (column, end), ref window } = piece;
        let [_, _, width_axis] = self.known.axes();
        let [_, _, phases] = self.problem().phases();
        let [_, _, out_width] = self.problem().output();
        let order = Phased::all(self.known.axes());
        let (count, width) = (rows.end - rows.start, window.width);
        // Unrolled, LLVM would see how many taps each phase has, load for all of them ahead and
        // spill the sums.
        for x in 0..hidden(phases) {
            let phase = self.problem().phase(2, x).of(width_axis);
            let weights = [Span::new(&order, [planes.phase.tap, height.tap, phase.tap])];
            let last = end.min(phase.outputs);
            let mut from = column;
            while from < last {
                let segment = phase.segment(from);
                let to = segment.end.min(last);
                let destination = Destination {
                    start: buffer,
                    first: ((from - column) * phases + x) * width,
                    pixel: phases * width,
                    row: window.outputs * width,
                };
                let strip = Strip {
                    group,
                    outputs: [count, to - from],
                    rows: Taps::new(height, &rows),
                    columns: [Taps::new(phase, &segment)],
                    weights,
                    destination,
                };
                from = to;
                // SAFETY: the caller's promise; segments hold outputs of their phases, and the taps
                // that are valid for them. The buffer has room for `count` rows of the window.
                unsafe { self.strip::<NV, NP, TAIL, 1, In, Buffered>(planes, &strip, (vector, vector + NV)) };
            }
        }
        let channel = vector * S::LANES;
        let outputs = self.problem().group_outputs();
        let offset = (group * outputs + channel) * self.problem().output_plane();
        for r in 0..count {
            let line = first_line + r * height.step;
            let target = self.output.wrapping_add(offset + line * out_width + window.first);
            let source = buffer.wrapping_add(r * window.outputs * width);
            let channels = (outputs - channel).min(width);
            // SAFETY: the phases have written all outputs of the window, which is part of a row of
            // these channels.
            unsafe { self.store_window::<NV>(source, target, window, channels, streams) };
        }
    }
}
