//! Linker arguments, and the golden cases for a microcontroller: of each kind the
//! smallest, its data as constants.

#[path = "../../golden/src/call.rs"]
mod call;

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write;
use std::path::Path;
use std::{env, fs};

use safetensors::SafeTensors;
use serde_json::Value;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

const DATA: &str = "../../golden/data";
/// Cases that run with channels last: a depthwise one, a dense one, and a transposed depthwise one.
const LAST: [&str; 3] = ["conv2d_012", "conv2d_003", "conv_transpose2d_010"];

fn main() -> Result<()> {
    println!("cargo::rustc-link-arg-bins=-Tlink.x");
    println!("cargo::rustc-link-arg-bins=--nmagic");
    println!("cargo::rerun-if-changed={DATA}");
    println!("cargo::rerun-if-changed=../../golden/src/call.rs");
    println!("cargo::rerun-if-changed=build.rs");
    let bytes = fs::read(Path::new(DATA).join("tensors.safetensors"))?;
    let tensors = SafeTensors::deserialize(&bytes)?;
    let mut modules = String::new();
    let mut entries = String::new();
    let text = fs::read_to_string(Path::new(DATA).join("cases.jsonl"))?;
    let all = text.lines().map(|line| Ok(serde_json::from_str(line)?)).collect::<Result<Vec<Value>>>()?;
    let mut chosen: Vec<(&Value, bool)> = chosen(&all).into_iter().map(|case| (case, false)).collect();
    for id in LAST {
        let case = all.iter().find(|case| case["id"] == id).ok_or("no such case")?;
        chosen.push((case, true));
    }
    for (case, last) in chosen {
        let id = case["id"].as_str().ok_or("a case without id")?;
        let id = &if last { format!("{id}_last") } else { id.to_owned() };
        modules += &module(id, case, last, &tensors)?;
        writeln!(
            entries,
            "    Case {{ id: {id:?}, expected: &{id}::EXPECTED, tolerance: {id}::TOLERANCE, ways: &{id}::WAYS }},"
        )?;
    }
    let text = format!("{modules}\n/// Every module above.\nconst CASES: &[Case] = &[\n{entries}];\n");
    fs::write(Path::new(&env::var("OUT_DIR")?).join("cases.rs"), text)?;
    Ok(())
}

/// Of the cases that are alike the smallest, in the order of the data.
fn chosen(all: &[Value]) -> Vec<&Value> {
    let mut kinds: BTreeMap<String, (usize, usize, &Value)> = BTreeMap::new();
    for (place, case) in all.iter().enumerate() {
        if case.get("formula").is_some() {
            continue;
        }
        let len = |key: &str| shape(&case[key]).map_or(0, |shape| shape.iter().product());
        let size = len("input_shape") + len("weight_shape") + len("output_shape");
        let kept = kinds.entry(kind(case)).or_insert((usize::MAX, place, case));
        if size < kept.0 {
            *kept = (size, place, case);
        }
    }
    let mut chosen: Vec<(usize, &Value)> = kinds.into_values().map(|(_, place, case)| (place, case)).collect();
    chosen.sort_by_key(|(place, _)| *place);
    chosen.into_iter().map(|(_, case)| case).collect()
}

/// What makes a case different from others: operation, padding, groups, and whether
/// anything is strided or dilated.
fn kind(case: &Value) -> String {
    let params = &case["params"];
    let above = |key: &str| params[key].as_array().is_some_and(|list| list.iter().any(|n| n.as_u64() > Some(1)));
    let groups = match params["groups"].as_u64() {
        Some(groups) if params["in_channels"].as_u64() == Some(groups) && groups > 1 => "depthwise",
        Some(groups) if groups > 1 => "grouped",
        _ => "dense",
    };
    let spread = above("stride") || above("dilation");
    format!("{} {} {} {groups} {spread}", case["op"], params["padding_mode"], params["padding"].is_string())
}

