//! WebAssembly `relaxed-simd`: the vectors of `simd128`, and a multiply-add of one instruction.
//!
//! It is fused where the engine's CPU can do that, which the standard leaves to the engine: results
//! may differ from one machine to another within the bounds that fused and separate ones have.

use core::arch::wasm32::{f32x4_relaxed_madd, f64x2_relaxed_madd, v128};

use conv_geometry::Isa;

use super::{Simd, Simd128, sealed};

/// WebAssembly `relaxed-simd`.
#[derive(Clone, Copy, Debug)]
pub struct RelaxedSimd(Simd128);

impl RelaxedSimd {
    /// The token.
    #[inline]
    #[must_use]
    pub const fn new() -> Self {
        Self(Simd128::new())
    }
}

impl Default for RelaxedSimd {
    fn default() -> Self {
        Self::new()
    }
}

impl sealed::Sealed for RelaxedSimd {}

// This module is compiled only where the target has `relaxed-simd`.
macro_rules! relaxed {
    ($T:ty: $mul_add:ident) => {
        impl Simd<$T> for RelaxedSimd {
            type Vector = v128;

            const LANES: usize = <Simd128 as Simd<$T>>::LANES;
            const REGISTERS: usize = Isa::RelaxedSimd.registers();

            #[inline(always)]
            fn splat(self, value: $T) -> v128 {
                self.0.splat(value)
            }

            #[inline(always)]
            fn mul_add(self, a: v128, b: v128, c: v128) -> v128 {
                $mul_add(a, b, c)
            }

            #[inline(always)]
            fn add(self, a: v128, b: v128) -> v128 {
                Simd::<$T>::add(self.0, a, b)
            }

            #[inline(always)]
            fn has_nan(self, vector: v128) -> bool {
                Simd::<$T>::has_nan(self.0, vector)
            }

            #[inline(always)]
            unsafe fn load(self, source: *const $T) -> v128 {
                // SAFETY: the caller's (1), for as many lanes.
                unsafe { self.0.load(source) }
            }

            #[inline(always)]
            unsafe fn load_range(self, source: *const $T, first: usize, end: usize) -> v128 {
                // SAFETY: the caller's (1) and (2), for as many lanes.
                unsafe { self.0.load_range(source, first, end) }
            }

            #[inline(always)]
            fn every_other(self, low: v128, high: v128) -> v128 {
                Simd::<$T>::every_other(self.0, low, high)
            }

            #[inline(always)]
            fn interleave(self, a: v128, b: v128) -> (v128, v128) {
                Simd::<$T>::interleave(self.0, a, b)
            }

            #[inline(always)]
            unsafe fn store(self, target: *mut $T, vector: v128) {
                // SAFETY: the caller's (1), for as many lanes.
                unsafe { self.0.store(target, vector) }
            }

            #[inline(always)]
            unsafe fn store_first(self, target: *mut $T, vector: v128, count: usize) {
                // SAFETY: the caller's (1) and (2), for as many lanes.
                unsafe { self.0.store_first(target, vector, count) }
            }

            #[inline(always)]
            unsafe fn store_columns(self, target: *mut $T, stride: usize, columns: [v128; 4], count: usize) {
                // SAFETY: the caller's (1) and (2), for as many lanes.
                unsafe { self.0.store_columns(target, stride, columns, count) }
            }
        }
    };
}

relaxed!(f32: f32x4_relaxed_madd);
relaxed!(f64: f64x2_relaxed_madd);
