//! Hints to the cache.

use super::Simd;
use crate::Element;

/// Has the line of the cache brought in that holds an element to be written soon.
///
/// A tile writes dozens of lines at once: more than a core has buffers for stores, where they
/// come from memory or a far cache.
///
/// On x86-64 it is brought in to be written by an instruction that the first processors of that
/// kind do not have: only with a token of [a set](Simd::CLAIMS) that is younger. With others it is
/// brought in to be read.
#[allow(clippy::pointers_in_nomem_asm_block, reason = "nothing is read or written that a program could see")]
#[inline(always)]
pub(crate) fn claim<T: Element, S: Simd<T>>(simd: S, pointer: *mut T) {
    let _ = simd;
    #[cfg(all(target_arch = "x86_64", not(miri)))]
    if S::CLAIMS {
        // SAFETY: a hint, for any address, which `CLAIMS` says that the processor has.
        unsafe {
            core::arch::asm!("prefetchw [{0}]", in(reg) pointer, options(nomem, nostack, preserves_flags));
        }
    } else {
        fetch_line(pointer);
    }
    // SAFETY: a hint, for any address.
    #[cfg(all(target_arch = "aarch64", not(miri)))]
    unsafe {
        core::arch::asm!("prfm pstl1keep, [{0}]", in(reg) pointer, options(nomem, nostack, preserves_flags));
    }
    let _ = pointer;
}

/// How many channels ahead of the one in use a tile [fetches](fetch): a tile's taps of two channels
/// take longer than a line takes from L2, and little of what is in L1 has to go for them.
pub(crate) const AHEAD: usize = 2;

/// How many bytes of weights ahead of those in use a tile [fetches](fetch), where they come from
/// far: a few taps. What is fetched further ahead has left L1 again, or waits for others.
pub(crate) const WEIGHTS_AHEAD: usize = 512;

/// Has the lines of the cache brought in that hold so many `elements` from
/// `pointer` on, to be read soon.
///
/// Where pixels of a channel are neighbours, a tile finds the next channel a plane further on,
/// often on another page: no processor foresees that.
///
/// More than eight lines are not fetched: these are taps far apart, of which few elements are read.
#[inline(always)]
pub(crate) fn fetch<T>(pointer: *const T, elements: usize) {
    const LINE: usize = 64;
    if elements > 8 * LINE / size_of::<T>() {
        return;
    }
    let mut first = 0;
    while first < elements {
        fetch_line(pointer.wrapping_add(first));
        first += LINE / size_of::<T>();
    }
    // Arrays need not begin where lines do.
    if elements > 1 {
        fetch_line(pointer.wrapping_add(elements - 1));
    }
}

#[allow(clippy::pointers_in_nomem_asm_block, reason = "nothing is read or written that a program could see")]
#[inline(always)]
fn fetch_line<T>(pointer: *const T) {
    // SAFETY: a hint, for any address, and part of SSE.
    #[cfg(all(target_arch = "x86_64", not(miri)))]
    unsafe {
        core::arch::x86_64::_mm_prefetch::<{ core::arch::x86_64::_MM_HINT_T0 }>(pointer.cast());
    }
    // SAFETY: a hint, for any address.
    #[cfg(all(target_arch = "aarch64", not(miri)))]
    unsafe {
        core::arch::asm!("prfm pldl1keep, [{0}]", in(reg) pointer, options(nomem, nostack, preserves_flags));
    }
    let _ = pointer;
}
