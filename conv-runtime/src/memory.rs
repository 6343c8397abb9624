//! How kernels read and write memory: as the standard library does, without its checks in debug
//! builds.
//!
//! `<*const T>::read`, `write` and the intrinsics made from them carry assertions about their
//! pointers (not null, aligned, not overlapping) that are compiled wherever the *caller's* crate
//! has debug assertions. Kernels are compiled in the crate of the user, whose `dev` profile has
//! them, even when it raises `opt-level` for the sake of its layers: each load then has branches or
//! is a call, and a layer takes up to three times as long. The tests of every kernel have the
//! checks all the same (the feature `checked`), as do this crate's unit tests and Miri; the address
//! sanitizer looks at builds without them.
//!
//! Without checks, a pointer becomes a reference by `transmute`, since a dereferenced raw pointer
//! is checked, too. In release builds, where nothing is checked, the functions are the standard
//! library's: with the others, LLVM kept sums of some tiles on the stack (`tests/machine_code`).

#![allow(clippy::transmute_ptr_to_ref, reason = "a dereferenced pointer would be checked in debug builds")]

use core::mem::{MaybeUninit, transmute};

/// Whether the standard library's functions are called: where they have no checks, or these are
/// wanted.
const CHECKED: bool = cfg!(any(not(debug_assertions), feature = "checked", test, miri));

/// A vector of elements `T`.
///
/// # Safety
///
/// 1. The type consists of elements `T`, its lanes, and nothing else.
/// 2. Any bits are a value of it.
pub(crate) unsafe trait VectorOf<T>: Copy {}

macro_rules! vectors {
    ($architecture:literal, $module:ident: $($vector:ident of $T:ty),*) => { $(
        // SAFETY: (1) the type of a SIMD register with lanes of these numbers; (2) so are any bits.
        #[cfg(target_arch = $architecture)]
        unsafe impl VectorOf<$T> for core::arch::$module::$vector {}
    )* };
}

vectors!("x86_64", x86_64: __m128 of f32, __m256 of f32, __m512 of f32, __m128d of f64, __m256d of f64, __m512d of f64);
vectors!("aarch64", aarch64: float32x2_t of f32, float32x4_t of f32, float64x2_t of f64);
vectors!("wasm32", wasm32: v128 of f32, v128 of f64);

// SAFETY: (1) the bits of two `f32`; (2) any bits are an `f64`.
#[cfg(target_arch = "x86_64")]
unsafe impl VectorOf<f32> for f64 {}

/// A value at any address.
#[repr(C, packed)]
struct Unaligned<V>(V);

/// Reads an element.
///
/// # Safety
///
/// 1. `source` points to an element that may be read.
#[inline(always)]
pub(crate) unsafe fn read<T: Copy>(source: *const T) -> T {
    if CHECKED {
        // SAFETY: the caller's (1).
        return unsafe { source.read() };
    }
    // SAFETY: the caller's (1): the element lives at least until this function returns; the
    // reference does not leave it.
    *unsafe { transmute::<*const T, &T>(source) }
}

/// Writes an element.
///
/// # Safety
///
/// 1. `target` points to an element, initialised or not, that nobody else reads or writes
///    meanwhile.
#[inline(always)]
pub(crate) unsafe fn write<T: Copy>(target: *mut T, value: T) {
    if CHECKED {
        // SAFETY: the caller's (1).
        return unsafe { target.write(value) };
    }
    // SAFETY: the caller's (1): the element lives at least until this function returns, and is
    // nobody else's; the reference does not leave it. An element that is not initialised is a
    // `MaybeUninit` as well.
    unsafe { transmute::<*mut T, &mut MaybeUninit<T>>(target) }.write(value);
}

/// Reads a vector from consecutive elements, at any alignment.
///
/// # Safety
///
/// 1. As many elements as the vector has lanes may be read from `source` on.
#[cfg_attr(not(target_arch = "x86_64"), allow(dead_code, reason = "some targets have no vectors"))]
#[inline(always)]
pub(crate) unsafe fn load<T, V: VectorOf<T>>(source: *const T) -> V {
    if CHECKED {
        // SAFETY: the caller's (1): elements of which the vector consists.
        return unsafe { source.cast::<V>().read_unaligned() };
    }
    // SAFETY: the caller's (1): elements of which the vector consists live at least until this
    // function returns; the reference does not leave it, and asks for no alignment.
    unsafe { transmute::<*const T, &Unaligned<V>>(source) }.0
}

/// Writes a vector to consecutive elements, at any alignment.
///
/// # Safety
///
/// 1. As many elements as the vector has lanes, initialised or not, may be written from `target`
///    on, and nobody else reads or writes them meanwhile.
#[cfg_attr(not(target_arch = "x86_64"), allow(dead_code, reason = "some targets have no vectors"))]
#[inline(always)]
pub(crate) unsafe fn store<T, V: VectorOf<T>>(target: *mut T, vector: V) {
    if CHECKED {
        // SAFETY: the caller's (1).
        return unsafe { target.cast::<V>().write_unaligned(vector) };
    }
    // SAFETY: the caller's (1): the elements live at least until this function returns, and are
    // nobody else's; the reference does not leave it, and asks for no alignment.
    unsafe { transmute::<*mut T, &mut MaybeUninit<Unaligned<V>>>(target) }.write(Unaligned(vector));
}
