//! The plans of all instruction sets on emulated vectors, for every layer with weights of the golden data but the large ones, with the
//! case's input size fixed and with every size left generic. The modules are written by the build script.

use conv_layer::Isa;
use conv_layer_golden::runs::say;
use conv_layer_golden::{Case, Runs, case};

/// What the modules refer to.
mod names {
    pub(super) use std::sync::OnceLock;

    pub(super) use conv_layer::{Call, Error, Functional, dispatch};
    pub(super) use conv_layer_golden::form::{BIAS, Data, Facts, Form, Way, WayOn};
    pub(super) use conv_layer_golden::{Runs, check};
}

/// A case and what checks its layers.
struct Entry {
    id: &'static str,
    fixed: fn() -> Runs,
    generic: Option<fn() -> Runs>,
}

include!(concat!(env!("OUT_DIR"), "/layers.rs"));

/// A test that is missing would not be missed, so this one looks into the data. What another test has run, it only counts.
#[test]
fn every_case_runs_on_every_instruction_set() {
    let is_expected = |id: &&str| {
        let case = Case::read(id);
        case.has_weights() && !case.is_large()
    };
    let expected: Vec<&str> = case::ids().into_iter().filter(is_expected).collect();
    let ids: Vec<&str> = ENTRIES.iter().map(|entry| entry.id).collect();
    assert_eq!(ids, expected, "build script and data disagree");
    // Of 191 cases, 15 are large and 16 without weights; 8 have a fixed form only.
    assert_eq!(ids.len(), 160);
    let mut runs = Runs::default();
    for entry in ENTRIES {
        runs.add(&(entry.fixed)());
        if let Some(generic) = entry.generic {
            runs.add(&generic());
        }
    }
    say(&format!("golden, emulated: {} cases\n{runs}", ids.len()));
    for way in ["forward_emulated", "functional_emulated"] {
        assert_eq!(runs.of(way), [2 * 160 - 8; Isa::ALL.len()], "{way}");
    }
}
