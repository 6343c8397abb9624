//! What `docs/parameters.md` says of tiles is what the planner has.

use std::collections::BTreeSet;

use conv_spec::plan::{Isa, Kernel, Plan};
use conv_spec::{Format, Source};

fn candidates(text: &str, isa: Isa) -> Vec<Kernel> {
    let layer = conv_spec::check(&Source { name: "call", text, format: Format::Call }).expect("the call is valid");
    Plan::candidates(&layer, isa).into_iter().map(|(kernel, _)| kernel).collect()
}

/// Numbers that follow each other, as the chapter says it.
fn range(numbers: &BTreeSet<usize>) -> String {
    match (numbers.first(), numbers.last()) {
        (Some(first), Some(last)) if first == last => first.to_string(),
        (Some(first), Some(last)) => {
            assert_eq!(numbers.len(), last - first + 1, "{numbers:?}");
            format!("{first} to {last}")
        }
        _ => "none".to_owned(),
    }
}

/// The row of an instruction set. The channels are divided by all numbers up to 8, their vectors by all up to 4.
fn row(isa: Isa) -> String {
    let dense = candidates("nn.Conv2d(2, 6720, 3, padding=1, input_shape=(2, 40, 40))", isa);
    let transposed = candidates("nn.ConvTranspose2d(2, 6720, 2, stride=2, input_shape=(2, 40, 40))", isa);
    let depthwise = candidates("nn.Conv2d(8, 8, 3, groups=8, input_shape=(8, 40, 40))", isa);
    let channels = (1..=4).map(|count| {
        let pixels = dense.iter().chain(&transposed).filter_map(|kernel| match kernel {
            Kernel::Channels { vectors, pixels, phases, .. } if *vectors == count => Some(pixels * phases),
            _ => None,
        });
        pixels.max().unwrap_or(0).to_string()
    });
    let whole = (1..=3).map(|count| {
        let pixels = dense.iter().filter_map(|kernel| match kernel {
            Kernel::WholeRows { vectors, pixels, .. } if *vectors == count => Some(*pixels),
            _ => None,
        });
        range(&pixels.collect())
    });
    let sums = |of: &[Kernel], alone: bool| {
        let sums = of.iter().filter_map(|kernel| match kernel {
            Kernel::Pixels { channels, vectors, phases } => {
                ((*phases == 1) == alone).then_some(channels * vectors * phases)
            }
            _ => None,
        });
        sums.max().unwrap_or(0)
    };
    let rows = depthwise.iter().filter_map(|kernel| match kernel {
        Kernel::Rows { rows, vectors } => Some(rows * vectors),
        _ => None,
    });
    format!(
        "| `{}` | {} | {} | {} | {} | {} |",
        isa.name(),
        channels.collect::<Vec<_>>().join(", "),
        whole.collect::<Vec<_>>().join(", "),
        sums(&dense, true),
        sums(&transposed, false),
        rows.max().unwrap_or(0),
    )
}

#[test]
fn the_chapter_has_the_bounds_of_tiles() {
    let chapter = include_str!("../docs/parameters.md");
    for isa in Isa::ALL {
        let row = row(isa);
        assert!(chapter.lines().any(|line| line == row), "not in docs/parameters.md: {row}");
    }
}
