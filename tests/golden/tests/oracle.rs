//! The oracle that kernels are held against gives what `PyTorch` gives in double precision.

use conv_layer::{Axis, Geometry};
use conv_layer_golden::{Case, case};
use conv_layer_oracle::{Output, convolve};
use serde_json::Value;

fn number(value: &Value) -> usize {
    usize::try_from(value.as_u64().unwrap()).unwrap()
}

/// From the case's parameters, without the code under test.
fn geometry(params: &Value) -> Geometry {
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
        axes[missing + i] = Axis::conv(kernel, stride, dilation, [pad_before, pad_after]);
    }
    let [in_channels, out_channels, groups] = ["in_channels", "out_channels", "groups"].map(|key| number(&params[key]));
    Geometry { in_channels, out_channels, groups, axes }
}

fn oracle(case: &Case) -> Output {
    let mut params = case.line["params"].clone();
    if let Some(inferred) = case.line.get("inferred_in_channels") {
        params["in_channels"] = inferred.clone();
    }
    let spatial = case.input_shape().split_off(1);
    let mut size = [1; 3];
    size[3 - spatial.len()..].copy_from_slice(&spatial);
    convolve(&geometry(&params), size, &case.input, &case.weight, case.bias.as_deref())
}

#[test]
fn the_oracle_agrees_with_double_precision() {
    let mut compared = 0;
    for id in case::zero_padded() {
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
    }
    assert!(compared > 10_000, "only {compared} elements");
}
