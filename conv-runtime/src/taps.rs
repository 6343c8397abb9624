//! Which taps of a kernel meet the input, and where that stays the same.
//!
//! Near a border some taps fall on padding. Kernels skip them instead of multiplying zeros, so the outputs along an axis
//! are cut into *segments* inside which the same range of taps is valid:
//!
//! ```text
//! kernel 3, padding 1, 8 outputs:   0 | 1 2 3 4 5 6 | 7
//! valid taps                     1..3 |     0..3    | 0..2
//! ```

use core::ops::Range;

use crate::Axis;

/// A range of outputs along one axis, and the taps that are valid for each of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// The outputs.
    pub outputs: Range<usize>,
    /// The taps whose input element exists; empty when the window lies wholly in padding.
    pub taps: Range<usize>,
}

/// The taps of output `output` that meet an input of `size` elements.
///
/// `axis` must have a nonzero stride and dilation, and `output * stride` must not overflow (both hold inside a
/// [`Problem`](crate::Problem)).
#[inline(always)]
#[must_use]
pub const fn valid(axis: &Axis, size: usize, output: usize) -> Range<usize> {
    // Tap k reads element output * stride + k * dilation - pad_before.
    let window = output * axis.stride;
    let first = axis.pad_before.saturating_sub(window).div_ceil(axis.dilation);
    let end = (size + axis.pad_before).saturating_sub(window).div_ceil(axis.dilation);
    let end = if end < axis.kernel { end } else { axis.kernel };
    if first < end { first..end } else { 0..0 }
}

/// The segment that starts at `start`; `outputs` is the number of outputs along the axis.
#[inline(always)]
#[must_use]
pub fn segment(axis: &Axis, size: usize, outputs: usize, start: usize) -> Segment {
    let taps = valid(axis, size, start);
    let mut end = start + 1;
    if taps.start == 0 && taps.end == axis.kernel {
        // The interior ends where the last tap leaves the input: no need to walk through it.
        let reach = (axis.kernel - 1) * axis.dilation;
        let inside = (size + axis.pad_before).saturating_sub(reach).div_ceil(axis.stride);
        end = inside.clamp(end, outputs.max(end));
    } else {
        while end < outputs && valid(axis, size, end) == taps {
            end += 1;
        }
    }
    Segment { outputs: start..end, taps }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn segments_cover_the_outputs_and_hold_exactly_the_valid_taps() {
        for kernel in 1..5 {
            for stride in 1..4 {
                for dilation in 1..4 {
                    for pad in 0..6 {
                        for size in 1..12 {
                            let axis = Axis { kernel, stride, dilation, pad_before: pad, pad_after: pad / 2 };
                            let Some(outputs) = axis.output(size) else { continue };
                            check(&axis, size, outputs);
                        }
                    }
                }
            }
        }
    }

    fn check(axis: &Axis, size: usize, outputs: usize) {
        let mut start = 0;
        while start < outputs {
            let segment = segment(axis, size, outputs, start);
            assert_eq!(segment.outputs.start, start);
            for output in segment.outputs.clone() {
                for tap in 0..axis.kernel {
                    let position = output * axis.stride + tap * axis.dilation;
                    let meets = (axis.pad_before..axis.pad_before + size).contains(&position);
                    assert_eq!(segment.taps.contains(&tap), meets, "{axis:?} size {size} output {output} tap {tap}");
                }
            }
            start = segment.outputs.end;
        }
        assert_eq!(start, outputs);
    }
}
