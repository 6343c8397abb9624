//! Every `conv_transpose2d` that `PyTorch` accepts, through the macro: of the case's
//! input size, and of any size.

include!(concat!(env!("OUT_DIR"), "/conv_transpose2d.rs"));
