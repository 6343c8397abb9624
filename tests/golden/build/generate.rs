//! Writes a module of two layers for every call of the golden data that `PyTorch` accepts: one of
//! the case's input size, one of any size. They go through `conv_layer!` as a user's would.

#[allow(unreachable_pub, reason = "public in the library")]
#[path = "../src/call.rs"]
mod call;
#[path = "form.rs"]
mod form;
#[path = "formats.rs"]
mod formats;

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write;
use std::path::PathBuf;
use std::{env, fs};

use form::{Form, Ways};
use formats::Variant;
use serde_json::Value;

/// Where layers run.
#[derive(Clone, Copy, PartialEq, Eq)]
#[allow(dead_code, reason = "every build script wants one")]
pub(crate) enum Suite {
    /// On the CPU.
    Native,
    /// On emulated vectors.
    Emulated,
}

/// Writes a file for each operation, and one for the large cases, into `OUT_DIR`; `folder` is that
/// of the golden data's package, relative to the one being built.
pub(crate) fn write(folder: &str, suite: Suite) -> Result<(), Box<dyn Error>> {
    let cases = format!("{folder}/data/cases.jsonl");
    for file in [&cases, &format!("{folder}/build"), &format!("{folder}/src/call.rs")] {
        println!("cargo::rerun-if-changed={file}");
    }
    // Compiled together, they would take more than ten gigabytes.
    let mut files: BTreeMap<String, [String; 2]> = BTreeMap::new();
    let mut all = Vec::new();
    for line in fs::read_to_string(&cases)?.lines() {
        let case = Case::new(serde_json::from_str(line)?)?;
        if !case.is_in(suite) {
            continue;
        }
        let id = &case.id;
        let [modules, entries] = files.entry(case.file()?.to_owned()).or_default();
        writeln!(modules, "{}", case.module(suite))?;
        let generic = if case.is_generic() { format!("Some({id}::check_generic)") } else { "None".to_owned() };
        writeln!(entries, "    Entry {{ id: {id:?}, fixed: {id}::check_fixed, generic: {generic} }},")?;
        all.push(case);
    }
    let folder = PathBuf::from(env::var("OUT_DIR")?);
    if suite == Suite::Native {
        fs::write(folder.join("in_formats.rs"), formats::modules(&all)?)?;
    }
    for (file, [modules, entries]) in files {
        let count = match suite {
            Suite::Native => "native",
            Suite::Emulated => "emulated",
        };
        let text = format!(
            "use conv_layer_golden::suite::{{Entry, {count}}};

{modules}
/// A test that is missing would not be missed, so this one looks into the data. What another
/// test has run, it only counts.
#[test]
fn every_case_runs_on_every_instruction_set() {{
    {count}({file:?}, &[
{entries}    ]);
}}
"
        );
        fs::write(folder.join(format!("{file}.rs")), text)?;
    }
    Ok(())
}

/// A line of the data, its shapes without the batch.
struct Case {
    line: Value,
    id: String,
    input: Vec<usize>,
    output: Vec<usize>,
    weight: Option<Vec<usize>>,
}

impl Case {
    fn new(line: Value) -> Result<Self, Box<dyn Error>> {
        let batch = usize::from(line["batched"] == true);
        Ok(Self {
            id: line["id"].as_str().ok_or("a case without id")?.to_owned(),
            input: numbers(&line["input_shape"])?.split_off(batch),
            output: numbers(&line["output_shape"])?.split_off(batch),
            weight: if line["weight_shape"].is_null() { None } else { Some(numbers(&line["weight_shape"])?) },
            line,
        })
    }

    /// The file that the case is in: its operation's, or that of the large cases,
    /// which an emulator may leave out.
    fn file(&self) -> Result<&str, Box<dyn Error>> {
        if self.is_large() { Ok("large") } else { Ok(self.line["op"].as_str().ok_or("a case without operation")?) }
    }

    fn is_large(&self) -> bool {
        self.line.get("formula").is_some()
    }

