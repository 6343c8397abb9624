//! A case's `given` as source text; the build script and the tests use it alike.

use std::fmt::Write;

use serde_json::Value;

/// The constructor as one would write it, without the closing parenthesis: `nn.Conv2d(16, 33, (3, 5), stride=(2, 1), `.
fn open(class: &str, inferred: Option<&Value>, given: &Value) -> String {
    let mut text = format!("nn.{class}(");
    let positional = given["args"].as_array().into_iter().flatten();
    for argument in inferred.into_iter().chain(positional) {
        let _ = write!(text, "{}, ", python(argument));
    }
    for (key, value) in given["kwargs"].as_object().into_iter().flatten() {
        let _ = write!(text, "{key}={}, ", python(value));
    }
    text
}

/// The call of a case, for inputs of any size or of the spatial size of `input_shape` (without a batch).
///
/// A lazy layer of any size becomes an ordinary one with the `in_channels` that its first input gave it. The output size that
/// `PyTorch` takes when a transposed layer is called is an argument of ours, where there is an input size for it to go with.
#[must_use]
pub fn call(case: &Value, input_shape: Option<&[usize]>) -> String {
    let given = &case["given"];
    let class = given["class"].as_str().unwrap_or_default();
    let inferred = case.get("inferred_in_channels").filter(|_| class.starts_with("Lazy") && input_shape.is_none());
    let class = if inferred.is_some() { class.trim_start_matches("Lazy") } else { class };
    let mut text = open(class, inferred, given);
    if let Some(shape) = input_shape {
        if let Some(size) = given.get("output_size") {
            let _ = write!(text, "output_size={}, ", python(size));
        }
        let shape = Value::from(shape.to_vec());
        let _ = write!(text, "input_shape={}", python(&shape));
    }
    let text = text.trim_end_matches(", ");
    format!("{text})")
}

/// A value as Python writes it, but with double quotes: the single ones of a word are no Rust token.
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
