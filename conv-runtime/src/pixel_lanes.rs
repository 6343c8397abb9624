//! Depthwise, grouped and narrow layers: output pixels in the lanes.
//!
//! A tile is `NC` output channels of one group by `NV` vectors of neighbouring pixels of a row. For each input channel and
//! tap, the vectors of input are loaded and `NC` weights are broadcast:
//!
//! ```text
//! for every group, tile of channels, plane, row
//!   for every tile of NV * LANES pixels
//!     acc[c][v] = bias[c]
//!     for input channel, valid depth tap, valid row tap, column tap:
//!       acc[c][v] += weight[c][tap] * input[pixels v, tap]
//!     store acc
//! ```
//!
//! Rows and planes of taps that fall on padding are skipped. Along a row, lanes whose element is padding read zero
//! (masked loads, on tiles that touch a border only), or look up their element where the border is not of zeros. The pixels of
//! a tile are outputs of one phase ([`taps`](crate::taps)): of a transposed layer every `stride`-th of a row.

// Index loops over `NC` and `NV` unroll; LLVM does not see through iterators soon enough to keep the sums in registers.
#![allow(clippy::needless_range_loop)]

use crate::known::Known;
use crate::simd::{Simd, load_strided};
use crate::taps::{Phase, Taps};
use crate::{Border, Call, Described, Element, Error, Geometry, Packing, Problem};

/// Computes a layer with `NC` output channels by `NV` vectors of pixels in registers.
///
/// `NC` must divide the output channels of a group. `geometry` and `size` count where the layer has none of its own.
///
/// # Errors
///
/// As [`Problem::new`], and [`Error::Geometry`] when `NC` does not divide the channels.
#[inline(always)]
pub fn pixel_lanes<L, S, const NC: usize, const NV: usize>(
    simd: S,
    geometry: Geometry,
    size: [usize; 3],
    call: Call<'_, L::Element>,
) -> Result<(), Error>
where
    L: Described,
    S: Simd<L::Element>,
{
    run::<L, S, NC, NV>(simd, geometry, Some(Packing::Rows), size, call)
}

/// Computes a layer from PyTorch's weights as they are, without packing them: `call.weights` of the shape (out, in/groups, kernel…),
/// of a transposed layer (in, out/groups, kernel…), and `call.bias`.
///
/// # Errors
///
/// As [`Problem::new`].
#[inline(always)]
pub fn plain<L, S>(simd: S, geometry: Geometry, size: [usize; 3], call: Call<'_, L::Element>) -> Result<(), Error>
where
    L: Described,
    S: Simd<L::Element>,
{
    let channels = channels(&L::GEOMETRY.unwrap_or(geometry));
    if const { can_have::<L>(4) } && channels == 4 {
        run::<L, S, 4, 2>(simd, geometry, None, size, call)
    } else if const { can_have::<L>(2) } && channels == 2 {
        run::<L, S, 2, 4>(simd, geometry, None, size, call)
    } else if const { can_have::<L>(1) } && channels == 1 {
        run::<L, S, 1, 8>(simd, geometry, None, size, call)
    } else {
        Err(Error::Geometry)
    }
}

/// Output channels of a tile for weights that are not packed; with eight sums, which hide the latency of an addition and leave room
/// in 16 registers. 0 when the groups do not divide the channels.
#[inline(always)]
const fn channels(geometry: &Geometry) -> usize {
    match geometry.group_outputs() {
        Some(outputs) if outputs.is_multiple_of(4) => 4,
        Some(outputs) if outputs.is_multiple_of(2) => 2,
        Some(_) => 1,
        None => 0,
    }
}

/// Whether a layer's tiles can be so large: what the compiler knows to be unreachable is not compiled.
const fn can_have<L: Described>(tile: usize) -> bool {
    match &L::GEOMETRY {
        Some(geometry) => channels(geometry) == tile,
        None => true,
    }
}

#[inline(always)]
fn run<L, S, const NC: usize, const NV: usize>(
    simd: S,
    geometry: Geometry,
    packing: Option<Packing>,
    size: [usize; 3],
    call: Call<'_, L::Element>,
) -> Result<(), Error>
where
    L: Described,
    S: Simd<L::Element>,
{
    const { assert!(NC > 0 && NV > 0 && S::LANES > 0 && S::LANES <= 16) };
    let known = Known::<L>::new(geometry, packing, size, &call)?;
    let problem = known.get();
    if !problem.group_outputs().is_multiple_of(NC) {
        return Err(Error::Geometry);
    }
    let weights = Weights::new(problem, packing.is_some(), &call);
    let Call { input, output, .. } = call;
    let samples = input.chunks_exact(problem.input_len()).zip(output.chunks_exact_mut(problem.output_len()));
    for (input, output) in samples {
        let layer =
            Sample { simd, known: &known, weights: &weights, input: input.as_ptr(), output: output.as_mut_ptr() };
        // SAFETY: `Problem::new` has checked the slices, `NC` divides the channels of a group.
        unsafe { layer.run::<NC, NV>() };
    }
    Ok(())
}

/// Where weights and biases are: distances in elements.
struct Weights<T> {
    taps: *const T,
    /// Between groups, output channels of a group, input channels of a group.
    steps: [usize; 3],
    /// Null for a layer whose bias was not given.
    bias: *const T,
    /// Between the biases of neighbouring output channels.
    bias_step: usize,
}

impl<T: Element> Weights<T> {
    /// The layout of [`Packing::Rows`], or PyTorch's own.
    #[inline(always)]
    fn new(problem: &Problem, packed: bool, call: &Call<'_, T>) -> Self {
        let (inputs, outputs, taps) = (problem.group_inputs(), problem.group_outputs(), problem.taps());
        let start = call.weights.as_ptr();
        if packed {
            let row = 1 + inputs * taps;
            return Self {
                taps: start.wrapping_add(1),
                steps: [outputs * row, row, taps],
                bias: start,
                bias_step: row,
            };
        }
        let group = outputs * inputs * taps;
        let steps = if problem.geometry().is_transposed() {
            [group, taps, outputs * taps]
        } else {
            [group, inputs * taps, taps]
        };
        let bias = call.bias.map_or(core::ptr::null(), <[T]>::as_ptr);
        Self { taps: start, steps, bias, bias_step: 1 }
    }
}

/// One sample: pointers to slices that a [`Problem`] has checked.
struct Sample<'a, L: Described, S> {
    simd: S,
    known: &'a Known<L>,
    weights: &'a Weights<L::Element>,
    input: *const L::Element,
    output: *mut L::Element,
}

