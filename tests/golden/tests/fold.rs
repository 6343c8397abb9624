//! Every `fold` that `PyTorch` accepts, through the macro: of the case's
//! input size, and of any size.

include!(concat!(env!("OUT_DIR"), "/fold.rs"));
