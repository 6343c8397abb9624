//! What `docs/parameters.md` says of tiles is what the planner has, and what the planner knows of
//! kernels is what they do.

use std::collections::BTreeSet;

use conv_plan::{Isa, Kernel, Plan};
use conv_spec::{Format, Source};

fn candidates(text: &str, isa: Isa) -> Vec<Kernel> {
    let layer = conv_spec::check(&Source { name: "call", text, format: Format::Call }).expect("the call is valid");
    Plan::candidates(&layer, isa).into_iter().map(|(kernel, _)| kernel).collect()
}

/// Numbers as the chapter says them: those that follow each other as a range.
fn ranges(numbers: &BTreeSet<usize>) -> String {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for number in numbers {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == *number => *last = *number,
            _ => runs.push((*number, *number)),
        }
    }
    let said =
        runs.iter().map(|(first, last)| if first == last { first.to_string() } else { format!("{first} to {last}") });
    if runs.is_empty() { "none".to_owned() } else { said.collect::<Vec<_>>().join(" and ") }
}

/// The row of an instruction set. The channels are divided by all numbers up to 8, their vectors by
/// all up to 4.
fn row(isa: Isa) -> String {
    let dense = candidates("nn.Conv2d(2, 6720, 3, padding=1, input_shape=(2, 40, 40))", isa);
    let transposed = candidates("nn.ConvTranspose2d(2, 6720, 2, stride=2, input_shape=(2, 40, 40))", isa);
    let depthwise = candidates("nn.Conv2d(8, 8, 3, groups=8, input_shape=(8, 40, 40))", isa);
    let most = |count: usize| {
        let pixels = dense.iter().chain(&transposed).filter_map(|kernel| match kernel {
            Kernel::Channels { vectors, pixels, phases, .. } if *vectors == count => Some(pixels * phases),
            _ => None,
        });
        pixels.max().unwrap_or(0)
    };
    let channels = (1..=4).map(|count| most(count).to_string());
    let rows_alone = candidates("nn.Conv1d(2, 6720, 3, input_shape=(2, 400))", isa);
    let long = (1..=4).map(|count| {
        let pixels = rows_alone.iter().filter_map(|kernel| match kernel {
            Kernel::Channels { vectors, pixels, .. } if *vectors == count && *pixels > most(count) => Some(*pixels),
            _ => None,
        });
        ranges(&pixels.collect())
    });
    let whole = (1..=3).map(|count| {
        let pixels = dense.iter().filter_map(|kernel| match kernel {
            Kernel::WholeRows { vectors, pixels, .. } if *vectors == count => Some(*pixels),
            _ => None,
        });
        ranges(&pixels.collect())
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
        "| `{}` | {} | {} | {} | {} | {} | {} |",
        isa.name(),
        channels.collect::<Vec<_>>().join(", "),
        long.collect::<Vec<_>>().join(", "),
        whole.collect::<Vec<_>>().join(", "),
        sums(&dense, true),
        sums(&transposed, false),
        rows.max().unwrap_or(0),
    )
}

/// The line that stands before the rows.
const HEAD: &str = "\n|---|---|---|---|--:|--:|--:|\n";

#[test]
fn the_chapter_has_the_bounds_of_tiles() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/parameters.md");
    let chapter = std::fs::read_to_string(path).unwrap();
    let (before, rest) = chapter.split_once(HEAD).expect("the chapter has the table");
    let (_, after) = rest.split_once("\n\n").expect("a blank line ends the table");
    let rows: Vec<String> = Isa::ALL.iter().copied().map(row).collect();
    let expected = format!("{before}{HEAD}{}\n\n{after}", rows.join("\n"));
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(path, expected).unwrap();
    } else {
        assert!(chapter == expected, "docs/parameters.md has other rows; UPDATE_EXPECT=1 writes {rows:#?}");
    }
}
