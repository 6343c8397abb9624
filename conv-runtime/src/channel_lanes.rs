//! Dense layers: output channels in the lanes.
//!
//! An output tile is `NV` vectors of channels by `NP` pixels, held in registers over the whole reduction. For each input
//! channel and tap, `NV` vectors of packed weights are loaded and `NP` input elements are broadcast:
//!
//! ```text
//! for every strip of outputs with the same valid taps
//!   for every line of the strip, cut into tiles of NP pixels
//!     acc[p][v] = bias[v]
//!     for input channel, depth tap, row tap, column tap:
//!       acc[p][v] += input[pixel p, tap] * weight[tap][v]
//!     store acc, transposed to rows of pixels
//! ```
//!
//! Departures from this:
//!
//! 1. Outputs are cut into the phases of a transposed layer, and at the borders into strips inside which the same taps are valid
//!    ([`taps`](crate::taps)): padded zeros are skipped, never multiplied. Strips that are too narrow for a tile are walked through
//!    vertically: the pixels of a tile are then neighbours in a column.
//! 2. A line is cut into tiles of `NP` and of `TAIL` pixels if some numbers of them fill it exactly; otherwise its last tile
//!    overlaps its neighbour (recomputing a few equal values), and a line shorter than a tile ends with single pixels.
//! 3. Bands of pixels are the outer loop and output channels the inner one, so that the input of a band is read from cache
//!    for all but the first channels; a band may be the whole strip.

// Index loops over `NP` and `NV` unroll; LLVM does not see through iterators soon enough to keep the sums in registers.
#![allow(clippy::needless_range_loop)]

use core::ops::Range;

use crate::simd::{Simd, opaque};
use crate::taps::{Phase, Taps};
use crate::{Axis, Call, Element, Error, Geometry, Packing, Problem, Sampling};

/// Computes a layer with `NV` vectors of channels by `NP` pixels in registers.
///
/// `NV` must divide the number of vectors that a group's output channels need, rounded up; lines are cut into tiles of `NP`
/// and `TAIL < NP` pixels. `band` pixels, as
/// whole lines or as a part of one, are visited by all output channels before the next ones.
///
/// # Errors
///
/// As [`Problem::new`], and [`Error::Geometry`] when `NV` does not divide the vectors.
#[inline(always)]
pub fn channel_lanes<T, S, const NV: usize, const NP: usize, const TAIL: usize>(
    simd: S,
    geometry: Geometry,
    size: [usize; 3],
    band: usize,
    call: Call<'_, T>,
) -> Result<(), Error>
where
    T: Element,
    S: Simd<T>,
{
    const { assert!(NV > 0 && NP > TAIL && TAIL > 0 && T::BLOCK.is_multiple_of(S::LANES)) };
    let problem = Problem::new(geometry, Some(Packing::Blocks), size, &call)?.joined();
    if !problem.group_outputs().div_ceil(S::LANES).is_multiple_of(NV) {
        return Err(Error::Geometry);
    }
    let Call { input, output, weights, .. } = call;
    let samples = input.chunks_exact(problem.input_len()).zip(output.chunks_exact_mut(problem.output_len()));
    for (input, output) in samples {
        let layer = Sample {
            simd,
            problem: &problem,
            band,
            input: input.as_ptr(),
            output: output.as_mut_ptr(),
            weights: weights.as_ptr(),
        };
        // SAFETY: `Problem::new` has checked the three slices, `NV` divides the vectors of a group.
        unsafe { layer.run::<NV, NP, TAIL>() };
    }
    Ok(())
}

/// Multiply-adds of a row of taps that is unrolled. Longer ones stay a loop over the taps: unrolled, LLVM loads too far ahead
/// and spills the sums.
const UNROLL: usize = 40;

/// One sample: pointers to slices that a [`Problem`] has checked.
struct Sample<'a, T, S> {
    simd: S,
    problem: &'a Problem,
    band: usize,
    input: *const T,
    output: *mut T,
    weights: *const T,
}

