//! Start-up code where no crate brings it, and the end of a program that has gone wrong: a
//! fault would hang the emulator.

#[cfg(target_arch = "arm")]
#[cortex_m_rt::exception]
unsafe fn HardFault(_: &cortex_m_rt::ExceptionFrame) -> ! {
    crate::say!("hard fault");
    semihosting::process::exit(3)
}

#[cfg(target_arch = "riscv32")]
core::arch::global_asm!(
    ".pushsection .init, \"ax\"",
    ".global _start",
    "_start:",
    "la sp, _stack_start",
    "la t0, {fault}",
    "csrw mtvec, t0",
    "la t0, __sbss",
    "la t1, __ebss",
    "1:",
    "bgeu t0, t1, 2f",
    "sw zero, 0(t0)",
    "addi t0, t0, 4",
    "j 1b",
    "2:",
    "call main",
    ".popsection",
    fault = sym fault,
);

/// `mtvec` needs an aligned address.
#[cfg(target_arch = "riscv32")]
#[unsafe(link_section = ".text.fault")]
extern "C" fn fault() -> ! {
    crate::say!("fault");
    semihosting::process::exit(3)
}
