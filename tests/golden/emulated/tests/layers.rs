//! The plans of all instruction sets on emulated vectors, for every small convolution with zero padding of the golden data,
//! with the case's input size fixed and with every size left generic. The modules are written by the build script.

use std::sync::OnceLock;

use conv_layer::{Call, Error, Isa, dispatch};
use conv_layer_golden::form::BIAS;
use conv_layer_golden::runs::say;
use conv_layer_golden::{Case, Emulated, Form, Made, Runs, case, check};

/// A case and what checks its two layers.
struct Entry {
    id: &'static str,
    fixed: fn() -> Runs,
    generic: fn() -> Runs,
}

include!(concat!(env!("OUT_DIR"), "/layers.rs"));

/// A test that is missing would not be missed, so this one looks into the data. What another test has run, it only counts.
#[test]
fn every_case_runs_on_every_instruction_set() {
    let expected: Vec<&str> = case::zero_padded().into_iter().filter(|id| !Case::is_large(id)).collect();
    let ids: Vec<&str> = ENTRIES.iter().map(|entry| entry.id).collect();
    assert_eq!(ids, expected, "build script and data disagree");
    assert!(expected.len() >= 76, "only {} cases", expected.len());
    let mut runs = Runs::default();
    for entry in ENTRIES {
        runs.add((entry.fixed)());
        runs.add((entry.generic)());
    }
    say(&format!("golden, emulated: {} cases, two layers each\n{runs}", expected.len()));
    for isa in Isa::ALL {
        assert_eq!(runs.of(isa), (0, 2 * expected.len()), "{isa}");
    }
}
