//! What generated code names, and this project's tests and benches: no part of the crate's
//! interface, it may change in any release.

pub use conv_geometry::{Axis, Border, Fault, Formats, Geometry, Packing, Sampling, Shape};

pub use crate::accepts::{Tiling, accepts};
pub use crate::dispatch::{ByHand, Call, Kernels};
pub use crate::element::Element;
pub use crate::fitting::Fitting;
pub use crate::functional::Functional;
pub use crate::kernel::{
    ChannelLanes, Compiled, Kernel, PixelLanes, Plain, PlanOf, Planned, Split, StackedRows, WholeRows, stack_bytes,
};
pub use crate::known::{Described, Unknown};
pub use crate::number::Number;
pub use crate::packing::pack;
pub use crate::problem::Problem;
// What is public is here as well, so that generated code names one module.
pub use crate::{
    AnyLayer, Array, Borrowed, Dimensions, Error, Executor, Fits, Input, Isa, Layer, Limit, MemoryFormat, OpenLayer,
    OpenRunner, Operand, Output, Packed, Policy, Rng, Runner, Stored, Unroll, WeightArray, Weights,
};
#[cfg(feature = "alloc")]
pub use crate::{Boxed, Zero, zeroed};
#[cfg(feature = "std")]
pub use crate::{Pool, Threads};
#[cfg(feature = "alloc")]
pub use alloc::boxed::Box;

/// The modules whose items generated code names.
macro_rules! modules {
    ($($module:ident)*) => { $(#[allow(missing_docs)] pub mod $module { pub use crate::$module::*; })* };
}

modules! { channel_lanes dispatch open pixel_lanes plans simd sizes stacked_rows threaded windows }
