//! The shapes that a layer's tensors may have in a file.

use super::Role;
use crate::layer::{Layer, Op};

/// The shape that a tensor of a layer has, and whether the same numbers may come in others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Shape {
    sizes: Vec<u64>,
    role: Role,
    /// Whether the layer has all its input channels in each output, in the order of the weight.
    dense: bool,
}

impl Shape {
    pub(super) fn of(layer: &Layer, role: Role) -> Self {
        let sizes = match role {
            Role::Weight => sizes(layer.weight_shape()),
            Role::Bias => sizes([layer.out_channels()]),
        };
        Self { sizes, role, dense: layer.op() == Op::Conv && layer.groups() == 1 }
    }

    /// The layer's own.
    pub(super) fn sizes(&self) -> &[u64] {
        &self.sizes
    }

    /// Whether a tensor of this shape has the layer's numbers in the layer's order.
    ///
    /// That is so of the layer's own shape; and, of a weight that is neither transposed nor in
    /// groups, of the matrix (out, in · taps) of a `Linear` behind a `Flatten`, and of kernels of
    /// another rank with the same axes behind others of size 1.
    pub(super) fn fits(&self, found: &[u64]) -> bool {
        found == self.sizes || self.dense && self.is_flat(found)
    }

    /// Whether a tensor of this shape is the weight with its last axes joined, or with more or
    /// fewer axes of size 1 in front of the kernel's.
    ///
    /// Elsewhere, an axis of size 1 makes another kernel of it: 1 × 5 is not 5 × 1.
    pub(super) fn is_flat(&self, found: &[u64]) -> bool {
        let (Role::Weight, [outputs, inputs, kernel @ ..]) = (self.role, &*self.sizes) else { return false };
        let [found_outputs, found_inputs, found_kernel @ ..] = found else { return false };
        if outputs != found_outputs {
            return false;
        }
        let joined = || kernel.iter().try_fold(*inputs, |product, size| product.checked_mul(*size));
        let other_rank = kernel.len() != found_kernel.len() && inner(kernel) == inner(found_kernel);
        inputs == found_inputs && other_rank || found_kernel.is_empty() && joined() == Some(*found_inputs)
    }
}

/// A kernel without the axes of size 1 in front.
fn inner(kernel: &[u64]) -> &[u64] {
    let at = kernel.iter().position(|size| *size != 1).unwrap_or(kernel.len());
    kernel.get(at..).unwrap_or_default()
}

/// As files have them.
pub(super) fn sizes(sizes: impl IntoIterator<Item = usize>) -> Vec<u64> {
    // No size of a checked layer is larger.
    sizes.into_iter().map(|size| u64::try_from(size).unwrap_or(u64::MAX)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Format, Source};

    #[test]
    fn other_shapes_of_the_same_numbers() {
        let cases: [(&str, &[u64], bool); 27] = [
            ("Conv2d(3, 4, (5, 7))", &[4, 3, 5, 7], true),
            ("Conv2d(3, 4, (5, 7))", &[4, 105], true),
            ("Conv2d(3, 4, (5, 7))", &[4, 3, 7, 5], false),
            ("Conv2d(3, 4, (5, 7))", &[4, 3, 35], false),
            ("Conv2d(3, 4, (5, 7))", &[105, 4], false),
            ("Conv2d(3, 4, (5, 7))", &[4, 105, 1], false),
            ("Conv2d(3, 4, (5, 7))", &[4, 3, 1, 5, 7], true),
            ("Conv2d(3, 4, 1)", &[4, 3], true),
            ("Conv2d(3, 4, 1)", &[4, 3, 1], true),
            ("Conv2d(3, 4, 1)", &[12], false),
            ("Conv1d(3, 4, 1)", &[4, 3, 1, 1], true),
            ("Conv1d(3, 4, 5)", &[4, 3, 1, 5], true),
            ("Conv1d(3, 4, 5)", &[4, 3, 5, 5], false),
            ("Conv1d(3, 4, 5)", &[4, 3, 5, 1], false),
            ("Conv2d(3, 4, (5, 1))", &[4, 3, 1, 5], false),
            ("Conv2d(3, 4, (5, 1))", &[4, 3, 1, 5, 1], true),
            ("Conv2d(3, 4, (5, 1))", &[4, 3, 5], false),
            ("Conv2d(3, 4, (1, 5))", &[4, 3, 5, 1], false),
            ("Conv2d(3, 4, (1, 5))", &[4, 3, 5], true),
            ("Conv3d(3, 4, (1, 1, 5))", &[4, 3, 5, 1], false),
            ("Conv3d(3, 4, (1, 1, 5))", &[4, 3, 1, 5], true),
            ("Conv3d(3, 4, (1, 5, 1))", &[4, 3, 5], false),
            ("Conv3d(3, 4, (1, 5, 1))", &[4, 3, 1, 1, 5], false),
            ("Conv3d(3, 4, 1)", &[4, 3, 1, 1], true),
            ("Conv2d(4, 4, 3, groups=2)", &[4, 18], false),
            ("ConvTranspose2d(4, 4, 3)", &[4, 36], false),
            ("ConvTranspose1d(4, 6, 1)", &[4, 6], false),
        ];
        for (call, found, fits) in cases {
            let text = &format!("nn.{call}");
            let layer = crate::check(&Source { name: "inline", text, format: Format::Call }).unwrap();
            assert_eq!(Shape::of(&layer, Role::Weight).fits(found), fits, "{call}: {found:?}");
            assert!(!Shape::of(&layer, Role::Bias).fits(found), "{call}: {found:?}");
        }
    }
}
