//! Which taps of a kernel meet the input, where they read it, and where that stays the same.
//!
//! An axis is cut twice. First into *phases*: sets of outputs, a fixed number apart, that an
//! ordinary convolution gives. A convolution is one phase. A transposed convolution with stride `s`
//! has `s` of them, since output `o` sums over those taps `k` only for which
//! `o + pad - k * dilation` is a multiple of `s`: no zeros are inserted between inputs, and none
//! multiplied.
//!
//! Then each phase into *segments*: runs of outputs for which the same taps are valid. Near a
//! border some taps fall on padding. Zeros are skipped, not multiplied:
//!
//! ```text
//! kernel 3, padding 1, 8 outputs:   0 | 1 2 3 4 5 6 | 7
//! valid taps                     1..3 |     0..3    | 0..2
//! ```
//!
//! With any other [`Border`] all taps are valid, and each output near the border is a segment of
//! its own, in which every tap looks up its element.

use core::ops::Range;

use crate::{Axis, Border, Sampling, divisor};

/// Outputs of one axis, `step` apart, as an ordinary convolution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Phase {
    /// The first output.
    pub first: usize,
    /// Distance between neighbouring outputs.
    pub step: usize,
    /// Number of outputs.
    pub outputs: usize,
    /// The first tap of the kernel that takes part.
    pub tap: usize,
    /// Distance between neighbouring taps that take part.
    pub tap_step: usize,
    /// Number of taps that take part; none for outputs in the gaps of a stride larger than the
    /// kernel.
    pub taps: usize,
    /// Input element of the first tap for the first output; outside the input where that is
    /// padding.
    pub origin: isize,
    /// Input elements between neighbouring outputs.
    pub stride: usize,
    /// Input elements between neighbouring taps; negative in a transposed layer.
    pub dilation: isize,
    /// Elements of the input.
    pub size: usize,
    /// What stands outside the input.
    pub border: Border,
}

/// A range of taps of a phase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Valid {
    /// The first tap.
    pub start: usize,
    /// The tap after the last.
    pub end: usize,
}

/// A run of outputs of a phase, counted within the phase, and the taps that are valid for each of
/// them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Segment {
    /// The first output.
    pub start: usize,
    /// The output after the last.
    pub end: usize,
    /// Numbers, within the phase, of the taps that read an element; none when the window lies
    /// wholly in padding.
    pub taps: Valid,
    /// Whether taps must look up their element: the window touches a border that is not of zeros.
    /// One output then.
    pub folded: bool,
}

impl Valid {
    /// No taps.
    pub const NONE: Self = Self { start: 0, end: 0 };

    /// The taps, to walk through.
    #[inline(always)]
    #[must_use]
    pub const fn range(self) -> Range<usize> {
        self.start..self.end
    }
}

impl Phase {
    /// The number of phases of an axis with this many outputs.
    #[inline(always)]
    #[must_use]
    pub const fn count(axis: &Axis, outputs: usize) -> usize {
        match axis.sampling {
            Sampling::Transposed { .. } if axis.stride < outputs => axis.stride,
            Sampling::Transposed { .. } => outputs,
            _ => 1,
        }
    }

    /// Phase `index`, below [`count`](Self::count), of an axis with an input of `size` and this
    /// many outputs.
    ///
    /// The axis must be that of a [`Shape`](crate::Shape): its fields are nonzero, its padding is
    /// settled, and positions do not overflow.
    #[inline(always)]
    #[must_use]
    pub const fn new(axis: &Axis, size: usize, outputs: usize, index: usize) -> Self {
        let Axis { kernel, stride, dilation, pad_before, border, .. } = *axis;
        if let Sampling::Transposed { .. } = axis.sampling {
            let stride = divisor(stride);
            let tap_step = axis.tap_step();
            let back = axis.tap_back();
            // The first tap whose distance from this phase is a whole number of strides; taps
            // repeat after `tap_step`.
            let phase = index + pad_before;
            let mut tap = 0;
            while tap < kernel && tap < tap_step && (tap * dilation) % stride != phase % stride {
                tap += 1;
            }
            let taps = if tap < tap_step && tap < kernel { (kernel - tap).div_ceil(tap_step) } else { 0 };
            // A quotient of signed numbers could overflow, for all that LLVM knows.
            let spread = tap * dilation;
            let origin = if phase >= spread {
                ((phase - spread) / stride).cast_signed()
            } else {
                -((spread - phase) / stride).cast_signed()
            };
            return Self {
                first: index,
                step: stride,
                outputs: (outputs - index).div_ceil(stride),
                tap,
                tap_step,
                taps,
                origin: if taps == 0 { 0 } else { origin },
                stride: 1,
                dilation: -back.cast_signed(),
                size,
                border: Border::Zeros,
            };
        }
        Self {
            first: 0,
            step: 1,
            outputs,
            tap: 0,
            tap_step: 1,
            taps: kernel,
            origin: -pad_before.cast_signed(),
            stride,
            dilation: dilation.cast_signed(),
            size,
            border,
        }
    }

