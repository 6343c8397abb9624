//! Outputs at a border, where a weight is not a finite number.
//!
//! With pixels in the lanes, a tap that meets padding for some pixels of a vector reads zeros
//! there, and multiplies them: nothing is added, unless the weight is an infinity or not a number.
//! Then the product is not a number, in outputs whose windows do not have that weight within the
//! input. Weights are hardly ever so, and each tap would need a mask to be safe. Instead, a call
//! looks at its weights once, which are far fewer than its multiply-adds:
//!
//! ```text
//! if any weight is not finite
//!   for every output of a tile at a border that is not a number:
//!     output = bias + sum of weight * input     over the taps that meet the input
//! ```
//!
//! What is not a number with these alone, since the input is not or infinities cancel each other,
//! stays so. Where a layer has more weights than outputs, a call looks at them only when an output
//! at a border is not a number. Taps that meet padding along the depth or the height are never
//! multiplied.

use core::ops::ControlFlow;

use super::weights::Weights;
use crate::memory;
use crate::simd::Simd;
use crate::threaded::{Along, Part};
use crate::{Axis, Border, Element, Shape};
use conv_geometry::{Phase, Taps};

/// What a kernel has computed of one sample, and how it cuts that into parts.
pub(crate) struct Computed<'a, T> {
    pub(crate) problem: Shape,
    pub(crate) weights: Weights<T>,
    /// All weights of the call, in any order.
    pub(crate) call_weights: &'a [T],
    /// One sample of the input, and of the output.
    pub(crate) input: *const T,
    pub(crate) output: *mut T,
    /// The first output channel of each group, and the one after the last.
    pub(crate) channels: (usize, usize),
    /// Rows and pixels that stay together in a part.
    pub(crate) rows: usize,
    pub(crate) pixels: usize,
    /// Phases of a row that are cut as the first of them is.
    pub(crate) phases: usize,
}

/// Neighbouring outputs of a phase, in some output channels.
struct Stretch<'a, T> {
    of: &'a Computed<'a, T>,
    group: usize,
    /// Valid taps along depth and height.
    planes: Taps,
    rows: Taps,
    columns: Phase,
    /// Where each channel of the output has number 0 of the phase.
    start: usize,
    /// The first output, and the one after the last.
    first: usize,
    end: usize,
}

/// Whether outputs at borders along an axis must be asked whether they are numbers: in a call with
/// these weights and so many outputs.
#[inline(always)]
pub(crate) fn may_multiply_zeros<T: Element, S: Simd<T>>(simd: S, axis: &Axis, weights: &[T], outputs: usize) -> bool {
    // SAFETY: the elements of the slice.
    meets_zeros(axis) && (weights.len() > outputs || !unsafe { are_finite(simd, weights.as_ptr(), weights.len()) })
}

/// Whether taps meet padding that reads as zeros along an axis.
#[inline(always)]
const fn meets_zeros(axis: &Axis) -> bool {
    use crate::Sampling::{Conv, SameLower, SameUpper, Transposed};
    match axis.sampling {
        Conv => matches!(axis.border, Border::Zeros) && (axis.pad_before > 0 || axis.pad_after > 0),
        SameUpper | SameLower => matches!(axis.border, Border::Zeros),
        Transposed { .. } => true,
    }
}

/// Whether so many elements from `start` on are finite numbers: zero times each of them is zero.
///
/// # Safety
///
/// As many elements may be read from `start` on.
#[inline(always)]
unsafe fn are_finite<T: Element, S: Simd<T>>(simd: S, start: *const T, count: usize) -> bool {
    /// Sums that do not wait for each other.
    const SUMS: usize = 4;
    let zero = simd.splat(T::ZERO);
    let mut sums = [zero; SUMS];
    let mut first = 0;
    while first + SUMS * S::LANES <= count {
        for (i, sum) in sums.iter_mut().enumerate() {
            // SAFETY: the caller's elements, of which `SUMS` vectors follow `first`.
            let vector = unsafe { simd.load(start.wrapping_add(first + i * S::LANES)) };
            *sum = simd.mul_add(vector, zero, *sum);
        }
        first += SUMS * S::LANES;
    }
    while first < count {
        let left = (count - first).min(S::LANES);
        // SAFETY: `left <= LANES`, and as many of the caller's elements follow `first`.
        let vector = unsafe { simd.load_range(start.wrapping_add(first), 0, left) };
        sums[0] = simd.mul_add(vector, zero, sums[0]);
        first += S::LANES;
    }
    let [a, b, c, d] = sums;
    !simd.has_nan(simd.add(simd.add(a, b), simd.add(c, d)))
}

