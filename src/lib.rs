//! Facade.
#![no_std]

#[doc(hidden)]
pub use conv_macros::layers as __layers;
pub use conv_runtime::*;
#[cfg(feature = "alloc")]
extern crate alloc;
#[cfg(feature = "alloc")]
#[doc(hidden)]
pub use alloc::boxed::Box;

/// Generates layers.
#[cfg(feature = "alloc")]
#[macro_export]
macro_rules! conv_layer {
    ($($definitions:tt)*) => { $crate::__layers! { ($crate, true) $($definitions)* } };
}
/// Generates layers.
#[cfg(not(feature = "alloc"))]
#[macro_export]
macro_rules! conv_layer {
    ($($definitions:tt)*) => { $crate::__layers! { ($crate, false) $($definitions)* } };
}
