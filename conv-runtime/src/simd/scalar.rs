use super::{Simd, sealed};
use crate::Element;

/// One lane: any target.
#[derive(Clone, Copy, Debug)]
pub struct Scalar;

impl sealed::Sealed for Scalar {}

impl Simd<f32> for Scalar {
    type Vector = f32;

    const LANES: usize = 1;

    #[inline(always)]
    fn splat(self, value: f32) -> f32 {
        value
    }

    #[inline(always)]
    fn mul_add(self, a: f32, b: f32, c: f32) -> f32 {
        // `core` has no fused form, and without hardware for it one would be a slow call; LLVM contracts nothing by itself.
        a * b + c
    }

    #[inline(always)]
    unsafe fn load(self, source: *const f32) -> f32 {
        // SAFETY: one element, which the caller vouches for.
        unsafe { source.read() }
    }

    #[inline(always)]
    unsafe fn load_range(self, source: *const f32, first: usize, end: usize) -> f32 {
        if first < end {
            // SAFETY: lane 0 is in the range.
            unsafe { source.read() }
        } else {
            f32::ZERO
        }
    }

    #[inline(always)]
    fn every_other(self, low: f32, _high: f32) -> f32 {
        low
    }

    #[inline(always)]
    unsafe fn store(self, target: *mut f32, vector: f32) {
        // SAFETY: one element, which the caller vouches for.
        unsafe { target.write(vector) }
    }

    #[inline(always)]
    unsafe fn store_first(self, target: *mut f32, vector: f32, count: usize) {
        if count > 0 {
            // SAFETY: lane 0 is below `count`.
            unsafe { target.write(vector) }
        }
    }

    #[inline(always)]
    unsafe fn store_columns(self, target: *mut f32, _stride: usize, columns: [f32; 4], count: usize) {
        for (j, column) in columns.into_iter().enumerate().take(count) {
            // SAFETY: `j < count`, which the caller vouches for.
            unsafe { target.wrapping_add(j).write(column) };
        }
    }
}
