//! A file of weights, whatever is in it.

#![no_main]

use conv_plan::Plan;
use conv_spec::{Format, Source, tensors};
use libfuzzer_sys::fuzz_target;

/// Layers whose weights might be in the file: both orders of channels, both
/// packings, both number types.
const LAYERS: [&str; 5] = [
    "nn.Conv1d(1, 2, 3, weights=\"a.safetensors\")",
    "nn.Conv2d(2, 16, (1, 2), bias=False, weights=\"a.safetensors\", tensors=\"a\")",
    // A kernel of 1 x 2 has as many numbers.
    "nn.Conv2d(2, 3, (2, 1), weights=\"a.safetensors\")",
    "nn.ConvTranspose1d(4, 2, 2, groups=2, stride=2, weights=\"a.safetensors\", tensors=(\"weight\", \"bias\"))",
    "nn.Conv2d(3, 3, 1, groups=3, dtype=\"float64\", weights=\"a.safetensors\")",
];

fuzz_target!(|file: &[u8]| {
    for text in LAYERS {
        let source = Source { name: "inline", text, format: Format::Call };
        let layer = conv_spec::check(&source).expect("a layer");
        let (plan, weights) = (Plan::new(&layer).unwrap(), layer.weights_file().expect("weights"));
        match tensors::pack(weights, &layer, plan.packing(), "a", file) {
            Ok(packed) => assert_eq!(packed.bytes().len(), plan.weight_bytes()),
            Err(report) => assert!(report.render(&source).contains("safetensors")),
        }
    }
});
