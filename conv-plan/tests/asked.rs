//! What the key `plan` asks for is what the layer gets, and what it may ask
//! for is what the planner knows.

use std::fmt::Write;

use conv_plan::{Isa, Kernel, Plan, granted};
use conv_spec::{Checked, Format, Layer, Report, Source, check_any};
use proptest::prelude::*;

/// A specification in TOML, without a plan.
#[derive(Clone, Debug)]
struct Spec(String);

impl Spec {
    fn check(&self, plan: &str) -> Result<Layer, Report> {
        let text = format!("{}{plan}", self.0);
        match check_any(&Source { name: "", text: &text, format: Format::Toml })? {
            // What is asked for is judged where the layer is planned.
            Checked::Layer(layer) => granted(&layer).map(|_| layer),
            Checked::Windows(windows) => panic!("{windows:?}"),
        }
    }
}

/// Mostly the default.
const FORMATS: &[&str] =
    &["", "", "", "\"channels_last\"", "{ output = \"channels_last\" }", "{ input = \"channels_last\" }"];

/// Layers of all kinds that kernels tell apart.
fn specs() -> impl Strategy<Value = Spec> {
    let channels = (0..6_usize, prop::sample::select(vec![1, 2, 6, 16, 19, 24, 48]));
    let kernel = prop::sample::select(vec![1, 2, 3, 4, 5, 11, 13]);
    let steps = (1..5_usize, 1..3_usize, 0..3_usize, 0..12_usize);
    let kind =
        (any::<bool>(), 1..4_usize, prop::sample::select(vec!["zeros", "reflect"]), prop::sample::select(FORMATS));
    (channels, kernel, steps, 3..40_usize, kind, any::<bool>()).prop_map(
        |((groups, outputs), kernel, (stride, dilation, padding, open), size, (transposed, rank, mode, formats), wide)| {
            // Dense, grouped, depthwise, depthwise with a multiplier.
            let (inputs, groups) = [(16, 1), (3, 1), (8, 2), (4, 4), (6, 6), (32, 32)][groups];
            let (class, mode) = if transposed { ("ConvTranspose", "zeros") } else { ("Conv", mode) };
            let mut text = format!(
                "type = \"{class}{rank}d\"\nin_channels = {inputs}\nout_channels = {}\nkernel_size = {kernel}\n\
                 stride = {stride}\ndilation = {dilation}\npadding = {padding}\ngroups = {groups}\npadding_mode = \"{mode}\"\n",
                outputs * groups
            );
            if !formats.is_empty() {
                writeln!(text, "memory_format = {formats}").unwrap();
            }
            if wide {
                text += "dtype = \"float64\"\n";
            }
            if open > 1 {
                let sizes = (0..rank).fold(String::new(), |sizes, axis| sizes + &format!(", {}", size + 3 * axis));
                writeln!(text, "input_shape = [{inputs}{sizes}]").unwrap();
            }
            Spec(text)
        },
    )
}

fn kernel(plan: &Plan, isa: Isa) -> Kernel {
    plan.kernels().iter().find(|(of, _)| *of == isa).unwrap().1
}

fn request(isa: Isa, kernel: &str) -> String {
    format!("plan = {{ {} = {kernel} }}\n", isa.name())
}

/// The words of a kernel and the keys of its tile.
const KERNELS: [(&str, &[&str]); 4] = [
    ("channels", &["vectors", "pixels", "tail", "phases", "rest"]),
    ("whole_rows", &["vectors", "pixels", "tail", "rest"]),
    ("pixels", &["channels", "vectors", "phases"]),
    ("rows", &["rows", "vectors"]),
];

fn text(kernel: usize, numbers: &[usize]) -> String {
    let (word, keys) = KERNELS[kernel];
    // No channels are left over unless there is a tile for them, and no smaller tiles
    // end rows unless these say so.
    let given = keys.iter().zip(numbers).filter(|(key, number)| !["rest", "tail"].contains(*key) || **number > 0);
    let tile = given.fold(String::new(), |tile, (key, number)| tile + &format!(", {key} = {number}"));
    format!("{{ kernel = \"{word}\"{tile} }}")
}

