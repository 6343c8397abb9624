//! Rows of a transposed layer whose phases alternate in memory.
//!
//! A phase by itself would store every other number of a row, one at a time, and visit each line of the cache once for each phase. Here
//! all phases of some pixels are computed into a buffer in which each pixel is the vectors of a tile; from there, rows are stored whole:
//!
//! ```text
//! for every tile of channels, some rows of a phase, some pixels
//!   for every phase i of the columns:  buffer[row][pixel * phases + i] = sums
//!   store the buffer, transposed to rows of pixels
//! ```
//!
//! The buffer lies on the stack, and has the same size for all layers.

use super::buffer::{BUFFER, Buffer, Window};
use super::{Destination, Sample, Strip};
use crate::Described;
use crate::packing::{Phased, Span};
use crate::simd::{Simd, hidden};
use crate::taps::{Phase, Taps};
use crate::threaded::{Along, Part, channel_unit, pixel_unit};

impl<L: Described, S: Simd<L::Element>> Sample<'_, L, S> {
    /// Whether rows are put together in a buffer: phases alternate, and it has room for a tile of each.
    #[inline(always)]
    pub(super) fn interleaves(&self, vectors: usize, pixels: usize) -> bool {
        let [_, _, phases] = self.problem().phases();
        let [_, _, outputs] = self.problem().output();
        let room = BUFFER / size_of::<L::Element>() / (vectors * S::LANES);
        phases > 1 && !L::FORMATS.output.has_pixels() && phases * pixels.min(outputs.div_ceil(phases)) <= room
    }

    /// The outputs in a plane of one phase of the rows, of those in a band, and of all phases of the columns.
    ///
    /// # Safety
    ///
    /// As [`run`](Self::run), with one phase in a tile; `plane` is a plane of the output, `planes` are its valid taps, the phase is one of the height;
    /// [`interleaves`](Self::interleaves) is true of `NV` and `NP`.
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
        let [_, height_axis, width_axis] = self.known.axes();
        let height = height.of(height_axis);
        let [_, out_height, out_width] = self.problem().output();
        let [_, _, phases] = self.problem().phases();
        let width = NV * S::LANES;
        let room = BUFFER / size_of::<L::Element>() / width;
        let longest = self.problem().phase(2, 0).outputs;
        let (first_column, end_column) = part.range(Along::Pixels, longest, pixel_unit(self.problem(), NP));
        let columns = end_column.saturating_sub(first_column);
        // Pixels of each phase at a time; whole tiles, and about as many each time, unless it is all of them.
        let most = room.checked_div(phases).unwrap_or(0);
        let whole = (most / NP).max(1) * NP;
        let step =
            if columns <= most { columns.max(1) } else { columns.div_ceil(columns.div_ceil(whole)).div_ceil(NP) * NP };
        let rows_at_once = if columns <= most { room.checked_div(step * phases).unwrap_or(0).max(1) } else { 1 };
        // A product, so that the optimiser sees a multiple of `NV`.
        let tiles = vectors / NV;
        let (first_tile, end_tile) = part.range(Along::Channels, tiles, channel_unit(tiles, 1));
        let (first_row, end_row) = part.range(Along::Rows, height.outputs, 1);
        let (first_row, end_row) = (first_row.max(band.0), end_row.min(band.1));
        // One phase of rows is cut into bands here.
        let band = self.band_rows();
        let order = Phased::all(self.known.axes());
        let mut buffer = Buffer::new();
        let buffer: *mut L::Element = buffer.start();
        let mut band_row = first_row;
        while band_row < end_row {
            let band_end = end_row.min(band_row.saturating_add(band));
            let mut vector = first_tile * NV;
            while vector < end_tile * NV {
                let mut row = band_row;
                while row < band_end {
                    let mut rows = height.segment(row);
                    rows.end = rows.end.min(band_end).min(row + rows_at_once);
                    let count = rows.end - row;
                    let mut column = first_column;
                    while column < end_column {
                        let end = end_column.min(column + step);
                        let first = column * phases;
                        let window = Window { width, outputs: (end * phases).min(out_width) - first, first };
                        // Unrolled, LLVM would see how many taps each phase has, load for all of them ahead and spill the sums.
                        for x in 0..hidden(phases) {
                            let phase = self.problem().phase(2, x).of(width_axis);
                            let weights = [Span::new(&order, [planes.phase.tap, height.tap, phase.tap])];
                            let last = end.min(phase.outputs);
                            let mut from = column;
                            while from < last {
                                let segment = Self::columns::<1>(&phase, from);
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
                                // SAFETY: the caller's promise; segments hold outputs of their phases, and the taps that are valid for them. The
                                // buffer has room for `count` rows of the window.
                                unsafe { self.strip::<NV, NP, TAIL, 1, true>(planes, &strip, (vector, vector + NV)) };
                            }
                        }
                        let channel = vector * S::LANES;
                        let outputs = self.problem().group_outputs();
                        let offset = (group * outputs + channel) * self.problem().output_plane();
                        for r in 0..count {
                            let line = plane * out_height + height.first + (row + r) * height.step;
                            let target = self.output.wrapping_add(offset + line * out_width + window.first);
                            let source = buffer.wrapping_add(r * window.outputs * width);
                            let channels = (outputs - channel).min(width);
                            // SAFETY: the phases have written all outputs of the window, which is part of a row of these channels.
                            unsafe { self.store_window::<NV>(source, target, &window, channels) };
                        }
                        column = end;
                    }
                    row = rows.end;
                }
                vector += NV;
            }
            band_row = band_end;
        }
        if self.problem().outgrows::<L::Element>() {
            self.simd.drain();
        }
    }
}
