//! The cut of outputs into strips with the same valid taps, as the kernels make it.

use crate::{Axis, Size};

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
            let minimum = axis.extent().saturating_sub(axis.pad_before()).saturating_sub(axis.pad_after());
            TYPICAL.iter().map(|size| size + minimum).collect()
        }
    }
}

/// The segments of an axis for an input of `size`.
///
/// At most one for each change of the valid taps, and so few even for huge inputs: the interior is one segment.
pub(super) fn segments(axis: &Axis, size: usize) -> Vec<Segment> {
    let outputs = usize::try_from(axis.output(size as u64).unwrap_or(0)).unwrap_or(0);
    let valid = |output: usize| {
        let window = output * axis.stride();
        let first = axis.pad_before().saturating_sub(window).div_ceil(axis.dilation());
        let end = (size + axis.pad_before()).saturating_sub(window).div_ceil(axis.dilation()).min(axis.kernel());
        (first.min(end), end)
    };
    let mut segments = Vec::new();
    let mut start = 0;
    // Kernels of absurd length would have as many segments; the first ones rank the tiles as well.
    while start < outputs && segments.len() < 64 {
        let taps = valid(start);
        // Valid taps change monotonically at either end, so the last output with these taps can be bisected.
        let (mut inside, mut outside) = (start, outputs);
        while outside - inside > 1 {
            let middle = inside + (outside - inside) / 2;
            if valid(middle) == taps { inside = middle } else { outside = middle }
        }
        segments.push(Segment { outputs: outside - start, taps: taps.1 - taps.0 });
        start = outside;
    }
    segments
}
