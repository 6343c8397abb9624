//! Instruction sets as capability tokens, and the vector operations that kernels use.
//!
//! A token is a zero-sized value that exists only where its instructions do; holding one is the
//! proof that they may be executed. Kernels are written once, generic over [`Simd`]. Every
//! operation is `#[inline(always)]` and becomes an instruction or a few inside the
//! `#[target_feature]` functions of [`dispatch`](crate::dispatch).

#![allow(clippy::multiple_unsafe_ops_per_block, reason = "one proof, the token, covers all intrinsics of a block")]

mod cache;
mod emulated;
mod scalar;

#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;
#[cfg(all(target_arch = "aarch64", target_feature = "neon", target_endian = "little"))]
mod neon;
#[cfg(all(target_family = "wasm", target_feature = "simd128", target_feature = "relaxed-simd"))]
mod relaxed_simd;
#[cfg(all(target_family = "wasm", target_feature = "simd128"))]
mod simd128;
#[cfg(target_arch = "x86_64")]
mod sse2;
#[cfg(test)]
mod tests;

#[cfg(target_arch = "x86_64")]
pub use avx2::Avx2;
#[cfg(target_arch = "x86_64")]
pub use avx512::Avx512;
#[cfg(all(target_arch = "aarch64", target_feature = "neon", target_endian = "little"))]
pub use neon::Neon;
#[cfg(all(target_family = "wasm", target_feature = "simd128", target_feature = "relaxed-simd"))]
pub use relaxed_simd::RelaxedSimd;
#[cfg(all(target_family = "wasm", target_feature = "simd128"))]
pub use simd128::Simd128;
#[cfg(target_arch = "x86_64")]
pub use sse2::Sse2;

pub(crate) use cache::{AHEAD, WEIGHTS_AHEAD, claim, fetch};
pub use emulated::Emulated;
pub use scalar::Scalar;

use core::marker::PhantomData;

use crate::Element;
use crate::memory;

/// The operations of one instruction set on vectors of `T`.
pub trait Simd<T: Element>: Copy + sealed::Sealed {
    /// A vector register.
    type Vector: Copy;

    /// Elements of a vector.
    const LANES: usize;
    /// Vector registers.
    const REGISTERS: usize;
    /// Whether a multiply-add is two instructions, so that its product takes a register, as far as
    /// that is known.
    const SPLIT: bool = false;
    /// Whether every processor with this set has `prefetchw`, or takes it for no instruction: since
    /// 2013, those of Intel, and since 2003, those of AMD.
    const CLAIMS: bool = false;
    /// Columns that are [transposed](Self::transpose) at a time.
    const COLUMNS: usize = 4;

    /// All lanes `value`.
    fn splat(self, value: T) -> Self::Vector;

    /// `a * b + c`, rounded once where the hardware does.
    fn mul_add(self, a: Self::Vector, b: Self::Vector, c: Self::Vector) -> Self::Vector;

    /// `a + b`.
    fn add(self, a: Self::Vector, b: Self::Vector) -> Self::Vector;

    /// Whether any lane is not a number.
    fn has_nan(self, vector: Self::Vector) -> bool;

    /// Reads `LANES` elements.
    ///
    /// # Safety
    ///
    /// 1. `source` to `source + LANES` lies within one allocation and is initialised.
    unsafe fn load(self, source: *const T) -> Self::Vector;

    /// Reads lane `i` from `source + i` for `i` in `first..end`; the other lanes are zero and not
    /// read.
    ///
    /// # Safety
    ///
    /// 1. `first <= end <= LANES`.
    /// 2. `source + i` is initialised for `i` in `first..end`, all within one allocation; `source`
    ///    itself may lie outside.
    unsafe fn load_range(self, source: *const T, first: usize, end: usize) -> Self::Vector;

    /// Lane `i` is lane `2 * i` of `low` followed by `high`, where `high` starts with the last lane
    /// of `low`: every other of `2 * LANES - 1` elements, read without touching the one after them.
    fn every_other(self, low: Self::Vector, high: Self::Vector) -> Self::Vector;

    /// Lanes of both in turn, `a` first: the first `LANES` numbers, and the others.
    fn interleave(self, a: Self::Vector, b: Self::Vector) -> (Self::Vector, Self::Vector);

    /// Writes `LANES` elements.
    ///
    /// # Safety
    ///
    /// 1. `target` to `target + LANES` lies within one allocation that may be written.
    unsafe fn store(self, target: *mut T, vector: Self::Vector);

    /// Writes the first `count` lanes.
    ///
    /// # Safety
    ///
    /// 1. `count <= LANES`.
    /// 2. `target` to `target + count` lies within one allocation that may be written.
    unsafe fn store_first(self, target: *mut T, vector: Self::Vector, count: usize);