    /// The same phase, with what follows from its `axis` and not from the padding taken from there
    /// once more: where that is a constant, so is the phase, wherever it has been stored in
    /// between.
    #[inline(always)]
    #[must_use]
    pub const fn of(self, axis: &Axis) -> Self {
        let Axis { kernel, stride, dilation, border, .. } = *axis;
        if let Sampling::Transposed { .. } = axis.sampling {
            let tap_step = axis.tap_step();
            let dilation = -axis.tap_back().cast_signed();
            return Self { step: stride, tap_step, stride: 1, dilation, border: Border::Zeros, ..self };
        }
        Self {
            first: 0,
            step: 1,
            tap: 0,
            tap_step: 1,
            taps: kernel,
            stride,
            dilation: dilation.cast_signed(),
            border,
            ..self
        }
    }

    /// Input element of tap number 0 for output number `output`; outside the input where that is
    /// padding.
    #[inline(always)]
    #[must_use]
    pub const fn window(&self, output: usize) -> isize {
        self.origin + (output * self.stride).cast_signed()
    }

    /// Whether all taps of an output meet the input itself, where the phase is a convolution.
    #[inline(always)]
    #[must_use]
    pub const fn is_inside(&self, output: usize) -> bool {
        let window = self.window(output);
        window >= 0 && window + (self.taps - 1).cast_signed() * self.dilation < self.size.cast_signed()
    }

    /// The taps of output number `output` that meet the input itself.
    #[inline(always)]
    #[must_use]
    pub const fn valid(&self, output: usize) -> Valid {
        let window = self.window(output);
        let step = divisor(self.dilation.unsigned_abs());
        let (first, end) = if self.dilation < 0 {
            // Tap k reads element window - k * step.
            let beyond = window - self.size.cast_signed();
            let first = if beyond < 0 { 0 } else { beyond.unsigned_abs() / step + 1 };
            (first, if window < 0 { 0 } else { window.unsigned_abs() / step + 1 })
        } else {
            // Tap k reads element window + k * step.
            let first = if window < 0 { window.unsigned_abs().div_ceil(step) } else { 0 };
            let left = self.size.cast_signed() - window;
            (first, if left < 0 { 0 } else { left.unsigned_abs().div_ceil(step) })
        };
        let end = if end < self.taps { end } else { self.taps };
        if first < end { Valid { start: first, end } } else { Valid::NONE }
    }

    /// The segment that starts at output number `start`.
    #[inline(always)]
    #[must_use]
    pub const fn segment(&self, start: usize) -> Segment {
        let valid = self.valid(start);
        let next = start + 1;
        if self.taps == 0 {
            return Segment { start, end: self.outputs, taps: Valid::NONE, folded: false };
        }
        if valid.start == 0 && valid.end == self.taps {
            // The interior ends where the foremost tap leaves the input: no need to walk through
            // it.
            let reach = if self.dilation < 0 { 0 } else { (self.taps - 1).cast_signed() * self.dilation };
            let left = self.size.cast_signed() - reach - self.origin;
            let inside = if left < 0 { 0 } else { left.unsigned_abs().div_ceil(self.stride) };
            let inside = if inside > self.outputs { self.outputs } else { inside };
            let end = if inside < next { next } else { inside };
            return Segment { start, end, taps: valid, folded: false };
        }
        if !matches!(self.border, Border::Zeros) {
            return Segment { start, end: next, taps: Valid { start: 0, end: self.taps }, folded: true };
        }
        let mut end = next;
        while end < self.outputs {
            let taps = self.valid(end);
            if taps.start != valid.start || taps.end != valid.end {
                break;
            }
            end += 1;
        }
        Segment { start, end, taps: valid, folded: false }
    }

