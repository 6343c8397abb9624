//! Planning chooses no tile that is not tested, and no other can be asked for.

use std::collections::BTreeSet;

use conv_layer_kernels::Kernel;
use conv_layer_kernels::random::Random;
use conv_plan::{self as plan, Plan};
use conv_runtime::__private::channel_lanes::fits;
use conv_runtime::__private::{Axis, Formats, Geometry, Shape};
use conv_spec::{Format, Layer, Source};

use crate::TILES;

/// A kernel as it is tested; one that leaves channels to another tile is tested with few such
/// tiles, and both by themselves.
fn tested(kernel: plan::Kernel) -> Vec<Kernel> {
    let rest =
        kernel.rest().map(|plan::Rest { channels, vectors, .. }| Kernel::Pixels { channels, vectors, phases: 1 });
    let kernel = match kernel {
        plan::Kernel::Channels { vectors, pixels, tail, phases, .. } => {
            Kernel::Channels { vectors, pixels, tail, phases }
        }
        plan::Kernel::WholeRows { vectors, pixels, tail, .. } => {
            Kernel::Whole { vectors, pixels, tail: tail.unwrap_or(pixels) }
        }
        plan::Kernel::Pixels { channels, vectors, phases } => Kernel::Pixels { channels, vectors, phases },
        plan::Kernel::Rows { rows, vectors } => Kernel::Rows { rows, vectors },
        other => panic!("{other:?} is not tested"),
    };
    [Some(kernel), rest].into_iter().flatten().collect()
}

/// The kernels, each with its instruction set, once; all of them are tested.
fn collect(kernels: impl Iterator<Item = (plan::Isa, plan::Kernel)>) -> Vec<(&'static str, Kernel)> {
    let mut all: Vec<(&str, Kernel)> = Vec::new();
    // The loops of `relaxed_simd` are those of `simd128`: its tiles are tested there.
    let tested_as = |isa: plan::Isa| if isa == plan::Isa::RelaxedSimd { plan::Isa::Simd128 } else { isa };
    let kernels =
        kernels.flat_map(|(isa, kernel)| tested(kernel).into_iter().map(move |kernel| (tested_as(isa).name(), kernel)));
    for kernel in kernels {
        if !all.contains(&kernel) {
            let tested = TILES.iter().any(|tile| (tile.isa.name(), tile.kernel) == kernel);
            assert!(tested, "{kernel:?} is not tested");
            all.push(kernel);
        }
    }
    all
}

#[test]
fn planning_chooses_no_other_tile() {
    let mut random = Random::new(2);
    let chosen = collect((0..3000).flat_map(|_| Plan::new(&draw(&mut random)).unwrap().kernels().to_vec()));
    // Layers of one kind would say little.
    assert!(chosen.len() > 200, "only {} different tiles", chosen.len());
}

#[test]
fn no_other_tile_can_be_asked_for() {
    let mut random = Random::new(3);
    let layers = (0..200).map(|_| draw(&mut random));
    let all = layers.flat_map(|layer| {
        plan::Isa::ALL
            .iter()
            .map(move |isa| Plan::candidates(&layer, *isa).into_iter().map(|(kernel, _)| (*isa, kernel)))
    });
    let all = collect(all.flatten());
    // Most of those that there are.
    assert!(all.len() > 600, "only {} different tiles", all.len());
}

/// Where rows end with smaller tiles, planner and kernel agree which of them fill a row and leave
/// the padding to the first and the last one.
#[test]
fn rows_end_as_planned() {
    let mut ended = 0;
    for kernel in [1, 3, 7] {
        for outputs in 4..130 {
            let padding = kernel / 2;
            let call =
                format!("nn.Conv2d(1, 32, (2, {kernel}), padding=(0, {padding}), input_shape=(1, 2, {outputs}))");
            let layer = conv_spec::check(&Source { name: "inline", text: &call, format: Format::Call }).unwrap();
            let axes = [Axis::UNIT, Axis::conv(2, 1, 1, [0, 0]), Axis::conv(kernel, 1, 1, [padding; 2])];
            let geometry = Geometry { in_channels: 1, out_channels: 32, groups: 1, axes };
            let problem = Shape::new(geometry, [1, 2, outputs], 4).unwrap();
            for isa in [plan::Isa::Avx512, plan::Isa::Avx2, plan::Isa::Neon] {
                // Those of two vectors, of which a layer of 32 channels has whole numbers.
                let of = |kernel: Kernel| match kernel {
                    Kernel::Whole { vectors: 2, pixels, tail } => Some((pixels, tail)),
                    _ => None,
                };
                let planned = Plan::candidates(&layer, isa).into_iter().flat_map(|(kernel, _)| tested(kernel));
                let planned: BTreeSet<_> = planned.filter_map(of).collect();
                let tiles =
                    TILES.iter().filter(|tile| tile.isa.name() == isa.name() && tile.formats == Formats::CONTIGUOUS);
                let fit =
                    tiles.filter_map(|tile| of(tile.kernel)).filter(|(pixels, tail)| fits(&problem, *pixels, *tail));
                assert_eq!(planned, fit.collect(), "{call}, {isa:?}");
                ended += planned.iter().filter(|(pixels, tail)| tail < pixels).count();
            }
        }
    }
    assert!(ended > 1000, "{ended}");
}

fn draw(random: &mut Random) -> Layer {
    let rank = 1 + random.below(3);
    let groups = random.pick(&[1, 1, 1, 2, 5, 16]);
    let inputs = groups * random.pick(&[1, 1, 3, 16, 64, 100]);
    let outputs = groups * random.pick(&[1, 2, 3, 5, 6, 7, 8, 12, 16, 24, 31, 48, 64, 96, 256]);
    let (kernel, stride) = (random.pick(&[1, 1, 2, 3, 3, 5, 7]), random.pick(&[1, 1, 2, 3, 4]));
    let (dilation, padding) = (random.pick(&[1, 1, 2]), random.pick(&[0, 0, 1, 2, 3]));
    let sizes = (0..rank).fold(String::new(), |sizes, _| sizes + &format!(", {}", 13 + random.below(50)));
    let shape = if random.below(3) > 0 { format!(", input_shape=({inputs}{sizes})") } else { String::new() };
    let transposed = if random.below(3) == 0 { "Transpose" } else { "" };
    let text = format!(
        "nn.Conv{transposed}{rank}d({inputs}, {outputs}, {kernel}, stride={stride}, dilation={dilation}, padding={padding}, groups={groups}{shape})"
    );
    let layer = conv_spec::check(&Source { name: "inline", text: &text, format: Format::Call });
    layer.unwrap_or_else(|report| panic!("{text}: {report:?}"))
}
