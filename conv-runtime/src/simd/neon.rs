//! NEON: 4 lanes of `f32`, 32 registers, with fused multiply-add and without masks: lanes of parts
//! of vectors are loaded one by one.

use core::arch::aarch64::{
    float32x4_t, float64x2_t, vaddq_f32, vaddq_f64, vceqq_f32, vceqq_f64, vcombine_f32, vcopyq_laneq_f64, vdupq_n_f32,
    vdupq_n_f64, vfmaq_f32, vfmaq_f64, vget_low_f32, vgetq_lane_u64, vminvq_u32, vreinterpretq_f32_f64,
    vreinterpretq_f64_f32, vst1q_lane_f32, vst1q_lane_f64, vtrn1q_f32, vtrn1q_f64, vtrn2q_f32, vtrn2q_f64, vuzp1q_f32,
    vuzp2q_f32, vzip1q_f32, vzip1q_f64, vzip2q_f32, vzip2q_f64,
};

use conv_geometry::Isa;

use super::{Simd, load_strided, sealed};
use crate::memory;

/// NEON, with fused multiply-add.
#[derive(Clone, Copy, Debug)]
pub struct Neon(());

impl Neon {
    /// The token.
    #[inline]
    #[must_use]
    pub const fn new() -> Self {
        Self(())
    }
}

impl Default for Neon {
    fn default() -> Self {
        Self::new()
    }
}

impl sealed::Sealed for Neon {}

// SAFETY of the intrinsics throughout: this module is compiled only where the target has NEON.
impl Simd<f32> for Neon {
    type Vector = float32x4_t;

    const LANES: usize = 4;
    const REGISTERS: usize = Isa::Neon.registers();

    #[inline(always)]
    fn splat(self, value: f32) -> float32x4_t {
        // SAFETY: NEON.
        unsafe { vdupq_n_f32(value) }
    }

    #[inline(always)]
    fn mul_add(self, a: float32x4_t, b: float32x4_t, c: float32x4_t) -> float32x4_t {
        // SAFETY: NEON.
        unsafe { vfmaq_f32(c, a, b) }
    }

    #[inline(always)]
    fn add(self, a: float32x4_t, b: float32x4_t) -> float32x4_t {
        // SAFETY: NEON.
        unsafe { vaddq_f32(a, b) }
    }

    #[inline(always)]
    fn has_nan(self, vector: float32x4_t) -> bool {
        // SAFETY: NEON.
        unsafe { vminvq_u32(vceqq_f32(vector, vector)) == 0 }
    }

    #[inline(always)]
    unsafe fn load(self, source: *const f32) -> float32x4_t {
        // SAFETY: the caller's (1): 4 elements.
        unsafe { memory::load(source) }
    }

    #[inline(always)]
    unsafe fn load_range(self, source: *const f32, first: usize, end: usize) -> float32x4_t {
        // SAFETY: the caller's (1) and (2), with a stride of 1.
        unsafe { load_strided(self, source, 1, first, end) }
    }

    #[inline(always)]
    fn every_other(self, low: float32x4_t, high: float32x4_t) -> float32x4_t {
        // SAFETY: NEON. Even lanes of `low`, odd lanes of `high`.
        let (even, odd) = unsafe { (vuzp1q_f32(low, low), vuzp2q_f32(high, high)) };
        // SAFETY: NEON.
        unsafe { vcombine_f32(vget_low_f32(even), vget_low_f32(odd)) }
    }

    #[inline(always)]
    fn interleave(self, a: float32x4_t, b: float32x4_t) -> (float32x4_t, float32x4_t) {
        // SAFETY: NEON.
        unsafe { (vzip1q_f32(a, b), vzip2q_f32(a, b)) }
    }

    #[inline(always)]
    unsafe fn store(self, target: *mut f32, vector: float32x4_t) {
        // SAFETY: the caller's (1): 4 elements.
        unsafe { memory::store(target, vector) }
    }

    #[inline(always)]
    unsafe fn store_first(self, target: *mut f32, vector: float32x4_t, count: usize) {
        match count {
            0 => {}
            // SAFETY: the caller's (2): one element.
            1 => unsafe { vst1q_lane_f32::<0>(target, vector) },
            // SAFETY: the caller's (2): two elements.
            2 => unsafe { memory::store(target, vget_low_f32(vector)) },
            3 => {
                // SAFETY: the caller's (2): two elements.
                unsafe { memory::store(target, vget_low_f32(vector)) };
                // SAFETY: the caller's (2): the third.
                unsafe { vst1q_lane_f32::<2>(target.wrapping_add(2), vector) };
            }
            // SAFETY: the caller's (2): four elements.
            _ => unsafe { memory::store(target, vector) },
        }
    }

