//! Reads what the compiler makes of a kernel: whether its hot loops multiply as often as planned
//! and leave their sums in registers.
//!
//! Nothing is executed, so that any machine can look at the code of any instruction set of x86-64.

#![forbid(unsafe_code)]

mod census;
mod flow;
mod layers;
mod listing;
mod planned;

pub use census::{Census, Stack};
pub use flow::{Loop, innermost};
pub use listing::{Function, Instruction, functions};
pub use planned::{Hot, Times, planned};
