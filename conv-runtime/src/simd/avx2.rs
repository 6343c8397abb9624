//! AVX2 with FMA: 8 lanes of `f32`, 16 registers. Masks of loads are vectors, made by comparing the
//! numbers of the lanes; parts of vectors are stored in halves, quarters and pairs.

use core::arch::x86_64::{
    __m256, __m256d, __m256i, _CMP_UNORD_Q, _mm256_add_pd, _mm256_add_ps, _mm256_and_si256, _mm256_castpd_ps,
    _mm256_castpd256_pd128, _mm256_castps_pd, _mm256_castps128_ps256, _mm256_castps256_ps128, _mm256_cmp_pd,
    _mm256_cmp_ps, _mm256_cmpgt_epi32, _mm256_cmpgt_epi64, _mm256_extractf128_pd, _mm256_extractf128_ps,
    _mm256_fmadd_pd, _mm256_fmadd_ps, _mm256_insertf128_ps, _mm256_maskload_pd, _mm256_maskload_ps, _mm256_movemask_pd,
    _mm256_movemask_ps, _mm256_permute2f128_pd, _mm256_permute2f128_ps, _mm256_permute4x64_pd, _mm256_set1_epi32,
    _mm256_set1_epi64x, _mm256_set1_pd, _mm256_set1_ps, _mm256_setr_epi32, _mm256_setr_epi64x, _mm256_shuffle_pd,
    _mm256_shuffle_ps, _mm256_unpackhi_pd, _mm256_unpackhi_ps, _mm256_unpacklo_pd, _mm256_unpacklo_ps,
};

use conv_geometry::Isa;

use super::sse2::{store_pair, store_quarter};
use super::{Simd, sealed};
use crate::memory;

/// AVX2 and FMA.
#[derive(Clone, Copy, Debug)]
pub struct Avx2(());

impl Avx2 {
    /// The token, where the CPU (or, without `std`, the compile target) has the instructions.
    #[inline]
    #[must_use]
    pub fn new() -> Option<Self> {
        Isa::Avx2.is_available().then_some(Self(()))
    }
}

impl sealed::Sealed for Avx2 {}

/// All bits set in lanes `first..end` of eight.
#[inline(always)]
fn mask(_token: Avx2, first: usize, end: usize) -> __m256i {
    #[expect(clippy::cast_possible_truncation, clippy::cast_possible_wrap, reason = "at most 8 lanes")]
    let (first, end) = (first as i32, end as i32);
    // SAFETY: the token is the proof that the CPU has the instructions.
    unsafe {
        let lane = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);
        let from = _mm256_cmpgt_epi32(lane, _mm256_set1_epi32(first - 1));
        let to = _mm256_cmpgt_epi32(_mm256_set1_epi32(end), lane);
        _mm256_and_si256(from, to)
    }
}

// SAFETY of the intrinsics throughout: the token is the proof that the CPU has the instructions.
impl Simd<f32> for Avx2 {
    type Vector = __m256;

    const LANES: usize = 8;
    const REGISTERS: usize = Isa::Avx2.registers();
    const CLAIMS: bool = true;
    const COLUMNS: usize = 8;

    #[inline(always)]
    fn splat(self, value: f32) -> __m256 {
        // SAFETY: the token.
        unsafe { _mm256_set1_ps(value) }
    }

    #[inline(always)]
    fn mul_add(self, a: __m256, b: __m256, c: __m256) -> __m256 {
        // SAFETY: the token.
        unsafe { _mm256_fmadd_ps(a, b, c) }
    }

    #[inline(always)]
    fn add(self, a: __m256, b: __m256) -> __m256 {
        // SAFETY: the token.
        unsafe { _mm256_add_ps(a, b) }
    }

    #[inline(always)]
    fn has_nan(self, vector: __m256) -> bool {
        // SAFETY: the token.
        unsafe { _mm256_movemask_ps(_mm256_cmp_ps::<_CMP_UNORD_Q>(vector, vector)) != 0 }
    }

    #[inline(always)]
    unsafe fn load(self, source: *const f32) -> __m256 {
        // SAFETY: the token; the caller's (1): 8 elements.
        unsafe { memory::load(source) }
    }

    #[inline(always)]
    unsafe fn load_range(self, source: *const f32, first: usize, end: usize) -> __m256 {
        // SAFETY: the token; the caller's (2): masked lanes are not accessed.
        unsafe { _mm256_maskload_ps(source, mask(self, first, end)) }
    }

    #[inline(always)]
    fn every_other(self, low: __m256, high: __m256) -> __m256 {
        // Even lanes of `low` and odd lanes of `high`, per half: 0 2 9 11 | 4 6 13 15.
        // SAFETY: the token.
        let mixed = unsafe { _mm256_shuffle_ps::<0b11_01_10_00>(low, high) };
        // SAFETY: the token.
        unsafe { _mm256_castpd_ps(_mm256_permute4x64_pd::<0b11_01_10_00>(_mm256_castps_pd(mixed))) }
    }

