//! Nothing has been left out.

use std::collections::BTreeMap;
use std::path::Path;

use conv_layer::__private::{Call, Functional, PlanOf, dispatch};
use conv_layer::{Error, Isa};
use conv_layer_golden::case::{ids, lines};
use conv_layer_golden::runs::say;

/// The tests of an operation run all its cases or fail; they have to be there.
#[test]
fn all_operations_have_tests() {
    let mut operations: BTreeMap<String, usize> = BTreeMap::new();
    for case in lines("cases.jsonl") {
        *operations.entry(case["op"].as_str().unwrap().to_owned()).or_default() += 1;
    }
    assert_eq!(operations.values().sum::<usize>(), 191);
    assert_eq!(lines("invalid.jsonl").len(), 60);
    assert!(!operations.contains_key("large"), "the name of the file of the large cases");
    let files: Vec<&str> = operations.keys().map(String::as_str).chain(["large"]).collect();
    assert_eq!(files.iter().map(|file| ids(file).len()).sum::<usize>(), 191);
    // Some of them once more, in memory formats.
    for operation in files.into_iter().chain(["in_formats"]) {
        // Layers without weights do not use vectors; large ones would take minutes.
        let is_emulated = !["fold", "unfold", "large", "in_formats"].contains(&operation);
        let tests = [(format!("tests/{operation}.rs"), true), (format!("emulated/tests/{operation}.rs"), is_emulated)];
        let include = format!("include!(concat!(env!(\"OUT_DIR\"), \"/{operation}.rs\"));");
        for (file, expected) in tests {
            let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(&file)).unwrap_or_default();
            assert_eq!(text.contains(&include), expected, "{file}");
        }
    }
}

/// What has not run must not be mistaken for what has passed.
///
/// Where there is one instruction set with vectors, the golden cases run on that alone: here is a layer on the scalar one, too.
#[test]
fn each_instruction_set() {
    conv_layer::conv_layer! {
        struct Probe = nn.Conv1d(1, 1, 3, padding=1, bias=False, input_shape=(1, 8));
    }
    let (weight, input) = ([[[1.0; 3]]], [1.0; 8]);
    let layer = Probe::new(&weight);
    for isa in Isa::ALL.iter().copied() {
        let mut outputs = [[f32::NAN; 8]; 2];
        let [forward, functional] = &mut outputs;
        let weights = weight.as_flattened().as_flattened();
        let call = Call { input: &input, output: &mut functional[..], weights, bias: None, size: [0; 3] };
        let results =
            [layer.on(isa).forward_slice(&input, forward), dispatch::run_on::<Functional<PlanOf<Probe>>>(isa, call)];
        if isa.is_available() {
            assert_eq!(results, [Ok(()); 2], "{isa}");
        } else {
            if isa == Isa::Avx512 {
                say(
                    "golden: THIS CPU HAS NO AVX-512: its plans run on emulated vectors of 16 lanes, its intrinsics do not run.",
                );
            }
            assert_eq!(results, [Err(Error::UnsupportedIsa(isa)); 2]);
            assert!(outputs.as_flattened().iter().all(|value| value.is_nan()), "{isa}: written in spite of the error");
            for output in &mut outputs {
                let weights = layer.weights().as_slice();
                let call = Call { input: &input, output: &mut output[..], weights, bias: None, size: [0; 3] };
                dispatch::run_emulated::<PlanOf<Probe>>(isa, call).unwrap();
            }
        }
        for output in outputs {
            let expected = [2.0, 3.0, 3.0, 3.0, 3.0, 3.0, 3.0, 2.0_f32];
            assert_eq!(output.map(f32::to_bits), expected.map(f32::to_bits), "{isa}");
        }
    }
}
