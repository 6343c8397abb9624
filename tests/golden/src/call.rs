//! A case's `given` as source text; the build script and the tests use it alike.

use std::fmt::Write;

use serde_json::Value;

/// The constructor as one would write it, without the closing parenthesis:
/// `nn.Conv2d(16, 33, (3, 5), stride=(2, 1), `.
fn open(class: &str, given: &Value) -> String {
    let mut text = format!("nn.{class}(");
    for argument in given["args"].as_array().into_iter().flatten() {
        let _ = write!(text, "{}, ", python(argument));
    }
    for (key, value) in given["kwargs"].as_object().into_iter().flatten() {
        let _ = write!(text, "{key}={}, ", python(value));
    }
    text
}

/// The call of a case, for inputs of any size or of the spatial size of
/// `input_shape` (without a batch).
///
/// A lazy layer of any size has the channels that its first input had, and names for the axes. The
/// output size that `PyTorch` takes when a transposed layer is called is an argument of ours, where
/// there is an input size for it to go with.
#[must_use]
pub fn call(case: &Value, input_shape: Option<&[usize]>) -> String {
    let given = &case["given"];
    let class = given["class"].as_str().unwrap_or_default();
    let mut text = open(class, given);
    if let Some(shape) = input_shape {
        if let Some(size) = given.get("output_size") {
            let _ = write!(text, "output_size={}, ", python(size));
        }
        let shape = Value::from(shape.to_vec());
        let _ = write!(text, "input_shape={}", python(&shape));
    } else if class.starts_with("Lazy") {
        let names = ["D", "H", "W"].map(Value::from);
        let rank = case["params"]["kernel_size"].as_array().map_or(0, Vec::len);
        let shape = [std::slice::from_ref(&case["inferred_in_channels"]), &names[3 - rank..]].concat();
        let _ = write!(text, "input_shape={}", python(&Value::from(shape)));
    }
    let text = text.trim_end_matches(", ");
    format!("{text})")
}

/// A call with one more argument, as it is written: `memory_format="blocked"`.
#[must_use]
#[allow(dead_code, reason = "not every build script adds arguments")]
pub fn with(call: &str, argument: &str) -> String {
    format!("{}, {argument})", call.strip_suffix(')').unwrap_or(call))
}

/// A value as Python writes it, but with double quotes: the single ones of
/// a word are no Rust token.
fn python(value: &Value) -> String {
    match value {
        Value::Bool(true) => "True".to_owned(),
        Value::Bool(false) => "False".to_owned(),
        Value::Null => "None".to_owned(),
        Value::Array(values) => match values.as_slice() {
            [one] => format!("({},)", python(one)),
            _ => format!("({})", values.iter().map(python).collect::<Vec<_>>().join(", ")),
        },
        _ => value.to_string(),
    }
}
