//! AVX-512: 16 lanes of `f32`, 32 registers, and a mask register for every load and store, so that
//! parts of vectors, at borders and at the ends of rows, take no more than whole ones. Stores past
//! the caches are of 64 bytes, a whole line.

use core::arch::x86_64::{
    __m512, __m512d, _CMP_UNORD_Q, _mm_sfence, _mm256_mask_storeu_pd, _mm512_add_pd, _mm512_add_ps,
    _mm512_castpd512_pd256, _mm512_castps512_ps128, _mm512_cmp_pd_mask, _mm512_cmp_ps_mask, _mm512_extractf32x4_ps,
    _mm512_extractf64x4_pd, _mm512_fmadd_pd, _mm512_fmadd_ps, _mm512_mask_storeu_pd, _mm512_mask_storeu_ps,
    _mm512_maskz_loadu_pd, _mm512_maskz_loadu_ps, _mm512_permutex2var_pd, _mm512_permutex2var_ps, _mm512_set1_pd,
    _mm512_set1_ps, _mm512_setr_epi32, _mm512_setr_epi64, _mm512_shuffle_f32x4, _mm512_shuffle_ps, _mm512_stream_ps,
    _mm512_unpackhi_pd, _mm512_unpackhi_ps, _mm512_unpacklo_pd, _mm512_unpacklo_ps,
};

use conv_geometry::Isa;

use super::sse2::store_quarter;
use super::{Simd, Streams, sealed};
use crate::memory;
use crate::pixel_lanes::put;

/// AVX-512 F, VL, BW and DQ, with AVX2 and FMA.
#[derive(Clone, Copy, Debug)]
pub struct Avx512(());

impl Avx512 {
    /// The token, where the CPU (or, without `std`, the compile target) has the instructions.
    #[inline]
    #[must_use]
    pub fn new() -> Option<Self> {
        Isa::Avx512.is_available().then_some(Self(()))
    }
}

impl sealed::Sealed for Avx512 {}

/// The mask of lanes `first..end` of sixteen.
#[inline(always)]
fn mask(first: usize, end: usize) -> u16 {
    // At most 16 lanes: the truncations keep every bit that is set.
    #[expect(clippy::cast_possible_truncation, reason = "both operands have at most 16 bits")]
    let below = |n: usize| ((1u32 << n) - 1) as u16;
    below(end) & !below(first)
}

// SAFETY of the intrinsics throughout: the token is the proof that the CPU has the instructions.
impl Simd<f32> for Avx512 {
    type Vector = __m512;

    const LANES: usize = 16;
    const REGISTERS: usize = Isa::Avx512.registers();
    const CLAIMS: bool = true;
    const COLUMNS: usize = 16;

    #[inline(always)]
    fn splat(self, value: f32) -> __m512 {
        // SAFETY: the token.
        unsafe { _mm512_set1_ps(value) }
    }

    #[inline(always)]
    fn mul_add(self, a: __m512, b: __m512, c: __m512) -> __m512 {
        // SAFETY: the token.
        unsafe { _mm512_fmadd_ps(a, b, c) }
    }

    #[inline(always)]
    fn add(self, a: __m512, b: __m512) -> __m512 {
        // SAFETY: the token.
        unsafe { _mm512_add_ps(a, b) }
    }

    #[inline(always)]
    fn has_nan(self, vector: __m512) -> bool {
        // SAFETY: the token.
        unsafe { _mm512_cmp_ps_mask::<_CMP_UNORD_Q>(vector, vector) != 0 }
    }

    #[inline(always)]
    unsafe fn load(self, source: *const f32) -> __m512 {
        // SAFETY: the token; the caller's (1): 16 elements.
        unsafe { memory::load(source) }
    }

    #[inline(always)]
    unsafe fn load_range(self, source: *const f32, first: usize, end: usize) -> __m512 {
        // SAFETY: the token; the caller's (2): masked lanes are not accessed.
        unsafe { _mm512_maskz_loadu_ps(mask(first, end), source) }
    }

