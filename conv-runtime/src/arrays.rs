//! Arrays of arrays of numbers, whose sizes are known while compiling.

use crate::Weights;
use crate::element::Element;

/// A type made of [`LEN`](Self::LEN) numbers: a number, nested arrays of them, packed weights.
///
/// # Safety
///
/// 1. At the address of a value, `LEN` initialised elements `T` stand one after the other.
/// 2. Any numbers may be written in place of them.
pub unsafe trait Numbers<T>: private::Sealed {
    /// How many numbers there are.
    const LEN: usize;

    /// The numbers, in the order in which they lie in memory.
    #[inline(always)]
    fn as_numbers(&self) -> &[T]
    where
        Self: Sized,
    {
        // SAFETY: `LEN` initialised elements stand there (1), as long as `self` is borrowed; the
        // pointer is that of a reference, aligned as the type is and so as its elements are.
        unsafe { core::slice::from_raw_parts(core::ptr::from_ref(self).cast(), Self::LEN) }
    }

    /// The numbers, to be written.
    #[inline(always)]
    fn as_numbers_mut(&mut self) -> &mut [T]
    where
        Self: Sized,
    {
        // SAFETY: as in `as_numbers`; `self` is borrowed mutably, so that nobody else sees the
        // elements meanwhile, and whatever is written is a value (2).
        unsafe { core::slice::from_raw_parts_mut(core::ptr::from_mut(self).cast(), Self::LEN) }
    }
}

// SAFETY: one number (1), which may be any other (2).
unsafe impl Numbers<f32> for f32 {
    const LEN: usize = 1;
}
// SAFETY: one number (1), which may be any other (2).
unsafe impl Numbers<f64> for f64 {
    const LEN: usize = 1;
}
// SAFETY: an array is its elements without gaps, each of which is `A::LEN` numbers (1), which may be
// any others (2); a product that overflows does not compile.
unsafe impl<T, A: Numbers<T>, const N: usize> Numbers<T> for [A; N] {
    const LEN: usize = N * A::LEN;
}
// SAFETY: `repr(C)` around an array, which is at the same address (1, 2).
unsafe impl<T: Element, const N: usize> Numbers<T> for Weights<T, N> {
    const LEN: usize = N;
}

mod private {
    pub trait Sealed {}
    impl Sealed for f32 {}
    impl Sealed for f64 {}
    impl<A, const N: usize> Sealed for [A; N] {}
    impl<T, const N: usize> Sealed for crate::Weights<T, N> {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nested_arrays_are_their_numbers() {
        let mut nested = [[[1.0_f32, 2.0], [3.0, 4.0], [5.0, 6.0]]];
        assert_eq!(nested.as_numbers(), nested.as_flattened().as_flattened());
        nested.as_numbers_mut()[5] = 7.0;
        assert!(nested[0][2][1] > 6.0);
        assert!(<[[f64; 0]; 5] as Numbers<f64>>::as_numbers(&[[]; 5]).is_empty());
    }

    /// Packed weights are aligned, and so perhaps longer than their numbers.
    #[test]
    fn packed_weights_are_their_elements() {
        let weights = Weights::<f32, 3>::from_le_bytes(&[0; 12]);
        assert_eq!(Numbers::as_numbers(&weights), weights.as_slice());
    }
}
