//! All drawn layers. Their modules are written by the build script.

use std::panic::{AssertUnwindSafe, catch_unwind};

use conv_layer::__private::{Axis, Border, Call, Formats, Geometry, PlanOf, Sampling, dispatch::Dispatch, simd};
use conv_layer::{Error, Isa, MemoryFormat};
use conv_layer_kernels::check::say;
use conv_layer_random::check::{self, check};
use conv_layer_random::windows::{self, Ways, Windows as DrawnWindows};
use conv_layer_random::{Counts, Drawn, Facts, Outcome, Run, Subject};
use drawn::{ENTRIES, SEED, WINDOWS};

/// A layer and what makes it.
struct Entry {
    drawn: Drawn,
    make: Make,
}

#[allow(dead_code, reason = "a few layers may all be of one number type; the same below")]
enum Make {
    F32(check::Make<f32>),
    F64(check::Make<f64>),
}

/// A layer without weights and its methods.
struct WindowsEntry {
    index: usize,
    call: &'static str,
    windows: DrawnWindows,
    ways: WindowsWays,
    tags: &'static [(&'static str, &'static str)],
}

#[allow(dead_code, reason = "as above")]
enum WindowsWays {
    F32(Ways<f32>),
    F64(Ways<f64>),
}

#[allow(clippy::unnecessary_wraps, reason = "functions of layers have one type for all")]
mod drawn {
    use super::*;

    include!(concat!(env!("OUT_DIR"), "/layers.rs"));
}

/// Layers of which each build has at least one of every kind, and larger ones proportionally more.
const DIVERSE: usize = 60;

/// What there must be in every [`DIVERSE`] layers, and how often at least.
const EXPECTED: &[(&str, usize, &[&str])] = &[
    (
        "class",
        2,
        &[
            "Conv1d",
            "Conv2d",
            "Conv3d",
            "ConvTranspose1d",
            "ConvTranspose2d",
            "ConvTranspose3d",
            "LazyConv1d",
            "LazyConv2d",
            "LazyConv3d",
            "LazyConvTranspose1d",
            "LazyConvTranspose2d",
            "LazyConvTranspose3d",
            "Unfold",
            "Fold",
        ],
    ),
    ("padding_mode", 2, &["zeros", "reflect", "replicate", "circular"]),
    (
        "padding",
        1,
        &[
            "none",
            "for all axes",
            "for each axis",
            "[[before, after], ...]",
            "valid",
            "same",
            "same_upper",
            "same_lower",
        ],
    ),
    ("padding, transposed", 1, &["none", "for all axes", "for each axis", "[[before, after], ...]"]),
    ("output", 1, &["as it comes", "output_padding", "output_size"]),
    ("groups", 2, &["dense", "grouped", "depthwise", "depthwise with a multiplier"]),
    ("bias", 5, &["yes", "no"]),
    ("numbers", 3, &["float32", "float64"]),
    ("input_shape", 1, &["fixed", "partly named", "named", "left out"]),
    (
        "with",
        2,
        &[
            "stride",
            "stride larger than the kernel",
            "dilation",
            "pointwise kernel",
            "straight-line code",
            "odd input channels",
            "odd output channels",
            "odd sizes",
            "batch",
        ],
    ),
    ("asked for", 1, &["channels", "whole", "pixels", "rows"]),
    ("memory_format, input", 4, &["contiguous_format", "channels_last", "blocked"]),
    ("memory_format, output", 4, &["contiguous_format", "channels_last", "blocked"]),
    ("formatted", 4, &["convolution", "transposed", "of fixed size", "of any size"]),
    ("formatted", 2, &["lane by lane"]),
    ("formatted, groups", 1, &["dense", "grouped", "depthwise", "depthwise with a multiplier"]),
    ("formatted, asked for", 1, &["channels", "whole"]),
    ("unroll", 4, &["auto", "size", "speed"]),
    ("compared, outputs", 60, &["forward_slice", "forward", "forward_batch"]),
    // Of contiguous layers.
    ("compared, outputs", 8, &["functional_slice", "functional"]),
    ("compared, outputs", 60, &["emulated avx512", "emulated neon", "forward_on scalar"]),
    ("compared, windows", 3, &["forward_slice", "forward", "forward_batch"]),
];

#[test]
fn layers() {
    let mut counts = Counts::default();
    let mut failures = Vec::new();
    for Entry { drawn, make } in ENTRIES {
        drawn.tags.iter().for_each(|(category, value)| counts.add(category, value));
        counts.add("sums", if drawn.exact { "exact" } else { "rounded" });
        let result = catch_unwind(AssertUnwindSafe(|| match make {
            Make::F32(make) => check(drawn, *make, &mut counts),
            Make::F64(make) => check(drawn, *make, &mut counts),
        }));
        note(&mut failures, &format!("layer {}, {}", drawn.index, drawn.call), result);
    }
    for WindowsEntry { index, call, windows, ways, tags } in WINDOWS {
        tags.iter().for_each(|(category, value)| counts.add(category, value));
        let result = catch_unwind(AssertUnwindSafe(|| match ways {
            WindowsWays::F32(ways) => windows::check(windows, ways, &mut counts),
            WindowsWays::F64(ways) => windows::check(windows, ways, &mut counts),
        }));
        note(&mut failures, &format!("windows {index}, {call}"), result);
    }
    let (layers, compared) = (ENTRIES.len(), counts.total("compared, outputs") + counts.total("compared, windows"));
    say(&format!(
        "random: seed {SEED}, {layers} layers and {} without weights, {compared} comparisons\n{counts}",
        WINDOWS.len(),
    ));
    for isa in Isa::ALL.iter().filter(|isa| !isa.is_available()) {
        say(&format!("random: THIS CPU DOES NOT HAVE {isa}"));
    }
    assert!(failures.is_empty(), "{} of seed {SEED} failed:\n{}", failures.len(), failures.join("\n"));
    assert_diverse(&counts);
}

fn note(failures: &mut Vec<String>, name: &str, result: std::thread::Result<Result<(), String>>) {
    match result {
        Ok(Ok(())) => {}
        Ok(Err(failure)) => failures.push(format!("{name}: {failure}")),
        Err(_) => failures.push(format!("{name}: panics")),
    }
}

/// What was not drawn has not been tested.
fn assert_diverse(counts: &Counts) {
    assert!(!ENTRIES.is_empty(), "no layers");
    for (category, least, values) in EXPECTED {
        for value in *values {
            let (found, least) = (counts.of(category, value), least * (ENTRIES.len() / DIVERSE));
            assert!(found >= least, "{category}: {found} of {value}, at least {least} are expected");
        }
    }
    for isa in Isa::available() {
        assert!(counts.of("compared, outputs", &format!("forward_on {isa}")) >= ENTRIES.len(), "{isa}");
    }
}