    #[inline(always)]
    fn interleave(self, a: __m256, b: __m256) -> (__m256, __m256) {
        // SAFETY: the token. Within each half: a0 b0 a1 b1 | a4 b4 a5 b5, a2 b2 a3 b3 | a6 b6 a7
        // b7.
        let (low, high) = unsafe { (_mm256_unpacklo_ps(a, b), _mm256_unpackhi_ps(a, b)) };
        // SAFETY: the token. The first halves, and the second ones.
        unsafe { (_mm256_permute2f128_ps::<0x20>(low, high), _mm256_permute2f128_ps::<0x31>(low, high)) }
    }

    #[inline(always)]
    unsafe fn store(self, target: *mut f32, vector: __m256) {
        // SAFETY: the token; the caller's (1): 8 elements.
        unsafe { memory::store(target, vector) }
    }

    #[inline(always)]
    unsafe fn store_first(self, target: *mut f32, vector: __m256, count: usize) {
        // Not a masked store: those take dozens of cycles on some CPUs.
        // SAFETY: the token.
        let (low, high) = unsafe { (_mm256_castps256_ps128(vector), _mm256_extractf128_ps::<1>(vector)) };
        // SAFETY: the caller's (1) and (2).
        unsafe { store_quarter(target, low, count.min(4)) };
        // SAFETY: the caller's (1) and (2), for those after the first four.
        unsafe { store_quarter(target.wrapping_add(4), high, count.saturating_sub(4)) };
    }

    #[inline(always)]
    unsafe fn store_columns(self, target: *mut f32, stride: usize, columns: [__m256; 4], count: usize) {
        for (j, row) in four_rows(self, columns).into_iter().enumerate() {
            // SAFETY: the token.
            let halves = unsafe { [_mm256_castps256_ps128(row), _mm256_extractf128_ps::<1>(row)] };
            for (half, values) in halves.into_iter().enumerate() {
                // SAFETY: the caller's (1) and (2), for lane `4 * half + j < 8`.
                unsafe { store_quarter(target.wrapping_add((4 * half + j) * stride), values, count) };
            }
        }
    }

    #[inline(always)]
    unsafe fn transpose(self, source: *const f32, pitch: usize, target: *mut f32, stride: usize) {
        for half in 0..2 {
            let source = source.wrapping_add(4 * half);
            let mut pairs = [self.splat(0.0_f32); 4];
            for (j, pair) in pairs.iter_mut().enumerate() {
                // Half of columns `j` and `j + 4`, put together as they are read: no shuffle.
                // SAFETY: the token; the caller's (1): 4 elements of column `j`.
                let low = unsafe { _mm256_castps128_ps256(memory::load(source.wrapping_add(j * pitch))) };
                // SAFETY: the token; the caller's (1): 4 elements of column `j + 4`.
                *pair = unsafe { _mm256_insertf128_ps::<1>(low, memory::load(source.wrapping_add((j + 4) * pitch))) };
            }
            for (j, row) in four_rows(self, pairs).into_iter().enumerate() {
                // SAFETY: (1) the caller's (2), for lane `4 * half + j < 8` of eight columns.
                unsafe { self.store(target.wrapping_add((4 * half + j) * stride), row) };
            }
        }
    }
}

/// Transposes 4 x 4 within each half: row `j` holds lanes `j` and `j + 4` of four columns.
#[inline(always)]
fn four_rows(_token: Avx2, [a, b, c, d]: [__m256; 4]) -> [__m256; 4] {
    // SAFETY: the token.
    let (ab_low, ab_high) = unsafe { (_mm256_unpacklo_ps(a, b), _mm256_unpackhi_ps(a, b)) };
    // SAFETY: the token.
    let (cd_low, cd_high) = unsafe { (_mm256_unpacklo_ps(c, d), _mm256_unpackhi_ps(c, d)) };
    // SAFETY: the token.
    unsafe {
        [
            _mm256_shuffle_ps::<0x44>(ab_low, cd_low),
            _mm256_shuffle_ps::<0xEE>(ab_low, cd_low),
            _mm256_shuffle_ps::<0x44>(ab_high, cd_high),
            _mm256_shuffle_ps::<0xEE>(ab_high, cd_high),
        ]
    }
}

/// All bits set in lanes `first..end` of four.
#[inline(always)]
fn mask_wide(_token: Avx2, first: usize, end: usize) -> __m256i {
    #[expect(clippy::cast_possible_wrap, reason = "at most 4 lanes")]
    let (first, end) = (first as i64, end as i64);
    // SAFETY: the token is the proof that the CPU has the instructions.
    unsafe {
        let lane = _mm256_setr_epi64x(0, 1, 2, 3);
        let from = _mm256_cmpgt_epi64(lane, _mm256_set1_epi64x(first - 1));
        let to = _mm256_cmpgt_epi64(_mm256_set1_epi64x(end), lane);
        _mm256_and_si256(from, to)
    }
}

