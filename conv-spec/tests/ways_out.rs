//! Whatever single change a diagnostic says would do, does.

use std::fmt::Write;

use conv_spec::{Diagnostic, Format, Source, check_any};
use proptest::prelude::*;

/// The arguments of a layer of one axis; of `Unfold` and `Fold`, along the width.
#[derive(Clone, Debug)]
struct Arguments {
    class: &'static str,
    kernel: u64,
    stride: u64,
    dilation: u64,
    padding: Padding,
    mode: &'static str,
    output_padding: u64,
    size: u64,
}

#[derive(Clone, Debug)]
enum Padding {
    Pair(u64, u64),
    Word(&'static str),
}

impl Arguments {
    fn text(&self) -> String {
        let Self { class, kernel, stride, dilation, padding, mode, output_padding, size } = self;
        if !class.starts_with("Conv") {
            let Padding::Pair(padding, _) = padding else { panic!("{self:?}") };
            let kernel = format!("(1, {kernel}), (1, {dilation}), (0, {padding}), (1, {stride})");
            return match *class {
                "Fold" => format!("nn.Fold((1, {size}), {kernel})"),
                _ => format!("nn.{class}({kernel}, input_shape=(1, 1, {size}))"),
            };
        }
        let padding = match padding {
            Padding::Pair(before, after) => format!("[[{before}, {after}]]"),
            Padding::Word(word) => format!("'{word}'"),
        };
        let mut text = format!("nn.{class}(1, 1, {kernel}, {stride}, {padding}, dilation={dilation}");
        match *class {
            "Conv1d" => write!(text, ", padding_mode='{mode}'").unwrap(),
            _ => write!(text, ", output_padding={output_padding}").unwrap(),
        }
        text + &format!(", input_shape=(1, {size}))")
    }

    /// With the change that a diagnostic proposes.
    fn changed(&self, way: &str) -> Self {
        let mut changed = self.clone();
        if way == "`padding_mode` \"replicate\"" {
            changed.mode = "replicate";
            return changed;
        }
        let (what, number) = way.rsplit_once(' ').unwrap();
        let number: u64 = number.parse().unwrap_or_else(|_| panic!("{way}"));
        let (argument, _) = what.split_once(" of at ").unwrap_or_else(|| panic!("{way}"));
        match argument {
            "a `padding`" => changed.padding = Padding::Pair(number, number),
            "a `kernel_size`" => changed.kernel = number,
            "a `dilation`" => changed.dilation = number,
            "a `stride`" => changed.stride = number,
            "an `output_padding`" => changed.output_padding = number,
            "an input" | "an `output_size`" => changed.size = number,
            _ => panic!("{way}"),
        }
        changed
    }
}

/// The one mistake; `None` where the layer is accepted.
fn mistake(text: &str) -> Option<Diagnostic> {
    let report = check_any(&Source { name: "", text, format: Format::Call }).err()?;
    let [diagnostic] = report.diagnostics() else { panic!("{text}: {report:?}") };
    Some(diagnostic.clone())
}

/// The changes that are proposed, each alone.
fn ways(diagnostic: &Diagnostic) -> Vec<String> {
    let sentences = diagnostic.helps().iter().filter_map(|help| help.strip_suffix(" would do"));
    let lists = sentences.map(|sentence| sentence.split_once(", ").unwrap().1);
    lists.flat_map(|list| list.split(", ").flat_map(|part| part.split(" or "))).map(str::to_owned).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_way_out_leads_out(
        class in prop::sample::select(&["Conv1d", "Conv1d", "ConvTranspose1d", "Unfold", "Fold"][..]),
        kernel in 1_u64..12, stride in 1_u64..4, dilation in 1_u64..4,
        padding in prop_oneof![
            3 => (0_u64..9, 0_u64..9).prop_map(|(before, after)| Padding::Pair(before, after)),
            1 => prop::sample::select(&["same", "same_upper", "same_lower"][..]).prop_map(Padding::Word),
        ],
        mode in prop::sample::select(&["zeros", "reflect", "replicate", "circular"][..]),
        output_padding in 0_u64..5, size in 1_u64..9,
    ) {
        let mut arguments = Arguments { class, kernel, stride, dilation, padding, mode, output_padding, size };
        match arguments.padding {
            Padding::Word(_) if class != "Conv1d" => arguments.padding = Padding::Pair(2, 1),
            Padding::Word("same") => arguments.stride = 1,
            _ => {}
        }
        let text = arguments.text();
        let Some(first) = mistake(&text) else { return Ok(()) };
        let ways = ways(&first);
        prop_assert!(!ways.is_empty(), "{text}: no way out");
        // With an `output_padding` that is impossible, the size of the
        // output has not been looked at.
        let empty = first.message().starts_with("`output_padding`").then_some("the output is empty along the length");
        for way in ways {
            let changed = arguments.changed(&way).text();
            let left = mistake(&changed);
            let other = left.as_ref().is_none_or(|left| Some(left.message()) == empty);
            prop_assert!(other, "{text}: {way}: {changed}: {left:?}");
        }
    }
}
