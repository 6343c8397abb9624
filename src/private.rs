//! What generated code names, and this project's tests and benches: no part of the crate's
//! interface, it may change in any release.

pub use conv_macros::layers;
pub use conv_runtime::__private::*;

#[path = "variables.rs"]
pub mod variables;
