//! Every call that `PyTorch` accepts, through the macro: with the case's input size fixed, and with every size left generic. The
//! modules and their tests are written by the build script.

use conv_layer::{Call, Error, Isa, dispatch};
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
    let ids: Vec<&str> = ENTRIES.iter().map(|entry| entry.id).collect();
    assert_eq!(ids, case::ids(), "build script and data disagree");
    assert_eq!(ids.len(), 191);
    let (mut runs, mut large, mut weighted, mut windows) = (Runs::default(), 0, 0, 0);
    for entry in ENTRIES {
        let case = Case::read(entry.id);
        assert_eq!(entry.generic.is_none(), case.has_output_size(), "{}", entry.id);
        runs.add(&(entry.fixed)());
        let forms = 1 + usize::from(entry.generic.is_some());
        if let Some(generic) = entry.generic {
            runs.add(&generic());
        }
        *if case.is_large() {
            &mut large
        } else if case.has_weights() {
            &mut weighted
        } else {
            &mut windows
        } += forms;
    }
    say(&format!("golden: {} cases\n{runs}", ids.len()));
    // Of 191 cases, 15 are large, 160 other layers with weights, of which 8 have one form, and 16 without.
    assert_eq!((large, weighted, windows), (2 * 15, 2 * 160 - 8, 2 * 16));
    let best = |runs| Isa::ALL.map(|isa| if isa == Isa::best() { runs } else { 0 });
    let available = Isa::ALL.map(|isa| if isa.is_available() { weighted } else { 0 });
    assert_eq!(runs.of("forward_slice"), best(large / 2 + weighted + windows));
    assert_eq!(runs.of("forward"), best(large / 2 + weighted + windows));
    assert_eq!(runs.of("forward_batch"), best(weighted + windows / 2));
    assert_eq!(runs.of("functional_slice"), best(large / 2 + weighted));
    assert_eq!(runs.of("functional"), best(large / 2 + weighted));
    assert_eq!(runs.of("forward_on"), available);
    assert_eq!(runs.of("functional_on"), available);
}

/// What has not run must not be mistaken for what has passed.
#[test]
fn avx512() {
    conv_layer::conv_layer! {
        struct Probe = nn.Conv1d(1, 1, 3, padding=1, bias=False, input_shape=(1, 8));
    }
    let layer = Probe::new(&[[[1.0; 3]]]);
    let (input, mut output) = ([1.0; 8], [f32::NAN; 8]);
    let result = layer.forward_on(Isa::Avx512, &input, &mut output);
    if Isa::Avx512.is_available() {
        result.unwrap();
    } else {
        say(
            "golden: THIS CPU HAS NO AVX-512: its plans run on emulated vectors of 16 lanes, its intrinsics do not run.",
        );
        assert_eq!(result, Err(Error::UnsupportedIsa(Isa::Avx512)));
        assert!(output.iter().all(|value| value.is_nan()), "written in spite of the error");
        let weights = layer.weights().as_slice();
        let call = Call { input: &input, output: &mut output, weights, bias: None, size: [0; 3] };
        dispatch::run_emulated::<Probe>(Isa::Avx512, call).unwrap();
    }
    assert_eq!(output.map(f32::to_bits), [2.0, 3.0, 3.0, 3.0, 3.0, 3.0, 3.0, 2.0_f32].map(f32::to_bits));
}