/// One row of outputs of a phase, in the channels of a tile.
struct Row {
    group: usize,
    /// First output channel of the tile, within the group.
    channel: usize,
    /// Valid taps along depth and height.
    planes: Taps,
    rows: Taps,
    columns: Phase,
    /// Offset of the first pixel in a channel of the output.
    first: usize,
}

impl<L: Described, S: Simd<L::Element>> Sample<'_, L, S> {
    /// The problem, as far as possible constant.
    #[inline(always)]
    fn problem(&self) -> &Problem {
        self.known.get()
    }

    /// # Safety
    ///
    /// `input`, `output` and `weights` point to slices of the lengths that `problem` describes (one sample), and `NC` divides the
    /// output channels of a group.
    #[inline(always)]
    unsafe fn run<const NC: usize, const NV: usize>(&self) {
        let [_, out_height, out_width] = self.problem().output();
        let [depths, heights, widths] = self.problem().phases();
        for group in 0..self.problem().geometry().groups {
            let mut channel = 0;
            while channel < self.problem().group_outputs() {
                for z in 0..depths {
                    let depth = self.problem().phase(0, z);
                    for plane in 0..depth.outputs {
                        let planes = Taps::new(depth, &depth.single(plane));
                        let plane = depth.first + plane * depth.step;
                        for y in 0..heights {
                            let height = self.problem().phase(1, y);
                            for row in 0..height.outputs {
                                let rows = Taps::new(height, &height.single(row));
                                let row = plane * out_height + height.first + row * height.step;
                                for x in 0..widths {
                                    let columns = self.problem().phase(2, x);
                                    let first = row * out_width + columns.first;
                                    let row = Row { group, channel, planes, rows, columns, first };
                                    // SAFETY: the row lies within the output, its taps are valid for it.
                                    unsafe { self.row::<NC, NV>(&row) };
                                }
                            }
                        }
                    }
                }
                channel += NC;
            }
        }
    }

    /// All outputs of a row.
    ///
    /// # Safety
    ///
    /// As [`run`](Self::run); `row` lies within the output, its taps are valid for it.
    #[inline(always)]
    unsafe fn row<const NC: usize, const NV: usize>(&self, row: &Row) {
        let outputs = row.columns.outputs;
        let columns = row.columns.of(&self.known.axes()[2]);
        let mut x = 0;
        while x < outputs {
            if x + NV * S::LANES <= outputs && inside(&columns, x, NV * S::LANES) {
                // SAFETY: the caller's promise; the elements of these lanes exist.
                unsafe { self.tile::<NC, NV, true>(row, x, NV * S::LANES) };
                x += NV * S::LANES;
            } else {
                // SAFETY: as above, up to the end of the row.
                unsafe { self.tile::<NC, 1, false>(row, x, S::LANES.min(outputs - x)) };
                x += S::LANES;
            }
        }
    }

    /// The outputs `x..x + pixels` of a row, in `NC` channels.
    ///
    /// # Safety
    ///
    /// As [`row`](Self::row); `pixels <= NV * LANES` and `x + pixels` is at most the row's outputs. With `INSIDE`, [`inside`] is
    /// true.
    #[inline(always)]
    unsafe fn tile<const NC: usize, const NV: usize, const INSIDE: bool>(&self, row: &Row, x: usize, pixels: usize) {
        let Self { simd, weights, .. } = *self;
        let problem = self.problem();
        let channel = row.group * problem.group_outputs() + row.channel;
        let mut acc = [[simd.splat(L::Element::ZERO); NV]; NC];
        if !weights.bias.is_null() {
            for c in 0..NC {
                // SAFETY: the channel exists, and so does its bias.
                let bias = unsafe { weights.bias.wrapping_add((channel + c) * weights.bias_step).read() };
                acc[c] = [simd.splat(bias); NV];
            }
        }
        // SAFETY: the caller's promise, unchanged.
        unsafe { self.reduce::<NC, NV, INSIDE>(row, x, pixels, &mut acc) };
        let plane = problem.output_plane();
        let step = row.columns.of(&self.known.axes()[2]).step;
        for c in 0..NC {
            let target = self.output.wrapping_add((channel + c) * plane + row.first + x * step);
            for v in 0..NV {
                let count = pixels.saturating_sub(v * S::LANES).min(S::LANES);
                let target = target.wrapping_add(v * S::LANES * step);
                if step != 1 {
                    // SAFETY: the pixels lie within the row of the output, `step` apart.
                    unsafe { store_strided(simd, target, acc[c][v], step, count) };
                } else if count == S::LANES {
                    // SAFETY: the pixels lie within the row of the output.
                    unsafe { simd.store(target, acc[c][v]) };
                } else if count > 0 {
                    // SAFETY: as above.
                    unsafe { simd.store_first(target, acc[c][v], count) };
                }
            }
        }
    }

    /// Sums over input channels and valid taps for the outputs from `first` on.
    ///
    /// # Safety
    ///
    /// As [`tile`](Self::tile).
    #[inline(always)]
    unsafe fn reduce<const NC: usize, const NV: usize, const INSIDE: bool>(
        &self,
        row: &Row,
        first: usize,
        pixels: usize,
        acc: &mut [[S::Vector; NV]; NC],
    ) {
        let Self { simd, weights, input, .. } = *self;
        let problem = self.problem();
        let [depth, height, width] = self.known.axes();
        let (planes, rows, columns) = (row.planes.of(depth), row.rows.of(height), row.columns.of(width));
        let [_, in_height, in_width] = problem.size();
        let inputs = problem.group_inputs();
        let [group_step, output_step, input_step] = weights.steps;
        let start = weights.taps.wrapping_add(row.group * group_step + row.channel * output_step);
        let mut sums = *acc;
        let channels = if planes.is_empty() || rows.is_empty() { 0 } else { inputs };
        for channel in 0..channels {
            let plane = input.wrapping_add((row.group * inputs + channel) * problem.input_plane());
            for z in planes.within(depth.most_taps()).range() {
                for y in rows.within(height.most_taps()).range() {
                    // Valid taps: a row of the input.
                    let line = planes.element(z) * in_height.cast_signed() + rows.element(y);
                    let source = plane.wrapping_offset(line * in_width.cast_signed());
                    let row_tap = (planes.place(z) * height.kernel + rows.place(y)) * width.kernel;
                    let taps = start.wrapping_add(channel * input_step + row_tap);
                    for x in 0..columns.taps {
                        // Loops, not closures: only what is always inlined has the instruction set's features.
                        let mut values = [simd.splat(L::Element::ZERO); NV];
                        for v in 0..NV {
                            let output = first + v * S::LANES;
                            values[v] = if INSIDE {
                                // SAFETY: `INSIDE`.
                                unsafe { self.interior(&columns, source, output, x) }
                            } else {
                                // SAFETY: `source` is a row of the input; these are outputs of the row.
                                unsafe { self.border(&columns, source, output, pixels, x) }
                            };
                        }
                        let tap = columns.tap + x * columns.tap_step;
                        for c in 0..NC {
                            // SAFETY: a tap of the kernel, of one of the tile's channels.
                            let weight = simd.splat(unsafe { taps.wrapping_add(c * output_step + tap).read() });
                            for v in 0..NV {
                                sums[c][v] = simd.mul_add(weight, values[v], sums[c][v]);
                            }
                        }
                    }
                }
            }
        }
        *acc = sums;
    }

    /// The inputs of column tap number `tap` for outputs `x..x + LANES` of a phase.
    ///
    /// # Safety
    ///
    /// `source` points to a row of the input, in which all of them exist.
    #[inline(always)]
    unsafe fn interior(&self, columns: &Phase, source: *const L::Element, x: usize, tap: usize) -> S::Vector {
        let source = source.wrapping_offset(columns.window(x) + tap.cast_signed() * columns.dilation);
        match columns.stride {
            // SAFETY: the elements of all lanes exist.
            1 => unsafe { self.simd.load(source) },
            2 => {
                // SAFETY: as above: the first half of `2 * LANES - 1` elements, and one more.
                let low = unsafe { self.simd.load(source) };
                // SAFETY: as above: the last ones.
                let high = unsafe { self.simd.load(source.wrapping_add(S::LANES - 1)) };
                self.simd.every_other(low, high)
            }
            // SAFETY: as above.
            stride => unsafe { load_strided(self.simd, source, stride, 0, S::LANES) },
        }
    }

    /// The inputs of column tap number `tap` for outputs `x..x + pixels` of a phase, with what the border gives where they are
    /// padding.
    ///
    /// # Safety
    ///
    /// `source` points to a row of the input; the phase has these outputs, and `pixels <= LANES`.
    #[inline(always)]
    unsafe fn border(
        &self,
        columns: &Phase,
        source: *const L::Element,
        x: usize,
        pixels: usize,
        tap: usize,
    ) -> S::Vector {
        // Lane i reads element position + i * stride.
        let position = columns.window(x) + tap.cast_signed() * columns.dilation;
        if !matches!(columns.border, Border::Zeros) {
            let mut lanes = [L::Element::ZERO; 16];
            for (i, lane) in lanes.iter_mut().enumerate().take(pixels) {
                let element = columns.fold(position + (i * columns.stride).cast_signed());
                // SAFETY: a tap of an output reads, folded, an element of the row.
                *lane = unsafe { source.wrapping_offset(element).read() };
            }
            // SAFETY: the array holds 16 elements, at least `LANES`.
            return unsafe { self.simd.load(lanes.as_ptr()) };
        }
        let left = columns.size.cast_signed() - position;
        let first = if position < 0 { position.unsigned_abs().div_ceil(columns.stride).min(S::LANES) } else { 0 };
        let end = if left < 0 { 0 } else { left.unsigned_abs().div_ceil(columns.stride) };
        let end = end.clamp(first, S::LANES);
        let source = source.wrapping_offset(position);
        if columns.stride == 1 {
            // SAFETY: lanes `first..end` are elements of the row.
            return unsafe { self.simd.load_range(source, first, end) };
        }
        // SAFETY: as above.
        unsafe { load_strided(self.simd, source, columns.stride, first, end) }
    }
}

/// Whether all elements that the outputs `x..x + pixels` read from a row exist.
#[inline(always)]
const fn inside(columns: &Phase, x: usize, pixels: usize) -> bool {
    if columns.taps == 0 {
        return true;
    }
    let reach = (columns.taps - 1).cast_signed() * columns.dilation;
    let (back, ahead) = if reach < 0 { (reach, 0) } else { (0, reach) };
    columns.window(x) + back >= 0 && columns.window(x + pixels - 1) + ahead < columns.size.cast_signed()
}

/// Writes lane `i` to `target + i * step` for `i` below `count`.
///
/// # Safety
///
/// `count <= LANES <= 16`, and these elements may be written.
#[inline(always)]
unsafe fn store_strided<T: Element, S: Simd<T>>(simd: S, target: *mut T, vector: S::Vector, step: usize, count: usize) {
    let mut lanes = [T::ZERO; 16];
    // SAFETY: the array holds 16 elements, at least `LANES`.
    unsafe { simd.store(lanes.as_mut_ptr(), vector) };
    for (i, lane) in lanes.iter().enumerate().take(count) {
        // SAFETY: `i < count`, which the caller vouches for.
        unsafe { target.wrapping_add(i * step).write(*lane) };
    }
}