    #[inline(always)]
    fn every_other(self, low: __m512, high: __m512) -> __m512 {
        // SAFETY: the token.
        let index = unsafe { _mm512_setr_epi32(0, 2, 4, 6, 8, 10, 12, 14, 17, 19, 21, 23, 25, 27, 29, 31) };
        // SAFETY: the token.
        unsafe { _mm512_permutex2var_ps(low, index, high) }
    }

    #[inline(always)]
    fn interleave(self, a: __m512, b: __m512) -> (__m512, __m512) {
        // SAFETY: the token.
        let (first, second) = unsafe {
            (
                _mm512_setr_epi32(0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23),
                _mm512_setr_epi32(8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31),
            )
        };
        // SAFETY: the token.
        unsafe { (_mm512_permutex2var_ps(a, first, b), _mm512_permutex2var_ps(a, second, b)) }
    }

    #[inline(always)]
    unsafe fn store(self, target: *mut f32, vector: __m512) {
        // SAFETY: the token; the caller's (1): 16 elements.
        unsafe { memory::store(target, vector) }
    }

    #[inline(always)]
    unsafe fn store_first(self, target: *mut f32, vector: __m512, count: usize) {
        // SAFETY: the token; the caller's (2): masked lanes are not accessed.
        unsafe { _mm512_mask_storeu_ps(target, mask(0, count), vector) }
    }

    #[inline(always)]
    unsafe fn store_columns(self, target: *mut f32, stride: usize, columns: [__m512; 4], count: usize) {
        for (j, row) in four_rows(self, columns).into_iter().enumerate() {
            // SAFETY: the token.
            let quarters = unsafe {
                [
                    _mm512_castps512_ps128(row),
                    _mm512_extractf32x4_ps::<1>(row),
                    _mm512_extractf32x4_ps::<2>(row),
                    _mm512_extractf32x4_ps::<3>(row),
                ]
            };
            for (quarter, values) in quarters.into_iter().enumerate() {
                // SAFETY: the caller's (1) and (2), for lane `4 * quarter + j < 16`.
                unsafe { store_quarter(target.wrapping_add((4 * quarter + j) * stride), values, count) };
            }
        }
    }

    #[inline(always)]
    unsafe fn store_block(self, target: *mut f32, stride: usize, columns: [__m512; 16], count: usize) {
        let rows = transposed(self, columns, count);
        for (lane, row) in rows.into_iter().enumerate() {
            // SAFETY: the caller's (1) and (2), for lane `lane < 16`.
            unsafe { put(self, target.wrapping_add(lane * stride), row, 1, count) };
        }
    }

    #[inline(always)]
    unsafe fn transpose(self, source: *const f32, pitch: usize, target: *mut f32, stride: usize) {
        // SAFETY: (1) the caller's (1).
        let columns = unsafe { columns(self, source, pitch) };
        // SAFETY: (1) 16; (2) the caller's (2).
        unsafe { self.store_block(target, stride, columns, 16) };
    }

    #[inline(always)]
    unsafe fn stream(
        self,
        _streams: &Streams<f32, Self>,
        source: *const f32,
        pitch: usize,
        target: *mut f32,
        stride: usize,
    ) {
        const LINE: usize = 64;
        if cfg!(miri) || !target.addr().is_multiple_of(LINE) || !(stride * size_of::<f32>()).is_multiple_of(LINE) {
            // SAFETY: the caller's (1) and (2).
            unsafe { self.transpose(source, pitch, target, stride) };
            return;
        }
        // SAFETY: (1) the caller's (1).
        let columns = unsafe { columns(self, source, pitch) };
        for (lane, row) in transposed(self, columns, 16).into_iter().enumerate() {
            // SAFETY: the token; the caller's (2): 16 elements, whose address is a multiple of 64
            // bytes. They are written before anyone else reads them: the caller's (3), and `drain`.
            unsafe { _mm512_stream_ps(target.wrapping_add(lane * stride), row) };
        }
    }

    #[inline(always)]
    fn drain(self) {
        // SAFETY: part of SSE.
        #[cfg(not(miri))]
        unsafe {
            _mm_sfence();
        }
    }
}

