//! SSE2, which every x86-64 has: 4 lanes of `f32`, 16 registers. It has no fused multiply-add, so
//! that products take a register, and no masks, so that lanes of parts of vectors are loaded one by
//! one.

use core::arch::x86_64::{
    __m128, __m128d, _mm_add_pd, _mm_add_ps, _mm_castps_pd, _mm_cmpunord_pd, _mm_cmpunord_ps, _mm_cvtsd_f64,
    _mm_movehl_ps, _mm_movemask_pd, _mm_movemask_ps, _mm_mul_pd, _mm_mul_ps, _mm_set1_pd, _mm_set1_ps, _mm_shuffle_pd,
    _mm_shuffle_ps, _mm_store_sd, _mm_store_ss, _mm_unpackhi_pd, _mm_unpackhi_ps, _mm_unpacklo_pd, _mm_unpacklo_ps,
};

use conv_geometry::Isa;

use super::{Simd, load_strided, sealed};
use crate::memory;

/// SSE2, which every x86-64 has.
#[derive(Clone, Copy, Debug)]
pub struct Sse2(());

impl Sse2 {
    /// The token.
    #[inline]
    #[must_use]
    pub const fn new() -> Self {
        Self(())
    }
}

impl Default for Sse2 {
    fn default() -> Self {
        Self::new()
    }
}

impl sealed::Sealed for Sse2 {}

// SAFETY of the intrinsics throughout: SSE2 is part of x86-64.
impl Simd<f32> for Sse2 {
    type Vector = __m128;

    const LANES: usize = 4;
    const REGISTERS: usize = Isa::Sse2.registers();
    const SPLIT: bool = true;

    #[inline(always)]
    fn splat(self, value: f32) -> __m128 {
        // SAFETY: SSE2.
        unsafe { _mm_set1_ps(value) }
    }

    #[inline(always)]
    fn mul_add(self, a: __m128, b: __m128, c: __m128) -> __m128 {
        // SAFETY: SSE2.
        unsafe { _mm_add_ps(_mm_mul_ps(a, b), c) }
    }

    #[inline(always)]
    fn add(self, a: __m128, b: __m128) -> __m128 {
        // SAFETY: SSE2.
        unsafe { _mm_add_ps(a, b) }
    }

    #[inline(always)]
    fn has_nan(self, vector: __m128) -> bool {
        // SAFETY: SSE2.
        unsafe { _mm_movemask_ps(_mm_cmpunord_ps(vector, vector)) != 0 }
    }

    #[inline(always)]
    unsafe fn load(self, source: *const f32) -> __m128 {
        // SAFETY: the caller's (1): 4 elements.
        unsafe { memory::load(source) }
    }

    #[inline(always)]
    unsafe fn load_range(self, source: *const f32, first: usize, end: usize) -> __m128 {
        // SAFETY: the caller's (1) and (2), with a stride of 1.
        unsafe { load_strided(self, source, 1, first, end) }
    }

    #[inline(always)]
    fn every_other(self, low: __m128, high: __m128) -> __m128 {
        // SAFETY: SSE2. Even lanes of `low`, odd lanes of `high`.
        unsafe { _mm_shuffle_ps::<0b11_01_10_00>(low, high) }
    }

    #[inline(always)]
    fn interleave(self, a: __m128, b: __m128) -> (__m128, __m128) {
        // SAFETY: SSE2.
        unsafe { (_mm_unpacklo_ps(a, b), _mm_unpackhi_ps(a, b)) }
    }

    #[inline(always)]
    unsafe fn store(self, target: *mut f32, vector: __m128) {
        // SAFETY: the caller's (1): 4 elements.
        unsafe { memory::store(target, vector) }
    }

    #[inline(always)]
    unsafe fn store_first(self, target: *mut f32, vector: __m128, count: usize) {
        // SAFETY: the caller's (1) and (2).
        unsafe { store_quarter(target, vector, count) }
    }

    #[inline(always)]
    unsafe fn store_columns(self, target: *mut f32, stride: usize, columns: [__m128; 4], count: usize) {
        let [a, b, c, d] = columns;
        // SAFETY: SSE2.
        let (ab_low, ab_high) = unsafe { (_mm_unpacklo_ps(a, b), _mm_unpackhi_ps(a, b)) };
        // SAFETY: SSE2.
        let (cd_low, cd_high) = unsafe { (_mm_unpacklo_ps(c, d), _mm_unpackhi_ps(c, d)) };
        // SAFETY: SSE2.
        let rows = unsafe {
            [
                _mm_shuffle_ps::<0x44>(ab_low, cd_low),
                _mm_shuffle_ps::<0xEE>(ab_low, cd_low),
                _mm_shuffle_ps::<0x44>(ab_high, cd_high),
                _mm_shuffle_ps::<0xEE>(ab_high, cd_high),
            ]
        };
        for (j, row) in rows.into_iter().enumerate() {
            // SAFETY: the caller's (1) and (2), for lane `j < 4`.
            unsafe { store_quarter(target.wrapping_add(j * stride), row, count) };
        }
    }
}

