//! Any bytes as a TOML specification.

#![no_main]

use conv_layer_fuzz::file;
use conv_spec::Format;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| file(bytes, Format::Toml));
