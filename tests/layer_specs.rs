//! Every specification in `layer_specs/` passes the checks, and those that users are shown become
//! layers. What they compute is checked against `PyTorch` in `tests/roundtrip`.

use std::fs;
use std::path::{Path, PathBuf};

use conv_layer::conv_layer;
use conv_spec::{Checked, Format, Source};

/// What a specification says of its layer, and what the macro made of it.
struct Row {
    path: &'static str,
    weight: &'static [usize],
    parameters: u64,
    input: &'static [usize],
    output: &'static [usize],
    macs: u64,
}

macro_rules! layers {
    (fixed { $($name:ident = $path:tt;)* } generic { $($open:ident = $open_path:tt;)* }) => {
        conv_layer! {
            $(struct $name = $path;)*
            $(struct $open = $open_path;)*
        }
        const ROWS: &[Row] = &[
            $(Row {
                path: $path,
                weight: &$name::WEIGHT_SHAPE,
                parameters: $name::PARAMETERS,
                input: &$name::INPUT_SHAPE,
                output: &$name::OUTPUT_SHAPE,
                macs: $name::MACS,
            },)*
            $(Row {
                path: $open_path,
                weight: &$open::WEIGHT_SHAPE,
                parameters: $open::PARAMETERS,
                input: &[],
                output: &[],
                macs: 0,
            },)*
        ];
    };
}

layers! {
    fixed {
        Audio = "layer_specs/audio.toml";
        EdgesBlur = "layer_specs/edges/blur.json";
        EdgesGrayscale = "layer_specs/edges/grayscale.toml";
        EdgesSobel = "layer_specs/edges/sobel.toml";
        Causal = "layer_specs/causal.toml";
        CausalUpsample = "layer_specs/causal_upsample.toml";
        ChannelsLast = "layer_specs/channels_last.toml";
        DepthwiseUpsample = "layer_specs/depthwise_upsample.toml";
        MobilenetDepthwise = "layer_specs/mobilenet_depthwise.toml";
        MobilenetPointwise = "layer_specs/mobilenet_pointwise.json";
        MobilenetStem = "layer_specs/mobilenet_stem.toml";
        Reflect = "layer_specs/reflect.toml";
        Replicate = "layer_specs/replicate.toml";
        ResnextGrouped = "layer_specs/resnext_grouped.toml";
        SameUpper = "layer_specs/same_upper.toml";
        SameUpperSpeech = "layer_specs/same_upper_speech.toml";
        Stem = "layer_specs/stem.toml";
        Video = "layer_specs/video.json";
    }
    generic {
        AnySize = "layer_specs/any_size.toml";
        CircularAnySize = "layer_specs/circular_any_size.toml";
        Float64 = "layer_specs/float64.toml";
        SameLowerAnySize = "layer_specs/same_lower_any_size.toml";
    }
}

/// Path, output shape, parameters and multiply-adds, worked out by hand
/// from the published networks.
const EXPECTED: &[(&str, &[usize], u64, u64)] = &[
    ("any_size.toml", &[], 64 * 64 * 9 + 64, 0),
    ("audio.toml", &[384, 3000], 384 * 80 * 3 + 384, 384 * 80 * 3 * 3000),
    ("causal.toml", &[32, 512], 32 * 32 * 2 + 32, 32 * 32 * 2 * 512),
    ("causal_upsample.toml", &[8, 256], 16 * 8 * 8 + 8, 16 * 8 * 8 * 64),
    ("channels_last.toml", &[96, 14, 14], 96 * 9, 96 * 9 * 14 * 14),
    ("circular_any_size.toml", &[], 8 * 3 * 5 + 8, 0),
    ("depthwise_upsample.toml", &[21, 32, 32], 21 * 16, 21 * 16 * 16 * 16),
    ("edges/blur.json", &[1, 592, 504], 81, 81 * 592 * 504),
    ("edges/grayscale.toml", &[1, 600, 512], 3, 3 * 600 * 512),
    ("edges/sobel.toml", &[2, 590, 502], 18, 18 * 590 * 502),
    ("float64.toml", &[], 8 * 4 * 8 + 4, 0),
    ("mobilenet_depthwise.toml", &[32, 112, 112], 32 * 9 + 32, 32 * 9 * 112 * 112),
    ("mobilenet_pointwise.json", &[64, 112, 112], 64 * 32 + 64, 64 * 32 * 112 * 112),
    ("mobilenet_stem.toml", &[32, 112, 112], 32 * 27 + 32, 32 * 27 * 112 * 112),
    ("reflect.toml", &[3, 64, 64], 3 * 32 * 81 + 3, 3 * 32 * 81 * 64 * 64),
    ("replicate.toml", &[3, 16, 24, 24], 3 * 5, 3 * 5 * 16 * 24 * 24),
    ("resnext_grouped.toml", &[128, 56, 56], 128 * 4 * 9, 128 * 4 * 9 * 56 * 56),
    ("same_lower_any_size.toml", &[], 8 * 4 * 9 + 8, 0),
    ("same_upper.toml", &[8, 48, 48], 8 * 3 * 9 + 8, 8 * 3 * 9 * 48 * 48),
    ("same_upper_speech.toml", &[64, 25, 5], 64 * 40 + 64, 64 * 40 * 25 * 5),
    ("stem.toml", &[64, 112, 112], 64 * 3 * 49 + 64, 64 * 3 * 49 * 112 * 112),
    ("video.json", &[64, 16, 56, 56], 64 * 3 * 147, 64 * 3 * 147 * 16 * 56 * 56),
];

