//! What `PyTorch` refuses does not compile.
//!
//! One file in `refused/` for each case;
//! `TRYBUILD=overwrite cargo test -p conv-layer-golden --test refused` writes them and the errors
//! anew from the data. Read what changed.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use conv_layer::{Error, Operand, conv_layer};
use conv_layer_golden::call::call;
use conv_layer_golden::case::{lines, numbers};
use serde_json::Value;

/// Refused calls of one interface: `module`, `lazy_module`, `functional`.
fn cases(api: &str) -> Vec<Value> {
    lines("invalid.jsonl").into_iter().filter(|case| case["api"] == api).collect()
}

/// Axes of a batch of inputs.
fn batched(op: &str) -> usize {
    match op {
        "fold" => 3,
        "unfold" => 4,
        _ => 2 + rank(op),
    }
}

/// Spatial axes of a convolution, the last digit of its name.
fn rank(op: &str) -> usize {
    op.trim_end_matches('d')[op.len() - 2..].parse().unwrap()
}

/// Why, as a comment.
fn reason(case: &Value) -> String {
    format!("// {}; PyTorch: {}", case["cause"].as_str().unwrap(), case["error_text"].as_str().unwrap())
}

/// A layer that cannot be.
fn module(case: &Value) -> String {
    let mut shape = numbers(&case["input_shape"]);
    if shape.len() == batched(case["op"].as_str().unwrap()) {
        shape.remove(0);
    }
    let layer = call(case, Some(&shape));
    let reason = reason(case);
    format!("{reason}\nconv_layer::conv_layer! {{\n    pub struct Layer = {layer};\n}}\n\nfn main() {{}}\n")
}

/// A possible layer, given weights or a bias of another shape. Where the weights' output channels
/// cannot be grouped, the layer has the next larger number of them.
fn functional(case: &Value) -> String {
    let weight = numbers(&case["weight_shape"]);
    let groups = case["given"]["kwargs"]["groups"].as_u64().map_or(1, |groups| usize::try_from(groups).unwrap());
    let op = case["op"].as_str().unwrap();
    let (class, inputs, outputs) = if op.starts_with("conv_transpose") {
        ("ConvTranspose", weight[0].next_multiple_of(groups), weight[1] * groups)
    } else {
        ("Conv", weight[1] * groups, weight[0].next_multiple_of(groups))
    };
    let (rank, kernel) = (rank(op), weight[2]);
    let array = |shape: &[usize]| shape.iter().rev().fold("0.0".to_owned(), |inner, n| format!("[{inner}; {n}]"));
    let (option, bias) = match case["bias_shape"].as_array() {
        Some(_) => ("", format!(", &{}", array(&numbers(&case["bias_shape"])))),
        None => (", bias=False", String::new()),
    };
    let reason = reason(case);
    format!(
        "{reason}
conv_layer::conv_layer! {{
    pub struct Layer = nn.{class}{rank}d({inputs}, {outputs}, {kernel}, groups={groups}{option});
}}

fn main() {{
    let _ = Layer::new(&{}{bias});
}}
",
        array(&weight),
    )
}

fn sources() -> BTreeMap<String, String> {
    let name = |case: &Value| format!("{}.rs", case["id"].as_str().unwrap());
    let modules = cases("module").into_iter().map(|case| (name(&case), module(&case)));
    let lazy = cases("lazy_module").into_iter().map(|case| (name(&case), module(&case)));
    let functionals = cases("functional").into_iter().map(|case| (name(&case), functional(&case)));
    modules.chain(lazy).chain(functionals).collect()
}

fn files(folder: &Path) -> BTreeMap<String, String> {
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let sources = paths.filter(|path| path.extension().is_some_and(|extension| extension == "rs"));
    sources
        .map(|path| (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read_to_string(&path).unwrap()))
        .collect()
}

#[test]
fn refused_calls_do_not_compile() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("refused");
    let sources = sources();
    assert_eq!(sources.len(), 60);
    if std::env::var_os("TRYBUILD").is_some_and(|mode| mode == "overwrite") {
        for (name, source) in &sources {
            fs::write(folder.join(name), source).unwrap();
        }
    }
    assert_eq!(files(&folder), sources, "the files are not those that the data gives");
    trybuild::TestCases::new().compile_fail("refused/*.rs");
}

/// Where lengths are known at run time only, the call is refused then.
#[test]
fn weights_of_another_length_are_refused_at_run_time() {
    conv_layer! {
        struct Grouped = nn.Conv1d(6, 6, 3, groups=2, bias=False);
        struct Biased = nn.Conv2d(6, 8, 3);
        struct Transposed = nn.ConvTranspose1d(6, 8, 3);
    }
    let functional = cases("functional");
    let causes: Vec<&str> = functional.iter().map(|case| case["cause"].as_str().unwrap()).collect();
    assert_eq!(causes, ["bias_shape", "bias_shape", "weight_groups"], "a case without a layer here");
    let len = |case: usize, key: &str| numbers(&functional[case][key]).iter().product::<usize>();

    let (weight, bias) = (vec![1.0; len(0, "weight_shape")], vec![1.0; len(0, "bias_shape")]);
    let error = Error::Length { operand: Operand::Bias, expected: 8, found: 6 };
    assert_eq!(Biased::from_slices(&weight, &bias).err(), Some(error));
    assert_eq!(Biased::boxed_from_slices(&weight, &bias).err(), Some(error));
    let mut layer = Biased::from_slices(&weight, &[2.0; 8]).unwrap();
    assert_eq!(layer.load(&weight, &bias), Err(error));
    assert_eq!(layer.weights(), Biased::from_slices(&weight, &[2.0; 8]).unwrap().weights(), "changed by an error");

    let (weight, bias) = (vec![1.0; len(1, "weight_shape")], vec![1.0; len(1, "bias_shape")]);
    let error = Error::Length { operand: Operand::Bias, expected: 8, found: 6 };
    assert_eq!(Transposed::from_slices(&weight, &bias).err(), Some(error));
    assert_eq!(Transposed::boxed_from_slices(&weight, &bias).err(), Some(error));

    let weight = vec![1.0; len(2, "weight_shape")];
    let error = Error::Length { operand: Operand::Weight, expected: 54, found: 45 };
    assert_eq!(Grouped::from_slices(&weight).err(), Some(error));
    assert_eq!(Grouped::boxed_from_slices(&weight).err(), Some(error));
    let mut layer = Grouped::ZERO;
    assert_eq!(layer.load(&weight), Err(error));
    assert_eq!(layer.weights(), Grouped::ZERO.weights(), "changed by an error");
}
