//! The golden data: layers computed by `PyTorch`, and how layers are held against them.
//!
//! `data/README.md` describes the files. The build script writes the layers of each case and puts
//! them behind the interface of [`form`]; [`check`] runs a form in every way there is and compares.

pub mod call;
pub mod case;
mod check;
pub mod form;
mod formats;
pub mod runs;
pub mod suite;

pub use case::Case;
pub use check::{check, check_in};
pub use runs::Runs;
