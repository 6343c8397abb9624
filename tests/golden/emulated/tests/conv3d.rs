//! Every small `conv3d` that `PyTorch` accepts, with the plans of all
//! instruction sets on emulated vectors.

include!(concat!(env!("OUT_DIR"), "/conv3d.rs"));
