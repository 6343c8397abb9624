//! Prints the kernels that a layer could have, as the key `plan` of its specification takes them, with the planner's estimates.
//!
//! ```text
//! cargo run --example candidates -- layer_specs/mobilenet_depthwise.toml
//! cargo run --example candidates -- 'nn.Conv2d(64, 64, 3, padding=1, input_shape=(64, 56, 56))' avx2
//! ```
//!
//! For those who measure: take a line into the specification, or several into copies of it, and time `forward_on`. The estimates rank
//! kernels; they are cycles of a call with one sample, of a core with two multiply-add units.

use std::env::args;
use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::ExitCode;

use conv_layer::Isa as Target;
use conv_spec::plan::{Isa, Kernel, Plan};
use conv_spec::{Checked, Format, Layer, Source};

/// Tiles shown of each kernel.
const SHOWN: usize = 5;

fn main() -> ExitCode {
    match run(args().skip(1).collect()) {
        Ok(text) => {
            print!("{text}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: Vec<String>) -> Result<String, Box<dyn Error>> {
    let mut arguments = arguments.into_iter();
    let usage = "candidates FILE.toml|FILE.json|'nn.Conv2d(…)' [instruction set]";
    let spec = arguments.next().ok_or(usage)?;
    let set = arguments.next().unwrap_or_else(|| Target::best().name().to_owned());
    let isa = Isa::ALL
        .into_iter()
        .find(|isa| isa.name() == set)
        .ok_or_else(|| format!("`{set}` is no instruction set; there are {}", Isa::ALL.map(Isa::name).join(", ")))?;
    let (layer, format) = read(&spec)?;
    Ok(table(&layer, isa, format))
}

/// The layer of a file, or of a call.
fn read(spec: &str) -> Result<(Layer, Format), Box<dyn Error>> {
    let (text, format) = if spec.ends_with(')') {
        (spec.to_owned(), Format::Call)
    } else {
        let json = Path::new(spec).extension().is_some_and(|extension| extension == "json");
        let text = fs::read_to_string(spec).map_err(|error| format!("{spec}: {error}"))?;
        (text, if json { Format::Json } else { Format::Toml })
    };
    let source = Source { name: if format == Format::Call { "call" } else { spec }, text: &text, format };
    match conv_spec::check_any(&source).map_err(|report| report.render(&source))? {
        Checked::Layer(layer) => Ok((layer, format)),
        Checked::Windows(_) => Err("a layer without weights has no plan".into()),
    }
}

/// The kernel that the layer has, and the cheapest tiles of each kernel that it could have.
fn table(layer: &Layer, isa: Isa, format: Format) -> String {
    let plan = Plan::new(layer);
    let planned = plan.kernels().iter().find(|(of, _)| *of == isa).map(|(_, kernel)| *kernel);
    let mut groups: Vec<Vec<(Kernel, f64)>> = Vec::new();
    for candidate in Plan::candidates(layer, isa) {
        if planned == Some(candidate.0) {
            continue;
        }
        match groups.iter_mut().find(|group| word(&group[0].0) == word(&candidate.0)) {
            Some(group) if group.len() == SHOWN => {}
            Some(group) => group.push(candidate),
            None => groups.push(vec![candidate]),
        }
    }
    let row = |kernel: &Kernel, cycles: f64, note: &str| {
        let wish = kernel.wish(format);
        let entry = match format {
            Format::Toml => format!("{} = {wish}", isa.name()),
            Format::Json | Format::Call => format!("\"{}\": {wish}", isa.name()),
        };
        format!("{cycles:>12.0}  {entry}{note}\n")
    };
    let mut text = format!("{:>12}  in `plan`\n", "cycles");
    if let Some(kernel) = planned {
        let note = if plan.asked().contains(&isa) { "  (asked for)" } else { "  (planned)" };
        text += &row(&kernel, plan.cycles(isa), note);
    }
    for group in groups {
        text.push('\n');
        for (kernel, cycles) in group {
            // The weights are packed otherwise then, for all instruction sets.
            let reads = kernel.reads(plan.packing(), layer.dtype());
            text += &row(&kernel, cycles, if reads { "" } else { "  (another layout of weights)" });
        }
    }
    text
}

/// What tells kernels apart.
fn word(kernel: &Kernel) -> String {
    let wish = kernel.wish(Format::Toml);
    wish.split('"').nth(1).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn print(arguments: &[&str]) -> Result<String, String> {
        run(arguments.iter().map(ToString::to_string).collect()).map_err(|error| error.to_string())
    }

    /// Every line can be asked for.
    #[test]
    fn what_is_printed_is_what_a_plan_takes() {
        let call = "nn.Conv2d(16, 32, 3, padding=1, input_shape=(16, 20, 20))";
        let table = print(&[call, "avx2"]).unwrap();
        let kernels: Vec<&str> =
            table.lines().skip(1).filter_map(|line| line.split_once("  \"")).map(|row| row.1).collect();
        assert_eq!(kernels.len(), 1 + 3 * SHOWN, "{table}");
        for row in kernels {
            let entry = row.split_once("  (").map_or(row, |(entry, _)| entry);
            let asked =
                print(&[&call.replace("padding=1", &format!("padding=1, plan={{\"{entry}}}")), "avx2"]).unwrap();
            assert!(asked.lines().nth(1).unwrap().ends_with(&format!("  \"{entry}  (asked for)")), "{asked}");
        }
    }

    #[test]
    fn mistakes_are_told() {
        assert!(print(&[]).unwrap_err().starts_with("candidates FILE.toml"));
        assert!(
            print(&["nn.Conv1d(1, 1, 3)", "gpu"])
                .unwrap_err()
                .starts_with("`gpu` is no instruction set; there are avx512,")
        );
        assert!(
            print(&["nn.Conv1d(1, 1, 0)", "avx2"]).unwrap_err().starts_with("call: `kernel_size` must be at least 1")
        );
        assert!(print(&["nn.Unfold(3)", "avx2"]).unwrap_err().starts_with("a layer without weights"));
        assert!(print(&["no.toml", "avx2"]).unwrap_err().starts_with("no.toml: "));
    }
}