/// The module of a case, row-major or with channels last.
fn module(id: &str, case: &Value, last: bool, tensors: &SafeTensors) -> Result<String> {
    let batch = usize::from(case["batched"] == true);
    let input = shape(&case["input_shape"])?.split_off(batch);
    let output = shape(&case["output_shape"])?.split_off(batch);
    let numbers = |role: &str| -> Result<Vec<f32>> {
        let Some(name) = case["tensors"][role].as_str() else { return Ok(Vec::new()) };
        let tensor = tensors.tensor(name)?;
        Ok(tensor.data().as_chunks().0.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect())
    };
    let bias = case["params"]["bias"] == true;
    let has_weight = !case["weight_shape"].is_null();
    // An `output_size` of a transposed layer goes with one size of the input only.
    let is_generic = !has_weight || case["params"]["output_size"].is_null();
    let call = |input: Option<&[usize]>| {
        let call = call::call(case, input);
        if last { call::with(&call, "memory_format=\"channels_last\"") } else { call }
    };
    let mut layers = format!("struct Fixed = {};", call(Some(&input)));
    if is_generic {
        write!(layers, " struct Generic = {};", call(None))?;
    }
    let [input_values, expected] = [("input", &input), ("output", &output)].map(|(role, shape)| {
        let numbers = numbers(role)?;
        Ok::<_, Box<dyn Error>>(if last { channels_last(&numbers, shape) } else { numbers })
    });
    let size = match case["op"].as_str() {
        Some("fold") => output.clone(),
        Some("unfold") => input.clone(),
        _ => input[1..].to_vec(),
    };
    let mut statics = String::new();
    let mut ways = vec!["|output| FIXED.forward_slice(&INPUT, output)".to_owned()];
    if is_generic {
        ways.push(format!("|output| GENERIC.forward_slice({size:?}, &INPUT, output)"));
    }
    for (name, layer) in [("FIXED", "Fixed"), ("GENERIC", "Generic")].into_iter().take(1 + usize::from(is_generic)) {
        // Packed while compiling, for the target.
        let made = match (has_weight, bias) {
            (true, true) => format!("made!({layer}::from_slices(&WEIGHT, &BIAS))"),
            (true, false) => format!("made!({layer}::from_slices(&WEIGHT))"),
            (false, _) => format!("{layer}::new()"),
        };
        writeln!(statics, "    static {name}: {layer} = {made};")?;
    }
    if has_weight {
        statics += &data("static WEIGHT", &numbers("weight")?);
        if !last {
            let biased = if bias { "&BIAS, " } else { "" };
            ways.push(format!("|output| Fixed::functional_slice(&INPUT, &WEIGHT, {biased}output)"));
        }
    }
    if bias {
        statics += &data("static BIAS", &numbers("bias")?);
    }
    statics += &data("static INPUT", &input_values?);
    statics += &data("pub(super) static EXPECTED", &expected?);
    // Read as an `f32`, so that it is written with as many digits as one has.
    let tolerance: f32 = case["tolerance"]["atol"].to_string().parse()?;
    statics += &item("pub(super) const TOLERANCE: f32", &format!("{tolerance:e}"));
    Ok(format!(
        "mod {id} {{
    use super::{{Way, conv_layer}};
    conv_layer! {{ {layers} }}
{statics}    pub(super) static WAYS: [Way; {}] = [{}];
}}
",
        ways.len(),
        ways.join(", "),
    ))
}

/// Samples of a shape with channels last, from the row-major order.
fn channels_last(numbers: &[f32], shape: &[usize]) -> Vec<f32> {
    let plane: usize = shape[1..].iter().product();
    let samples = numbers.chunks(shape[0] * plane);
    samples.flat_map(|sample| (0..plane).flat_map(|pixel| sample.iter().copied().skip(pixel).step_by(plane))).collect()
}

/// An array of numbers, each with the fewest digits that mean it.
fn data(name: &str, numbers: &[f32]) -> String {
    item(&format!("{name}: [f32; {}]", numbers.len()), &format!("{numbers:?}"))
}

fn item(declaration: &str, value: &str) -> String {
    let reason = "generated: nobody reads the digits";
    format!("    #[allow(clippy::unreadable_literal, reason = {reason:?})]\n    {declaration} = {value};\n")
}

fn shape(value: &Value) -> Result<Vec<usize>> {
    let sizes = value.as_array().ok_or("a shape that is no list")?;
    sizes.iter().map(|size| Ok(usize::try_from(size.as_u64().ok_or("a size that is no number")?)?)).collect()
}
