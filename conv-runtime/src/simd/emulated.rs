use super::{Simd, sealed};
use crate::Element;

/// An array of `N` lanes in place of a register: runs the plan of any instruction set on any CPU.
///
/// It is for tests: every operation is written lane by lane, in the plainest way.
#[derive(Clone, Copy, Debug)]
pub struct Emulated<const N: usize>;

impl<const N: usize> sealed::Sealed for Emulated<N> {}

impl<const N: usize> Simd<f32> for Emulated<N> {
    type Vector = [f32; N];

    const LANES: usize = N;

    #[inline(always)]
    fn splat(self, value: f32) -> [f32; N] {
        [value; N]
    }

    #[inline(always)]
    fn mul_add(self, a: [f32; N], b: [f32; N], c: [f32; N]) -> [f32; N] {
        core::array::from_fn(|i| a[i] * b[i] + c[i])
    }

    #[inline(always)]
    unsafe fn load(self, source: *const f32) -> [f32; N] {
        // SAFETY: all of `0..N` is what the caller vouches for.
        unsafe { self.load_range(source, 0, N) }
    }

    #[inline(always)]
    unsafe fn load_range(self, source: *const f32, first: usize, end: usize) -> [f32; N] {
        core::array::from_fn(|i| {
            if i >= first && i < end {
                // SAFETY: `i` is in `first..end`, which the caller vouches for.
                unsafe { source.wrapping_add(i).read() }
            } else {
                f32::ZERO
            }
        })
    }

    #[inline(always)]
    fn every_other(self, low: [f32; N], high: [f32; N]) -> [f32; N] {
        core::array::from_fn(|i| if 2 * i < N { low[2 * i] } else { high[2 * i + 1 - N] })
    }

    #[inline(always)]
    unsafe fn store(self, target: *mut f32, vector: [f32; N]) {
        // SAFETY: all of `0..N` is what the caller vouches for.
        unsafe { self.store_first(target, vector, N) };
    }

    #[inline(always)]
    unsafe fn store_first(self, target: *mut f32, vector: [f32; N], count: usize) {
        for (i, lane) in vector.into_iter().enumerate().take(count) {
            // SAFETY: `i < count`, which the caller vouches for.
            unsafe { target.wrapping_add(i).write(lane) };
        }
    }

    #[inline(always)]
    unsafe fn store_columns(self, target: *mut f32, stride: usize, columns: [[f32; N]; 4], count: usize) {
        for (j, column) in columns.into_iter().enumerate().take(count) {
            for (i, lane) in column.into_iter().enumerate() {
                // SAFETY: `i < N` and `j < count`, which the caller vouches for.
                unsafe { target.wrapping_add(i * stride + j).write(lane) };
            }
        }
    }
}
