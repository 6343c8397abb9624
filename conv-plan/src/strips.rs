//! The cut of outputs into strips with the same valid taps, as the kernels make it.

use super::cost::as_f64;
use conv_spec::{Axis, PaddingMode, Sampling, Size};

/// Outputs along one axis that share their valid taps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Segment {
    pub(super) outputs: usize,
    pub(super) taps: usize,
}

/// Sizes that stand for an axis whose size is generic: small and large feature maps, even and odd.
const TYPICAL: [usize; 5] = [13, 28, 40, 57, 112];

/// The inputs to plan for: the layer's own size, or several typical ones.
pub(super) fn sizes(axis: &Axis) -> Vec<usize> {
    match axis.size() {
        Size::Fixed(size) => vec![*size],
        Size::Generic(_) => {
            let minimum = usize::try_from(axis.minimum()).unwrap_or(1);
            TYPICAL.iter().map(|size| size.saturating_add(minimum).saturating_sub(1)).collect()
        }
    }
}

/// The phases of an axis: of a transposed one, a convolution for every `stride`-th output.
pub(super) fn phases(axis: &Axis, outputs: usize) -> usize {
    match axis.sampling() {
        Sampling::Transposed { .. } => axis.stride().min(outputs).max(1),
        _ => 1,
    }
}

/// The segments of an axis for an input of `size`.
///
/// At most one for each change of the valid taps, and so few even for huge inputs: the interior is one segment. With a border
/// other than zeros, each output beside it is one. Kernels and strides of absurd length would have as many; the first ones rank
/// the tiles as well.
pub(super) fn segments(axis: &Axis, size: usize) -> Vec<Segment> {
    let outputs = usize::try_from(axis.output(size as u64).unwrap_or(0)).unwrap_or(0);
    let mut segments = Vec::new();
    for phase in 0..phases(axis, outputs) {
        let line = Line::new(axis, size, phase);
        let outputs = outputs.saturating_sub(phase).div_ceil(line.step);
        let mut start = 0;
        while start < outputs && segments.len() < 64 {
            let taps = line.valid(start);
            let border = axis.padding_mode() != PaddingMode::Zeros && taps != (0, line.taps);
            let mut end = start + 1;
            if taps == (0, 0) {
                // Taps that step over a short input meet it again: outputs without any are walked through, a bounded way.
                while end < outputs && end - start < 1024 && line.valid(end) == taps {
                    end += 1;
                }
            } else if !border {
                // Valid taps change monotonically at either end, so the last output with these taps can be bisected.
                let mut outside = outputs;
                let mut inside = start;
                while outside - inside > 1 {
                    let middle = inside + (outside - inside) / 2;
                    if line.valid(middle) == taps { inside = middle } else { outside = middle }
                }
                end = outside;
            }
            let taps = if border { line.taps } else { taps.1 - taps.0 };
            segments.push(Segment { outputs: end - start, taps });
            start = end;
        }
    }
    segments
}

/// The valid taps of an output, on average.
pub(super) fn mean_taps(axis: &Axis, size: usize) -> f64 {
    let segments = segments(axis, size);
    let count = |of: fn(&Segment) -> usize| segments.iter().map(|segment| as_f64(of(segment))).sum::<f64>();
    count(|segment| segment.outputs * segment.taps) / count(|segment| segment.outputs).max(1.0)
}

/// One phase of an axis: output number `m` and tap number `j` of it meet at input `origin + m * stride + j * dilation`.
struct Line {
    size: i128,
    /// Outputs from one of the phase to the next.
    step: usize,
    taps: usize,
    origin: i128,
    stride: i128,
    dilation: i128,
}

impl Line {
    fn new(axis: &Axis, size: usize, phase: usize) -> Self {
        let [kernel, stride, dilation] = [axis.kernel(), axis.stride(), axis.dilation()];
        let wide = |number: usize| i128::try_from(number).unwrap_or(i128::MAX);
        let before = i128::from(axis.padding(size as u64).0);
        let size = wide(size);
        if let Sampling::Transposed { .. } = axis.sampling() {
            let position = wide(phase) + before;
            let period = stride / gcd(stride, dilation);
            let meets = |tap: &usize| (position - wide(*tap) * wide(dilation)) % wide(stride) == 0;
            let first = (0..kernel.min(period)).find(meets);
            let taps = first.map_or(0, |first| (kernel - first).div_ceil(period));
            let origin = first.map_or(0, |first| (position - wide(first) * wide(dilation)) / wide(stride));
            let dilation = -wide(period) * wide(dilation) / wide(stride);
            return Self { size, step: stride, taps, origin, stride: 1, dilation };
        }
        Self { size, step: 1, taps: kernel, origin: -before, stride: wide(stride), dilation: wide(dilation) }
    }

    /// First and end of the valid taps of an output.
    fn valid(&self, output: usize) -> (usize, usize) {
        let window = self.origin + i128::try_from(output).unwrap_or(i128::MAX) * self.stride;
        let step = self.dilation.abs();
        // Elements that the window may move on by before it leaves the input at either side.
        let (behind, ahead) =
            if self.dilation < 0 { (window - self.size + 1, window) } else { (-window, self.size - 1 - window) };
        let first = behind.max(0).checked_add(step - 1).map_or(0, |sum| sum / step);
        let end = if ahead < 0 { 0 } else { ahead / step + 1 };
        let end = usize::try_from(end).unwrap_or(0).min(self.taps);
        let first = usize::try_from(first).unwrap_or(usize::MAX);
        if first < end { (first, end) } else { (0, 0) }
    }
}

pub(super) fn gcd(a: usize, b: usize) -> usize {
    if b == 0 { a } else { gcd(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use conv_spec::{Format, Source};

    /// Segments by asking, output by output, which taps read an element of the input.
    fn counted(axis: &Axis, size: usize) -> Vec<Segment> {
        let outputs = axis.output(size as u64).unwrap();
        let phases = phases(axis, usize::try_from(outputs).unwrap()) as u64;
        let mut segments: Vec<Segment> = Vec::new();
        for phase in 0..phases {
            let mut last = None;
            let step = if phases > 1 { axis.stride() as u64 } else { 1 };
            for output in (phase..outputs).step_by(usize::try_from(step).unwrap()) {
                let taps: Vec<u64> =
                    (0..axis.kernel() as u64).filter(|tap| axis.source(size as u64, output, *tap).is_some()).collect();
                if last.as_ref() == Some(&taps) {
                    segments.last_mut().unwrap().outputs += 1;
                } else {
                    segments.push(Segment { outputs: 1, taps: taps.len() });
                }
                last = Some(taps);
            }
        }
        segments
    }

    #[test]
    fn segments_are_those_of_the_definition() {
        let mut compared = 0;
        for class in ["Conv1d", "ConvTranspose1d"] {
            for kernel in 1..5 {
                for stride in 1..5 {
                    for dilation in 1..4 {
                        for padding in 0..4 {
                            for size in 1..9 {
                                let text = format!(
                                    "nn.{class}(1, 1, {kernel}, stride={stride}, dilation={dilation}, padding={padding}, \
                                     input_shape=(1, {size}))"
                                );
                                let source = Source { name: "inline", text: &text, format: Format::Call };
                                let Ok(layer) = conv_spec::check(&source) else { continue };
                                let axis = &layer.axes()[0];
                                assert_eq!(segments(axis, size), counted(axis, size), "{text}");
                                compared += 1;
                            }
                        }
                    }
                }
            }
        }
        assert!(compared > 2000, "{compared}");
    }
}
