//! WebAssembly's `simd128`: 4 lanes of `f32`, multiply and add apart, without masks. The engine,
//! not the compiler, allocates its registers.

use core::arch::wasm32::{
    f32x4_add, f32x4_eq, f32x4_mul, f32x4_splat, f64x2_add, f64x2_eq, f64x2_mul, f64x2_splat, i32x4_all_true,
    i32x4_shuffle, i64x2_all_true, i64x2_shuffle, v128, v128_store32_lane, v128_store64_lane,
};

use conv_geometry::Isa;

use super::{Simd, load_strided, sealed};
use crate::memory;

/// WebAssembly `simd128`.
#[derive(Clone, Copy, Debug)]
pub struct Simd128(());

impl Simd128 {
    /// The token.
    #[inline]
    #[must_use]
    pub const fn new() -> Self {
        Self(())
    }
}

impl Default for Simd128 {
    fn default() -> Self {
        Self::new()
    }
}

impl sealed::Sealed for Simd128 {}

// This module is compiled only where the target has `simd128`.
impl Simd<f32> for Simd128 {
    type Vector = v128;

    const LANES: usize = 4;
    const REGISTERS: usize = Isa::Simd128.registers();

    #[inline(always)]
    fn splat(self, value: f32) -> v128 {
        f32x4_splat(value)
    }

    #[inline(always)]
    fn mul_add(self, a: v128, b: v128, c: v128) -> v128 {
        f32x4_add(f32x4_mul(a, b), c)
    }

    #[inline(always)]
    fn add(self, a: v128, b: v128) -> v128 {
        f32x4_add(a, b)
    }

    #[inline(always)]
    fn has_nan(self, vector: v128) -> bool {
        !i32x4_all_true(f32x4_eq(vector, vector))
    }

    #[inline(always)]
    unsafe fn load(self, source: *const f32) -> v128 {
        // SAFETY: the caller's (1): 4 elements.
        unsafe { memory::load(source) }
    }

    #[inline(always)]
    unsafe fn load_range(self, source: *const f32, first: usize, end: usize) -> v128 {
        // SAFETY: the caller's (1) and (2), with a stride of 1.
        unsafe { load_strided(self, source, 1, first, end) }
    }

    #[inline(always)]
    fn every_other(self, low: v128, high: v128) -> v128 {
        i32x4_shuffle::<0, 2, 5, 7>(low, high)
    }

    #[inline(always)]
    fn interleave(self, a: v128, b: v128) -> (v128, v128) {
        (i32x4_shuffle::<0, 4, 1, 5>(a, b), i32x4_shuffle::<2, 6, 3, 7>(a, b))
    }

    #[inline(always)]
    unsafe fn store(self, target: *mut f32, vector: v128) {
        // SAFETY: the caller's (1): 4 elements.
        unsafe { memory::store(target, vector) }
    }

    #[inline(always)]
    unsafe fn store_first(self, target: *mut f32, vector: v128, count: usize) {
        match count {
            0 => {}
            // SAFETY: the caller's (2): one element.
            1 => unsafe { v128_store32_lane::<0>(vector, target.cast()) },
            // SAFETY: the caller's (2): two elements.
            2 => unsafe { v128_store64_lane::<0>(vector, target.cast()) },
            3 => {
                // SAFETY: the caller's (2): two elements.
                unsafe { v128_store64_lane::<0>(vector, target.cast()) };
                // SAFETY: the caller's (2): the third.
                unsafe { v128_store32_lane::<2>(vector, target.wrapping_add(2).cast()) };
            }
            // SAFETY: the caller's (2): four elements.
            _ => unsafe { memory::store(target, vector) },
        }
    }

