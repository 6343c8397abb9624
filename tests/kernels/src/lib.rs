//! The run time's kernels against a naive oracle, below the macro: every tile that planning may
//! choose, on geometries that no layer of the golden data has.
//!
//! [`tile`] lists the tiles, [`task`] holds geometries with their data and what the oracle says,
//! [`guarded`] buffers show accesses outside of them, and [`check`] brings all together, [`double`]
//! for `f64`, [`formats`] for other orders of input and output; [`ways`] are those of running a
//! kernel. Tiles on real instruction sets are tested here, emulated ones in the package
//! `conv-layer-kernels-emulated`, so that either can be built and run alone.

pub mod check;
pub mod double;
pub mod formats;
pub mod guarded;
pub mod parted;
pub mod random;
pub mod task;
pub mod tile;
pub mod ways;

pub use task::Task;
pub use tile::{Kernel, Tile};
