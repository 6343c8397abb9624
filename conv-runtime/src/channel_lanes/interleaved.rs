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

use core::mem::MaybeUninit;

use super::store::{Shape, scatter};
use super::{Destination, Sample, Strip};
use crate::packing::{Phased, Span};
use crate::simd::{Simd, claim, hidden};
use crate::taps::{Phase, Taps};
use crate::threaded::{Along, Part, channel_unit, pixel_unit};
use crate::{Described, Element};

/// Bytes of the buffer for rows whose phases alternate: half of an L1 cache.
pub const BUFFER: usize = 16 * 1024;

#[repr(C, align(64))]
struct Buffer([MaybeUninit<u8>; BUFFER]);

/// What the buffer holds at a time.
struct Window {
    /// Channels of a pixel.
    width: usize,
    /// Outputs of a row, of all phases.
    outputs: usize,
    /// The first of them, in its row.
    first: usize,
}

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
        // Pixels of each phase at a time; whole tiles, unless it is all of them.
        let most = room.checked_div(phases).unwrap_or(0);
        let step = if columns <= most { columns.max(1) } else { (most / NP).max(1) * NP };
        let rows_at_once = if columns <= most { room.checked_div(step * phases).unwrap_or(0).max(1) } else { 1 };
        // A product, so that the optimiser sees a multiple of `NV`.
        let tiles = vectors / NV;
        let (first_tile, end_tile) = part.range(Along::Channels, tiles, channel_unit(tiles, 1));
        let (first_row, end_row) = part.range(Along::Rows, height.outputs, 1);
        let (first_row, end_row) = (first_row.max(band.0), end_row.min(band.1));
        // One phase of rows is cut into bands here.
        let band = self.band_rows();
        let order = Phased::all(self.known.axes());
        let mut buffer = Buffer([MaybeUninit::uninit(); BUFFER]);
        let buffer: *mut L::Element = buffer.0.as_mut_ptr().cast();
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
    }

    /// Stores a row of the buffer, transposed.
    ///
    /// # Safety
    ///
    /// `source` points to the window's outputs, `width` channels each, and each of the first `channels` may be written as a row from `target` on, planes of the output
    /// apart.
    #[inline(always)]
    unsafe fn store_window<const NV: usize>(
        &self,
        source: *const L::Element,
        target: *mut L::Element,
        window: &Window,
        channels: usize,
    ) {
        let Window { width, outputs, .. } = *window;
        let plane = self.problem().output_plane();
        if channels < width {
            let shape = Shape { pixels: outputs, phases: 1, width, channels, step: 1 };
            // SAFETY: the caller's promise.
            unsafe { scatter(source, &shape, plane, target) };
            return;
        }
        for v in 0..NV {
            let (source, target) = (source.wrapping_add(v * S::LANES), target.wrapping_add(v * S::LANES * plane));
            if self.problem().outgrows::<L::Element>() {
                for lane in 0..S::LANES {
                    claim(target.wrapping_add(lane * plane));
                }
            }
            let mut first = 0;
            while S::LANES == 16 && first + 16 <= outputs {
                let mut columns = [self.simd.splat(L::Element::ZERO); 16];
                for j in 0..16 {
                    // SAFETY: an output of the window.
                    columns[j] = unsafe { self.simd.load(source.wrapping_add((first + j) * width)) };
                }
                // SAFETY: lanes are channels, 16 outputs from `first` on may be written.
                unsafe { self.simd.store_block(target.wrapping_add(first), plane, columns, 16) };
                first += 16;
            }
            while first < outputs {
                let count = (outputs - first).min(4);
                let mut columns = [self.simd.splat(L::Element::ZERO); 4];
                for j in 0..4 {
                    // Columns past the last one repeat it and are not stored.
                    let column = source.wrapping_add((first + j.min(count - 1)) * width);
                    // SAFETY: an output of the window.
                    columns[j] = unsafe { self.simd.load(column) };
                }
                // SAFETY: lanes are channels, `count` outputs from `first` on may be written.
                unsafe { self.simd.store_columns(target.wrapping_add(first), plane, columns, count) };
                first += 4;
            }
        }
    }
}
