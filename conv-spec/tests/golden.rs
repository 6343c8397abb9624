//! Every case of the golden data: what `PyTorch` accepts gives its shapes, what it refuses is
//! refused for the same reason.

use std::fmt::Write;
use std::path::Path;

use conv_spec::{Axis, Border, Checked, Format, Layer, Report, Sampling, Size, Source, Windows, check_any};
use serde_json::{Map, Value};

fn lines(file: &str) -> Vec<Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/golden/data");
    let text = std::fs::read_to_string(folder.join(file)).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
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

/// Keyword arguments, ours with them: the input's shape, and the size that
/// `PyTorch` takes with the call.
fn keywords(case: &Value, input_shape: &[usize]) -> Map<String, Value> {
    let mut keywords = case["given"]["kwargs"].as_object().unwrap().clone();
    keywords.insert("input_shape".to_owned(), serde_json::to_value(input_shape).unwrap());
    if let Some(size) = case["given"].get("output_size") {
        keywords.insert("output_size".to_owned(), size.clone());
    }
    keywords
}

/// The call of a case.
fn call(case: &Value, input_shape: &[usize]) -> String {
    let given = &case["given"];
    let mut text = format!("nn.{}(", given["class"].as_str().unwrap());
    for argument in given["args"].as_array().unwrap() {
        write!(text, "{}, ", python(argument)).unwrap();
    }
    for (key, value) in keywords(case, input_shape) {
        write!(text, "{key}={}, ", python(&value)).unwrap();
    }
    text + ")"
}

/// The same as a JSON object.
fn json(case: &Value, input_shape: &[usize]) -> String {
    let mut object = keywords(case, input_shape);
    let class = case["given"]["class"].as_str().unwrap();
    let names = ["in_channels", "out_channels", "kernel_size"];
    let names = names.iter().skip(usize::from(class.starts_with("Lazy")));
    for (name, value) in names.zip(case["given"]["args"].as_array().unwrap()) {
        object.insert((*name).to_owned(), value.clone());
    }
    object.insert("type".to_owned(), class.into());
    serde_json::to_string_pretty(&object).unwrap()
}

/// The JSON object as TOML: one key a line, and otherwise the same values.
fn toml(json: &str) -> String {
    let object: Map<String, Value> = serde_json::from_str(json).unwrap();
    object.iter().fold(String::new(), |text, (key, value)| text + &format!("{key} = {value}\n"))
}

fn check_all(case: &Value, input_shape: &[usize]) -> Vec<(String, Result<Checked, Report>)> {
    let json = json(case, input_shape);
    let texts = [(call(case, input_shape), Format::Call), (toml(&json), Format::Toml), (json, Format::Json)];
    texts
        .into_iter()
        .map(|(text, format)| {
            let result = check_any(&Source { name: "golden", text: &text, format });
            (text, result)
        })
        .collect()
}

/// Whether the axes are as the parameters say, written out.
fn axes(text: &str, axes: &[Axis], params: &Value) {
    let same = params["padding"] == "same";
    for (index, axis) in axes.iter().enumerate() {
        let number = |key: &str| usize::try_from(params[key][index].as_u64().unwrap()).unwrap();
        assert_eq!(axis.kernel(), number("kernel_size"), "{text}");
        assert_eq!(axis.stride(), number("stride"), "{text}");
        assert_eq!(axis.dilation(), number("dilation"), "{text}");
        let total = axis.dilation() * (axis.kernel() - 1);
        let padding = match &params["padding"] {
            Value::Array(_) => (number("padding"), number("padding")),
            _ if same => (total / 2, total - total / 2),
            other => {
                assert_eq!(other, "valid", "{text}");
                (0, 0)
            }
        };
        assert_eq!((axis.pad_before(), axis.pad_after()), padding, "{text}");
    }
}

fn layer(text: &str, layer: &Layer, case: &Value, input: &[usize], output: &[usize]) {
    let params = &case["params"];
    let class = case["given"]["class"].as_str().unwrap();
    assert_eq!(layer.type_name(), class.trim_start_matches("Lazy"), "{text}");
    assert_eq!(layer.weight_shape(), numbers(&case["weight_shape"]), "{text}");
    assert_eq!(layer.input_shape().unwrap(), input, "{text}");
    assert_eq!(layer.output_shape().unwrap(), output, "{text}");
    assert_eq!(layer.groups(), usize::try_from(params["groups"].as_u64().unwrap()).unwrap());
    assert_eq!(layer.bias(), params["bias"], "{text}");
    let mode = match params["padding_mode"].as_str().unwrap() {
        "zeros" => Border::Zeros,
        "reflect" => Border::Reflect,
        "replicate" => Border::Replicate,
        "circular" => Border::Circular,
        other => panic!("{other}"),
    };
    assert_eq!(layer.border(), mode, "{text}");
    axes(text, layer.axes(), params);
    for (index, axis) in layer.axes().iter().enumerate() {
        assert_eq!(axis.border(), mode, "{text}");
        match axis.sampling() {
            Sampling::Conv => assert!(!class.contains("Transpose"), "{text}"),
            Sampling::Transposed { output_padding } => {
                assert!(class.contains("Transpose"), "{text}");
                if params["output_size"].is_null() {
                    assert_eq!(Some(output_padding as u64), params["output_padding"][index].as_u64(), "{text}");
                }
            }
            other => panic!("{text}: {other:?}"),
        }
    }
}

