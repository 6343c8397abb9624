//! Why a call cannot be carried out.

use core::convert::Infallible;
use core::fmt;

use conv_geometry::Fault;

use crate::{Isa, Limit};

/// Which argument of a call an [`Error`] is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Operand {
    /// The layer's input.
    Input,
    /// The layer's output.
    Output,
    /// The weights, in PyTorch's layout.
    Weight,
    /// The bias.
    Bias,
    /// The weights as packed for the kernels.
    Packed,
    /// What is to become an [array](crate::Array).
    Slice,
}

/// Why a call cannot be carried out. Nothing has been written when it is returned, but where
/// someone's own `Kernels` compute a call by two kernels of which the second refuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Error {
    /// A slice has the wrong number of elements.
    Length {
        /// The slice.
        operand: Operand,
        /// The elements it must have.
        expected: usize,
        /// The elements it has.
        found: usize,
    },
    /// The number of elements is not a whole number of samples.
    Batch {
        /// The slice.
        operand: Operand,
        /// The elements of one sample.
        sample: usize,
        /// The elements the slice has.
        found: usize,
    },
    /// Along one axis the padded input is smaller than the (dilated) kernel, or empty, or has too
    /// little for its padding to repeat.
    InputTooSmall {
        /// The axis, as in `input_shape`: 0 is that of the channels, 1 the first spatial one.
        axis: usize,
        /// How many spatial axes there are: 2 for (C, H, W).
        rank: usize,
        /// The size along the axis.
        size: usize,
        /// The smallest size that gives an output.
        minimum: usize,
        /// What demands it.
        limit: Limit,
    },
    /// Along one axis the input has another size than the one fixed in the layer.
    Size {
        /// The axis, as in `input_shape`: 0 is that of the channels, 1 the first spatial one.
        axis: usize,
        /// How many spatial axes there are: 2 for (C, H, W).
        rank: usize,
        /// The fixed size.
        expected: usize,
        /// The size given.
        found: usize,
    },
    /// A view has another number of dimensions than the array that it is to be.
    Rank {
        /// The array's.
        expected: usize,
        /// The view's.
        found: usize,
    },
    /// A view has another length along an axis than the array that it is to be.
    Extent {
        /// The axis, the outermost is 0.
        axis: usize,
        /// The array's length.
        expected: usize,
        /// The view's length.
        found: usize,
    },
    /// A view's elements are not one after the other, the last axis fastest.
    Strides,
    /// The numbers of elements exceed the address space.
    TooLarge,
    /// The geometry contradicts itself (a size of zero, groups that do not divide the channels).
    Geometry,
    /// This CPU, or this build, lacks the instruction set asked for.
    UnsupportedIsa(Isa),
}

impl fmt::Display for Operand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Input => "input",
            Self::Output => "output",
            Self::Weight => "weight",
            Self::Bias => "bias",
            Self::Packed => "packed weights",
            Self::Slice => "slice",
        })
    }
}

impl From<Infallible> for Error {
    #[inline(always)]
    fn from(none: Infallible) -> Self {
        match none {}
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Length { operand, expected, found } => {
                write!(f, "{operand} has {found} elements, expected {expected}")
            }
            Self::Batch { operand, sample, found } => {
                write!(f, "{operand} has {found} elements, not a multiple of the {sample} of one sample")
            }
            Self::InputTooSmall { axis, rank, size, minimum, limit } => {
                write!(f, "{} is {size}, expected at least {minimum}", Dimension { axis, rank })?;
                f.write_str(limit.reason())
            }
            Self::Size { axis, rank, expected, found } => {
                write!(f, "{} is {found}, expected {expected}", Dimension { axis, rank })
            }
            Self::Rank { expected, found } => write!(f, "view has {found} dimensions, expected {expected}"),
            Self::Extent { axis, expected, found } => {
                write!(f, "view has {found} elements along axis {axis}, expected {expected}")
            }
            Self::Strides => f.write_str(
                "elements of the view are not one after the other in memory, the last axis fastest: \
                 `as_standard_layout` makes a copy whose are",
            ),
            Self::TooLarge => f.write_str("tensor exceeds the address space"),
            Self::Geometry => f.write_str("geometry contradicts itself"),
            Self::UnsupportedIsa(isa) => write!(f, "{isa} is not available here"),
        }
    }
}

