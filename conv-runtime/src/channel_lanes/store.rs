//! Where the sums of a tile go: the bias is added, and pixels are stored in the order of the
//! output's memory format, or side by side in a buffer.

use super::MOST_PIXELS;
use super::nest::Sums;
use super::source::{Sink, Source};
use super::tiles::Tiles;
use crate::epilogue::epilogue;
use crate::memory;
use crate::pixel_lanes::put;
use crate::simd::{Simd, claim};
use crate::written_out::written_out;
use crate::{Described, Element, MemoryFormat};

/// The most columns of four pixels that a tile has.
const MOST_QUADS: usize = MOST_PIXELS.div_ceil(4);

impl<L: Described, S: Simd<L::Element>, const PH: usize, In: Source, Out: Sink> Tiles<'_, L, S, PH, In, Out> {
    /// Has the lines of the cache brought in that the tile whose first pixel is `first` will write.
    #[inline(always)]
    pub(super) fn claim<const NV: usize, const NP: usize>(&self, first: usize) {
        let problem = self.sample.problem();
        let step = self.line.output_step;
        let pixels = L::FORMATS.output.has_pixels();
        if Out::BUFFERED || !problem.outgrows(size_of::<L::Element>()) || (PH == 1 && step != 1 && !pixels) {
            return;
        }
        let target = self.line.start.wrapping_add(self.line.output + first * step);
        let start = self.first_output();
        if pixels {
            for p in 0..NP {
                for v in 0..NV {
                    claim(
                        self.sample.simd,
                        target.wrapping_add(self.sample.output_channel(start + v * S::LANES) + p * step),
                    );
                }
            }
            return;
        }
        let channels = (NV * S::LANES).min(problem.group_outputs() - self.vector * S::LANES);
        for channel in 0..channels {
            let row = target.wrapping_add((start + channel) * problem.output_plane());
            claim(self.sample.simd, row);
            claim(self.sample.simd, row.wrapping_add(NP * PH - 1));
        }
    }

    /// Completes the sums of a tile whose first pixel is `first`, and writes them.
    ///
    /// # Safety
    ///
    /// As [`run`](Self::run), and `first + NP <= line.pixels`.
    #[inline(always)]
    pub(super) unsafe fn store<const NV: usize, const NP: usize>(
        &self,
        sums: &Sums<S::Vector, NV, NP, PH>,
        first: usize,
    ) {
        let mut sums = *sums;
        // SAFETY: the group has these vectors.
        let bias = unsafe { self.bias::<NV>() };
        written_out! { 28: p < NP <= MOST_PIXELS {
            for i in 0..PH {
                for v in 0..NV {
                    sums[p][i][v] = epilogue(self.sample.simd, sums[p][i][v], bias[v]);
                }
            }
        } }
        let sums = &sums;
        let problem = self.sample.problem();
        let step = self.line.output_step;
        if Out::BUFFERED {
            let target = self.line.start.wrapping_add(self.line.output + first * step);
            written_out! { 28: p < NP <= MOST_PIXELS {
                for v in 0..NV {
                    let target = target.wrapping_add(p * step + v * S::LANES);
                    // SAFETY: the buffer has room for the line, whose pixels are `NV` vectors each.
                    unsafe { self.sample.simd.store(target, sums[p][0][v]) };
                }
            } }
            return;
        }
        let channels = (NV * S::LANES).min(problem.group_outputs() - self.vector * S::LANES);
        let start = self.first_output();
        let target = self.line.start.wrapping_add(self.line.output + first * step);
        if L::FORMATS.output.has_pixels() && self.crosses_blocks() {
            let tile = *sums;
            let shape = Shape { pixels: NP, phases: PH, width: NV * S::LANES, channels, step };
            // SAFETY: the channels are those of the group, the pixels lie on the line.
            unsafe { self.scatter_blocks(tile.as_ptr().cast(), &shape, target) };
        } else if L::FORMATS.output.has_pixels() {
            // SAFETY: the caller's promise, and no vector crosses a block.
            unsafe { self.pixels::<NV, NP>(sums, channels, target) };
        } else if channels < NV * S::LANES || (PH == 1 && step != 1) {
            let plane = problem.output_plane();
            // A copy, so that only it has an address and the sums stay in registers.
            let tile = *sums;
            let shape = Shape { pixels: NP, phases: PH, width: NV * S::LANES, channels, step };
            // SAFETY: the channels are those of the group, the pixels lie on the line.
            unsafe { scatter(tile.as_ptr().cast(), &shape, plane, target.wrapping_add(start * plane)) };
        } else {
            let target = target.wrapping_add(start * problem.output_plane());
            if step == PH {
                // SAFETY: the tile's outputs are neighbours: `NP * PH` of them from `target` lie on
                // the line.
                unsafe { self.rows::<NV, NP>(sums, 0, NP * PH, target) };
            } else {
                for p in 0..NP {
                    // SAFETY: the `PH` outputs of a pixel are neighbours and lie on the line.
                    unsafe { self.rows::<NV, NP>(sums, p * PH, PH, target.wrapping_add(p * step)) };
                }
            }
        }
    }

    /// Whether the channels of one of the tile's vectors may lie in two blocks of the output: those
    /// of groups that are not whole vectors.
    #[inline(always)]
    fn crosses_blocks(&self) -> bool {
        let problem = self.sample.problem();
        matches!(L::FORMATS.output, MemoryFormat::Blocked)
            && problem.groups() > 1
            && !problem.group_outputs().is_multiple_of(S::LANES)
    }

    /// Writes a tile pixel by pixel, whole vectors where there are as many channels.
    ///
    /// # Safety
    ///
    /// As [`store`](Self::store); the tile has `channels` channels, those of a vector are
    /// neighbours, and `target` is where channel 0 of the output has the tile's first pixel.
    #[inline(always)]
    unsafe fn pixels<const NV: usize, const NP: usize>(
        &self,
        sums: &Sums<S::Vector, NV, NP, PH>,
        channels: usize,
        target: *mut L::Element,
    ) {
        let (step, next) = (self.line.output_step, self.sample.output_pixel());
        let start = self.first_output();
        for v in 0..NV {
            let target = target.wrapping_add(self.sample.output_channel(start + v * S::LANES));
            let count = channels.saturating_sub(v * S::LANES).min(S::LANES);
            written_out! { 28: p < NP <= MOST_PIXELS {
                for i in 0..PH {
                    let target = target.wrapping_add(p * step + i * next);
                    // SAFETY: `count` channels of a pixel of the line.
                    unsafe { put(self.sample.simd, target, sums[p][i][v], 1, count) };
                }
            } }
        }
    }

    /// Writes a tile number by number.
    ///
    /// # Safety
    ///
    /// As [`pixels`](Self::pixels), for any channels; `tile` points to a tile of this shape.
    #[inline(never)]
    unsafe fn scatter_blocks(&self, tile: *const L::Element, shape: &Shape, target: *mut L::Element) {
        let (start, next) = (self.first_output(), self.sample.output_pixel());
        for output in 0..shape.pixels * shape.phases {
            let (p, i) = (output / shape.phases, output % shape.phases);
            for channel in 0..shape.channels {
                let place = self.sample.output_channel(start + channel) + p * shape.step + i * next;
                // SAFETY: a number of the tile.
                let value = unsafe { memory::read(tile.wrapping_add(output * shape.width + channel)) };
                // SAFETY: a channel of the group, at a pixel of the line.
                unsafe { memory::write(target.wrapping_add(place), value) };
            }
        }
    }

    /// Writes `outputs` neighbouring outputs, from number `first` of the tile on, in all of its
    /// channels.
    ///
    /// # Safety
    ///
    /// `first + outputs <= NP * PH`, and in each of the tile's channels, `outputs` elements from
    /// `target` on may be written.
    #[inline(always)]
    unsafe fn rows<const NV: usize, const NP: usize>(
        &self,
        sums: &Sums<S::Vector, NV, NP, PH>,
        first: usize,
        outputs: usize,
        target: *mut L::Element,
    ) {
        let plane = self.sample.problem().output_plane();
        let quads = outputs.div_ceil(4);
        for v in 0..NV {
            let target = target.wrapping_add(v * S::LANES * plane);
            // Where lines come from beyond L2, parts of them as masked stores were slower (64
            // channels of 224 × 224: 83 % of peak against 87 %, Xeon).
            if S::LANES == 16 && (5..=16).contains(&outputs) && !self.sample.problem().outgrows(size_of::<L::Element>())
            {
                // Columns past the last one repeat it and are not stored.
                let mut columns = [sums[(first + outputs - 1) / PH][(first + outputs - 1) % PH][v]; 16];
                written_out! { 28: j < outputs <= MOST_PIXELS {
                    columns[j % 16] = sums[(first + j) / PH][(first + j) % PH][v];
                } }
                // SAFETY: lanes are channels of the group, `outputs` from `target` on may be
                // written.
                unsafe { self.sample.simd.store_block(target, plane, columns, outputs) };
                continue;
            }
            written_out! { 11: quad < quads <= MOST_QUADS {
                let p = 4 * quad;
                let count = (outputs - p).min(4);
                // Columns past the last one repeat it and are not stored.
                let last = first + outputs - 1;
                let mut columns = [sums[last / PH][last % PH][v]; 4];
                for j in 0..4 {
                    let output = (first + p + j).min(last);
                    columns[j] = sums[output / PH][output % PH][v];
                }
                // SAFETY: lanes are channels of the group, `count` outputs from `p` on may be
                // written.
                unsafe { self.sample.simd.store_columns(target.wrapping_add(p), plane, columns, count) };
            } }
        }
    }
}

