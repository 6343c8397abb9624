//! Nothing has been left out.

use std::collections::BTreeMap;
use std::path::Path;

use conv_layer::{Call, Error, Isa, dispatch};
use conv_layer_golden::case::lines;
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
    for operation in operations.keys() {
        // Layers without weights do not use vectors.
        let has_weights = operation != "fold" && operation != "unfold";
        let tests = [(format!("tests/{operation}.rs"), true), (format!("emulated/tests/{operation}.rs"), has_weights)];
        let include = format!("include!(concat!(env!(\"OUT_DIR\"), \"/{operation}.rs\"));");
        for (file, expected) in tests {
            let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(&file)).unwrap_or_default();
            assert_eq!(text.contains(&include), expected, "{file}");
        }
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
        let call = Call { input: &input, output: &mut output[..], weights, bias: None, size: [0; 3] };
        dispatch::run_emulated::<Probe>(Isa::Avx512, call).unwrap();
    }
    assert_eq!(output.map(f32::to_bits), [2.0, 3.0, 3.0, 3.0, 3.0, 3.0, 3.0, 2.0_f32].map(f32::to_bits));
}