    fn is_in(&self, suite: Suite) -> bool {
        match suite {
            Suite::Native => true,
            // The large cases would take minutes, and layers without weights do not use vectors.
            Suite::Emulated => !self.is_large() && self.weight.is_some(),
        }
    }

    /// Multiply-adds of a sample: every weight meets every output, or, of a
    /// transposed layer, every input.
    fn macs(&self) -> usize {
        let is_transposed = self.line["op"].as_str().is_some_and(|operation| operation.starts_with("conv_transpose"));
        let positions = if is_transposed { &self.input } else { &self.output };
        self.weight.iter().flatten().chain(&positions[1..]).product()
    }

    /// Whether there is such a layer of any size: an `output_size` of a transposed layer goes
    /// with one size of the input only.
    fn is_generic(&self) -> bool {
        self.line["params"]["output_size"].is_null() || self.weight.is_none()
    }

    fn form<'a>(&'a self, name: &'a str, fixed: bool, variant: Variant) -> Form<'a> {
        Form {
            name,
            number: variant.number(),
            input: &self.input,
            output: &self.output,
            arrays: [(variant.input, &self.input), (variant.output, &self.output)]
                .map(|(order, shape)| order.array(shape, variant.double)),
            weight: self.weight.as_deref(),
            bias: self.line["params"]["bias"] == true,
            fixed,
            image: if self.line["op"] == "fold" { &self.output } else { &self.input },
        }
    }

    fn ways(&self, form: &Form, suite: Suite) -> Ways {
        let mut ways = Ways::default();
        if suite == Suite::Emulated {
            // Without packing there is no plan, and one kernel for all: registers of the
            // other sizes are those of the CPU.
            ways.emulated = vec![form.forward_emulated()];
            ways.best = vec![form.functional_avx512()];
        } else if self.weight.is_none() {
            ways.best = vec![form.forward_slice(), form.forward(), form.forward_batch()];
        } else if self.is_large() {
            // Tests are not optimised: the small cases have shown the
            // other ways and instruction sets.
            ways.best.push(if form.fixed { form.forward() } else { form.forward_slice() });
            if form.fixed && self.macs() < 200_000_000 {
                ways.best.push(form.functional_slice());
            }
        } else {
            ways.best = vec![
                form.forward_slice(),
                form.forward_batch(),
                form.forward(),
                form.functional_slice(),
                form.functional(),
            ];
            ways.native = vec![form.forward_on(), form.functional_on()];
        }
        ways
    }

    fn module(&self, suite: Suite) -> String {
        let mut layers = format!("struct Fixed = {};", call::call(&self.line, Some(&self.input)));
        let form = self.form("Fixed", true, Variant::PLAIN);
        let mut rest = form.implementation(&self.ways(&form, suite)) + &check(&self.id, "Fixed", "fixed");
        if self.is_generic() {
            layers = format!("{layers}\n        struct Generic = {};", call::call(&self.line, None));
            let form = self.form("Generic", false, Variant::PLAIN);
            rest += &(form.implementation(&self.ways(&form, suite)) + &check(&self.id, "Generic", "generic"));
        }
        let id = &self.id;
        format!(
            "mod {id} {{
    use conv_layer_golden::suite::names::*;

    conv_layer::conv_layer! {{
        {layers}
    }}
{rest}}}
"
        )
    }
}

fn check(id: &str, name: &str, form: &str) -> String {
    format!(
        "
    pub(super) fn check_{form}() -> Runs {{
        static RUNS: OnceLock<Runs> = OnceLock::new();
        RUNS.get_or_init(|| check::<{name}>({id:?})).clone()
    }}

    #[test]
    fn {form}() {{
        check_{form}();
    }}
"
    )
}

fn numbers(value: &Value) -> Result<Vec<usize>, Box<dyn Error>> {
    let values = value.as_array().ok_or("a shape that is no list")?;
    values.iter().map(|entry| Ok(usize::try_from(entry.as_u64().ok_or("a size that is no number")?)?)).collect()
}