/// A rectangle of outputs of one phase in a plane, all with the same valid taps.
struct Strip {
    group: usize,
    rows: Taps,
    columns: Taps,
    /// Outputs along height and width.
    outputs: [usize; 2],
    /// Offset of the first output in a channel.
    first: usize,
}

/// Outputs in a line: a row, or a column of a narrow strip.
struct Line {
    /// Pixels.
    pixels: usize,
    /// Input elements from the strip's first output to the line's.
    input: usize,
    /// Input elements between the windows of neighbouring pixels.
    input_step: usize,
    /// Offset of the first pixel in a channel of the output.
    output: usize,
    /// Output elements between neighbouring pixels.
    output_step: usize,
}

impl<T: Element, S: Simd<T>> Sample<'_, T, S> {
    /// # Safety
    ///
    /// `input`, `output` and `weights` point to slices of the lengths that `problem` describes (one sample, [`Packing::Blocks`]),
    /// and `NV` divides the vectors of a group's output channels.
    #[inline(always)]
    unsafe fn run<const NV: usize, const NP: usize, const TAIL: usize>(&self) {
        let [depths, heights, widths] = self.problem.phases();
        for group in 0..self.problem.geometry().groups {
            for z in 0..depths {
                let depth = self.problem.phase(0, z);
                for plane in 0..depth.outputs {
                    let planes = Taps::new(depth, &depth.single(plane));
                    let plane = depth.first + plane * depth.step;
                    for y in 0..heights {
                        for x in 0..widths {
                            let phases = [self.problem.phase(1, y), self.problem.phase(2, x)];
                            // SAFETY: the caller's promise; the plane and the phases are the problem's.
                            unsafe { self.plane::<NV, NP, TAIL>(group, &planes, plane, phases) };
                        }
                    }
                }
            }
        }
    }

    /// The outputs of one phase in a plane.
    ///
    /// # Safety
    ///
    /// As [`run`](Self::run); `plane` is a plane of the output, `planes` are its valid taps, and `phases` are phases of height and
    /// width.
    #[inline(always)]
    unsafe fn plane<const NV: usize, const NP: usize, const TAIL: usize>(
        &self,
        group: usize,
        planes: &Taps,
        plane: usize,
        phases: [Phase; 2],
    ) {
        let [height, width] = phases;
        let [_, out_height, out_width] = self.problem.output();
        let mut row = 0;
        while row < height.outputs {
            let rows = height.segment(row);
            let first_row = plane * out_height + height.first + row * height.step;
            row = rows.outputs.end;
            let mut column = 0;
            while column < width.outputs {
                let columns = width.segment(column);
                let first = first_row * out_width + width.first + column * width.step;
                column = columns.outputs.end;
                let strip = Strip {
                    group,
                    outputs: [rows.outputs.end - rows.outputs.start, columns.outputs.end - columns.outputs.start],
                    rows: Taps::new(height, &rows),
                    columns: Taps::new(width, &columns),
                    first,
                };
                // SAFETY: the caller's promise; segments hold outputs of their phases, and the taps that are valid for them.
                unsafe { self.strip::<NV, NP, TAIL>(planes, &strip) };
            }
        }
    }

    /// All outputs of a strip.
    ///
    /// # Safety
    ///
    /// As [`run`](Self::run); the strip lies within the output, and its taps, with `planes`, are valid for all of it.
    #[inline(always)]
    unsafe fn strip<const NV: usize, const NP: usize, const TAIL: usize>(&self, planes: &Taps, strip: &Strip) {
        let [_, _, in_width] = self.problem.size();
        let [_, _, out_width] = self.problem.output();
        let [row_count, column_count] = strip.outputs;
        let vertical = column_count < NP && row_count > column_count;
        let (lines, pixels) = if vertical { (column_count, row_count) } else { (row_count, column_count) };
        let (rows, columns) = (&strip.rows.phase, &strip.columns.phase);
        // Between rows that exist the step is within the input; a stride that no second row uses may be any number.
        let along_row = (columns.stride, columns.step);
        let along_column = (rows.stride.wrapping_mul(in_width), rows.step.wrapping_mul(out_width));
        let (line_step, step) = if vertical { (along_row, along_column) } else { (along_column, along_row) };
        let vectors = self.problem.group_outputs().div_ceil(S::LANES);
        // A band is some whole lines, or a part of a line.
        let band_lines = (self.band / pixels).max(1);
        let band_pixels = if self.band < pixels { self.band.div_ceil(NP).max(1) * NP } else { pixels };
        let mut line = 0;
        while line < lines {
            let line_end = (line + band_lines).min(lines);
            let mut pixel = 0;
            while pixel < pixels {
                let mut vector = 0;
                while vector < vectors {
                    for index in line..line_end {
                        let line = Line {
                            pixels: band_pixels.min(pixels - pixel),
                            input: index * line_step.0 + pixel * step.0,
                            input_step: step.0,
                            output: strip.first + index * line_step.1 + pixel * step.1,
                            output_step: step.1,
                        };
                        let tiles = Tiles { sample: self, vector, planes, strip, line: &line };
                        // SAFETY: the line lies within the strip; `vector + NV <= vectors` since `NV` divides them.
                        unsafe { tiles.run::<NV, NP, TAIL>() };
                    }
                    vector += NV;
                }
                pixel += band_pixels;
            }
            line = line_end;
        }
    }
}

