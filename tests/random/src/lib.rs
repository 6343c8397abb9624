//! Random layers through the macro, against a naive oracle.
//!
//! The build script draws layers and writes them as calls, each in a module of its own; here is
//! what they are held against: a [`Subject`] is a generated type behind one interface, [`check`]
//! runs it in every way there is and compares with the oracle, which knows the layer from the build
//! script and not from the macro. [`windows`] does the same for layers without weights, and
//! [`Counts`] says what has been drawn and compared.

#![forbid(unsafe_code)]

pub mod check;
mod counts;
mod subject;
pub mod windows;

pub use counts::Counts;
pub use subject::{Drawn, Facts, Outcome, Run, Subject};