impl<T: Element> Computed<'_, T> {
    /// Computes the outputs of `part` at borders that are not numbers anew, without padding, unless
    /// all weights are finite. (What it needs comes by value, so that the kernel gives no address
    /// away, and its loops stand here, so that they take no registers there.)
    ///
    /// # Safety
    ///
    /// - `input`, `output` and the slices of `weights` have the lengths that `problem` asks for, of
    ///   one sample.
    /// - Each group of the problem has these output `channels`.
    /// - The outputs of `part` in these channels, cut as `rows`, `pixels` and `phases` say, are
    ///   initialised, and nobody else reads or writes them meanwhile.
    #[cold]
    #[inline(never)]
    pub(crate) unsafe fn without_padding(self, part: impl Part) {
        let Self { problem, rows: row_unit, pixels, phases, .. } = self;
        let mut may_be_finite = true;
        let [depths, heights, widths] = problem.phases();
        let [_, out_height, out_width] = problem.output();
        let (first_group, end_group) = part.range(Along::Groups, problem.groups(), 1);
        // Counted, not taken from one number: a division would be a panic in firmware.
        let [mut z, mut y, mut x, mut cut] = [0; 4];
        while x < widths {
            let [depth, height, columns] = [problem.phase(0, z), problem.phase(1, y), problem.phase(2, x)];
            let (first_plane, end_plane) = part.range(Along::Planes, depth.outputs, 1);
            let (first_row, end_row) = part.range(Along::Rows, height.outputs, row_unit);
            let (first, end) = part.range(Along::Pixels, problem.phase(2, cut).outputs, pixels);
            for group in first_group..end_group {
                for plane in first_plane..end_plane {
                    let planes = Taps::new(depth, &depth.single(plane));
                    let plane = (depth.first + plane * depth.step) * out_height;
                    for row in first_row..end_row {
                        let rows = Taps::new(height, &height.single(row));
                        let row = height.first + row * height.step;
                        let start = (plane + row) * out_width + columns.first;
                        let stretch = Stretch { of: &self, group, planes, rows, columns, start, first, end };
                        // SAFETY:
                        // - The slices have the problem's lengths.
                        // - The problem has the group, and the group the channels.
                        // - The taps are those of the plane and the row.
                        // - The phase has these outputs, but the second of two that are cut alike
                        //   perhaps not the last; they are the part's: initialised, and nobody
                        //   else's.
                        if unsafe { stretch.without_padding(&mut may_be_finite) }.is_break() {
                            return;
                        }
                    }
                }
            }
            z += 1;
            if z == depths {
                (z, y) = (0, y + 1);
            }
            if y == heights {
                (y, x) = (0, x + 1);
                if x - cut == phases {
                    cut = x;
                }
            }
        }
    }
}

impl<T: Element> Stretch<'_, T> {
    /// Computes those of the outputs at borders anew that are not numbers; at the first of them,
    /// stops if all weights are finite after all.
    ///
    /// # Safety
    ///
    /// - `input`, `output` and the slices of `weights` have the lengths that `problem` asks for, of
    ///   one sample.
    /// - The problem has this `group`, and the group the output channels.
    /// - `planes` and `rows` are valid for the outputs' plane and row, and `columns` is a phase of
    ///   the problem's last axis.
    /// - The phase has outputs from `first` to before `end`, or fewer; those that it has are
    ///   initialised, number `n` of them at `start + n * columns.step` in each channel, and nobody
    ///   else reads or writes them meanwhile.
    unsafe fn without_padding(&self, may_be_finite: &mut bool) -> ControlFlow<()> {
        let Self { of: Computed { problem, output, channels, .. }, columns, .. } = self;
        for channel in channels.0..channels.1 {
            let plane = (self.group * problem.group_outputs() + channel) * problem.output_plane();
            for number in self.first..self.end.min(columns.outputs) {
                let target = output.wrapping_add(plane + self.start + number * columns.step);
                // SAFETY: an output of the phase, which is initialised.
                if unsafe { memory::read(target) }.is_nan() && self.is_at_border(number) {
                    if *may_be_finite && self.of.call_weights.iter().all(|weight| !(*weight * T::ZERO).is_nan()) {
                        return ControlFlow::Break(());
                    }
                    *may_be_finite = false;
                    // SAFETY:
                    // - The slices have the problem's lengths.
                    // - The group and the channel exist.
                    // - The taps are those of the output's plane and row, and the phase has the
                    //   output.
                    let output = unsafe { self.output(channel, number) };
                    // SAFETY: an output of the phase, which nobody else reads or writes.
                    unsafe { memory::write(target, output) };
                }
            }
        }
        ControlFlow::Continue(())
    }

    /// Whether taps of an output meet padding along the width.
    fn is_at_border(&self, number: usize) -> bool {
        let valid = self.columns.valid(number);
        valid.start > 0 || valid.end < self.columns.taps
    }

    /// One output, from the taps that meet the input.
    ///
    /// # Safety
    ///
    /// - `input` and the slices of `weights` have the lengths that `problem` asks for.
    /// - The problem has this `group`, and the group this output channel.
    /// - `planes` and `rows` are valid for the output's plane and row, and `columns` is a phase of
    ///   the problem's last axis, which has the output.
    unsafe fn output(&self, channel: usize, number: usize) -> T {
        let Self { of: Computed { problem, weights, input: sample, .. }, planes, rows, columns, .. } = self;
        let [_, height, width] = problem.size();
        let start = weights.channel(self.group, channel);
        let inputs = problem.group_inputs();
        let mut total = T::ZERO;
        for input in 0..inputs {
            let plane = sample.wrapping_add((self.group * inputs + input) * problem.input_plane());
            let mut sum = T::ZERO;
            for z in planes.valid.range() {
                for y in rows.valid.range() {
                    let line = planes.element(z) * height.cast_signed() + rows.element(y);
                    let source = plane.wrapping_offset(line * width.cast_signed() + columns.window(number));
                    let axes = &problem.geometry().axes;
                    let (first, step) = weights.row(axes, [planes, rows], columns, [input, z, y]);
                    for x in columns.valid(number).range() {
                        // SAFETY: a tap of the kernel, of a channel of the group.
                        let weight = unsafe { memory::read(start.wrapping_add(first + x * step)) };
                        let element = source.wrapping_offset(x.cast_signed() * columns.dilation);
                        // SAFETY: plane, row and column of the tap are valid: an element of the
                        // input.
                        sum += weight * unsafe { memory::read(element) };
                    }
                }
            }
            total += sum;
        }
        // SAFETY: the group has the channel.
        total + unsafe { weights.bias(self.group, channel) }
    }
}