/// The same words for a kernel that the planner has.
fn written(kernel: Kernel) -> String {
    match kernel {
        Kernel::Channels { vectors, pixels, tail, phases, rest, .. } => {
            text(0, &[vectors, pixels, tail, phases, rest.map_or(0, |rest| rest.vectors)])
        }
        Kernel::WholeRows { vectors, pixels, tail, rest, .. } => {
            text(1, &[vectors, pixels, tail.unwrap_or(0), rest.map_or(0, |rest| rest.vectors)])
        }
        Kernel::Pixels { channels, vectors, phases } => text(2, &[channels, vectors, phases]),
        Kernel::Rows { rows, vectors } => text(3, &[rows, vectors]),
        other => panic!("{other:?}"),
    }
}

/// The numbers that a help says a key can be.
fn proposed(help: &str) -> Option<(&str, Vec<usize>)> {
    let (_, rest) = help.rsplit_once("` can be ").or_else(|| help.rsplit_once("` must be "))?;
    let (before, _) = help.split_once(&format!("` can be {rest}")).or_else(|| help.split_once("` must be "))?;
    let (_, key) = before.rsplit_once('`')?;
    Some((key, rest.split([',', ' ']).filter_map(|word| word.parse().ok()).collect()))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_the_planner_has_can_be_asked_for(spec in specs(), which in 0..6_usize, pick in any::<usize>()) {
        let isa = Isa::ALL[which];
        let Ok(layer) = spec.check("") else { return Ok(()) };
        let candidates = Plan::candidates(&layer, isa);
        prop_assert!(candidates.windows(2).all(|pair| pair[0].1 <= pair[1].1));
        // The planner's own is among them.
        let own = Plan::new(&layer).unwrap();
        prop_assert!(candidates.contains(&(kernel(&own, isa), own.cycles(isa))));
        let (wanted, cycles) = candidates[pick % candidates.len()];
        prop_assert!(cycles.is_finite());
        let asked = spec.check(&request(isa, &wanted.request(Format::Toml)));
        let asked = Plan::new(&asked.unwrap_or_else(|report| panic!("{spec:?}: {}: {report:?}", wanted.request(Format::Toml)))).unwrap();
        prop_assert_eq!((kernel(&asked, isa), asked.cycles(isa), asked.asked()), (wanted, cycles, &[isa][..]));
        // All sets read the same weights, and where they can stay, they do.
        for (of, kernel) in asked.kernels() {
            prop_assert!(kernel.reads(asked.packing(), layer.dtype()), "{:?}", of);
        }
        let stays = wanted.reads(own.packing(), layer.dtype());
        prop_assert_eq!(stays, asked.packing() == own.packing());
        for (of, was) in own.kernels() {
            prop_assert!(*of == isa || !stays || kernel(&asked, *of) == *was, "{:?}", of);
        }
    }

    #[test]
    fn nothing_else_can_be_asked_for(
        spec in specs(),
        which in 0..6_usize,
        tile in (0..4_usize, prop::array::uniform5(1..10_usize)),
    ) {
        let isa = Isa::ALL[which];
        let Ok(layer) = spec.check("") else { return Ok(()) };
        let (word, mut numbers) = tile;
        for (number, key) in numbers.iter_mut().zip(KERNELS[word].1) {
            // As where they are left out: otherwise hardly any tile would be one.
            match *key {
                "tail" if KERNELS[word].0 == "whole_rows" && (*number < 4 || *number > 6) => *number = 0,
                "tail" if KERNELS[word].0 == "channels" && *number > 4 => *number = 1,
                "phases" if *number > 2 => *number = 1,
                "rest" if *number > 4 => *number = 0,
                _ => {}
            }
        }
        let wanted = text(word, &numbers);
        let known = Plan::candidates(&layer, isa).iter().any(|(kernel, _)| written(*kernel) == wanted);
        let Err(report) = spec.check(&request(isa, &wanted)) else {
            prop_assert!(known, "{:?}: {}", spec, wanted);
            return Ok(());
        };
        prop_assert!(!known, "{:?}: {}: {:?}", spec, wanted, report);
        // Each mistake has a way out, and whatever is proposed for a number is no mistake there.
        for diagnostic in report.diagnostics() {
            prop_assert!(!diagnostic.helps().is_empty(), "{:?}: {}", spec, wanted);
            for (key, choices) in diagnostic.helps().iter().filter_map(|help| proposed(help)) {
                let place = KERNELS[word].1.iter().position(|of| *of == key).unwrap();
                prop_assert!(!choices.is_empty());
                for choice in choices {
                    let mut numbers = numbers;
                    numbers[place] = choice;
                    let said = spec.check(&request(isa, &text(word, &numbers)));
                    let said: Vec<_> = said.err().iter().flat_map(|report| report.diagnostics().to_vec()).collect();
                    let again = said.iter().any(|other| {
                        other.span().start == diagnostic.span().start && other.helps() == diagnostic.helps()
                    });
                    prop_assert!(!again, "{:?}: {}: {} of {}", spec, wanted, choice, key);
                }
            }
        }
    }
}

