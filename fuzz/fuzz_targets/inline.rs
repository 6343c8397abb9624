//! Any bytes as the tokens of an inline specification.

#![no_main]

use conv_layer_fuzz::call;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| call(bytes));