/// Writes the first `count` of four elements.
///
/// # Safety
///
/// 1. `count <= 4`.
/// 2. `target` to `target + count` may be written.
#[inline(always)]
pub(super) unsafe fn store_quarter(target: *mut f32, values: __m128, count: usize) {
    // SSE2 is part of x86-64. The first two are written as the `f64` that they are together, at any
    // alignment; the intrinsic `_mm_storel_pd` asks for that of an `f64`.
    match count {
        0 => {}
        // SAFETY: the caller's (2): one element.
        1 => unsafe { _mm_store_ss(target, values) },
        // SAFETY: the caller's (2): two elements.
        2 => unsafe { memory::store(target, _mm_cvtsd_f64(_mm_castps_pd(values))) },
        3 => {
            // SAFETY: the caller's (2): two elements.
            unsafe { memory::store(target, _mm_cvtsd_f64(_mm_castps_pd(values))) };
            // SAFETY: the caller's (2): the third.
            unsafe { _mm_store_ss(target.wrapping_add(2), _mm_movehl_ps(values, values)) };
        }
        // SAFETY: the caller's (2): four elements.
        _ => unsafe { memory::store(target, values) },
    }
}

// SAFETY of the intrinsics throughout: SSE2 is part of x86-64.
impl Simd<f64> for Sse2 {
    type Vector = __m128d;

    const LANES: usize = 2;
    const REGISTERS: usize = Isa::Sse2.registers();
    const SPLIT: bool = true;

    #[inline(always)]
    fn splat(self, value: f64) -> __m128d {
        // SAFETY: SSE2.
        unsafe { _mm_set1_pd(value) }
    }

    #[inline(always)]
    fn mul_add(self, a: __m128d, b: __m128d, c: __m128d) -> __m128d {
        // SAFETY: SSE2.
        unsafe { _mm_add_pd(_mm_mul_pd(a, b), c) }
    }

    #[inline(always)]
    fn add(self, a: __m128d, b: __m128d) -> __m128d {
        // SAFETY: SSE2.
        unsafe { _mm_add_pd(a, b) }
    }

    #[inline(always)]
    fn has_nan(self, vector: __m128d) -> bool {
        // SAFETY: SSE2.
        unsafe { _mm_movemask_pd(_mm_cmpunord_pd(vector, vector)) != 0 }
    }

    #[inline(always)]
    unsafe fn load(self, source: *const f64) -> __m128d {
        // SAFETY: the caller's (1): 2 elements.
        unsafe { memory::load(source) }
    }

    #[inline(always)]
    unsafe fn load_range(self, source: *const f64, first: usize, end: usize) -> __m128d {
        // SAFETY: the caller's (1) and (2), with a stride of 1.
        unsafe { load_strided(self, source, 1, first, end) }
    }

    #[inline(always)]
    fn every_other(self, low: __m128d, high: __m128d) -> __m128d {
        // SAFETY: SSE2. Lane 0 of `low`, lane 1 of `high`.
        unsafe { _mm_shuffle_pd::<0b10>(low, high) }
    }

    #[inline(always)]
    fn interleave(self, a: __m128d, b: __m128d) -> (__m128d, __m128d) {
        // SAFETY: SSE2.
        unsafe { (_mm_unpacklo_pd(a, b), _mm_unpackhi_pd(a, b)) }
    }

    #[inline(always)]
    unsafe fn store(self, target: *mut f64, vector: __m128d) {
        // SAFETY: the caller's (1): 2 elements.
        unsafe { memory::store(target, vector) }
    }

    #[inline(always)]
    unsafe fn store_first(self, target: *mut f64, vector: __m128d, count: usize) {
        // SAFETY: the caller's (1) and (2).
        unsafe { store_pair(target, vector, count) }
    }

    #[inline(always)]
    unsafe fn store_columns(self, target: *mut f64, stride: usize, columns: [__m128d; 4], count: usize) {
        let [a, b, c, d] = columns;
        // SAFETY: SSE2. The first two columns of both lanes.
        let ab = unsafe { [_mm_unpacklo_pd(a, b), _mm_unpackhi_pd(a, b)] };
        // SAFETY: SSE2. The others.
        let cd = unsafe { [_mm_unpacklo_pd(c, d), _mm_unpackhi_pd(c, d)] };
        for (i, (ab, cd)) in ab.into_iter().zip(cd).enumerate() {
            let target = target.wrapping_add(i * stride);
            // SAFETY: the caller's (1) and (2), for lane `i < 2`.
            unsafe { store_pair(target, ab, count.min(2)) };
            // SAFETY: the caller's (1) and (2), for those after the first two.
            unsafe { store_pair(target.wrapping_add(2), cd, count.saturating_sub(2)) };
        }
    }
}

/// Writes the first `count` of two elements.
///
/// # Safety
///
/// 1. `count <= 2`.
/// 2. `target` to `target + count` may be written.
#[inline(always)]
pub(super) unsafe fn store_pair(target: *mut f64, values: __m128d, count: usize) {
    match count {
        0 => {}
        // SAFETY: SSE2; the caller's (2): one element, at any address, since `movsd` asks for no
        // alignment.
        1 => unsafe { _mm_store_sd(target, values) },
        // SAFETY: SSE2; the caller's (2): two elements.
        _ => unsafe { memory::store(target, values) },
    }
}
