//! Every small `conv2d` that `PyTorch` accepts, with the plans of all
//! instruction sets on emulated vectors.

include!(concat!(env!("OUT_DIR"), "/conv2d.rs"));