    #[inline(always)]
    unsafe fn store_columns(self, target: *mut f32, stride: usize, columns: [v128; 4], count: usize) {
        let [a, b, c, d] = columns;
        let (ab_low, ab_high) = (i32x4_shuffle::<0, 4, 1, 5>(a, b), i32x4_shuffle::<2, 6, 3, 7>(a, b));
        let (cd_low, cd_high) = (i32x4_shuffle::<0, 4, 1, 5>(c, d), i32x4_shuffle::<2, 6, 3, 7>(c, d));
        let rows = [
            i32x4_shuffle::<0, 1, 4, 5>(ab_low, cd_low),
            i32x4_shuffle::<2, 3, 6, 7>(ab_low, cd_low),
            i32x4_shuffle::<0, 1, 4, 5>(ab_high, cd_high),
            i32x4_shuffle::<2, 3, 6, 7>(ab_high, cd_high),
        ];
        for (j, row) in rows.into_iter().enumerate() {
            // SAFETY: the caller's (1) and (2), for lane `j < 4`.
            unsafe { self.store_first(target.wrapping_add(j * stride), row, count) };
        }
    }
}

impl Simd<f64> for Simd128 {
    type Vector = v128;

    const LANES: usize = 2;
    const REGISTERS: usize = Isa::Simd128.registers();

    #[inline(always)]
    fn splat(self, value: f64) -> v128 {
        f64x2_splat(value)
    }

    #[inline(always)]
    fn mul_add(self, a: v128, b: v128, c: v128) -> v128 {
        f64x2_add(f64x2_mul(a, b), c)
    }

    #[inline(always)]
    fn add(self, a: v128, b: v128) -> v128 {
        f64x2_add(a, b)
    }

    #[inline(always)]
    fn has_nan(self, vector: v128) -> bool {
        !i64x2_all_true(f64x2_eq(vector, vector))
    }

    #[inline(always)]
    unsafe fn load(self, source: *const f64) -> v128 {
        // SAFETY: the caller's (1): 2 elements.
        unsafe { memory::load(source) }
    }

    #[inline(always)]
    unsafe fn load_range(self, source: *const f64, first: usize, end: usize) -> v128 {
        // SAFETY: the caller's (1) and (2), with a stride of 1.
        unsafe { load_strided(self, source, 1, first, end) }
    }

    #[inline(always)]
    fn every_other(self, low: v128, high: v128) -> v128 {
        i64x2_shuffle::<0, 3>(low, high)
    }

    #[inline(always)]
    fn interleave(self, a: v128, b: v128) -> (v128, v128) {
        (i64x2_shuffle::<0, 2>(a, b), i64x2_shuffle::<1, 3>(a, b))
    }

    #[inline(always)]
    unsafe fn store(self, target: *mut f64, vector: v128) {
        // SAFETY: the caller's (1): 2 elements.
        unsafe { memory::store(target, vector) }
    }

    #[inline(always)]
    unsafe fn store_first(self, target: *mut f64, vector: v128, count: usize) {
        match count {
            0 => {}
            // SAFETY: the caller's (2): one element.
            1 => unsafe { v128_store64_lane::<0>(vector, target.cast()) },
            // SAFETY: the caller's (2): two elements.
            _ => unsafe { memory::store(target, vector) },
        }
    }

    #[inline(always)]
    unsafe fn store_columns(self, target: *mut f64, stride: usize, columns: [v128; 4], count: usize) {
        let [a, b, c, d] = columns;
        // The first two columns of both lanes, then the others.
        let ab = [i64x2_shuffle::<0, 2>(a, b), i64x2_shuffle::<1, 3>(a, b)];
        let cd = [i64x2_shuffle::<0, 2>(c, d), i64x2_shuffle::<1, 3>(c, d)];
        for (i, (ab, cd)) in ab.into_iter().zip(cd).enumerate() {
            let target = target.wrapping_add(i * stride);
            // SAFETY: the caller's (1) and (2), for lane `i < 2`.
            unsafe { Simd::<f64>::store_first(self, target, ab, count.min(2)) };
            // SAFETY: the caller's (1) and (2), for those after the first two.
            unsafe { Simd::<f64>::store_first(self, target.wrapping_add(2), cd, count.saturating_sub(2)) };
        }
    }
}
