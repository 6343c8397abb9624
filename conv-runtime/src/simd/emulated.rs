//! Arrays in place of registers, for tests: the tiles and loops of any instruction set run on any
//! CPU.

use conv_geometry::Isa;

use super::{Simd, sealed};
use crate::Element;
use crate::memory;

/// An array of `N` lanes in place of a register: runs the plan of any instruction set on any CPU.
///
/// It is for tests: every operation is written lane by lane, in the plainest way.
#[derive(Clone, Copy, Debug)]
pub struct Emulated<const N: usize>;

impl<const N: usize> sealed::Sealed for Emulated<N> {}

/// The registers of the set that has the most, of those with so many lanes of so many bytes.
const fn most_registers(lanes: usize, bytes: usize) -> usize {
    let (mut most, mut at) = (0, 0);
    while at < Isa::ALL.len() {
        let isa = Isa::ALL[at];
        if isa.lanes(bytes) == lanes && isa.registers() > most {
            most = isa.registers();
        }
        at += 1;
    }
    // No set has as many lanes.
    if most == 0 { Isa::Scalar.registers() } else { most }
}

impl<T: Element, const N: usize> Simd<T> for Emulated<N> {
    type Vector = [T; N];

    const LANES: usize = N;
    // Of the sets with as many lanes, the one with the most.
    const REGISTERS: usize = most_registers(N, size_of::<T>());
    const COLUMNS: usize = if N > 4 { N } else { 4 };

    #[inline(always)]
    fn splat(self, value: T) -> [T; N] {
        [value; N]
    }

    #[inline(always)]
    fn mul_add(self, a: [T; N], b: [T; N], c: [T; N]) -> [T; N] {
        core::array::from_fn(|i| a[i] * b[i] + c[i])
    }

    #[inline(always)]
    fn add(self, a: [T; N], b: [T; N]) -> [T; N] {
        core::array::from_fn(|i| a[i] + b[i])
    }

    #[inline(always)]
    fn has_nan(self, vector: [T; N]) -> bool {
        vector.into_iter().any(T::is_nan)
    }

    #[inline(always)]
    unsafe fn load(self, source: *const T) -> [T; N] {
        // SAFETY: (1) `N` lanes; (2) the caller's (1).
        unsafe { self.load_range(source, 0, N) }
    }

    #[inline(always)]
    unsafe fn load_range(self, source: *const T, first: usize, end: usize) -> [T; N] {
        core::array::from_fn(|i| {
            if i >= first && i < end {
                // SAFETY: the caller's (2): `i` is in `first..end`.
                unsafe { memory::read(source.wrapping_add(i)) }
            } else {
                T::ZERO
            }
        })
    }

    #[inline(always)]
    fn every_other(self, low: [T; N], high: [T; N]) -> [T; N] {
        core::array::from_fn(|i| if 2 * i < N { low[2 * i] } else { high[2 * i + 1 - N] })
    }

    #[inline(always)]
    fn interleave(self, a: [T; N], b: [T; N]) -> ([T; N], [T; N]) {
        let both = |i: usize| if i.is_multiple_of(2) { a[i / 2] } else { b[i / 2] };
        (core::array::from_fn(both), core::array::from_fn(|i| both(N + i)))
    }

    #[inline(always)]
    unsafe fn store(self, target: *mut T, vector: [T; N]) {
        // SAFETY: (1) `N` lanes; (2) the caller's (1).
        unsafe { self.store_first(target, vector, N) };
    }

    #[inline(always)]
    unsafe fn store_first(self, target: *mut T, vector: [T; N], count: usize) {
        for (i, lane) in vector.into_iter().enumerate().take(count) {
            // SAFETY: the caller's (2): `i < count`.
            unsafe { memory::write(target.wrapping_add(i), lane) };
        }
    }

    #[inline(always)]
    unsafe fn store_columns(self, target: *mut T, stride: usize, columns: [[T; N]; 4], count: usize) {
        for (j, column) in columns.into_iter().enumerate().take(count) {
            for (i, lane) in column.into_iter().enumerate() {
                // SAFETY: the caller's (2): `i < N` and `j < count`.
                unsafe { memory::write(target.wrapping_add(i * stride + j), lane) };
            }
        }
    }

    #[inline(always)]
    unsafe fn transpose(self, source: *const T, pitch: usize, target: *mut T, stride: usize) {
        for j in 0..<Self as Simd<T>>::COLUMNS {
            for i in 0..N {
                // SAFETY: (1) the caller's (1): lane `i` of column `j`.
                let value = unsafe { memory::read(source.wrapping_add(j * pitch + i)) };
                // SAFETY: (1) the caller's (2): the same.
                unsafe { memory::write(target.wrapping_add(i * stride + j), value) };
            }
        }
    }
}
