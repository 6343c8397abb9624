//! How kernels read and write memory: as the standard library does, without its checks in debug builds.
//!
//! `<*const T>::read`, `write` and the intrinsics made from them carry assertions about their pointers
//! (not null, aligned, not overlapping) that are compiled wherever the *caller's* crate has debug
//! assertions. Kernels are compiled in the crate of the user, whose `dev` profile has them, even when it
//! raises `opt-level` for the sake of its layers: each load then has branches or is a call, and a layer
//! takes up to three times as long. What the checks would find, this crate's unit tests, Miri and the
//! address sanitizer find: the tests have them on.
//!
//! Without checks, a pointer becomes a reference by `transmute`, since a dereferenced raw pointer is
//! checked, too. In release builds, where nothing is checked, the functions are the standard library's:
//! LLVM was seen to keep sums on the stack after the others.

#![allow(clippy::transmute_ptr_to_ref, reason = "a dereferenced pointer would be checked in debug builds")]

use core::mem::{MaybeUninit, transmute};

/// Whether the standard library's functions are called: where they have no checks, or these are wanted.
const CHECKED: bool = cfg!(any(not(debug_assertions), test, miri));

/// A value at any address.
#[repr(C, packed)]
struct Unaligned<V>(V);

/// Reads an element.
///
/// # Safety
///
/// `source` points to an element that may be read.
#[inline(always)]
pub(crate) unsafe fn read<T: Copy>(source: *const T) -> T {
    if CHECKED {
        // SAFETY: the caller's promise.
        return unsafe { source.read() };
    }
    // SAFETY: the caller's element lives at least until this function returns; the reference does not
    // leave it.
    *unsafe { transmute::<*const T, &T>(source) }
}

/// Writes an element.
///
/// # Safety
///
/// `target` points to an element, initialised or not, that nobody else reads or writes meanwhile.
#[inline(always)]
pub(crate) unsafe fn write<T: Copy>(target: *mut T, value: T) {
    if CHECKED {
        // SAFETY: the caller's promise.
        return unsafe { target.write(value) };
    }
    // SAFETY: the caller's element lives at least until this function returns, and is nobody else's;
    // the reference does not leave it. An element that is not initialised is a `MaybeUninit` as well.
    unsafe { transmute::<*mut T, &mut MaybeUninit<T>>(target) }.write(value);
}

/// Reads a vector from consecutive elements, at any alignment.
///
/// # Safety
///
/// - `V` is a vector of elements `T`, for which all bits are values.
/// - As many elements as it has lanes may be read from `source` on.
#[inline(always)]
pub(crate) unsafe fn load<T, V: Copy>(source: *const T) -> V {
    if CHECKED {
        // SAFETY: the caller's elements, whose bits are those of a vector.
        return unsafe { source.cast::<V>().read_unaligned() };
    }
    // SAFETY: the caller's elements, whose bits are those of a vector, live at least until this function
    // returns; the reference does not leave it, and asks for no alignment.
    unsafe { transmute::<*const T, &Unaligned<V>>(source) }.0
}

/// Writes a vector to consecutive elements, at any alignment.
///
/// # Safety
///
/// - `V` is a vector of elements `T`.
/// - As many elements as it has lanes, initialised or not, may be written from `target` on, and nobody
///   else reads or writes them meanwhile.
#[inline(always)]
pub(crate) unsafe fn store<T, V: Copy>(target: *mut T, vector: V) {
    if CHECKED {
        // SAFETY: the caller's elements.
        return unsafe { target.cast::<V>().write_unaligned(vector) };
    }
    // SAFETY: the caller's elements live at least until this function returns, and are nobody else's;
    // the reference does not leave it, and asks for no alignment.
    unsafe { transmute::<*mut T, &mut MaybeUninit<Unaligned<V>>>(target) }.write(Unaligned(vector));
}
