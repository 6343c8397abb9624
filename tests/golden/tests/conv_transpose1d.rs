//! Every `conv_transpose1d` that `PyTorch` accepts, through the macro: of the case's
//! input size, and of any size.

include!(concat!(env!("OUT_DIR"), "/conv_transpose1d.rs"));