/// A tile in memory, `[pixels][phases][width]`, and where it goes.
pub(super) struct Shape {
    pub(super) pixels: usize,
    pub(super) phases: usize,
    /// Channels of the tile.
    pub(super) width: usize,
    /// Those of them that exist.
    pub(super) channels: usize,
    /// Output elements between neighbouring pixels.
    pub(super) step: usize,
}

/// Copies a tile to the output number by number: the way for pixels that are no neighbours and for
/// the last channels of a group, where vectors do not help. One function for all layers, instead of
/// a copy in every tile.
///
/// Pixels of one line of the cache are written in one go, channel by channel: planes are often a
/// power of two apart, where caches keep few lines at a time. Pixels of different rows are taken
/// one after the other, which reads the tile in order.
///
/// # Safety
///
/// `tile` points to a tile of this shape, `channels <= width`, and
/// `target + channel * plane + pixel * step + phase` may be written for all channels, pixels and
/// phases.
#[inline(never)]
pub(super) unsafe fn scatter<T: Element>(tile: *const T, shape: &Shape, plane: usize, target: *mut T) {
    let pixel = shape.phases * shape.width;
    for phase in 0..shape.phases {
        let (tile, target) = (tile.wrapping_add(phase * shape.width), target.wrapping_add(phase));
        if shape.step < T::BLOCK {
            for channel in 0..shape.channels {
                let (tile, target) = (tile.wrapping_add(channel), target.wrapping_add(channel * plane));
                // SAFETY: the pixels of a channel, which the caller vouches for.
                unsafe { spread(tile, pixel, target, shape.step, shape.pixels) };
            }
        } else {
            for p in 0..shape.pixels {
                let (tile, target) = (tile.wrapping_add(p * pixel), target.wrapping_add(p * shape.step));
                // SAFETY: the channels of a pixel, which the caller vouches for.
                unsafe { spread(tile, 1, target, plane, shape.channels) };
            }
        }
    }
}

/// Copies `count` numbers, `step` apart, to places `target_step` apart.
///
/// # Safety
///
/// All of them may be read and written.
#[inline(always)]
unsafe fn spread<T: Element>(source: *const T, step: usize, target: *mut T, target_step: usize, count: usize) {
    for i in 0..count {
        // SAFETY: the caller vouches for the element.
        let value = unsafe { memory::read(source.wrapping_add(i * step)) };
        // SAFETY: as above.
        unsafe { memory::write(target.wrapping_add(i * target_step), value) };
    }
}
