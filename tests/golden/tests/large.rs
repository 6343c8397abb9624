//! Every case by formula, of all operations: larger than what is stored, run in a way or two.

include!(concat!(env!("OUT_DIR"), "/large.rs"));
