//! The run-time half of `conv-layer`: `no_std` SIMD kernels for convolution layers.
//!
//! Users depend on the crate `conv-layer`, whose macro generates calls into this one; nothing here knows about layer
//! specifications. The crate has no dependencies, never allocates inside a kernel, never panics, and is the only one of
//! the workspace that contains `unsafe`.
//!
//! # How a call travels
//!
//! ```text
//! generated forward ─▶ dispatch::run ─▶ #[target_feature] entry of one ISA ─▶ generated choice of a kernel and its tile
//!   ─▶ Problem::new (every length checked here) ─▶ channel_lanes or pixel_lanes ─▶ tiles
//! ```
//!
//! - [`Element`], [`Number`]: the number types.
//! - [`simd`]: capability tokens of the instruction sets and the vector operations that kernels use.
//! - [`Geometry`], [`Axis`]: a layer's sizes; the module `taps` tells which kernel taps meet the input where.
//! - [`MemoryFormat`]: in which order input and output lie in memory.
//! - [`Problem`]: the one place where slice lengths are checked against a geometry.
//! - [`channel_lanes`] and [`pixel_lanes`]: the two kernels, written once over [`simd::Simd`].
//! - [`threaded`]: calls on several threads, which an [`Executor`] brings.
//! - [`Functional`]: layers whose weights come with every call.
//! - [`windows`]: unfolding and folding.
//! - [`sizes`]: assertions on the sizes of arrays, evaluated while compiling.
//! - [`Packing`], [`Weights`]: packed weights, in place, boxed or `static`; [`Rng`] initialises them.
//! - [`Isa`], [`dispatch`]: which instruction set runs, detected once per call.
//!
//! # Features
//!
//! - `alloc`: `Weights::boxed` and `zeroed`.
//! - `std` (implies `alloc`): instruction sets are detected at run time instead of taken from the compile target.

#![no_std]
#![cfg_attr(not(target_has_atomic = "ptr"), allow(dead_code, reason = "shares are taken by compare-and-swap"))]
#![warn(clippy::multiple_unsafe_ops_per_block)]
#![allow(clippy::inline_always, reason = "kernels must be inlined into functions that have their instruction set")]

#[cfg(feature = "alloc")]
extern crate alloc;
#[cfg(any(feature = "std", test))]
extern crate std;

mod accepts;
mod arrays;
pub mod channel_lanes;
pub mod dispatch;
mod element;
mod error;
mod fitting;
mod formats;
mod functional;
mod geometry;
mod isa;
mod kernel;
mod known;
mod layer;
mod memory;
mod number;
mod packing;
pub mod pixel_lanes;
mod problem;
mod rng;
mod scratch;
pub mod simd;
pub mod sizes;
pub mod stacked_rows;
mod taps;
pub mod threaded;
mod unroll;
mod weights;
pub mod windows;
mod written_out;
#[cfg(feature = "alloc")]
mod zeroed;

pub use accepts::{Tiling, accepts};
pub use arrays::Numbers;
pub use dispatch::{ByHand, Call, Kernels};
pub use element::Element;
pub use error::{Error, Limit, Operand};
pub use fitting::Fitting;
pub use formats::{Formats, MemoryFormat};
pub use functional::Functional;
pub use geometry::{Axis, Border, Geometry, Sampling};
pub use isa::Isa;
pub use kernel::{
    ChannelLanes, Compiled, Kernel, PixelLanes, Plain, PlanOf, Planned, Split, StackedRows, WholeRows, stack_bytes,
};
pub use known::{Described, Unknown};
#[cfg(feature = "alloc")]
pub use layer::Boxed;
pub use layer::{Borrowed, Input, Layer, Output, Packed, Stored, WeightArray};
pub use number::Number;
pub use packing::Packing;
pub use problem::Problem;
pub use rng::Rng;
pub use threaded::Executor;
#[cfg(feature = "rayon")]
pub use threaded::Rayon;
#[cfg(feature = "std")]
pub use threaded::{Pool, Threads};
pub use unroll::Unroll;
pub use weights::Weights;
#[cfg(feature = "alloc")]
pub use zeroed::{Zero, zeroed};
