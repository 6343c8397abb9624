//! Prints the kernels that a layer could have, as the key `plan` of its specification takes them,
//! with the planner's estimates.
//!
//! ```text
//! cargo run --example candidates -- layer_specs/mobilenet_depthwise.toml
//! cargo run --example candidates -- 'nn.Conv2d(64, 64, 3, padding=1, input_shape=(64, 56, 56))' avx2
//! ```
//!
//! For those who measure: take a line into the specification, or several into copies of it, and
//! time `on(isa)`. The estimates rank kernels; they are cycles of a call with one sample, of a
//! core with two multiply-add units.

use std::env::args;
use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::ExitCode;

use conv_layer::Isa as Target;
use conv_plan::{Isa, Kernel, Plan};
use conv_spec::{Checked, Format, Layer, Report, Source};

/// Tiles shown of each kernel.
const SHOWN: usize = 5;

const USAGE: &str = "usage: candidates FILE.toml|FILE.json|'nn.Conv2d(…)' [INSTRUCTION SET]

prints the kernels that a layer could have, for the instruction set or the best one of this CPU";

fn main() -> ExitCode {
    let arguments: Vec<String> = args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let (text, code) = answer(&arguments);
    if code == 0 {
        print!("{text}");
    } else {
        eprint!("{text}");
    }
    ExitCode::from(code)
}

/// What is printed, and the exit code: 1 for a layer that has no answer, 2 for arguments that are
/// not understood.
fn answer(arguments: &[&str]) -> (String, u8) {
    if arguments.iter().any(|argument| matches!(*argument, "--help" | "-h")) {
        return (format!("{USAGE}\n"), 0);
    }
    if let Some(option) = arguments.iter().find(|argument| argument.starts_with('-')) {
        return (format!("unknown option `{option}`\n{USAGE}\n"), 2);
    }
    let (spec, set) = match *arguments {
        [spec] => (spec, Target::best().name()),
        [spec, set] => (spec, set),
        _ => return (format!("{USAGE}\n"), 2),
    };
    let Some(isa) = Isa::ALL.iter().copied().find(|isa| isa.name() == set) else {
        let sets = Isa::ALL.iter().map(|isa| isa.name()).collect::<Vec<_>>().join(", ");
        return (format!("`{set}` is no instruction set; there are {sets}\n"), 2);
    };
    match read(spec) {
        Ok((layer, plan, format)) => (table(&layer, &plan, isa, format), 0),
        Err(error) => (format!("{error}\n"), 1),
    }
}

/// The layer of a file, or of a call, and its plan.
fn read(spec: &str) -> Result<(Layer, Plan, Format), Box<dyn Error>> {
    let (text, format) = if spec.ends_with(')') {
        (spec.to_owned(), Format::Call)
    } else {
        let json = Path::new(spec).extension().is_some_and(|extension| extension == "json");
        let text = fs::read_to_string(spec).map_err(|error| format!("{spec}: {error}"))?;
        (text, if json { Format::Json } else { Format::Toml })
    };
    let source = Source { name: if format == Format::Call { "call" } else { spec }, text: &text, format };
    let told = |report: Report| report.render(&source);
    match conv_spec::check_any(&source).map_err(told)? {
        Checked::Layer(layer) => {
            let plan = Plan::new(&layer).map_err(told)?;
            Ok((layer, plan, format))
        }
        Checked::Windows(_) => Err("a layer without weights has no plan".into()),
    }
}

/// The kernel that the layer has, and the cheapest tiles of each kernel that it could have.
fn table(layer: &Layer, plan: &Plan, isa: Isa, format: Format) -> String {
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
        let request = kernel.request(format);
        let entry = match format {
            Format::Toml => format!("{} = {request}", isa.name()),
            Format::Json | Format::Call => format!("\"{}\": {request}", isa.name()),
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
    let request = kernel.request(Format::Toml);
    request.split('"').nth(1).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn print(arguments: &[&str]) -> String {
        let (text, code) = answer(arguments);
        assert_eq!(code, 0, "{text}");
        text
    }

    /// Every line can be asked for.
    #[test]
    fn what_is_printed_is_what_a_plan_takes() {
        let call = "nn.Conv2d(16, 32, 3, padding=1, input_shape=(16, 20, 20))";
        let table = print(&[call, "avx2"]);
        let kernels: Vec<&str> =
            table.lines().skip(1).filter_map(|line| line.split_once("  \"")).map(|row| row.1).collect();
        assert_eq!(kernels.len(), 1 + 3 * SHOWN, "{table}");
        for row in kernels {
            let entry = row.split_once("  (").map_or(row, |(entry, _)| entry);
            let asked = print(&[&call.replace("padding=1", &format!("padding=1, plan={{\"{entry}}}")), "avx2"]);
            assert!(asked.lines().nth(1).unwrap().ends_with(&format!("  \"{entry}  (asked for)")), "{asked}");
        }
    }

    #[test]
    fn help_is_no_file() {
        for arguments in [&["--help"][..], &["-h"], &["layer.toml", "--help"]] {
            assert_eq!(answer(arguments), (format!("{USAGE}\n"), 0));
        }
        assert_eq!(answer(&[]), (format!("{USAGE}\n"), 2));
        assert_eq!(answer(&["layer.toml", "avx2", "sse2"]), (format!("{USAGE}\n"), 2));
        assert_eq!(answer(&["--verbose", "layer.toml"]), (format!("unknown option `--verbose`\n{USAGE}\n"), 2));
    }

    #[test]
    fn mistakes_are_told() {
        for (arguments, text, code) in [
            (["nn.Conv1d(1, 1, 3)", "gpu"], "`gpu` is no instruction set; there are avx512,", 2),
            (["nn.Conv1d(1, 1, 0)", "avx2"], "call: `kernel_size` must be at least 1", 1),
            (["nn.Unfold(3)", "avx2"], "a layer without weights", 1),
            (["no.toml", "avx2"], "no.toml: ", 1),
        ] {
            let answer = answer(&arguments);
            assert!(answer.0.starts_with(text) && answer.1 == code, "{answer:?}");
        }
    }
}