/// Reads 16 columns, `pitch` elements apart.
///
/// # Safety
///
/// 1. For every `j` in `0..16`, 16 elements from `source + j * pitch` on lie within one allocation
///    and are initialised.
#[inline(always)]
unsafe fn columns(simd: Avx512, source: *const f32, pitch: usize) -> [__m512; 16] {
    let mut columns = [simd.splat(0.0_f32); 16];
    for (j, column) in columns.iter_mut().enumerate() {
        // SAFETY: (1) the caller's (1).
        *column = unsafe { simd.load(source.wrapping_add(j * pitch)) };
    }
    columns
}

/// Transposes 16 x 16, but that row `lane` has columns `0..count` only: row `lane` then holds that
/// lane of all columns.
#[inline(always)]
fn transposed(token: Avx512, columns: [__m512; 16], count: usize) -> [__m512; 16] {
    let four = |i: usize| [columns[i], columns[i + 1], columns[i + 2], columns[i + 3]];
    let [first, second, third, fourth] =
        [four_rows(token, four(0)), four_rows(token, four(4)), four_rows(token, four(8)), four_rows(token, four(12))];
    let mut rows = columns;
    for row in 0..4 {
        // Quarter `q` of each of the four is a quarter of lane `4 * q + row`: transpose the
        // quarters. SAFETY: the token.
        let [low, high] = unsafe {
            [
                _mm512_shuffle_f32x4::<0x44>(first[row], second[row]),
                _mm512_shuffle_f32x4::<0xEE>(first[row], second[row]),
            ]
        };
        let [low_after, high_after] = if count <= 8 {
            [low, high]
        } else {
            // SAFETY: the token.
            unsafe {
                [
                    _mm512_shuffle_f32x4::<0x44>(third[row], fourth[row]),
                    _mm512_shuffle_f32x4::<0xEE>(third[row], fourth[row]),
                ]
            }
        };
        // SAFETY: the token.
        unsafe {
            rows[row] = _mm512_shuffle_f32x4::<0x88>(low, low_after);
            rows[4 + row] = _mm512_shuffle_f32x4::<0xDD>(low, low_after);
            rows[8 + row] = _mm512_shuffle_f32x4::<0x88>(high, high_after);
            rows[12 + row] = _mm512_shuffle_f32x4::<0xDD>(high, high_after);
        }
    }
    rows
}

/// Transposes 4 x 4 within each quarter: row `j` then holds lane `4 * quarter + j` of the four
/// columns.
#[inline(always)]
fn four_rows(_token: Avx512, [a, b, c, d]: [__m512; 4]) -> [__m512; 4] {
    // SAFETY: the token.
    let (ab_low, ab_high) = unsafe { (_mm512_unpacklo_ps(a, b), _mm512_unpackhi_ps(a, b)) };
    // SAFETY: the token.
    let (cd_low, cd_high) = unsafe { (_mm512_unpacklo_ps(c, d), _mm512_unpackhi_ps(c, d)) };
    // SAFETY: the token.
    unsafe {
        [
            _mm512_shuffle_ps::<0x44>(ab_low, cd_low),
            _mm512_shuffle_ps::<0xEE>(ab_low, cd_low),
            _mm512_shuffle_ps::<0x44>(ab_high, cd_high),
            _mm512_shuffle_ps::<0xEE>(ab_high, cd_high),
        ]
    }
}

/// The mask of lanes `first..end` of eight.
#[inline(always)]
fn mask_wide(first: usize, end: usize) -> u8 {
    #[expect(clippy::cast_possible_truncation, reason = "at most 8 lanes, so no higher bit is set")]
    let mask = mask(first, end) as u8;
    mask
}

// SAFETY of the intrinsics throughout: the token is the proof that the CPU has the instructions.
impl Simd<f64> for Avx512 {
    type Vector = __m512d;

    const LANES: usize = 8;
    const REGISTERS: usize = Isa::Avx512.registers();
    const CLAIMS: bool = true;

    #[inline(always)]
    fn splat(self, value: f64) -> __m512d {
        // SAFETY: the token.
        unsafe { _mm512_set1_pd(value) }
    }

    #[inline(always)]
    fn mul_add(self, a: __m512d, b: __m512d, c: __m512d) -> __m512d {
        // SAFETY: the token.
        unsafe { _mm512_fmadd_pd(a, b, c) }
    }

    #[inline(always)]
    fn add(self, a: __m512d, b: __m512d) -> __m512d {
        // SAFETY: the token.
        unsafe { _mm512_add_pd(a, b) }
    }

