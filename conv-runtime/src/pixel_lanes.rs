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
//! (masked loads, on tiles that touch a border only).

// Index loops over `NC` and `NV` unroll; LLVM does not see through iterators soon enough to keep the sums in registers.
#![allow(clippy::needless_range_loop)]

use core::ops::Range;

use crate::simd::{Simd, load_strided};
use crate::taps;
use crate::{Call, Element, Error, Geometry, Packing, Problem};

/// Computes a layer with `NC` output channels by `NV` vectors of pixels in registers.
///
/// `NC` must divide the output channels of a group.
///
/// # Errors
///
/// As [`Problem::new`], and [`Error::Geometry`] when `NC` does not divide the channels.
#[inline(always)]
pub fn pixel_lanes<T, S, const NC: usize, const NV: usize>(
    simd: S,
    geometry: Geometry,
    size: [usize; 3],
    call: Call<'_, T>,
) -> Result<(), Error>
where
    T: Element,
    S: Simd<T>,
{
    const { assert!(NC > 0 && NV > 0 && S::LANES > 0 && S::LANES <= 16) };
    let problem = Problem::new(geometry, Packing::Rows, size, &call)?.joined();
    if !problem.group_outputs().is_multiple_of(NC) {
        return Err(Error::Geometry);
    }
    let Call { input, output, weights, .. } = call;
    let samples = input.chunks_exact(problem.input_len()).zip(output.chunks_exact_mut(problem.output_len()));
    for (input, output) in samples {
        let layer = Sample {
            simd,
            problem: &problem,
            input: input.as_ptr(),
            output: output.as_mut_ptr(),
            weights: weights.as_ptr(),
        };
        // SAFETY: `Problem::new` has checked the three slices, `NC` divides the channels of a group.
        unsafe { layer.run::<NC, NV>() };
    }
    Ok(())
}

/// One sample: pointers to slices that a [`Problem`] has checked.
struct Sample<'a, T, S> {
    simd: S,
    problem: &'a Problem,
    input: *const T,
    output: *mut T,
    weights: *const T,
}

/// One row of outputs: where it is, and the taps of the other axes that are valid for it.
struct Row {
    group: usize,
    /// First output channel of the tile, counted over all groups.
    channel: usize,
    z: usize,
    y: usize,
    planes: Range<usize>,
    rows: Range<usize>,
}

