//! What programs of three emulated boards share: start, output over semihosting, counted
//! instructions, measured stack.
//!
//! | target | QEMU's machine |
//! |---|---|
//! | `thumbv7em-none-eabihf` | `mps2-an386`, a Cortex-M4F |
//! | `thumbv8m.main-none-eabihf` | `mps2-an505`, a Cortex-M33 |
//! | `riscv32imac-unknown-none-elf` | `virt` |
//!
//! Nothing here formats with `core::fmt` or panics, so that a program that does not
//! do so either is free of both.

#![no_std]

mod counter;
mod image;
mod print;
mod stack;
mod start;

pub use counter::{counts, instructions};
pub use image::{flash, ram};
pub use print::{Fixed, Print};
pub use semihosting::process::exit;
pub use stack::stack;

/// The program: a function that returns whether all was well, which
/// becomes the emulator's exit status.
#[macro_export]
macro_rules! program {
    ($function:path) => {
        /// Called by the start-up code, once, with memory set up.
        #[unsafe(export_name = "main")]
        extern "C" fn main() -> ! {
            let well: bool = $function();
            $crate::exit(if well { 0 } else { 1 })
        }
    };
}

/// Prints texts and numbers one after the other, and ends the line.
#[macro_export]
macro_rules! say {
    ($($part:expr),* $(,)?) => {{
        $($crate::Print::print(&$part);)*
        $crate::Print::print("\n");
    }};
}
