//! The run-time half of `conv-layer`: `no_std` SIMD kernels for convolution layers.
//!
//! Users depend on the crate `conv-layer`, whose macro generates calls into this one; nothing here
//! knows about layer specifications. The crate depends on `conv-geometry` alone, never allocates
//! inside a kernel, never panics, and is the only one of the workspace that contains `unsafe`.
//!
//! # How a call travels
//!
//! ```text
//! generated forward ─▶ Fitting (every length checked, or known by types) ─▶ dispatch::run
//!   ─▶ #[target_feature] entry of one instruction set ─▶ the kernel that the plan names for it
//!   ─▶ channel_lanes, pixel_lanes or stacked_rows ─▶ tiles
//! ```
//!
//! - `element`, `number`: the number types.
//! - `simd`: capability tokens of the instruction sets and the vector operations that kernels use.
//! - `plans`, `kernel`: what planning has decided, as types; `accepts`: whether a kernel computes a
//!   layer, in a constant; `known`: the layer's numbers as a kernel sees them.
//! - `fitting`, `problem`: where the lengths of slices are checked against a layer, once.
//! - `channel_lanes`, `pixel_lanes`, `stacked_rows`: the kernels, written once over vectors of any
//!   length; `epilogue`: what becomes of a sum before it is stored.
//! - `dispatch`, [`Isa`]: which instruction set runs, detected once per call.
//! - `runner`: a layer with a [`Policy`]: on threads, or on a given instruction set.
//! - `threaded`: calls on several threads, which an [`Executor`] brings.
//! - `layer`, `open`: the traits of layers, of fixed and of open size.
//! - `functional`: layers whose weights come with every call.
//! - `windows`: unfolding and folding.
//! - `sizes`: assertions on the sizes of arrays, evaluated while compiling.
//! - `packing`, [`Weights`]: packed weights, in place, boxed or `static`; [`Rng`] initialises them.
//!
//! Sizes, formats, phases and places of weights are those of `conv-geometry`.
//!
//! # What is public
//!
//! Users see a few types and traits, through `conv-layer`. Generated code needs more, and has it
//! from one hidden module, `__private`, as have the tests and benches of this project.
//!
//! # Features
//!
//! - `alloc`: `Weights::boxed` and `zeroed`.
//! - `std` (implies `alloc`): instruction sets are detected at run time instead of taken from the
//!   compile target.

#![no_std]
#![cfg_attr(not(target_has_atomic = "ptr"), allow(dead_code, reason = "shares are taken by compare-and-swap"))]
#![warn(clippy::multiple_unsafe_ops_per_block)]
#![allow(rustdoc::private_intra_doc_links, reason = "what is hidden is documented for contributors")]
#![allow(clippy::inline_always, reason = "kernels must be inlined into functions that have their instruction set")]

#[cfg(feature = "alloc")]
extern crate alloc;
#[cfg(any(feature = "std", test))]
extern crate std;

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;
mod accepts;
mod array;
mod channel_lanes;
mod dispatch;
mod element;
mod epilogue;
mod error;
mod fitting;
mod functional;
mod kernel;
mod known;
mod layer;
mod memory;
mod number;
mod open;
mod packing;
mod pixel_lanes;
mod plans;
mod problem;
mod rng;
mod runner;
mod scratch;
mod simd;
mod sizes;
mod stacked_rows;
mod threaded;
mod unroll;
#[cfg(feature = "ndarray")]
mod views;
mod weights;
mod windows;
mod written_out;
#[cfg(feature = "alloc")]
mod zeroed;

pub use array::Array;
pub use conv_geometry::{Isa, Limit, MemoryFormat, Unroll};
pub use error::{Error, Operand};
#[cfg(feature = "alloc")]
pub use layer::Boxed;
pub use layer::{AnyLayer, Borrowed, Input, Layer, Output, Packed, Stored, WeightArray};
pub use open::{Dimensions, Fits, OpenLayer};
pub use rng::Rng;
pub use runner::{OpenRunner, Policy, Runner};
pub use threaded::Executor;
#[cfg(feature = "rayon")]
pub use threaded::Rayon;
#[cfg(feature = "std")]
pub use threaded::{Pool, Threads};
pub use weights::Weights;
#[cfg(feature = "alloc")]
pub use zeroed::{Zero, zeroed};

use conv_geometry::{Axis, Border, Formats, Geometry, Packing, Sampling, Shape};
use dispatch::Call;
use element::Element;
use fitting::Fitting;
use known::Described;
use number::Number;
use problem::Problem;
