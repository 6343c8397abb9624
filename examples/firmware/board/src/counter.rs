//! Counted instructions. They are instructions, not cycles: an emulator has no pipeline and no
//! flash that must be waited for.
//!
//! On Arm, the emulator is told that an instruction takes 64 ns (`-icount shift=6`), and
//! the system timer counts time.

/// What `work` gives and how many instructions it took; 0 if they were too many to count.
#[cfg(target_arch = "arm")]
pub fn instructions<R>(work: impl FnOnce() -> R) -> (R, u32) {
    use cortex_m::peripheral::SYST;
    use cortex_m::peripheral::syst::SystClkSource;

    const WHOLE: u32 = 0x00ff_ffff;
    // SAFETY: nothing else in this program uses the timer.
    let mut timer = unsafe { cortex_m::Peripherals::steal() }.SYST;
    timer.set_clock_source(SystClkSource::Core);
    timer.set_reload(WHOLE);
    timer.clear_current();
    timer.enable_counter();
    // The first tick loads the counter.
    while SYST::get_current() == 0 {}
    let _ = timer.has_wrapped();
    let before = SYST::get_current();
    let result = work();
    let after = SYST::get_current();
    let wrapped = timer.has_wrapped();
    timer.disable_counter();
    let ticks = before.wrapping_sub(after) & WHOLE;
    let count = u64::from(ticks) * TICK / 64;
    (result, if wrapped { 0 } else { u32::try_from(count).unwrap_or(0) })
}

/// Nanoseconds of a tick of the board's clock.
#[cfg(target_arch = "arm")]
const TICK: u64 = if cfg!(board = "mps2-an386") { 40 } else { 50 };

/// What `work` gives and how many instructions it took.
#[cfg(target_arch = "riscv32")]
pub fn instructions<R>(work: impl FnOnce() -> R) -> (R, u32) {
    let before = retired();
    let result = work();
    (result, retired().wrapping_sub(before))
}

#[cfg(target_arch = "riscv32")]
fn retired() -> u32 {
    let count: u32;
    // SAFETY: reads a counter. Without `nomem`, so that no memory access moves across it.
    unsafe { core::arch::asm!("csrr {}, minstret", out(reg) count, options(nostack, preserves_flags)) };
    count
}

/// Whether a loop of 20000 instructions is counted as such, give or take
/// what counting itself takes.
#[must_use]
pub fn counts() -> bool {
    let ((), counted) = instructions(|| {
        // SAFETY: counts a register down.
        unsafe {
            #[cfg(target_arch = "arm")]
            core::arch::asm!("1:", "subs {n}, #1", "bne 1b", n = inout(reg) 10_000 => _, options(nomem, nostack));
            #[cfg(target_arch = "riscv32")]
            core::arch::asm!("1:", "addi {n}, {n}, -1", "bnez {n}, 1b", n = inout(reg) 10_000 => _, options(nomem, nostack));
        }
    });
    (20_000..20_100).contains(&counted)
}
