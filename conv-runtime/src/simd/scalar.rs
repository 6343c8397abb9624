//! One lane: any target, and the plainest reading of what each operation of [`Simd`] does.

use conv_geometry::Isa;

use super::{Simd, sealed};
use crate::Element;
use crate::memory;

/// One lane: any target.
#[derive(Clone, Copy, Debug)]
pub struct Scalar;

impl Scalar {
    /// The token.
    #[inline]
    #[must_use]
    pub const fn new() -> Self {
        Self
    }
}

impl Default for Scalar {
    fn default() -> Self {
        Self::new()
    }
}

impl sealed::Sealed for Scalar {}

impl<T: Element> Simd<T> for Scalar {
    type Vector = T;

    const LANES: usize = 1;
    const REGISTERS: usize = Isa::Scalar.registers();

    #[inline(always)]
    fn splat(self, value: T) -> T {
        value
    }

    #[inline(always)]
    fn mul_add(self, a: T, b: T, c: T) -> T {
        // `core` has no fused form, and without hardware for it one would be a slow call; LLVM
        // contracts nothing by itself.
        a * b + c
    }

    #[inline(always)]
    fn add(self, a: T, b: T) -> T {
        a + b
    }

    #[inline(always)]
    fn has_nan(self, vector: T) -> bool {
        vector.is_nan()
    }

    #[inline(always)]
    unsafe fn load(self, source: *const T) -> T {
        // SAFETY: the caller's (1): one element.
        unsafe { memory::read(source) }
    }

    #[inline(always)]
    unsafe fn load_range(self, source: *const T, first: usize, end: usize) -> T {
        if first < end {
            // SAFETY: the caller's (2): lane 0 is in the range.
            unsafe { memory::read(source) }
        } else {
            T::ZERO
        }
    }

    #[inline(always)]
    fn every_other(self, low: T, _high: T) -> T {
        low
    }

    #[inline(always)]
    fn interleave(self, a: T, b: T) -> (T, T) {
        (a, b)
    }

    #[inline(always)]
    unsafe fn store(self, target: *mut T, vector: T) {
        // SAFETY: the caller's (1): one element.
        unsafe { memory::write(target, vector) }
    }

    #[inline(always)]
    unsafe fn store_first(self, target: *mut T, vector: T, count: usize) {
        if count > 0 {
            // SAFETY: the caller's (2): lane 0 is below `count`.
            unsafe { memory::write(target, vector) }
        }
    }

    #[inline(always)]
    unsafe fn store_columns(self, target: *mut T, _stride: usize, columns: [T; 4], count: usize) {
        for (j, column) in columns.into_iter().enumerate().take(count) {
            // SAFETY: the caller's (2): `j < count`.
            unsafe { memory::write(target.wrapping_add(j), column) };
        }
    }
}