    /// The segment of one output.
    #[inline(always)]
    #[must_use]
    pub const fn single(&self, output: usize) -> Segment {
        let taps = self.valid(output);
        let inside = taps.start == 0 && taps.end == self.taps;
        // Not `segment`, which walks to its end.
        if inside || self.taps == 0 || matches!(self.border, Border::Zeros) {
            return Segment { start: output, end: output + 1, taps, folded: false };
        }
        Segment { start: output, end: output + 1, taps: Valid { start: 0, end: self.taps }, folded: true }
    }

    /// The element that stands at `position`, which may lie outside the input, by at most the
    /// padding.
    #[inline(always)]
    #[must_use]
    pub const fn fold(&self, position: isize) -> isize {
        let size = self.size.cast_signed();
        match self.border {
            Border::Zeros => position,
            Border::Replicate if position < 0 => 0,
            Border::Replicate | Border::Circular | Border::Reflect if position < size && position >= 0 => position,
            Border::Replicate => size - 1,
            Border::Circular if position < 0 => position + size,
            Border::Circular => position - size,
            Border::Reflect if position < 0 => -position,
            Border::Reflect => 2 * (size - 1) - position,
        }
    }
}

/// The valid taps of a segment, as kernels walk through them.
#[derive(Clone, Copy, Debug)]
pub struct Taps {
    /// The segment's phase.
    pub phase: Phase,
    /// Numbers, within the phase, of the valid taps.
    pub valid: Valid,
    /// Input element of tap number 0 for the segment's first output; outside the input where that
    /// is padding.
    pub window: isize,
    /// Whether each tap must look up its element.
    pub folded: bool,
}

impl Taps {
    /// Of a segment of `phase`.
    #[inline(always)]
    #[must_use]
    pub const fn new(phase: Phase, segment: &Segment) -> Self {
        Self { phase, valid: segment.taps, window: phase.window(segment.start), folded: segment.folded }
    }

    /// The same, with its phase taken [from the axis](Phase::of): where its border is zeros, a
    /// constant, nothing is ever looked up, and the code for it vanishes.
    #[inline(always)]
    #[must_use]
    pub const fn of(&self, axis: &Axis) -> Self {
        let folded = self.folded && !matches!(axis.border, Border::Zeros);
        Self { phase: self.phase.of(axis), folded, ..*self }
    }

    /// The element that tap number `tap` reads for the segment's first output.
    #[inline(always)]
    #[must_use]
    pub const fn element(&self, tap: usize) -> isize {
        let position = self.window + tap.cast_signed() * self.phase.dilation;
        if self.folded { self.phase.fold(position) } else { position }
    }

    /// Numbers of the valid taps, where `most` taps is all that a phase of the axis can have.
    ///
    /// If that is one, the range is a constant, and a loop over it none; whether it is valid must
    /// be asked before.
    #[inline(always)]
    #[must_use]
    pub const fn within(&self, most: usize) -> Valid {
        if most == 1 { Valid { start: 0, end: 1 } } else { self.valid }
    }

    /// Whether no tap is valid.
    #[inline(always)]
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.valid.start >= self.valid.end
    }

    /// The tap's place in the kernel.
    #[inline(always)]
    #[must_use]
    pub const fn place(&self, tap: usize) -> usize {
        self.phase.tap + tap * self.phase.tap_step
    }
}

#[cfg(test)]
mod tests {
    use std::vec;
    use std::vec::Vec;

    use super::*;

