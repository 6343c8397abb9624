//! What planning and kernels of `conv-layer` both know of a layer.
//!
//! A layer is planned at compile time on one machine and computed at run time on another. Both have
//! to agree on its sizes, on which taps of a kernel meet the input, on where packed weights lie,
//! and on how much of a layer a kernel can hold in its buffers. Each of these facts stands here
//! once, as a `const fn`: planning calls it with numbers, kernels evaluate it while they are
//! compiled.
//!
//! - [`Axis`], [`Geometry`]: a layer's sizes, and those of its output.
//! - [`Groups`]: the groups of its channels.
//! - [`Shape`]: a layer for an input of one size.
//! - [`Phase`], [`Segment`], [`Taps`]: which taps of a kernel meet the input where.
//! - [`MemoryFormat`], [`Formats`]: in which order the numbers of input and output lie in memory.
//! - [`Packing`], [`Places`]: in which order those of the weights do.
//! - [`RowCopy`]: how rows of input are copied.
//! - [`Cut`]: how a row of outputs is cut into tiles.
//! - [`ways`]: what decides about the ways through a layer.
//! - [`Isa`]: the instruction sets, a table.
//! - [`Unroll`]: how much of a kernel's loops is written out.
//! - [`cache`], [`buffers`]: sizes that kernels and their costs rest on.
//! - [`long_sums`]: how long reductions are cut into blocks.
//!
//! Numbers have a type only through their size: functions take the `bytes` of one. Nothing here has
//! a pointer, a token of Rust or a text of a specification, and the crate depends on no other.
//!
//! # Features
//!
//! - `std`: instruction sets are detected at run time instead of taken from the compile target.

#![no_std]
#![forbid(unsafe_code)]
#![allow(clippy::inline_always, reason = "what a kernel knows of its layer must be a constant in it")]

#[cfg(any(feature = "std", test))]
extern crate std;

mod axis;
pub mod buffers;
pub mod cache;
mod cut;
mod divisor;
mod fault;
mod formats;
mod geometry;
mod groups;
mod isa;
pub mod long_sums;
mod packing;
mod places;
mod row_copy;
mod shape;
mod taps;
mod unroll;
pub mod ways;

pub use axis::{Axis, Border, Sampling, gcd};
pub use cut::Cut;
pub use divisor::divisor;
pub use fault::{Fault, Limit};
pub use formats::{Formats, MemoryFormat};
pub use geometry::{Geometry, product};
pub use groups::Groups;
pub use isa::Isa;
pub use packing::{Packing, block};
pub use places::{Phased, Places, Span};
pub use row_copy::RowCopy;
pub use shape::Shape;
pub use taps::{Phase, Segment, Taps, Valid};
pub use unroll::Unroll;