    /// Writes lane `i` of `columns[j]` to `target + i * stride + j` for every lane and `j` in
    /// `0..count`: up to four columns become rows.
    ///
    /// # Safety
    ///
    /// 1. `count <= 4`.
    /// 2. For every `i` in `0..LANES`, `target + i * stride` to `target + i * stride + count` lies
    ///    within one allocation that may be written.
    unsafe fn store_columns(self, target: *mut T, stride: usize, columns: [Self::Vector; 4], count: usize);

    /// As [`store_columns`](Self::store_columns), of up to 16 columns. Where vectors are as long,
    /// each row is written in one go: rows are often a power of two apart, and their lines do not
    /// stay in the cache from one piece to the next.
    ///
    /// # Safety
    ///
    /// 1. `count <= 16`.
    /// 2. As of `store_columns`.
    #[inline(always)]
    unsafe fn store_block(self, target: *mut T, stride: usize, columns: [Self::Vector; 16], count: usize) {
        for quad in 0..4 {
            let first = 4 * quad;
            let four = [columns[first], columns[first + 1], columns[first + 2], columns[first + 3]];
            // SAFETY: (1) at most four; (2) the caller's (2), for these columns.
            unsafe { self.store_columns(target.wrapping_add(first), stride, four, count.saturating_sub(first).min(4)) };
        }
    }

    /// Copies [`COLUMNS`](Self::COLUMNS) columns of `LANES` elements, `pitch` apart, to rows,
    /// `stride` apart: lane `i` of column `j` to `target + i * stride + j`.
    ///
    /// # Safety
    ///
    /// 1. For every `j` in `0..COLUMNS`, `source + j * pitch` to `source + j * pitch + LANES` lies
    ///    within one allocation and is initialised.
    /// 2. For every `i` in `0..LANES`, `target + i * stride` to `target + i * stride + COLUMNS`
    ///    lies within another that may be written.
    #[inline(always)]
    unsafe fn transpose(self, source: *const T, pitch: usize, target: *mut T, stride: usize) {
        let mut columns = [self.splat(T::ZERO); 4];
        for (j, column) in columns.iter_mut().enumerate() {
            // SAFETY: the caller's (1), for the four columns that there are.
            *column = unsafe { self.load(source.wrapping_add(j * pitch)) };
        }
        // SAFETY: (1) four; (2) the caller's (2).
        unsafe { self.store_columns(target, stride, columns, 4) };
    }

    /// As [`transpose`](Self::transpose), past the caches where a row is a line of them: for what
    /// will not be read before it would have left them.
    ///
    /// # Safety
    ///
    /// As `transpose`, (1) and (2), and:
    ///
    /// 3. No other thread reads what is written before `streams` has been dropped.
    #[inline(always)]
    unsafe fn stream(self, _streams: &Streams<T, Self>, source: *const T, pitch: usize, target: *mut T, stride: usize) {
        // SAFETY: the caller's (1) and (2).
        unsafe { self.transpose(source, pitch, target, stride) };
    }

    /// Has everything that was [streamed](Self::stream) written before whatever is written from
    /// here on; dropping [`Streams`] does it.
    #[inline(always)]
    fn drain(self) {}
}

/// Leave to [stream](Simd::stream). Stores past the caches are not ordered with those that follow:
/// when it is dropped, all of them have been written.
#[derive(Debug)]
pub struct Streams<T: Element, S: Simd<T>>(S, PhantomData<T>);

impl<T: Element, S: Simd<T>> Streams<T, S> {
    /// For one call, or a part of it.
    #[inline(always)]
    pub const fn new(simd: S) -> Self {
        Self(simd, PhantomData)
    }
}

impl<T: Element, S: Simd<T>> Drop for Streams<T, S> {
    #[inline(always)]
    fn drop(&mut self) {
        self.0.drain();
    }
}

/// The same pointer, of unknown origin to the optimiser; for each `origin` below 11 another one.
///
/// Neighbouring taps read overlapping elements, and phases of a transposed layer the same ones.
/// Left to itself, LLVM keeps every element it has broadcast for the next tap, which takes more
/// registers than there are and spills the sums; a second load from L1 costs nothing.
#[allow(clippy::pointers_in_nomem_asm_block, reason = "nothing is read or written")]
#[inline(always)]
pub(crate) fn opaque<T>(pointer: *const T, origin: usize) -> *const T {
    /// Equal texts with equal inputs would be one and the same to LLVM.
    #[cfg(all(any(target_arch = "x86_64", target_arch = "aarch64"), not(miri)))]
    macro_rules! hidden {
        ($text:literal) => {{
            let mut pointer = pointer;
            // SAFETY: no instructions; the register keeps its value.
            unsafe { core::arch::asm!($text, inout(reg) pointer, options(pure, nomem, nostack, preserves_flags)) };
            pointer
        }};
    }
    #[cfg(all(any(target_arch = "x86_64", target_arch = "aarch64"), not(miri)))]
    return match origin {
        0 => hidden!("/* {0} */"),
        1 => hidden!("/* 1 {0} */"),
        2 => hidden!("/* 2 {0} */"),
        3 => hidden!("/* 3 {0} */"),
        4 => hidden!("/* 4 {0} */"),
        5 => hidden!("/* 5 {0} */"),
        6 => hidden!("/* 6 {0} */"),
        7 => hidden!("/* 7 {0} */"),
        8 => hidden!("/* 8 {0} */"),
        9 => hidden!("/* 9 {0} */"),
        _ => hidden!("/* 10 {0} */"),
    };
    #[allow(unreachable_code, reason = "reached on the other targets")]
    {
        let _ = origin;
        pointer
    }
}