    /// All elements that an output reads, tap by tap, from the definition; `None` where a tap reads
    /// nothing.
    fn reads(axis: &Axis, size: usize, output: usize) -> Vec<Option<usize>> {
        let size = size.cast_signed();
        let position = |tap: usize| {
            let reach = tap * axis.dilation;
            if matches!(axis.sampling, Sampling::Transposed { .. }) {
                let spread = (output + axis.pad_before).cast_signed() - reach.cast_signed();
                let stride = axis.stride.cast_signed();
                return if spread % stride == 0 { spread / stride } else { size };
            }
            let position = (output * axis.stride + reach).cast_signed() - axis.pad_before.cast_signed();
            match axis.border {
                Border::Zeros => position,
                Border::Replicate => position.clamp(0, size - 1),
                Border::Circular => position.rem_euclid(size),
                Border::Reflect if position >= size => 2 * size - 2 - position,
                Border::Reflect => position.abs(),
            }
        };
        let inside = |position: isize| (0..size).contains(&position).then(|| position.unsigned_abs());
        (0..axis.kernel).map(|tap| inside(position(tap))).collect()
    }

    /// The same, from phases and segments.
    fn found(axis: &Axis, size: usize, outputs: usize) -> Vec<Vec<Option<usize>>> {
        let mut found = vec![None; outputs];
        for index in 0..Phase::count(axis, outputs) {
            let phase = Phase::new(axis, size, outputs, index);
            let mut start = 0;
            while start < phase.outputs {
                let segment = phase.segment(start);
                assert_eq!(segment.start, start);
                assert!(segment.end > start && segment.end <= phase.outputs, "{axis:?} {size} {segment:?}");
                for output in segment.start..segment.end {
                    assert_eq!(phase.single(output).taps, segment.taps);
                    let mut reads = vec![None; axis.kernel];
                    for tap in segment.taps.range() {
                        let position = phase.window(output) + tap.cast_signed() * phase.dilation;
                        let element = if segment.folded { phase.fold(position) } else { position };
                        reads[phase.tap + tap * phase.tap_step] = Some(element.unsigned_abs());
                        assert!((0..size.cast_signed()).contains(&element), "{axis:?} size {size} output {output}");
                    }
                    let before = found[phase.first + output * phase.step].replace(reads);
                    assert_eq!(before, None, "each output has one segment");
                }
                start = segment.end;
            }
        }
        found.into_iter().map(|reads| reads.expect("an output without a segment")).collect()
    }

    fn check(axis: &Axis) {
        let minimum = axis.minimum();
        assert!((minimum..minimum + 40).all(|size| axis.output(size).is_some()), "{axis:?} {minimum}");
        assert!(minimum == 1 || axis.output(minimum - 1).is_none(), "{axis:?} {minimum}");
        for size in 1..10 {
            let Some(outputs) = axis.output(size) else { continue };
            let axis = axis.at(size).unwrap();
            for (output, found) in found(&axis, size, outputs).into_iter().enumerate() {
                let reads = reads(&axis, size, output);
                assert_eq!(found, reads, "{axis:?} size {size} output {output}");
                for (tap, element) in reads.into_iter().enumerate() {
                    assert_eq!(axis.source(size, output, tap), element, "{axis:?} {size} {output} {tap}");
                }
            }
        }
    }

    #[test]
    fn phases_and_segments_read_what_the_definition_says() {
        let borders = [Border::Zeros, Border::Reflect, Border::Replicate, Border::Circular];
        for kernel in 1..5 {
            for stride in 1..5 {
                for dilation in 1..5 {
                    for pad in 0..6 {
                        let axis = Axis::conv(kernel, stride, dilation, [pad, pad / 2]);
                        for border in borders {
                            check(&axis.bordered(border));
                            check(&axis.bordered(border).sampled(Sampling::SameUpper));
                            check(&axis.bordered(border).sampled(Sampling::SameLower));
                        }
                        for output_padding in 0..stride.max(dilation) {
                            check(&axis.sampled(Sampling::Transposed { output_padding }));
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn phases_skip_taps_that_reach_no_output() {
        // Kernel 4, stride 2: each output sums over two taps.
        let axis = Axis::conv(4, 2, 1, [1, 1]).sampled(Sampling::Transposed { output_padding: 0 });
        let phases = [0, 1].map(|index| Phase::new(&axis, 8, 16, index));
        assert_eq!(phases.map(|phase| (phase.taps, phase.outputs, phase.tap_step)), [(2, 8, 2); 2]);
    }
}