/// The tiles of one line for `NV` vectors of output channels.
struct Tiles<'a, T, S> {
    sample: &'a Sample<'a, T, S>,
    /// First vector within the group.
    vector: usize,
    planes: &'a Taps,
    strip: &'a Strip,
    line: &'a Line,
}

impl<T: Element, S: Simd<T>> Tiles<'_, T, S> {
    /// # Safety
    ///
    /// As [`Sample::strip`]: `line` is a line of the strip, and the group has `vector + NV` vectors of output channels.
    #[inline(always)]
    unsafe fn run<const NV: usize, const NP: usize, const TAIL: usize>(&self) {
        let pixels = self.line.pixels;
        // As many full tiles as leave a multiple of `TAIL`.
        let mut full = pixels / NP;
        while full > 0 && !(pixels - full * NP).is_multiple_of(TAIL) {
            full -= 1;
        }
        let overlap = !(pixels - full * NP).is_multiple_of(TAIL) && pixels > NP;
        if overlap {
            full = pixels / NP;
        }
        let tiles = full + usize::from(overlap);
        for tile in 0..tiles {
            let first = if tile < full { tile * NP } else { pixels - NP };
            // SAFETY: `first + NP <= pixels`, since an overlapping tile exists only where `NP < pixels`.
            unsafe { self.full::<NV, NP>(first) };
        }
        if overlap {
            return;
        }
        let mut pixel = full * NP;
        while pixel + TAIL <= pixels {
            // SAFETY: as the condition says.
            unsafe { self.partial::<NV, TAIL>(pixel) };
            pixel += TAIL;
        }
        if TAIL > 1 {
            while pixel < pixels {
                // SAFETY: as the condition says.
                unsafe { self.partial::<NV, 1>(pixel) };
                pixel += 1;
            }
        }
    }

    /// A tile of `NP` pixels; where the columns are those of the interior, which are constants, the loop over them is unrolled.
    ///
    /// # Safety
    ///
    /// As [`run`](Self::run), and `first + NP <= line.pixels`.
    #[inline(always)]
    unsafe fn full<const NV: usize, const NP: usize>(&self, first: usize) {
        let Taps { phase, valid, folded, .. } = &self.strip.columns;
        let (taps, stride, dilation) = interior(&self.sample.problem.geometry().axes[2]);
        let inside = valid.start == 0 && valid.end == taps && phase.dilation == dilation && !folded;
        if inside && taps * NV * NP <= UNROLL && self.line.input_step == stride {
            // SAFETY: the strip's columns and the line's step, as constants.
            unsafe { self.tile::<NV, NP>(first, 0..taps, stride, dilation) };
        } else {
            // SAFETY: the caller's promise, unchanged.
            unsafe { self.partial::<NV, NP>(first) };
        }
    }

    /// One tile anywhere on the line.
    ///
    /// # Safety
    ///
    /// As [`run`](Self::run), and `first + NP <= line.pixels`.
    #[inline(always)]
    unsafe fn partial<const NV: usize, const NP: usize>(&self, first: usize) {
        let columns = &self.strip.columns;
        // SAFETY: the caller's promise; the strip's columns and the line's step.
        unsafe { self.tile::<NV, NP>(first, columns.valid.clone(), self.line.input_step, columns.phase.dilation) };
    }

    /// Computes the tile whose first pixel is `first`.
    ///
    /// # Safety
    ///
    /// As [`run`](Self::run); `first + NP <= line.pixels`; `columns`, `step` and `dilation` are those of the strip and the line
    /// (arguments, so that callers can pass constants).
    #[inline(always)]
    unsafe fn tile<const NV: usize, const NP: usize>(
        &self,
        first: usize,
        columns: Range<usize>,
        step: usize,
        dilation: isize,
    ) {
        let Sample { simd, problem, input, .. } = *self.sample;
        let [_, height, width] = &problem.geometry().axes;
        let depth = &problem.geometry().axes[0];
        let Strip { group, rows, columns: across, .. } = self.strip;
        let [_, in_height, in_width] = problem.size();
        let inputs = problem.group_inputs();
        // The window may begin in the padding, before the input: only valid taps are ever dereferenced.
        let start = if across.folded { 0 } else { across.window };
        let pixel = input
            .wrapping_add(group * inputs * problem.input_plane() + self.line.input + first * step)
            .wrapping_offset(start);
        // SAFETY: the group has these vectors.
        let weights = unsafe { self.column::<NV>(1) };
        // SAFETY: as above.
        let mut sums = [unsafe { self.bias::<NV>() }; NP];
        for channel in 0..inputs {
            for z in self.planes.valid.clone() {
                for y in rows.valid.clone() {
                    let row = self.planes.element(z) * in_height.cast_signed() + rows.element(y);
                    let source = pixel
                        .wrapping_add(channel * problem.input_plane())
                        .wrapping_offset(row * in_width.cast_signed());
                    let tap = (channel * depth.kernel + self.planes.place(z)) * height.kernel + rows.place(y);
                    for x in columns.clone() {
                        let tap = tap * width.kernel + across.place(x);
                        // Loops, not closures: only what is always inlined has the instruction set's features.
                        let mut weight = [simd.splat(T::ZERO); NV];
                        for v in 0..NV {
                            // SAFETY: `tap` is a tap of the kernel: within the packed block of each vector.
                            weight[v] = unsafe { simd.load(weights[v].wrapping_add(tap * T::BLOCK)) };
                        }
                        let reach = if across.folded { across.element(x) } else { x.cast_signed() * dilation };
                        let source = opaque(source.wrapping_offset(reach));
                        for p in 0..NP {
                            let element = source.wrapping_add(p * step);
                            // SAFETY: tap (z, y, x) is valid for every pixel of the line: its element lies in the input.
                            let value = simd.splat(unsafe { element.read() });
                            for v in 0..NV {
                                sums[p][v] = simd.mul_add(value, weight[v], sums[p][v]);
                            }
                        }
                    }
                }
            }
        }
        // SAFETY: the tile's pixels lie on the line.
        unsafe { self.store(&sums, first) };
    }

    /// Packed weights of the tile's vectors at `column` (0: the bias, then the taps).
    ///
    /// # Safety
    ///
    /// As [`run`](Self::run), and `column <= fan_in`.
    #[inline(always)]
    unsafe fn column<const NV: usize>(&self, column: usize) -> [*const T; NV] {
        let problem = self.sample.problem;
        let blocks = problem.group_outputs().div_ceil(T::BLOCK);
        let block_len = (1 + problem.group_inputs() * problem.taps()) * T::BLOCK;
        core::array::from_fn(|v| {
            let channel = (self.vector + v) * S::LANES;
            let block = self.strip.group * blocks + channel / T::BLOCK;
            self.sample.weights.wrapping_add(block * block_len + column * T::BLOCK + channel % T::BLOCK)
        })
    }

    /// # Safety
    ///
    /// As [`run`](Self::run).
    #[inline(always)]
    unsafe fn bias<const NV: usize>(&self) -> [S::Vector; NV] {
        // SAFETY: column 0 exists.
        let columns = unsafe { self.column::<NV>(0) };
        let mut bias = [self.sample.simd.splat(T::ZERO); NV];
        for (bias, column) in bias.iter_mut().zip(columns) {
            // SAFETY: a vector does not cross a block, since `LANES` divides `BLOCK`.
            *bias = unsafe { self.sample.simd.load(column) };
        }
        bias
    }

    /// Writes a tile whose first pixel is `first`.
    ///
    /// # Safety
    ///
    /// As [`run`](Self::run), and `first + NP <= line.pixels`.
    #[inline(always)]
    unsafe fn store<const NV: usize, const NP: usize>(&self, acc: &[[S::Vector; NV]; NP], first: usize) {
        let Sample { simd, problem, output, .. } = *self.sample;
        let plane = problem.output_plane();
        let channel = self.vector * S::LANES;
        let channels = (NV * S::LANES).min(problem.group_outputs() - channel);
        let target = output.wrapping_add(
            (self.strip.group * problem.group_outputs() + channel) * plane
                + self.line.output
                + first * self.line.output_step,
        );
        if self.line.output_step != 1 || channels < NV * S::LANES {
            // A copy, so that only it has an address and the sums stay in registers.
            let tile = *acc;
            // SAFETY: the channels are those of the group, the pixels lie on the line.
            unsafe {
                scatter(tile.as_ptr().cast(), [NP, NV * S::LANES], channels, target, [self.line.output_step, plane]);
            }
            return;
        }
        for v in 0..NV {
            let target = target.wrapping_add(v * S::LANES * plane);
            let mut p = 0;
            while p < NP {
                let count = (NP - p).min(4);
                // Columns past the tile repeat its last one and are not stored.
                let mut columns = [acc[NP - 1][v]; 4];
                for j in 0..4 {
                    columns[j] = acc[(p + j).min(NP - 1)][v];
                }
                // SAFETY: lanes are channels of the group, `count` pixels from `first + p` lie on the line.
                unsafe { simd.store_columns(target.wrapping_add(p), plane, columns, count) };
                p += 4;
            }
        }
    }
}

