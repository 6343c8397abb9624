//! The golden data: convolutions computed by `PyTorch`, and how layers are held against them.
//!
//! `data/README.md` describes the files. The build script writes two layers for each case and puts them behind the
//! interfaces of [`form`]; [`check`] runs a form in every way there is and compares.

pub mod call;
pub mod case;
pub mod check;
pub mod form;
pub mod runs;

pub use case::Case;
pub use form::{Emulated, EveryIsa, Facts, Form, Made, Native};
pub use runs::Runs;
