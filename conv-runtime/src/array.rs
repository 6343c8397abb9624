//! Nested arrays as the numbers that they are in memory.
//!
//! A sample is an array of arrays in a layer's types, and a slice of numbers where it comes from: a
//! file, a camera, another library. Both are the same bytes, so that one is the other without a
//! copy. Arrays nest to any depth; each level adds one to the
//! levels below it, by what the standard library has for one: `as_flattened` and `as_chunks`.

use crate::{Element, Error, Operand};

/// Nested arrays of numbers, such as a layer's [`Input`](crate::Input) and
/// [`Output`](crate::Output), and slices of their numbers, one as the other without a copy.
///
/// ```
/// use conv_runtime::Array;
///
/// let numbers = [0.0, 1.0, 2.0, 3.0, 4.0, 5.0];
/// let rows = <[[f32; 3]; 2]>::from_slice(&numbers)?;
/// assert_eq!(rows[1], [3.0, 4.0, 5.0]);
/// assert_eq!(rows.flat(), numbers);
///
/// let error = <[[f32; 3]; 2]>::from_slice(&numbers[1..]).unwrap_err();
/// assert_eq!(error.to_string(), "slice has 5 elements, expected 6");
/// # Ok::<_, conv_runtime::Error>(())
/// ```
pub trait Array: Sized + private::Sealed + 'static {
    /// The number type.
    type Element: Element;
    /// How many numbers it has.
    const LEN: usize;
    /// How many dimensions it has.
    const RANK: usize;
    /// The type of its views' dimensions.
    #[cfg(feature = "ndarray")]
    type Dim: ndarray::Dimension;

    /// The array that a slice of as many numbers is, the last index fastest.
    ///
    /// # Errors
    ///
    /// [`Error::Length`] when the slice has another number of elements.
    #[inline]
    fn from_slice(numbers: &[Self::Element]) -> Result<&Self, Error> {
        match Self::nested(numbers) {
            Some([array]) => Ok(array),
            _ => Err(wrong(Self::LEN, numbers.len())),
        }
    }

    /// As [`from_slice`](Self::from_slice), to be written to.
    ///
    /// # Errors
    ///
    /// As [`from_slice`](Self::from_slice).
    #[inline]
    fn from_slice_mut(numbers: &mut [Self::Element]) -> Result<&mut Self, Error> {
        let found = numbers.len();
        match Self::nested_mut(numbers) {
            Some([array]) => Ok(array),
            _ => Err(wrong(Self::LEN, found)),
        }
    }

    /// All of its numbers, the last index fastest.
    #[inline]
    fn flat(&self) -> &[Self::Element] {
        Self::flattened(core::slice::from_ref(self))
    }

    /// As [`flat`](Self::flat), to be written to.
    #[inline]
    fn flat_mut(&mut self) -> &mut [Self::Element] {
        Self::flattened_mut(core::slice::from_mut(self))
    }

    /// The array that a view of the same shape is. Both have the same memory, which must be in
    /// standard layout: the last axis fastest, and nothing in between.
    ///
    /// # Errors
    ///
    /// [`Error::Rank`] and [`Error::Extent`] when the view has another shape, [`Error::Strides`]
    /// when it has another layout.
    #[cfg(feature = "ndarray")]
    #[inline]
    fn from_view<D: ndarray::Dimension>(view: ndarray::ArrayView<'_, Self::Element, D>) -> Result<&Self, Error> {
        crate::views::array(&view)
    }

    /// As [`from_view`](Self::from_view), to be written to.
    ///
    /// # Errors
    ///
    /// As [`from_view`](Self::from_view).
    #[cfg(feature = "ndarray")]
    #[inline]
    fn from_view_mut<D: ndarray::Dimension>(
        view: ndarray::ArrayViewMut<'_, Self::Element, D>,
    ) -> Result<&mut Self, Error> {
        crate::views::array_mut(view)
    }

    /// A view of the array.
    #[cfg(feature = "ndarray")]
    #[inline]
    fn view(&self) -> ndarray::ArrayView<'_, Self::Element, Self::Dim> {
        crate::views::view(self)
    }

    /// As [`view`](Self::view), to be written to.
    #[cfg(feature = "ndarray")]
    #[inline]
    fn view_mut(&mut self) -> ndarray::ArrayViewMut<'_, Self::Element, Self::Dim> {
        crate::views::view_mut(self)
    }

    /// The length of an axis.
    #[doc(hidden)]
    fn length(axis: usize) -> usize;

    /// The numbers of arrays, one after the other.
    #[doc(hidden)]
    fn flattened(arrays: &[Self]) -> &[Self::Element];
    #[doc(hidden)]
    fn flattened_mut(arrays: &mut [Self]) -> &mut [Self::Element];
    /// The arrays that a slice of numbers is; none where it is no whole number of them.
    #[doc(hidden)]
    fn nested(numbers: &[Self::Element]) -> Option<&[Self]>;
    #[doc(hidden)]
    fn nested_mut(numbers: &mut [Self::Element]) -> Option<&mut [Self]>;
}

