//! The cut of outputs into strips with the same valid taps, as the kernels make it.

use super::cost::as_f64;
use conv_geometry::{Border, Phase, Valid};
use conv_spec::{Axis, Size};

/// Outputs along one axis that share their valid taps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct SegmentSize {
    pub(super) outputs: usize,
    pub(super) taps: usize,
}

/// Sizes that stand for an axis whose size is generic: small and large feature maps, even and odd.
const TYPICAL: [usize; 5] = [13, 28, 40, 57, 112];

/// The inputs to plan for: the layer's own size, or several typical ones.
pub(super) fn sizes(axis: &Axis) -> Vec<usize> {
    match axis.size() {
        Size::Fixed(size) => vec![*size],
        Size::Generic(_) => TYPICAL.iter().map(|size| size.saturating_add(axis.minimum()).saturating_sub(1)).collect(),
    }
}

/// The segments of an axis for an input of `size`.
///
/// At most one for each change of the valid taps, and so few even for huge inputs: the interior is
/// one segment. With a border other than zeros, each output beside it is one. Kernels and strides
/// of absurd length would have as many; the first ones rank the tiles as well.
pub(super) fn segments(axis: &Axis, size: usize) -> Vec<SegmentSize> {
    let mut segments = Vec::new();
    // Positions that a host can count.
    let fits = |axis: &conv_geometry::Axis| axis.span(size).is_some_and(|span| isize::try_from(span).is_ok());
    let (Some(axis), Some(all)) = (axis.numbers().at(size).filter(fits), axis.output(size)) else { return segments };
    for index in 0..Phase::count(&axis, all) {
        let phase = Phase::new(&axis, size, all, index);
        let outputs = phase.outputs;
        let mut start = 0;
        while start < outputs && segments.len() < 64 {
            let taps = phase.valid(start);
            let border = phase.border != Border::Zeros && taps != Valid { start: 0, end: phase.taps };
            let mut end = start + 1;
            if taps == Valid::NONE {
                // Taps that step over a short input meet it again: outputs without any are walked
                // through, a bounded way.
                while end < outputs && end - start < 1024 && phase.valid(end) == taps {
                    end += 1;
                }
            } else if !border {
                // Valid taps change monotonically at either end, so the last output with these taps
                // can be bisected.
                let mut outside = outputs;
                let mut inside = start;
                while outside - inside > 1 {
                    let middle = inside + (outside - inside) / 2;
                    if phase.valid(middle) == taps { inside = middle } else { outside = middle }
                }
                end = outside;
            }
            let taps = if border { phase.taps } else { taps.range().len() };
            segments.push(SegmentSize { outputs: end - start, taps });
            start = end;
        }
    }
    segments
}

/// The valid taps of an output, on average.
pub(super) fn mean_taps(axis: &Axis, size: usize) -> f64 {
    let segments = segments(axis, size);
    let count = |of: fn(&SegmentSize) -> usize| segments.iter().map(|segment| as_f64(of(segment))).sum::<f64>();
    count(|segment| segment.outputs * segment.taps) / count(|segment| segment.outputs).max(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use conv_spec::{Format, Source};

    /// Segments by asking, output by output, which taps read an element of the input.
    fn counted(axis: &Axis, size: usize) -> Vec<SegmentSize> {
        let outputs = axis.output(size).unwrap();
        let phases = Phase::count(axis.numbers(), outputs);
        let mut segments: Vec<SegmentSize> = Vec::new();
        for phase in 0..phases {
            let mut last = None;
            let step = if phases > 1 { axis.stride() } else { 1 };
            for output in (phase..outputs).step_by(step) {
                let taps: Vec<usize> =
                    (0..axis.kernel()).filter(|tap| axis.source(size, output, *tap).is_some()).collect();
                if last.as_ref() == Some(&taps) {
                    segments.last_mut().unwrap().outputs += 1;
                } else {
                    segments.push(SegmentSize { outputs: 1, taps: taps.len() });
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