// SAFETY of the intrinsics throughout: the token is the proof that the CPU has the instructions.
impl Simd<f64> for Avx2 {
    type Vector = __m256d;

    const LANES: usize = 4;
    const REGISTERS: usize = Isa::Avx2.registers();
    const CLAIMS: bool = true;

    #[inline(always)]
    fn splat(self, value: f64) -> __m256d {
        // SAFETY: the token.
        unsafe { _mm256_set1_pd(value) }
    }

    #[inline(always)]
    fn mul_add(self, a: __m256d, b: __m256d, c: __m256d) -> __m256d {
        // SAFETY: the token.
        unsafe { _mm256_fmadd_pd(a, b, c) }
    }

    #[inline(always)]
    fn add(self, a: __m256d, b: __m256d) -> __m256d {
        // SAFETY: the token.
        unsafe { _mm256_add_pd(a, b) }
    }

    #[inline(always)]
    fn has_nan(self, vector: __m256d) -> bool {
        // SAFETY: the token.
        unsafe { _mm256_movemask_pd(_mm256_cmp_pd::<_CMP_UNORD_Q>(vector, vector)) != 0 }
    }

    #[inline(always)]
    unsafe fn load(self, source: *const f64) -> __m256d {
        // SAFETY: the token; the caller's (1): 4 elements.
        unsafe { memory::load(source) }
    }

    #[inline(always)]
    unsafe fn load_range(self, source: *const f64, first: usize, end: usize) -> __m256d {
        // SAFETY: the token; the caller's (2): masked lanes are not accessed.
        unsafe { _mm256_maskload_pd(source, mask_wide(self, first, end)) }
    }

    #[inline(always)]
    fn every_other(self, low: __m256d, high: __m256d) -> __m256d {
        // Even lanes of `low` and odd lanes of `high`, per half: 0 5 | 2 7.
        // SAFETY: the token.
        let mixed = unsafe { _mm256_shuffle_pd::<0b1010>(low, high) };
        // SAFETY: the token.
        unsafe { _mm256_permute4x64_pd::<0b11_01_10_00>(mixed) }
    }

    #[inline(always)]
    fn interleave(self, a: __m256d, b: __m256d) -> (__m256d, __m256d) {
        // SAFETY: the token. Within each half: a0 b0 | a2 b2, a1 b1 | a3 b3.
        let (low, high) = unsafe { (_mm256_unpacklo_pd(a, b), _mm256_unpackhi_pd(a, b)) };
        // SAFETY: the token. The first halves, and the second ones.
        unsafe { (_mm256_permute2f128_pd::<0x20>(low, high), _mm256_permute2f128_pd::<0x31>(low, high)) }
    }

    #[inline(always)]
    unsafe fn store(self, target: *mut f64, vector: __m256d) {
        // SAFETY: the token; the caller's (1): 4 elements.
        unsafe { memory::store(target, vector) }
    }

    #[inline(always)]
    unsafe fn store_first(self, target: *mut f64, vector: __m256d, count: usize) {
        if count >= 4 {
            // SAFETY: the caller's (1): 4 elements.
            return unsafe { self.store(target, vector) };
        }
        // SAFETY: the token.
        let (low, high) = unsafe { (_mm256_castpd256_pd128(vector), _mm256_extractf128_pd::<1>(vector)) };
        // SAFETY: the caller's (1) and (2).
        unsafe { store_pair(target, low, count.min(2)) };
        // SAFETY: the caller's (1) and (2), for those after the first two.
        unsafe { store_pair(target.wrapping_add(2), high, count.saturating_sub(2)) };
    }

    #[inline(always)]
    unsafe fn store_columns(self, target: *mut f64, stride: usize, columns: [__m256d; 4], count: usize) {
        let [a, b, c, d] = columns;
        // Within each half, transpose 2 x 2; then halves that belong to one row meet.
        // SAFETY: the token.
        let (ab_even, ab_odd) = unsafe { (_mm256_unpacklo_pd(a, b), _mm256_unpackhi_pd(a, b)) };
        // SAFETY: the token.
        let (cd_even, cd_odd) = unsafe { (_mm256_unpacklo_pd(c, d), _mm256_unpackhi_pd(c, d)) };
        // SAFETY: the token.
        let rows = unsafe {
            [
                _mm256_permute2f128_pd::<0x20>(ab_even, cd_even),
                _mm256_permute2f128_pd::<0x20>(ab_odd, cd_odd),
                _mm256_permute2f128_pd::<0x31>(ab_even, cd_even),
                _mm256_permute2f128_pd::<0x31>(ab_odd, cd_odd),
            ]
        };
        for (i, row) in rows.into_iter().enumerate() {
            // SAFETY: the caller's (1) and (2), for lane `i < 4`.
            unsafe { self.store_first(target.wrapping_add(i * stride), row, count) };
        }
    }
}
