//! What the benches share: the layers of the suite, how they are timed, the limits that they are
//! compared with, and how results are written down.

#![forbid(unsafe_code)]

mod aligned;
pub mod bandwidth;
pub mod floor;
#[cfg(feature = "formats")]
mod formatted;
pub mod layers;
pub mod order;
pub mod peak;
pub mod rank;
pub mod record;
pub mod tensors;
pub mod timing;
