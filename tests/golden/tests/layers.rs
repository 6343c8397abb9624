//! Every convolution with zero padding that `PyTorch` has computed, through the macro, twice: with the case's input size
//! fixed and with every size left generic. The modules and their tests are written by the build script.

use std::sync::OnceLock;

use conv_layer::{Call, Error, Isa, dispatch};
use conv_layer_golden::form::BIAS;
use conv_layer_golden::runs::say;
use conv_layer_golden::{Case, EveryIsa, Facts, Form, Made, Native, Runs, case, check};

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
    let expected = case::zero_padded();
    let ids: Vec<&str> = ENTRIES.iter().map(|entry| entry.id).collect();
    assert_eq!(ids, expected, "build script and data disagree");
    assert!(expected.len() >= 84, "only {} cases", expected.len());
    let large = expected.iter().filter(|id| Case::is_large(id)).count();
    let mut runs = Runs::default();
    for entry in ENTRIES {
        runs.add((entry.fixed)());
        runs.add((entry.generic)());
    }
    let small = expected.len() - large;
    say(&format!("golden: {} cases, {large} of them large, two layers each\n{runs}", expected.len()));
    for isa in Isa::ALL {
        let on_it = if isa.is_available() { 2 * small } else { 0 };
        let best = if isa == Isa::best() { 2 * large } else { 0 };
        assert_eq!(runs.of(isa), (on_it + best, 0), "{isa}");
    }
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
