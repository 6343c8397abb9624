//! What a convolution reads outside its input.

use conv_runtime::__private::{Axis, Border, Sampling};

/// The padding before and after an input of `size`.
#[must_use]
pub fn pads(axis: &Axis, size: usize) -> (usize, usize) {
    let outputs = size.div_ceil(axis.stride);
    let covered = (outputs - 1) * axis.stride + axis.dilation * (axis.kernel - 1) + 1;
    let total = covered.saturating_sub(size);
    match axis.sampling {
        Sampling::SameUpper => (total / 2, total - total / 2),
        Sampling::SameLower => (total - total / 2, total / 2),
        Sampling::Conv | Sampling::Transposed { .. } => (axis.pad_before, axis.pad_after),
    }
}

/// The padded line: for every position the element that stands there, nothing for a zero.
pub(crate) fn padded(axis: &Axis, size: usize) -> Vec<Option<usize>> {
    let (before, after) = pads(axis, size);
    let line: Vec<usize> = (0..size).collect();
    let outside = |elements: Vec<usize>, zeros: usize| -> Vec<Option<usize>> {
        if axis.border == Border::Zeros { vec![None; zeros] } else { elements.into_iter().map(Some).collect() }
    };
    let (front, back): (Vec<usize>, Vec<usize>) = match axis.border {
        Border::Zeros => (Vec::new(), Vec::new()),
        Border::Replicate => (vec![0; before], vec![size - 1; after]),
        Border::Circular => (line[size - before..].to_vec(), line[..after].to_vec()),
        Border::Reflect => {
            let front = line[1..=before].iter().rev().copied().collect();
            (front, line[size - 1 - after..size - 1].iter().rev().copied().collect())
        }
    };
    [outside(front, before), line.into_iter().map(Some).collect(), outside(back, after)].concat()
}