/// `Unfold` and `Fold`: path, input shape and output shape, where they are fixed.
const WINDOWS: &[(&str, &[usize], &[usize])] = &[
    ("overlap_add.toml", &[], &[]),
    ("patches.toml", &[3, 224, 224], &[768, 196]),
    ("patches_any_size.toml", &[], &[]),
    ("unpatch.toml", &[768, 196], &[3, 224, 224]),
];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("layer_specs")
}

/// A table of benches and a schema, no specifications.
const NEITHER: [&str; 2] = ["suite/suite.json", "layer.schema.json"];

/// The specifications in a folder below `layer_specs/`, as written in `conv_layer!`.
fn files(below: &str) -> Vec<String> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder().join(below)).unwrap() {
        let entry = entry.unwrap();
        let name = format!("{below}{}", entry.file_name().into_string().unwrap());
        let extension = entry.path().extension().map(|extension| extension.to_str().unwrap().to_owned());
        if entry.file_type().unwrap().is_dir() {
            files.extend(self::files(&format!("{name}/")));
        } else if matches!(extension.as_deref(), Some("toml" | "json")) && !NEITHER.contains(&&*name) {
            files.push(name);
        }
    }
    files.sort();
    files
}

fn checked(name: &str) -> Checked {
    let text = fs::read_to_string(folder().join(name)).unwrap();
    let format = if name.to_lowercase().ends_with(".json") { Format::Json } else { Format::Toml };
    let source = Source { name, text: &text, format };
    conv_spec::check_any(&source).unwrap_or_else(|report| panic!("{}", report.render(&source)))
}

#[test]
fn every_file_passes_the_checks() {
    let files = files("");
    assert!(files.len() >= 119, "only {} files", files.len());
    for name in files {
        checked(&name);
    }
}

/// Those of the suite are built by the benches, those of `PyTorch`'s
/// documentation by the round trip.
#[test]
fn every_file_is_built_somewhere() {
    let layers = EXPECTED.iter().map(|(path, ..)| *path);
    let mut built: Vec<&str> = layers.chain(WINDOWS.iter().map(|(path, ..)| *path)).collect();
    built.sort_unstable();
    let mut files = files("");
    files.retain(|name| !name.starts_with("suite/") && !name.starts_with("pytorch/"));
    assert_eq!(files, built, "new specifications belong into the tables of this file");
}

#[test]
fn files_of_one_name_say_the_same() {
    let mut compared = 0;
    for name in files("") {
        if let Some(stem) = name.strip_suffix(".json").filter(|stem| folder().join(format!("{stem}.toml")).exists()) {
            assert_eq!(checked(&name), checked(&format!("{stem}.toml")), "{stem}");
            compared += 1;
        }
    }
    assert!(compared >= 32, "only {compared} pairs");
}

#[test]
fn layers_have_the_published_sizes() {
    assert_eq!(ROWS.len(), EXPECTED.len());
    for (path, output, parameters, macs) in EXPECTED {
        let row = ROWS.iter().find(|row| row.path == format!("layer_specs/{path}")).unwrap();
        assert_eq!((row.output, row.parameters, row.macs), (*output, *parameters, *macs), "{path}");
        assert!(row.parameters >= row.weight.iter().product::<usize>() as u64, "{path}");
    }
}

#[test]
fn windows_have_the_expected_sizes() {
    conv_layer! {
        struct OverlapAdd = "layer_specs/overlap_add.toml";
        struct Patches = "layer_specs/patches.toml";
        struct PatchesAnySize = "layer_specs/patches_any_size.toml";
        struct Unpatch = "layer_specs/unpatch.toml";
    }
    let shapes = [(Patches::INPUT_SHAPE.as_slice(), Patches::OUTPUT_SHAPE.as_slice())];
    let shapes = [shapes[0], (&Unpatch::INPUT_SHAPE, &Unpatch::OUTPUT_SHAPE)];
    let fixed: Vec<_> = WINDOWS.iter().filter(|(_, input, _)| !input.is_empty()).collect();
    assert_eq!(fixed.iter().map(|(_, input, output)| (*input, *output)).collect::<Vec<_>>(), shapes);
    // One channel of the smallest picture of each, and of a size that does not fit.
    let mut windows = [f32::NAN; 9];
    PatchesAnySize::new().forward_slice([1, 1, 1], &[5.0], &mut windows).unwrap();
    assert_eq!(windows.map(f32::to_bits), [0.0, 0.0, 0.0, 0.0, 5.0, 0.0, 0.0, 0.0, 0.0].map(f32::to_bits));
    let mut picture = [f32::NAN; 600];
    OverlapAdd::new().forward_slice([1, 20, 30], &[1.0; 24 * 81], &mut picture).unwrap();
    assert_eq!((picture[0], picture[2 * 30 + 10]), (1.0, 4.0));
    assert!(OverlapAdd::new().forward_slice([1, 20, 31], &[1.0; 24 * 81], &mut [0.0; 620]).is_err());
}

#[test]
fn layers_of_one_network_follow_each_other() {
    let shapes = |path: &str| {
        let row = ROWS.iter().find(|row| row.path == format!("layer_specs/{path}")).unwrap();
        (row.input, row.output)
    };
    for chain in [
        &["edges/grayscale.toml", "edges/blur.json", "edges/sobel.toml"],
        &["mobilenet_stem.toml", "mobilenet_depthwise.toml", "mobilenet_pointwise.json"],
    ] {
        for pair in chain.windows(2) {
            assert_eq!(shapes(pair[0]).1, shapes(pair[1]).0, "{pair:?}");
        }
    }
}

#[test]
fn an_open_size_takes_any_input() {
    for size in [[1, 1], [5, 7], [64, 48]] {
        assert_eq!(AnySize::output_size(size), Ok(size));
    }
}
