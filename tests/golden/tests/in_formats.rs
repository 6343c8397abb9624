//! Some cases of all operations through the macro, with input and output in other memory formats,
//! of the case's input size or of any size.

include!(concat!(env!("OUT_DIR"), "/in_formats.rs"));
