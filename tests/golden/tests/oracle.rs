//! The oracle that kernels are held against gives what `PyTorch` gives in double precision.

use std::collections::BTreeMap;

use conv_layer::__private::{Axis, Border, Geometry, Sampling};
use conv_layer_golden::{Case, case};
use conv_layer_oracle::{Output, convolve};
use serde_json::Value;

fn number(value: &Value) -> usize {
    usize::try_from(value.as_u64().unwrap()).unwrap()
}

/// From the case's parameters, without the code under test.
fn geometry(case: &Case) -> Geometry {
    let params = &case.line["params"];
    let mut axes = [Axis::UNIT; 3];
    let kernel = case::numbers(&params["kernel_size"]);
    let missing = 3 - kernel.len();
    for (i, kernel) in kernel.into_iter().enumerate() {
        let (stride, dilation) = (number(&params["stride"][i]), number(&params["dilation"][i]));
        let total = dilation * (kernel - 1);
        let (pad_before, pad_after) = match params["padding"].as_str() {
            Some("same") => (total / 2, total - total / 2),
            Some("valid") => (0, 0),
            _ => (number(&params["padding"][i]), number(&params["padding"][i])),
        };
        let convolution = Axis::conv(kernel, stride, dilation, [pad_before, pad_after]);
        axes[missing + i] = if case.is_transposed() {
            // An output size of the call stands in place of the layer's own padding.
            let size = case.input_shape()[1 + i];
            let given = case.output_shape()[1 + i] + 2 * pad_before - (size - 1) * stride - total - 1;
            let is_asked_for = case.has_output_size();
            let output_padding = if is_asked_for { given } else { number(&params["output_padding"][i]) };
            convolution.sampled(Sampling::Transposed { output_padding })
        } else {
            convolution.bordered(border(params["padding_mode"].as_str().unwrap()))
        };
    }
    // Of a lazy layer, the channels are those that its first input had.
    let in_channels = case.line.get("inferred_in_channels").unwrap_or(&params["in_channels"]);
    let [in_channels, out_channels, groups] = [in_channels, &params["out_channels"], &params["groups"]].map(number);
    Geometry { in_channels, out_channels, groups, axes }
}

fn border(mode: &str) -> Border {
    match mode {
        "zeros" => Border::Zeros,
        "reflect" => Border::Reflect,
        "replicate" => Border::Replicate,
        "circular" => Border::Circular,
        _ => panic!("unknown mode {mode}"),
    }
}

fn oracle(case: &Case) -> Output {
    let spatial = case.input_shape().split_off(1);
    let mut size = [1; 3];
    size[3 - spatial.len()..].copy_from_slice(&spatial);
    convolve(&geometry(case), size, &case.input, &case.weight, case.bias.as_deref())
}

#[test]
fn the_oracle_agrees_with_double_precision() {
    let mut compared = 0;
    let mut cases = BTreeMap::new();
    for operation in ["conv1d", "conv2d", "conv3d", "conv_transpose1d", "conv_transpose2d", "conv_transpose3d"] {
        for id in case::ids(operation) {
            let case = Case::read(id);
            let Some(expected) = case.output_f64() else { continue };
            let output = oracle(&case);
            assert_eq!(output.values.len(), expected.len(), "{id}");
            assert_eq!(output.size[3 - (case.output_shape().len() - 1)..], case.output_shape()[1..], "{id}");
            for ((found, expected), bound) in output.values.iter().zip(&expected).zip(&output.bounds) {
                // The same sum, perhaps in another order, with 29 more bits than the bound is for.
                assert!((found - expected).abs() <= bound / f64::from(1 << 29), "{id}: {found}, not {expected}");
                compared += 1;
            }
            let mode = case.line["params"]["padding_mode"].as_str().unwrap().to_owned();
            *cases.entry((operation, mode)).or_insert(0) += 1;
        }
    }
    // Three kinds with four modes each, and three that have zeros only.
    assert_eq!(cases.len(), 3 * 4 + 3, "{cases:?}");
    assert!(cases.values().all(|cases| *cases >= 3), "{cases:?}");
    assert!(compared > 20_000, "only {compared} elements");
}
