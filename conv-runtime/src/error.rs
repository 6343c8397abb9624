use core::fmt;

use crate::Isa;

/// Which argument of a call an [`Error`] is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
}

/// Why a call cannot be carried out. Nothing has been written when it is returned, but where someone's own [`Kernels`](crate::Kernels) compute a call by two kernels
/// of which the second refuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
    /// Along one axis the padded input is smaller than the (dilated) kernel, or empty.
    InputTooSmall {
        /// The axis, counted from the innermost: 0 is the width.
        axis: usize,
        /// The input's size along it.
        size: usize,
        /// The smallest size that gives an output.
        minimum: usize,
    },
    /// Along one axis the input has another size than the one fixed in the layer.
    Size {
        /// The axis, counted from the innermost: 0 is the width.
        axis: usize,
        /// The fixed size.
        expected: usize,
        /// The size given.
        found: usize,
    },
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
        })
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
            Self::InputTooSmall { axis, size, minimum } => {
                write!(f, "input is {size} along axis {axis} from the last, expected at least {minimum}")
            }
            Self::Size { axis, expected, found } => {
                write!(f, "input is {found} along axis {axis} from the last, expected {expected}")
            }
            Self::TooLarge => f.write_str("tensor exceeds the address space"),
            Self::Geometry => f.write_str("geometry contradicts itself"),
            Self::UnsupportedIsa(isa) => write!(f, "{isa} is not available here"),
        }
    }
}

impl core::error::Error for Error {}
