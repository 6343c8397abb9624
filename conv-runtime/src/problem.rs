//! The one place where the lengths of a call's slices are checked.

use crate::threaded::Outputs;
use crate::{Call, Element, Error, Geometry, Operand, Packing, Shape};

/// A layer's shape, against which every slice of a call has been checked.
///
/// The kernels' unchecked accesses rest on what [`Problem::new`] establishes, and on nothing else.
#[derive(Clone, Copy, Debug)]
pub struct Problem {
    shape: Shape,
}

impl Problem {
    /// Checks a call: beyond [`Shape::new`], that `call.weights` has the length of `packing`
    /// (`None`: of PyTorch's weights as they are), that a bias has one element for each output
    /// channel, and that `call.input` and `call.output` hold the same whole number of samples.
    ///
    /// # Errors
    ///
    /// Whatever does not fit.
    #[inline(always)]
    pub fn new<T: Element>(
        geometry: Geometry,
        packing: Option<Packing>,
        size: [usize; 3],
        call: &Call<'_, T, impl Outputs<T>>,
    ) -> Result<Self, Error> {
        match Shape::new(geometry, size, size_of::<T>()) {
            Ok(shape) => Self::of(&shape, packing, call),
            Err(fault) => Err(Error::of(fault)),
        }
    }

    /// As [`new`](Self::new), of a shape.
    #[inline(always)]
    pub(crate) fn of<T: Element>(
        shape: &Shape,
        packing: Option<Packing>,
        call: &Call<'_, T, impl Outputs<T>>,
    ) -> Result<Self, Error> {
        let geometry = shape.geometry();
        let expected = weights(geometry, packing, size_of::<T>()).ok_or(Error::TooLarge)?;
        let operand = if packing.is_some() { Operand::Packed } else { Operand::Weight };
        length(operand, expected, call.weights.len())?;
        if let Some(bias) = call.bias {
            length(Operand::Bias, geometry.out_channels, bias.len())?;
        }
        let input_len = shape.input_len();
        if !call.input.len().is_multiple_of(input_len) {
            return Err(Error::Batch { operand: Operand::Input, sample: input_len, found: call.input.len() });
        }
        let samples = call.input.len() / input_len;
        let expected = samples.checked_mul(shape.output_len()).ok_or(Error::TooLarge)?;
        length(Operand::Output, expected, call.output.len())?;
        Ok(Self { shape: *shape })
    }

    /// The shape.
    #[inline(always)]
    #[must_use]
    pub const fn shape(&self) -> &Shape {
        &self.shape
    }
}

/// Elements of the weights, packed, or PyTorch's as they are, of so many bytes each.
#[inline(always)]
pub(crate) const fn weights(geometry: &Geometry, packing: Option<Packing>, bytes: usize) -> Option<usize> {
    match (packing, geometry.fan_in()) {
        (Some(packing), _) => packing.len(geometry, bytes),
        (None, Some(fan_in)) => fan_in.checked_mul(geometry.out_channels),
        (None, None) => None,
    }
}

/// Samples of a checked call's input.
#[inline(always)]
#[must_use]
pub(crate) const fn samples<T>(shape: &Shape, input: &[T]) -> usize {
    // A division that says that a sample has elements is no panic in firmware.
    match input.len().checked_div(shape.input_len()) {
        Some(samples) => samples,
        None => 0,
    }
}

#[inline(always)]
pub(crate) const fn length(operand: Operand, expected: usize, found: usize) -> Result<(), Error> {
    if expected == found { Ok(()) } else { Err(Error::Length { operand, expected, found }) }
}