/// The number of taps of a row in the interior, the input elements between neighbouring outputs and between neighbouring taps: of
/// a transposed axis those of its first phases, which are those of all where the stride divides the kernel.
#[inline(always)]
const fn interior(axis: &Axis) -> (usize, usize, isize) {
    match axis.sampling {
        Sampling::Transposed { .. } if axis.dilation == 1 => (axis.kernel.div_ceil(axis.stride), 1, -1),
        _ => (axis.kernel, axis.stride, axis.dilation.cast_signed()),
    }
}

/// Copies the first `channels` of each of a tile's pixels to the output: the way for columns of pixels and for the last
/// channels of a group, where vectors do not help. One function for all layers, instead of a copy in every tile.
///
/// # Safety
///
/// `tile` points to `shape[0]` pixels of `shape[1]` channels each, `channels <= shape[1]`, and `target + pixel * steps[0] +
/// channel * steps[1]` may be written for every pixel and every channel below `channels`.
#[inline(never)]
unsafe fn scatter<T: Element>(tile: *const T, shape: [usize; 2], channels: usize, target: *mut T, steps: [usize; 2]) {
    for pixel in 0..shape[0] {
        for channel in 0..channels {
            // SAFETY: within the tile.
            let value = unsafe { tile.wrapping_add(pixel * shape[1] + channel).read() };
            // SAFETY: the caller vouches for the element.
            unsafe { target.wrapping_add(pixel * steps[0] + channel * steps[1]).write(value) };
        }
    }
}