    #[inline(always)]
    unsafe fn store_columns(self, target: *mut f32, stride: usize, columns: [float32x4_t; 4], count: usize) {
        let [a, b, c, d] = columns;
        // SAFETY: NEON. Pairs of lanes: a0 b0 a2 b2, a1 b1 a3 b3.
        let (ab_even, ab_odd) = unsafe { (vtrn1q_f32(a, b), vtrn2q_f32(a, b)) };
        // SAFETY: NEON.
        let (cd_even, cd_odd) = unsafe { (vtrn1q_f32(c, d), vtrn2q_f32(c, d)) };
        // SAFETY: NEON.
        let [ab_even, ab_odd, cd_even, cd_odd] = unsafe {
            [
                vreinterpretq_f64_f32(ab_even),
                vreinterpretq_f64_f32(ab_odd),
                vreinterpretq_f64_f32(cd_even),
                vreinterpretq_f64_f32(cd_odd),
            ]
        };
        // SAFETY: NEON.
        let rows = unsafe {
            [
                vreinterpretq_f32_f64(vtrn1q_f64(ab_even, cd_even)),
                vreinterpretq_f32_f64(vtrn1q_f64(ab_odd, cd_odd)),
                vreinterpretq_f32_f64(vtrn2q_f64(ab_even, cd_even)),
                vreinterpretq_f32_f64(vtrn2q_f64(ab_odd, cd_odd)),
            ]
        };
        for (j, row) in rows.into_iter().enumerate() {
            // SAFETY: the caller's (1) and (2), for lane `j < 4`.
            unsafe { self.store_first(target.wrapping_add(j * stride), row, count) };
        }
    }
}

// SAFETY of the intrinsics throughout: this module is compiled only where the target has NEON.
impl Simd<f64> for Neon {
    type Vector = float64x2_t;

    const LANES: usize = 2;
    const REGISTERS: usize = Isa::Neon.registers();

    #[inline(always)]
    fn splat(self, value: f64) -> float64x2_t {
        // SAFETY: NEON.
        unsafe { vdupq_n_f64(value) }
    }

    #[inline(always)]
    fn mul_add(self, a: float64x2_t, b: float64x2_t, c: float64x2_t) -> float64x2_t {
        // SAFETY: NEON.
        unsafe { vfmaq_f64(c, a, b) }
    }

    #[inline(always)]
    fn add(self, a: float64x2_t, b: float64x2_t) -> float64x2_t {
        // SAFETY: NEON.
        unsafe { vaddq_f64(a, b) }
    }

    #[inline(always)]
    fn has_nan(self, vector: float64x2_t) -> bool {
        // SAFETY: NEON.
        unsafe {
            (vgetq_lane_u64::<0>(vceqq_f64(vector, vector)) & vgetq_lane_u64::<1>(vceqq_f64(vector, vector))) == 0
        }
    }

    #[inline(always)]
    unsafe fn load(self, source: *const f64) -> float64x2_t {
        // SAFETY: the caller's (1): 2 elements.
        unsafe { memory::load(source) }
    }

    #[inline(always)]
    unsafe fn load_range(self, source: *const f64, first: usize, end: usize) -> float64x2_t {
        // SAFETY: the caller's (1) and (2), with a stride of 1.
        unsafe { load_strided(self, source, 1, first, end) }
    }

    #[inline(always)]
    fn every_other(self, low: float64x2_t, high: float64x2_t) -> float64x2_t {
        // SAFETY: NEON. Lane 0 of `low`, lane 1 of `high`.
        unsafe { vcopyq_laneq_f64::<1, 1>(low, high) }
    }

    #[inline(always)]
    fn interleave(self, a: float64x2_t, b: float64x2_t) -> (float64x2_t, float64x2_t) {
        // SAFETY: NEON.
        unsafe { (vzip1q_f64(a, b), vzip2q_f64(a, b)) }
    }

    #[inline(always)]
    unsafe fn store(self, target: *mut f64, vector: float64x2_t) {
        // SAFETY: the caller's (1): 2 elements.
        unsafe { memory::store(target, vector) }
    }

    #[inline(always)]
    unsafe fn store_first(self, target: *mut f64, vector: float64x2_t, count: usize) {
        match count {
            0 => {}
            // SAFETY: the caller's (2): one element.
            1 => unsafe { vst1q_lane_f64::<0>(target, vector) },
            // SAFETY: the caller's (2): two elements.
            _ => unsafe { memory::store(target, vector) },
        }
    }

    #[inline(always)]
    unsafe fn store_columns(self, target: *mut f64, stride: usize, columns: [float64x2_t; 4], count: usize) {
        let [a, b, c, d] = columns;
        // SAFETY: NEON. The first two columns of both lanes.
        let ab = unsafe { [vtrn1q_f64(a, b), vtrn2q_f64(a, b)] };
        // SAFETY: NEON. The others.
        let cd = unsafe { [vtrn1q_f64(c, d), vtrn2q_f64(c, d)] };
        for (i, (ab, cd)) in ab.into_iter().zip(cd).enumerate() {
            let target = target.wrapping_add(i * stride);
            // SAFETY: the caller's (1) and (2), for lane `i < 2`.
            unsafe { self.store_first(target, ab, count.min(2)) };
            // SAFETY: the caller's (1) and (2), for those after the first two.
            unsafe { self.store_first(target.wrapping_add(2), cd, count.saturating_sub(2)) };
        }
    }
}