/// [`Array::flat`], while compiling.
pub(crate) const fn numbers<A: Array>(array: &A) -> &[A::Element] {
    const { assert!(size_of::<A>() == A::LEN * size_of::<A::Element>()) };
    // SAFETY: arrays that nest to a number are `LEN` numbers one after the other, and nothing else,
    // as their size says, which is asserted; `Array` is sealed. The reference lives as long as
    // `array`'s.
    unsafe { core::slice::from_raw_parts(core::ptr::from_ref(array).cast(), A::LEN) }
}

const fn wrong(expected: usize, found: usize) -> Error {
    Error::Length { operand: Operand::Slice, expected, found }
}

/// A number is an array without dimensions.
macro_rules! number {
    ($T:ty) => {
        impl Array for $T {
            type Element = $T;
            const LEN: usize = 1;
            const RANK: usize = 0;
            #[cfg(feature = "ndarray")]
            type Dim = ndarray::Ix0;

            #[inline]
            fn length(_: usize) -> usize {
                1
            }

            #[inline]
            fn flattened(arrays: &[Self]) -> &[Self] {
                arrays
            }

            #[inline]
            fn flattened_mut(arrays: &mut [Self]) -> &mut [Self] {
                arrays
            }

            #[inline]
            fn nested(numbers: &[Self]) -> Option<&[Self]> {
                Some(numbers)
            }

            #[inline]
            fn nested_mut(numbers: &mut [Self]) -> Option<&mut [Self]> {
                Some(numbers)
            }
        }
    };
}

number!(f32);
number!(f64);

impl<T: Array, const N: usize> Array for [T; N] {
    type Element = T::Element;
    const LEN: usize = N * T::LEN;
    const RANK: usize = 1 + T::RANK;
    #[cfg(feature = "ndarray")]
    type Dim = <T::Dim as ndarray::Dimension>::Larger;

    #[inline]
    fn length(axis: usize) -> usize {
        axis.checked_sub(1).map_or(N, T::length)
    }

    #[inline]
    fn flattened(arrays: &[Self]) -> &[Self::Element] {
        T::flattened(arrays.as_flattened())
    }

    #[inline]
    fn flattened_mut(arrays: &mut [Self]) -> &mut [Self::Element] {
        T::flattened_mut(arrays.as_flattened_mut())
    }

    #[inline]
    fn nested(numbers: &[Self::Element]) -> Option<&[Self]> {
        // Nothing tells how many empty arrays there are in nothing.
        let (arrays, rest) = if N == 0 { return None } else { T::nested(numbers)?.as_chunks() };
        rest.is_empty().then_some(arrays)
    }

    #[inline]
    fn nested_mut(numbers: &mut [Self::Element]) -> Option<&mut [Self]> {
        let (arrays, rest) = if N == 0 { return None } else { T::nested_mut(numbers)?.as_chunks_mut() };
        rest.is_empty().then_some(arrays)
    }
}

mod private {
    pub trait Sealed {}
    impl Sealed for f32 {}
    impl Sealed for f64 {}
    impl<T: Sealed, const N: usize> Sealed for [T; N] {}
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The array and the slice are the same memory, whatever the depth.
    #[test]
    fn nothing_is_copied() {
        let mut numbers: std::vec::Vec<f64> = (0..120).map(f64::from).collect();
        let start = numbers.as_ptr();
        let array = <[[[[f64; 5]; 4]; 3]; 2]>::from_slice_mut(&mut numbers).unwrap();
        assert!(core::ptr::eq(&raw const array[0][0][0][0], start));
        assert_eq!(array[1][2][3][4].to_bits(), 119.0_f64.to_bits());
        array[1][0][0][0] = -1.0;
        assert!(core::ptr::eq(array.flat().as_ptr(), start));
        array.flat_mut()[61] = -2.0;
        assert_eq!(numbers[60..62], [-1.0, -2.0]);
    }

    #[test]
    fn other_lengths_are_refused() {
        let mut numbers = [0.0_f32; 12];
        let wrong = |found| Err(Error::Length { operand: Operand::Slice, expected: 6, found });
        for found in [0, 5, 7, 12] {
            assert_eq!(<[[f32; 3]; 2]>::from_slice(&numbers[..found]).map(Array::flat), wrong(found));
            assert_eq!(<[[f32; 3]; 2]>::from_slice_mut(&mut numbers[..found]).map(|array| array.flat()), wrong(found));
        }
        assert!(<[[f32; 3]; 0]>::from_slice(&[]).is_err());
        assert!(<[[f32; 0]; 3]>::from_slice_mut(&mut []).is_err());
        assert!(<[[f32; 0]; 3]>::from_slice(&numbers).is_err());
    }
}