impl<T: Element, S: Simd<T>> Sample<'_, T, S> {
    /// # Safety
    ///
    /// `input`, `output` and `weights` point to slices of the lengths that `problem` describes (one sample, [`Packing::Rows`]),
    /// and `NC` divides the output channels of a group.
    #[inline(always)]
    unsafe fn run<const NC: usize, const NV: usize>(&self) {
        let [depth, height, _] = self.problem.geometry().axes;
        let [in_depth, in_height, _] = self.problem.size();
        let [out_depth, out_height, out_width] = self.problem.output();
        let mut channel = 0;
        while channel < self.problem.geometry().out_channels {
            for z in 0..out_depth {
                let planes = taps::valid(&depth, in_depth, z);
                for y in 0..out_height {
                    let rows = taps::valid(&height, in_height, y);
                    let group = channel / self.problem.group_outputs();
                    let row = Row { group, channel, z, y, planes: planes.clone(), rows };
                    let mut x = 0;
                    while x < out_width {
                        if self.inside(x, NV * S::LANES) {
                            // SAFETY: the row lies within the output, and the elements of these lanes exist.
                            unsafe { self.tile::<NC, NV, true>(&row, x, NV * S::LANES) };
                            x += NV * S::LANES;
                        } else {
                            // SAFETY: as above, up to the end of the row.
                            unsafe { self.tile::<NC, 1, false>(&row, x, S::LANES.min(out_width - x)) };
                            x += S::LANES;
                        }
                    }
                }
            }
            channel += NC;
        }
    }

    /// Whether the outputs `x..x + pixels` exist, and for every column tap all their elements of a row.
    #[inline(always)]
    fn inside(&self, x: usize, pixels: usize) -> bool {
        let axis = self.problem.geometry().axes[2];
        // No overflow: both windows begin inside the padded row.
        x + pixels <= self.problem.output()[2]
            && x * axis.stride >= axis.pad_before
            && (x + pixels - 1) * axis.stride + (axis.kernel - 1) * axis.dilation
                < self.problem.size()[2] + axis.pad_before
    }

    /// The outputs `x..x + pixels` of a row, in `NC` channels.
    ///
    /// # Safety
    ///
    /// As [`run`](Self::run); `row` lies within the output, its taps are valid for it, `pixels <= NV * LANES` and
    /// `x + pixels` is at most the output's width. With `INSIDE`, [`inside`](Self::inside) is true.
    #[inline(always)]
    unsafe fn tile<const NC: usize, const NV: usize, const INSIDE: bool>(&self, row: &Row, x: usize, pixels: usize) {
        let Self { simd, problem, weights, .. } = *self;
        let weight_len = 1 + problem.group_inputs() * problem.taps();
        let weights: [*const T; NC] = core::array::from_fn(|c| weights.wrapping_add((row.channel + c) * weight_len));
        let mut acc = [[simd.splat(T::ZERO); NV]; NC];
        for c in 0..NC {
            // SAFETY: element 0 of each channel's packed weights is its bias.
            acc[c] = [simd.splat(unsafe { weights[c].read() }); NV];
        }
        // SAFETY: the caller's promise, unchanged.
        unsafe { self.reduce::<NC, NV, INSIDE>(row, x, &weights, &mut acc) };
        let plane = problem.output_plane();
        let [_, out_height, out_width] = problem.output();
        let start = (row.z * out_height + row.y) * out_width + x;
        for c in 0..NC {
            let target = self.output.wrapping_add((row.channel + c) * plane + start);
            for v in 0..NV {
                let count = pixels.saturating_sub(v * S::LANES).min(S::LANES);
                let target = target.wrapping_add(v * S::LANES);
                if count == S::LANES {
                    // SAFETY: the pixels lie within the row of the output.
                    unsafe { simd.store(target, acc[c][v]) };
                } else if count > 0 {
                    // SAFETY: as above.
                    unsafe { simd.store_first(target, acc[c][v], count) };
                }
            }
        }
    }

    /// Sums over input channels and valid taps for the outputs from `x` on.
    ///
    /// # Safety
    ///
    /// As [`tile`](Self::tile); `weights` are the packed weights of the tile's channels; with `INSIDE`, the elements of all
    /// lanes exist for every column tap.
    #[inline(always)]
    unsafe fn reduce<const NC: usize, const NV: usize, const INSIDE: bool>(
        &self,
        row: &Row,
        first: usize,
        weights: &[*const T; NC],
        acc: &mut [[S::Vector; NV]; NC],
    ) {
        let Self { simd, problem, input, .. } = *self;
        let [depth, height, width] = problem.geometry().axes;
        let [_, in_height, in_width] = problem.size();
        let inputs = problem.group_inputs();
        let mut sums = *acc;
        for channel in 0..inputs {
            let channel_start = (row.group * inputs + channel) * problem.input_plane();
            for z in row.planes.clone() {
                // Valid taps: both differences are rows of the input.
                let in_z = row.z * depth.stride + z * depth.dilation - depth.pad_before;
                for y in row.rows.clone() {
                    let in_y = row.y * height.stride + y * height.dilation - height.pad_before;
                    let source = input.wrapping_add(channel_start + (in_z * in_height + in_y) * in_width);
                    let tap = 1 + ((channel * depth.kernel + z) * height.kernel + y) * width.kernel;
                    for x in 0..width.kernel {
                        // Loops, not closures: only what is always inlined has the instruction set's features.
                        let mut values = [simd.splat(T::ZERO); NV];
                        for v in 0..NV {
                            let output = first + v * S::LANES;
                            values[v] = if INSIDE {
                                // SAFETY: `INSIDE`.
                                unsafe { self.interior(source, output, x) }
                            } else {
                                // SAFETY: `source` is a row of the input.
                                unsafe { self.border(source, output, x) }
                            };
                        }
                        for c in 0..NC {
                            // SAFETY: `tap + x` is a tap of the kernel.
                            let weight = simd.splat(unsafe { weights[c].wrapping_add(tap + x).read() });
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

    /// The inputs of column tap `tap` for outputs `x..x + LANES`.
    ///
    /// # Safety
    ///
    /// `source` points to a row of the input, in which all of them exist.
    #[inline(always)]
    unsafe fn interior(&self, source: *const T, x: usize, tap: usize) -> S::Vector {
        let axis = self.problem.geometry().axes[2];
        // Not negative: the first lane's element exists.
        let source = source.wrapping_add(x * axis.stride + tap * axis.dilation - axis.pad_before);
        match axis.stride {
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

    /// The inputs of column tap `tap` for outputs `x..x + LANES`, zero where they are padding.
    ///
    /// # Safety
    ///
    /// `source` points to a row of the input.
    #[inline(always)]
    unsafe fn border(&self, source: *const T, x: usize, tap: usize) -> S::Vector {
        let axis = self.problem.geometry().axes[2];
        let width = self.problem.size()[2];
        // Lane i reads element (x + i) * stride + shift - pad_before.
        // (`x` may lie behind the row's end, where the product could overflow on a small target.)
        let shift = x.saturating_mul(axis.stride).saturating_add(tap * axis.dilation);
        let first = axis.pad_before.saturating_sub(shift).div_ceil(axis.stride).min(S::LANES);
        let end = (width + axis.pad_before).saturating_sub(shift).div_ceil(axis.stride).clamp(first, S::LANES);
        let source = source.wrapping_add(shift.wrapping_sub(axis.pad_before));
        if axis.stride == 1 {
            // SAFETY: lanes `first..end` are elements of the row.
            return unsafe { self.simd.load_range(source, first, end) };
        }
        // SAFETY: as above.
        unsafe { load_strided(self.simd, source, axis.stride, first, end) }
    }
}
