//! Writes a module of two layers for every zero-padded convolution of the golden data: one of the case's input size, one
//! of any size. They go through `conv_layer!` as a user's would.

#[allow(unreachable_pub, reason = "public in the library")]
#[path = "../src/call.rs"]
mod call;
#[path = "form.rs"]
mod form;

use std::error::Error;
use std::fmt::Write;
use std::path::Path;
use std::{env, fs};

use form::Form;
pub(crate) use form::Ways;
use serde_json::Value;

/// Writes `layers.rs` into `OUT_DIR`; `folder` is that of the golden data's package, relative to the one being built.
pub(crate) fn write(folder: &str, ways: Ways) -> Result<(), Box<dyn Error>> {
    let cases = format!("{folder}/data/cases.jsonl");
    for file in [&cases, &format!("{folder}/build"), &format!("{folder}/src/call.rs")] {
        println!("cargo::rerun-if-changed={file}");
    }
    let mut modules = String::new();
    let mut entries = String::new();
    for line in fs::read_to_string(&cases)?.lines() {
        let case: Value = serde_json::from_str(line)?;
        // The large cases, whose values are a formula, run on the best instruction set only: the small ones have shown the
        // others, and plain arrays would take minutes.
        let large = case.get("formula").is_some();
        if !is_zero_padded_convolution(&case) || (large && ways == Ways::Emulated) {
            continue;
        }
        let id = case["id"].as_str().ok_or("a case without id")?;
        writeln!(modules, "{}", module(id, &case, if large { Ways::Best } else { ways })?)?;
        writeln!(entries, "    Entry {{ id: {id:?}, fixed: {id}::check_fixed, generic: {id}::check_generic }},")?;
    }
    let text = format!("{modules}\n/// Every module above.\nconst ENTRIES: &[Entry] = &[\n{entries}];\n");
    fs::write(Path::new(&env::var("OUT_DIR")?).join("layers.rs"), text)?;
    Ok(())
}

fn is_zero_padded_convolution(case: &Value) -> bool {
    matches!(case["op"].as_str(), Some("conv1d" | "conv2d" | "conv3d")) && case["params"]["padding_mode"] == "zeros"
}

fn module(id: &str, case: &Value, ways: Ways) -> Result<String, Box<dyn Error>> {
    let batch = usize::from(case["batched"] == true);
    let input = numbers(&case["input_shape"])?.split_off(batch);
    let (fixed, generic) = (call::call(case, Some(&input)), call::call(case, None));
    let form = Form {
        input,
        output: numbers(&case["output_shape"])?.split_off(batch),
        weight: numbers(&case["weight_shape"])?,
        bias: case["params"]["bias"] == true,
    };
    let names = ways.names();
    let bias = if form.bias { ", BIAS" } else { "" };
    let check = ways.check();
    let (fixed_form, generic_form) =
        (form.implementation("Fixed", true, ways), form.implementation("Generic", false, ways));
    Ok(format!(
        "mod {id} {{
    use super::{{Error, Form, Made, OnceLock, Runs, check{names}{bias}}};

    conv_layer::conv_layer! {{
        struct Fixed = {fixed};
        struct Generic = {generic};
    }}
{fixed_form}{generic_form}
    pub(super) fn check_fixed() -> Runs {{
        static RUNS: OnceLock<Runs> = OnceLock::new();
        *RUNS.get_or_init(|| check::{check}::<Fixed>({id:?}))
    }}

    pub(super) fn check_generic() -> Runs {{
        static RUNS: OnceLock<Runs> = OnceLock::new();
        *RUNS.get_or_init(|| check::{check}::<Generic>({id:?}))
    }}

    #[test]
    fn fixed() {{
        check_fixed();
    }}

    #[test]
    fn generic() {{
        check_generic();
    }}
}}
"
    ))
}

fn numbers(value: &Value) -> Result<Vec<usize>, Box<dyn Error>> {
    let values = value.as_array().ok_or("a shape that is no list")?;
    values.iter().map(|entry| Ok(usize::try_from(entry.as_u64().ok_or("a size that is no number")?)?)).collect()
}