fn windows(text: &str, windows: &Windows, case: &Value, input: &[usize], output: &[usize]) {
    assert_eq!(windows.type_name(), case["given"]["class"], "{text}");
    let (image, columns) = if windows.type_name() == "Unfold" { (input, output) } else { (output, input) };
    assert_eq!(windows.image_shape().unwrap(), image, "{text}");
    assert_eq!(windows.windows_shape().unwrap(), columns, "{text}");
    assert_eq!(*windows.channels(), Size::Fixed(image[0]), "{text}");
    axes(text, windows.axes(), &case["params"]);
}

#[test]
fn accepted() {
    let cases = lines("cases.jsonl");
    assert_eq!(cases.len(), 191);
    for case in cases {
        let batch = usize::from(case["batched"].as_bool().unwrap());
        let (input, output) = (numbers(&case["input_shape"]), numbers(&case["output_shape"]));
        let (input, output) = (&input[batch..], &output[batch..]);
        for (text, result) in check_all(&case, input) {
            match result {
                Ok(Checked::Layer(checked)) => layer(&text, &checked, &case, input, output),
                Ok(Checked::Windows(checked)) => windows(&text, &checked, &case, input, output),
                Err(report) => panic!("{text}: {report:?}"),
            }
        }
    }
}

/// How we put the reasons of `PyTorch`.
const CAUSES: [(&str, &str); 29] = [
    ("in_channels_groups", "`groups` does not divide `in_channels`"),
    ("out_channels_groups", "`groups` does not divide `out_channels`"),
    ("groups_not_positive", "`groups` must be at least 1"),
    ("stride_not_positive", "`stride` must be at least 1"),
    ("dilation_not_positive", "`dilation` must be at least 1"),
    ("padding_negative", "`padding` must be at least 0"),
    ("padding_string", "unknown `padding`"),
    ("padding_type", "`padding` of a ConvTranspose1d must be an integer"),
    ("same_with_stride", "`padding` \"same\" wants a stride of 1"),
    ("padding_mode_unknown", "unknown `padding_mode` `edge`"),
    ("transpose_padding_mode", "must be \"zeros\""),
    ("kernel_zero", "`kernel_size` must be at least 1"),
    ("negative_size", "`kernel_size` must be at least 1"),
    ("kernel_exceeds_input", "the kernel is larger than the padded input along the"),
    ("reflect_too_large", "the padding reflects more than the input has along the"),
    ("circular_too_large", "the padding wraps around more than once along the"),
    ("input_channels", "where `in_channels` is 6"),
    ("input_rank", "`input_shape` of a"),
    ("parameter_length", "cannot have"),
    ("output_padding_too_large", "`output_padding` must be smaller than the stride or the dilation along the"),
    ("output_padding_negative", "`output_padding` must be at least 0"),
    ("output_too_small", "the output is empty along the length"),
    ("output_size_range", "no `output_padding` gives the `output_size`"),
    ("output_size_length", "`output_size` of a ConvTranspose3d must have 3 entries, not 2"),
    ("empty_spatial", "`input_shape` is empty: the size of length is 0"),
    ("unfold_no_blocks", "the kernel is larger than the padded input along the width"),
    ("input_rank_or_empty", "entries, not"),
    ("fold_block_count", "`input_shape` has 11 blocks where `output_size` has 12"),
    ("fold_channels", "the kernel's 4 taps do not divide the 10 rows of `input_shape`"),
];

#[test]
fn refused() {
    let cases = lines("invalid.jsonl");
    assert_eq!(cases.len(), 60);
    let mut functional = 0;
    for case in cases {
        if case["api"] == "functional" {
            // Of weights that do not fit their layer: there is no specification to refuse.
            functional += 1;
            continue;
        }
        let mut input = numbers(&case["input_shape"]);
        let batched = match case["op"].as_str().unwrap() {
            "fold" => 3,
            "unfold" => 4,
            op => op.trim_end_matches('d').chars().last().unwrap().to_digit(10).unwrap() as usize + 2,
        };
        if input.len() == batched {
            input.remove(0);
        }
        let cause = case["cause"].as_str().unwrap();
        let (_, expected) = CAUSES.iter().find(|(known, _)| *known == cause).expect(cause);
        for (text, result) in check_all(&case, &input) {
            let report = result.expect_err(&text);
            for diagnostic in report.diagnostics() {
                let message = diagnostic.message();
                let rank = cause == "input_channels" && message.starts_with("`input_shape` of a Conv3d must have");
                assert!(message.contains(expected) || rank, "{text}: {cause}: {message}");
            }
        }
    }
    assert_eq!(functional, 3);
}