/// The same pointer, of unknown origin to the optimiser, which then leaves in memory what is there.
#[inline(always)]
pub(crate) fn in_memory<T>(pointer: *mut T) -> *mut T {
    opaque(pointer, 0).cast_mut()
}

/// The same pointer, computed where it is used: on cores with few address registers.
///
/// LLVM likes to compute the addresses of all taps before the loop over tiles. Where that takes
/// more registers than there are, each of them comes from the stack, one load for every load.
#[inline(always)]
pub(crate) fn in_place<T>(pointer: *const T) -> *const T {
    #[cfg(all(any(target_arch = "arm", target_arch = "riscv32"), not(miri)))]
    {
        let mut pointer = pointer;
        // SAFETY: no instructions; the register keeps its value. Not `pure`: what is could be moved
        // out of loops.
        unsafe { core::arch::asm!("/* {0} */", inout(reg) pointer, options(nomem, nostack, preserves_flags)) };
        return pointer;
    }
    #[allow(unreachable_code, reason = "reached on the other targets")]
    pointer
}

/// The same number, unknown to the optimiser on cores with few registers: a loop to there stays a
/// loop.
///
/// Unrolled, LLVM mixes the taps, and spills the sums.
#[inline(always)]
pub(crate) fn counted(number: usize) -> usize {
    #[cfg(all(any(target_arch = "arm", target_arch = "riscv32"), not(miri)))]
    {
        let mut number = number;
        // SAFETY: no instructions; the register keeps its value.
        unsafe { core::arch::asm!("/* {0} */", inout(reg) number, options(pure, nomem, nostack, preserves_flags)) };
        return number;
    }
    #[allow(unreachable_code, reason = "reached on the other targets")]
    number
}

/// The same number, unknown to the optimiser: a loop to there stays a loop.
#[inline(always)]
pub(crate) fn hidden(number: usize) -> usize {
    #[cfg(all(
        any(target_arch = "x86_64", target_arch = "aarch64", target_arch = "arm", target_arch = "riscv32"),
        not(miri)
    ))]
    {
        let mut number = number;
        // SAFETY: no instructions; the register keeps its value.
        unsafe { core::arch::asm!("/* {0} */", inout(reg) number, options(pure, nomem, nostack, preserves_flags)) };
        return number;
    }
    // By way of the stack, where there is no assembly.
    #[allow(unreachable_code, reason = "reached on the other targets")]
    core::hint::black_box(number)
}

mod sealed {
    pub trait Sealed {}
}

/// Reads lane `i` from `source + i * stride` for `i` in `first..end`; the other lanes are zero and
/// not read.
///
/// # Safety
///
/// 1. `first <= end <= LANES <= 16`, and `stride > 0`.
/// 2. `source + i * stride` is initialised for `i` in `first..end`, all within one allocation;
///    `source` itself may lie outside.
#[inline(always)]
pub(crate) unsafe fn load_strided<T: Element, S: Simd<T>>(
    simd: S,
    source: *const T,
    stride: usize,
    first: usize,
    end: usize,
) -> S::Vector {
    if stride == 2 && first < end {
        // Elements `2 * first..2 * end - 1` from `source` on exist; the second vector starts one
        // element early.
        let (from, to) = (2 * first, 2 * end - 1);
        let overlap = S::LANES - 1;
        // SAFETY: (1) both are at most `LANES`; (2) the caller's (2): elements `from..to` exist.
        let low = unsafe { simd.load_range(source, from.min(S::LANES), to.min(S::LANES)) };
        let source = source.wrapping_add(overlap);
        // SAFETY: (1) `to - overlap <= LANES`, since `to <= 2 * LANES - 1`; (2) the caller's (2),
        // as for the first vector.
        let high = unsafe { simd.load_range(source, from.saturating_sub(overlap), to.saturating_sub(overlap)) };
        return simd.every_other(low, high);
    }
    let mut lanes = [T::ZERO; 16];
    for (i, lane) in lanes.iter_mut().enumerate().take(S::LANES) {
        if (first..end).contains(&i) {
            // SAFETY: the caller's (2): `i` is in `first..end`.
            *lane = unsafe { memory::read(source.wrapping_add(i * stride)) };
        }
    }
    // SAFETY: (1) the array holds 16 elements, at least `LANES`.
    unsafe { simd.load(lanes.as_ptr()) }
}