impl core::error::Error for Error {}

impl Error {
    /// A fault of a geometry or of its input's size.
    #[doc(hidden)]
    #[must_use]
    #[inline(always)]
    pub const fn of(fault: Fault) -> Self {
        match fault {
            Fault::Geometry => Self::Geometry,
            Fault::TooLarge => Self::TooLarge,
            Fault::TooSmall { axis, size, minimum, limit } => {
                Self::InputTooSmall { axis: axis + 1, rank: 3, size, minimum, limit }
            }
        }
    }

    /// The error of a layer with `rank` spatial axes, which are the last of the three that a
    /// [`Geometry`](crate::Geometry) has.
    #[doc(hidden)]
    #[must_use]
    #[inline]
    pub const fn of_rank(self, rank: usize) -> Self {
        match self {
            Self::InputTooSmall { axis, rank: all, size, minimum, limit } => {
                let axis = axis.saturating_sub(all.saturating_sub(rank));
                Self::InputTooSmall { axis, rank, size, minimum, limit }
            }
            other => other,
        }
    }
}

/// A dimension of a sample, as PyTorch counts them.
struct Dimension {
    axis: usize,
    rank: usize,
}

impl fmt::Display for Dimension {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { axis, rank } = *self;
        let shape = match rank {
            1 => "(C, L)",
            2 => "(C, H, W)",
            _ => "(C, D, H, W)",
        };
        let name = match (axis, rank) {
            (0, _) => "number of channels",
            (1, 1) => "length",
            (1, 2) | (2, 3) => "height",
            (2, 2) | (3, 3) => "width",
            _ => "depth",
        };
        write!(f, "{name} (dimension {axis} of {shape})")
    }
}

#[cfg(test)]
mod tests {
    use std::string::ToString;

    use super::*;
    use crate::{Axis, Border, Geometry};

    /// The names of all dimensions, as layers of each rank have them.
    #[test]
    fn dimensions() {
        let names = |rank| -> std::vec::Vec<_> {
            (0..=rank).map(|axis| Error::Size { axis, rank, expected: 3, found: 4 }.to_string()).collect()
        };
        assert_eq!(
            names(1),
            [
                "number of channels (dimension 0 of (C, L)) is 4, expected 3",
                "length (dimension 1 of (C, L)) is 4, expected 3"
            ]
        );
        assert_eq!(names(2)[1], "height (dimension 1 of (C, H, W)) is 4, expected 3");
        assert_eq!(names(2)[2], "width (dimension 2 of (C, H, W)) is 4, expected 3");
        assert_eq!(names(3)[1], "depth (dimension 1 of (C, D, H, W)) is 4, expected 3");
        assert_eq!(names(3)[2], "height (dimension 2 of (C, D, H, W)) is 4, expected 3");
        assert_eq!(names(3)[3], "width (dimension 3 of (C, D, H, W)) is 4, expected 3");
    }

    /// The axis of a geometry becomes that of the layer, and the reason is told.
    #[test]
    fn reasons() {
        let text = |border, pad, rank: usize, at: usize| {
            let own = Axis::conv(3, 1, 1, [pad; 2]).bordered(border);
            let axes = core::array::from_fn(|index| if index + rank < 3 { Axis::UNIT } else { own });
            let geometry = Geometry { in_channels: 1, out_channels: 1, groups: 1, axes };
            let mut size = core::array::from_fn(|index| if index + rank < 3 { 1 } else { 8 });
            size[at] = 2;
            Error::of(geometry.output_size(size).unwrap_err()).of_rank(rank).to_string()
        };
        assert_eq!(text(Border::Zeros, 0, 1, 2), "length (dimension 1 of (C, L)) is 2, expected at least 3");
        assert_eq!(
            text(Border::Reflect, 3, 2, 1),
            "height (dimension 1 of (C, H, W)) is 2, expected at least 4: padding that reflects must be less than the input's size"
        );
        assert_eq!(
            text(Border::Circular, 3, 3, 2),
            "width (dimension 3 of (C, D, H, W)) is 2, expected at least 3: circular padding must be at most the input's size"
        );
        // It is the kernel that does not fit.
        assert_eq!(text(Border::Reflect, 0, 2, 2), "width (dimension 2 of (C, H, W)) is 2, expected at least 3");
    }
}
