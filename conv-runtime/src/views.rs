//! Views of the crate ndarray as arrays of a layer, and back.

use ndarray::{ArrayView, ArrayViewMut, Dimension};

use crate::{Array, Error};

/// The array that a view is.
pub(crate) fn array<'a, A: Array, D: Dimension>(view: &ArrayView<'a, A::Element, D>) -> Result<&'a A, Error> {
    check::<A>(view.shape())?;
    A::from_slice(view.to_slice().ok_or(Error::Strides)?)
}

/// As [`array`], to be written to.
pub(crate) fn array_mut<A: Array, D: Dimension>(view: ArrayViewMut<'_, A::Element, D>) -> Result<&mut A, Error> {
    check::<A>(view.shape())?;
    A::from_slice_mut(view.into_slice().ok_or(Error::Strides)?)
}

/// Whether a view has an array's shape.
fn check<A: Array>(shape: &[usize]) -> Result<(), Error> {
    if shape.len() != A::RANK {
        return Err(Error::Rank { expected: A::RANK, found: shape.len() });
    }
    for (axis, &found) in shape.iter().enumerate() {
        let expected = A::length(axis);
        if found != expected {
            return Err(Error::Extent { axis, expected, found });
        }
    }
    Ok(())
}

/// The shape of an array.
fn shape<A: Array>() -> A::Dim {
    let mut shape = A::Dim::zeros(A::RANK);
    for (axis, length) in shape.slice_mut().iter_mut().enumerate() {
        *length = A::length(axis);
    }
    shape
}

/// A view of an array.
pub(crate) fn view<A: Array>(array: &A) -> ArrayView<'_, A::Element, A::Dim> {
    ArrayView::from_shape(shape::<A>(), array.flat()).expect("an array has as many numbers as its shape says")
}

/// As [`view`], to be written to.
pub(crate) fn view_mut<A: Array>(array: &mut A) -> ArrayViewMut<'_, A::Element, A::Dim> {
    ArrayViewMut::from_shape(shape::<A>(), array.flat_mut()).expect("an array has as many numbers as its shape says")
}
