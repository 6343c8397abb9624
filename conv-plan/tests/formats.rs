//! How layers are planned whose inputs or outputs have channels side by side.

use std::collections::BTreeSet;

use conv_plan::{Isa, Kernel, Packing, Plan};
use conv_spec::{Axis, Format, Formats, Layer, MemoryFormat, Places, Source};

fn layer(text: &str) -> Layer {
    let report = |report: conv_spec::Report| panic!("{text}: {report:?}");
    conv_spec::check(&Source { name: "inline", text, format: Format::Call }).unwrap_or_else(report)
}

/// All pairs of formats, as one writes them.
fn pairs() -> impl Iterator<Item = (Formats, String)> {
    let pair = |input| MemoryFormat::ALL.iter().map(move |output| Formats { input, output: *output });
    MemoryFormat::ALL.iter().copied().flat_map(pair).map(|formats| {
        let Formats { input, output } = formats;
        (formats, format!("memory_format={{'input': '{}', 'output': '{}'}}", input.name(), output.name()))
    })
}

#[test]
fn words_are_read() {
    use MemoryFormat::{Blocked, ChannelsLast, Contiguous};
    for (written, input, output) in [
        ("'contiguous_format'", Contiguous, Contiguous),
        ("torch.contiguous_format", Contiguous, Contiguous),
        ("'channels_last'", ChannelsLast, ChannelsLast),
        ("torch.channels_last", ChannelsLast, ChannelsLast),
        ("'torch.channels_last'", ChannelsLast, ChannelsLast),
        ("'blocked'", Blocked, Blocked),
        ("{}", Contiguous, Contiguous),
        ("{'input': 'blocked'}", Blocked, Contiguous),
        ("{'output': torch.channels_last}", Contiguous, ChannelsLast),
        ("{'output': 'blocked', 'input': 'channels_last'}", ChannelsLast, Blocked),
    ] {
        let layer = layer(&format!("nn.Conv2d(16, 32, 3, memory_format={written})"));
        assert_eq!(layer.memory_format(), Formats { input, output }, "{written}");
    }
    let volume = layer("nn.LazyConv3d(4, 3, input_shape=(2, D, H, W), memory_format=torch.channels_last_3d)");
    assert_eq!(volume.memory_format(), Formats { input: ChannelsLast, output: ChannelsLast });
    // Written out, the default is the default.
    let text = |more: &str| format!("nn.Conv2d(8, 8, 3, groups=8, input_shape=(8, 9, 9){more})");
    assert_eq!(layer(&text("")), layer(&text(", memory_format='contiguous_format'")));
}

#[test]
fn only_depthwise_layers_are_packed_for_lanes() {
    for (formats, written) in pairs() {
        for (arguments, depthwise, taps) in [
            ("Conv2d(32, 32, (3, 2), groups=32", true, 6),
            ("ConvTranspose1d(48, 48, 4, stride=2, groups=48", true, 4),
            ("Conv2d(32, 64, 3, groups=32", false, 9),
            ("Conv2d(32, 32, 3, groups=16", false, 9),
        ] {
            let layer = layer(&format!("nn.{arguments}, {written})"));
            let plan = Plan::new(&layer).unwrap();
            let lanes = depthwise && !formats.input.is_contiguous() && !formats.output.is_contiguous();
            match plan.packing() {
                Packing::Lanes => assert_eq!(plan.packed_len(), layer.out_channels() * (1 + taps)),
                Packing::Blocks => assert!(!formats.are_contiguous()),
                Packing::Rows => assert!(formats.are_contiguous()),
            }
            assert_eq!(plan.packing() == Packing::Lanes, lanes, "{arguments}, {written}");
        }
    }
}