    #[inline(always)]
    fn has_nan(self, vector: __m512d) -> bool {
        // SAFETY: the token.
        unsafe { _mm512_cmp_pd_mask::<_CMP_UNORD_Q>(vector, vector) != 0 }
    }

    #[inline(always)]
    unsafe fn load(self, source: *const f64) -> __m512d {
        // SAFETY: the token; the caller's (1): 8 elements.
        unsafe { memory::load(source) }
    }

    #[inline(always)]
    unsafe fn load_range(self, source: *const f64, first: usize, end: usize) -> __m512d {
        // SAFETY: the token; the caller's (2): masked lanes are not accessed.
        unsafe { _mm512_maskz_loadu_pd(mask_wide(first, end), source) }
    }

    #[inline(always)]
    fn every_other(self, low: __m512d, high: __m512d) -> __m512d {
        // SAFETY: the token.
        let index = unsafe { _mm512_setr_epi64(0, 2, 4, 6, 9, 11, 13, 15) };
        // SAFETY: the token.
        unsafe { _mm512_permutex2var_pd(low, index, high) }
    }

    #[inline(always)]
    fn interleave(self, a: __m512d, b: __m512d) -> (__m512d, __m512d) {
        // SAFETY: the token.
        let (first, second) =
            unsafe { (_mm512_setr_epi64(0, 8, 1, 9, 2, 10, 3, 11), _mm512_setr_epi64(4, 12, 5, 13, 6, 14, 7, 15)) };
        // SAFETY: the token.
        unsafe { (_mm512_permutex2var_pd(a, first, b), _mm512_permutex2var_pd(a, second, b)) }
    }

    #[inline(always)]
    unsafe fn store(self, target: *mut f64, vector: __m512d) {
        // SAFETY: the token; the caller's (1): 8 elements.
        unsafe { memory::store(target, vector) }
    }

    #[inline(always)]
    unsafe fn store_first(self, target: *mut f64, vector: __m512d, count: usize) {
        // SAFETY: the token; the caller's (2): masked lanes are not accessed.
        unsafe { _mm512_mask_storeu_pd(target, mask_wide(0, count), vector) }
    }

    #[inline(always)]
    unsafe fn store_columns(self, target: *mut f64, stride: usize, columns: [__m512d; 4], count: usize) {
        let [a, b, c, d] = columns;
        // Within each quarter, transpose 2 x 2; then quarters that belong to one row meet, two rows
        // in a vector. SAFETY: the token.
        let (ab_even, ab_odd) = unsafe { (_mm512_unpacklo_pd(a, b), _mm512_unpackhi_pd(a, b)) };
        // SAFETY: the token.
        let (cd_even, cd_odd) = unsafe { (_mm512_unpacklo_pd(c, d), _mm512_unpackhi_pd(c, d)) };
        // SAFETY: the token.
        let (first, second) =
            unsafe { (_mm512_setr_epi64(0, 1, 8, 9, 2, 3, 10, 11), _mm512_setr_epi64(4, 5, 12, 13, 6, 7, 14, 15)) };
        // SAFETY: the token. Rows 0 and 2, 1 and 3, 4 and 6, 5 and 7.
        let pairs = unsafe {
            [
                _mm512_permutex2var_pd(ab_even, first, cd_even),
                _mm512_permutex2var_pd(ab_odd, first, cd_odd),
                _mm512_permutex2var_pd(ab_even, second, cd_even),
                _mm512_permutex2var_pd(ab_odd, second, cd_odd),
            ]
        };
        for (j, pair) in pairs.into_iter().enumerate() {
            // SAFETY: the token.
            let rows = unsafe { [_mm512_castpd512_pd256(pair), _mm512_extractf64x4_pd::<1>(pair)] };
            for (half, row) in rows.into_iter().enumerate() {
                let lane = j / 2 * 4 + j % 2 + 2 * half;
                let target = target.wrapping_add(lane * stride);
                // SAFETY: the token; the caller's (1) and (2), for lane `lane < 8`.
                unsafe { _mm256_mask_storeu_pd(target, mask_wide(0, count), row) };
            }
        }
    }
}
