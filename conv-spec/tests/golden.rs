//! Every convolution of the golden data: what `PyTorch` accepts gives its shapes, what it refuses is refused.

use std::fmt::Write;
use std::path::Path;

use conv_spec::{Format, Layer, Report, Source, check};
use serde_json::Value;

fn lines(file: &str) -> Vec<Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/golden/data");
    let text = std::fs::read_to_string(folder.join(file)).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Cases of plain convolution layers, which this version compiles.
fn layers(file: &str) -> Vec<Value> {
    let convolution = |case: &Value| matches!(case["op"].as_str(), Some("conv1d" | "conv2d" | "conv3d"));
    lines(file).into_iter().filter(|case| convolution(case) && case["api"] == "module").collect()
}

fn numbers(value: &Value) -> Vec<usize> {
    value.as_array().unwrap().iter().map(|entry| usize::try_from(entry.as_u64().unwrap()).unwrap()).collect()
}

/// As Python writes it.
fn python(value: &Value) -> String {
    match value {
        Value::Bool(true) => "True".to_owned(),
        Value::Bool(false) => "False".to_owned(),
        Value::Null => "None".to_owned(),
        Value::String(text) => format!("'{text}'"),
        Value::Array(values) => values.iter().fold("(".to_owned(), |list, value| list + &python(value) + ", ") + ")",
        _ => value.to_string(),
    }
}

/// The call of a case, with the input's shape as our keyword, without its batch.
fn call(case: &Value, input_shape: &[usize]) -> String {
    let given = &case["given"];
    let mut text = format!("nn.{}(", given["class"].as_str().unwrap());
    for argument in given["args"].as_array().unwrap() {
        write!(text, "{}, ", python(argument)).unwrap();
    }
    for (key, value) in given["kwargs"].as_object().unwrap() {
        write!(text, "{key}={}, ", python(value)).unwrap();
    }
    let shape = serde_json::to_value(input_shape).unwrap();
    write!(text, "input_shape={})", python(&shape)).unwrap();
    text
}

/// The same as a JSON object.
fn json(case: &Value, input_shape: &[usize]) -> String {
    let mut object = case["given"]["kwargs"].as_object().unwrap().clone();
    let names = ["in_channels", "out_channels", "kernel_size"];
    for (name, value) in names.iter().zip(case["given"]["args"].as_array().unwrap()) {
        object.insert((*name).to_owned(), value.clone());
    }
    object.insert("type".to_owned(), case["given"]["class"].clone());
    object.insert("input_shape".to_owned(), serde_json::to_value(input_shape).unwrap());
    serde_json::to_string_pretty(&object).unwrap()
}

/// The JSON object as TOML: one key a line, and otherwise the same values.
fn toml(json: &str) -> String {
    let object: serde_json::Map<String, Value> = serde_json::from_str(json).unwrap();
    object.iter().fold(String::new(), |text, (key, value)| text + &format!("{key} = {value}\n"))
}

fn check_all(case: &Value, input_shape: &[usize]) -> Vec<(String, Result<Layer, Report>)> {
    let json = json(case, input_shape);
    let texts = [(call(case, input_shape), Format::Call), (toml(&json), Format::Toml), (json, Format::Json)];
    texts
        .into_iter()
        .map(|(text, format)| {
            let result = check(&Source { name: "golden", text: &text, format });
            (text, result)
        })
        .collect()
}

#[test]
fn accepted() {
    let mut zeros = 0;
    for case in layers("cases.jsonl") {
        let params = &case["params"];
        let batch = usize::from(case["batched"].as_bool().unwrap());
        let input = numbers(&case["input_shape"]);
        for (text, result) in check_all(&case, &input[batch..]) {
            if params["padding_mode"] != "zeros" {
                let report = result.expect_err(&text);
                assert_eq!(report.diagnostics().len(), 1, "{text}");
                assert!(report.diagnostics()[0].message().starts_with("`padding_mode`"), "{text}");
                continue;
            }
            zeros += 1;
            let layer = result.unwrap_or_else(|report| panic!("{text}: {report:?}"));
            assert_eq!(layer.type_name(), case["given"]["class"], "{text}");
            assert_eq!(layer.weight_shape(), numbers(&case["weight_shape"]), "{text}");
            assert_eq!(layer.input_shape().unwrap(), input[batch..], "{text}");
            assert_eq!(layer.output_shape().unwrap(), numbers(&case["output_shape"])[batch..], "{text}");
            assert_eq!(layer.groups(), usize::try_from(params["groups"].as_u64().unwrap()).unwrap());
            assert_eq!(layer.bias(), params["bias"], "{text}");
            for (key, value) in [("kernel_size", 0), ("stride", 1), ("dilation", 2)] {
                let mut ours = layer.axes().iter().map(|axis| [axis.kernel(), axis.stride(), axis.dilation()][value]);
                assert!(ours.by_ref().eq(numbers(&params[key])), "{text}: {key}");
            }
        }
    }
    assert!(zeros >= 3 * 70, "only {zeros} layers with zero padding");
}

#[test]
fn refused() {
    let mut count = 0;
    for case in layers("invalid.jsonl") {
        count += 1;
        let mut input = numbers(&case["input_shape"]);
        let rank: usize = case["op"].as_str().unwrap()[4..5].parse().unwrap();
        if input.len() == rank + 2 {
            input.remove(0);
        }
        for (text, result) in check_all(&case, &input) {
            assert!(result.is_err(), "{text}: {}", case["cause"]);
        }
    }
    assert!(count >= 20, "only {count} refused layers");
}

/// The rest of the family is refused as such, and nothing else is said.
#[test]
fn later() {
    for file in ["cases.jsonl", "invalid.jsonl"] {
        for case in lines(file) {
            let Some(class) = case["given"]["class"].as_str() else { continue };
            if class.starts_with("Conv") && !class.contains("Transpose") {
                continue;
            }
            let text = call(&case, &numbers(&case["input_shape"]));
            let report = check(&Source { name: "golden", text: &text, format: Format::Call }).unwrap_err();
            let [diagnostic] = report.diagnostics() else { panic!("{text}: {report:?}") };
            assert_eq!(diagnostic.message(), format!("`{class}` is not supported yet in this version"));
        }
    }
}