#[test]
fn kernels_have_channels_in_the_lanes() {
    for (formats, written) in pairs().filter(|(formats, _)| !formats.are_contiguous()) {
        for arguments in [
            "Conv2d(16, 48, 3, padding=1, input_shape=(16, 20, 20)",
            "Conv2d(96, 96, 3, groups=96, padding=1, input_shape=(96, 20, 20)",
            "ConvTranspose2d(16, 48, 2, stride=2, input_shape=(16, 20, 20)",
            "ConvTranspose2d(16, 48, 2, stride=2",
            "Conv1d(16, 16, 1, groups=4, dtype=torch.float64",
        ] {
            let layer = layer(&format!("nn.{arguments}, {written})"));
            let plan = Plan::new(&layer).unwrap();
            let channels = if plan.packing() == Packing::Lanes { 96 } else { layer.out_channels() / layer.groups() };
            for isa in Isa::ALL.iter().copied() {
                let planned = plan.kernels().iter().find(|(of, _)| *of == isa).unwrap().1;
                let all = Plan::candidates(&layer, isa);
                assert!(all.iter().any(|(kernel, _)| *kernel == planned), "{arguments}, {written}: {planned:?}");
                assert!(plan.cycles(isa).is_finite());
                for (kernel, _) in all {
                    let (Kernel::Channels { vectors, .. } | Kernel::WholeRows { vectors, .. }) = kernel else {
                        panic!("{arguments}, {written}: {kernel:?}");
                    };
                    assert!(channels.div_ceil(isa.lanes(layer.dtype().bytes())).is_multiple_of(vectors), "{kernel:?}");
                    if let Kernel::Channels { phases, .. } = kernel {
                        assert!(phases == 1 || formats.output.is_contiguous(), "{kernel:?}");
                    }
                }
            }
        }
    }
}

/// Straight-line code reads and writes channel by channel.
#[test]
fn tiny_layers_are_not_unrolled() {
    let plan = |more: &str| Plan::new(&layer(&format!("nn.Conv1d(1, 1, 3, input_shape=(1, 8){more})"))).unwrap();
    assert!(plan("").unrolled());
    let last = plan(", memory_format='channels_last'");
    assert!(!last.unrolled() && !last.unrolled_without_vectors());
}

/// A depthwise layer computes as much for each vector of channels as a
/// dense one for one input channel.
#[test]
fn depthwise_layers_fill_lanes() {
    let cycles = |format: &str| {
        let text = "nn.Conv2d(96, 96, 3, groups=96, padding=1, input_shape=(96, 14, 14)";
        Plan::new(&layer(&format!("{text}, memory_format='{format}')"))).unwrap().cycles(Isa::Avx512)
    };
    assert!(cycles("channels_last") < cycles("contiguous_format"));
    assert!(cycles("blocked") < cycles("contiguous_format"));
}

/// Blocks of an input that is blocked are planes of their own; with channels last, rows of it are.
#[test]
fn bands_follow_the_input() {
    let band = |size: usize, format: &str| {
        let text = format!("nn.Conv2d(96, 96, 3, groups=96, padding=1, input_shape=(96, {size}, {size})");
        let plan = Plan::new(&layer(&format!("{text}, memory_format='{format}')"))).unwrap();
        match plan.kernels()[0].1 {
            Kernel::Channels { band, .. } | Kernel::WholeRows { band, .. } => band,
            other => panic!("{other:?}"),
        }
    };
    // One row of all channels, or all rows of some: these, too, where the input stays in the cache.
    assert_eq!(band(56, "channels_last"), 56);
    assert!(band(56, "blocked") >= 56 * 56);
    assert!(band(28, "channels_last") >= 28 * 28);
}

/// Every parameter has a place of its own, biases of a block first, then its
/// taps, channels side by side.
#[test]
fn places_in_lanes() {
    for text in [
        "nn.Conv2d(20, 20, (3, 2), groups=20, memory_format='channels_last')",
        "nn.Conv2d(20, 20, 3, groups=20, dtype=torch.float64, memory_format='channels_last')",
        "nn.ConvTranspose2d(32, 32, (4, 3), stride=2, groups=32, memory_format='blocked')",
    ] {
        let layer = layer(text);
        let plan = Plan::new(&layer).unwrap();
        let (places, block) = (Places::new(&layer, plan.packing()), layer.dtype().block());
        let taps: usize = layer.axes().iter().map(Axis::kernel).product();
        assert_eq!(plan.packed_len(), layer.out_channels().next_multiple_of(block) * (1 + taps));
        let mut taken = BTreeSet::new();
        for channel in 0..layer.out_channels() {
            let start = channel / block * block * (1 + taps) + channel % block;
            assert_eq!(places.bias(channel), start);
            assert!(taken.insert(start));
            for tap in 0..taps {
                let place = places.weight(channel, 0, tap);
                assert_eq!(place % block, channel % block);
                assert!((start..start + block * (1 + taps)).contains(&place), "{text}: {place}");
                assert!(taken.insert(place), "{text}: {place}");
            }
        }
    }
    // Those of a phase stand together: even taps, then odd ones.
    let layer = layer("nn.ConvTranspose1d(16, 16, 4, stride=2, groups=16, memory_format='channels_last')");
    let places = Places::new(&layer, Plan::new(&layer).unwrap().packing());
    assert_eq!([0, 2, 1, 3].map(|tap| places.weight(0, 0, tap)), [16, 32, 48, 64]);
}