#[test]
fn bands_are_as_asked_for() {
    let spec = "type = \"Conv2d\"\nin_channels = 16\nout_channels = 32\nkernel_size = 3\ninput_shape = [16, 20, 20]\n";
    let spec = Spec(spec.to_owned());
    for (word, tile) in [("channels", "vectors = 2, pixels = 5, tail = 4"), ("whole_rows", "vectors = 2, pixels = 6")] {
        let kernel_of = |band: &str| {
            let text = format!("{{ kernel = \"{word}\", {tile}{band} }}");
            kernel(&Plan::new(&spec.check(&request(Isa::Avx2, &text)).unwrap()).unwrap(), Isa::Avx2)
        };
        let [given, planned] = [kernel_of(", band = 36"), kernel_of("")].map(|kernel| match kernel {
            Kernel::Channels { vectors: 2, pixels: 5, tail: 4, band, phases: 1, rest: None }
            | Kernel::WholeRows { vectors: 2, pixels: 6, tail: None, band, rest: None } => band,
            other => panic!("{other:?}"),
        });
        assert_eq!(given, 36);
        assert_ne!(planned, 36);
    }
}

/// Sets that want different kernels, as the planner chooses them itself.
#[test]
fn channels_and_pixels_go_together() {
    let spec = "type = \"Conv2d\"\nin_channels = 16\nout_channels = 32\nkernel_size = 3\ninput_shape = [16, 20, 20]\n";
    let plan = "[plan]\navx512 = { kernel = \"pixels\", channels = 8, vectors = 2 }\n\
                avx2 = { kernel = \"whole_rows\", vectors = 2, pixels = 6 }\nneon = { kernel = \"channels\", vectors = 1, pixels = 14 }\n";
    let plan = Plan::new(&Spec(spec.to_owned()).check(plan).unwrap()).unwrap();
    assert_eq!(plan.asked(), [Isa::Avx512, Isa::Avx2, Isa::Neon]);
    assert_eq!(kernel(&plan, Isa::Avx512), Kernel::Pixels { channels: 8, vectors: 2, phases: 1 });
    assert!(matches!(kernel(&plan, Isa::Avx2), Kernel::WholeRows { vectors: 2, pixels: 6, .. }));
    assert!(matches!(kernel(&plan, Isa::Neon), Kernel::Channels { vectors: 1, pixels: 14, tail: 1, phases: 1, .. }));
}

/// Exactly what a layer takes is allowed, whatever is written out.
#[test]
fn budgets_that_fit() {
    let layer = "nn.Conv2d(3, 20, 3, input_shape=(3, 16, 16)";
    for (budget, fits) in
        [("'ram': 18752, 'flash': 3584", true), ("'flash': 3583", false), ("'ram': 18751", false), ("", true)]
    {
        let text = format!("{layer}, budget={{{budget}}})");
        let source = Source { name: "inline", text: &text, format: Format::Call };
        assert_eq!(Plan::new(&conv_spec::check(&source).unwrap()).is_ok(), fits, "{text}");
    }
}
