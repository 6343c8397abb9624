//! Measured stack: painted before a call, and afterwards searched for what has been overwritten.

use core::hint::black_box;

const COLOUR: u32 = 0x5a17_c0de;

/// Bytes that are painted.
const DEPTH: usize = 64 * 1024;

/// What `work` gives and how many bytes of stack it used; `None` if more than were painted.
#[inline(never)]
pub fn stack<R>(work: impl FnOnce() -> R) -> (R, Option<usize>) {
    let top = pointer() & !3;
    let bottom = top - DEPTH;
    for address in (bottom..top).step_by(4) {
        // SAFETY: memory of the stack below everything that is in use: no call is
        // active below this one, and interrupts are off or have none to serve. The
        // boards have more stack than is painted.
        unsafe { core::ptr::with_exposed_provenance_mut::<u32>(address).write_volatile(COLOUR) };
    }
    let result = call(work);
    let mut address = bottom;
    // SAFETY: as above.
    while address < top && unsafe { core::ptr::with_exposed_provenance::<u32>(address).read_volatile() } == COLOUR {
        address += 4;
    }
    (result, if address == bottom { None } else { Some(top - address) })
}

/// Not inlined: what is inlined into [`stack`] lies above the paint.
#[inline(never)]
fn call<R>(work: impl FnOnce() -> R) -> R {
    black_box(work())
}

#[inline(always)]
#[allow(clippy::inline_always, reason = "the caller's stack pointer is meant")]
fn pointer() -> usize {
    let pointer: usize;
    // SAFETY: copies a register.
    unsafe {
        #[cfg(target_arch = "arm")]
        core::arch::asm!("mov {}, sp", out(reg) pointer, options(nostack, preserves_flags));
        #[cfg(target_arch = "riscv32")]
        core::arch::asm!("mv {}, sp", out(reg) pointer, options(nostack, preserves_flags));
    }
    pointer
}
