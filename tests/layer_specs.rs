//! Every specification in `layer_specs/` passes the checks, and those that users are shown become layers.

use std::fs;
use std::path::{Path, PathBuf};

use conv_layer::conv_layer;
use conv_spec::{Format, Source};

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
        MobilenetDepthwise = "layer_specs/mobilenet_depthwise.toml";
        MobilenetPointwise = "layer_specs/mobilenet_pointwise.json";
        MobilenetStem = "layer_specs/mobilenet_stem.toml";
        ResnextGrouped = "layer_specs/resnext_grouped.toml";
        Stem = "layer_specs/stem.toml";
        Video = "layer_specs/video.json";
    }
    generic {
        AnySize = "layer_specs/any_size.toml";
    }
}

/// Path, output shape, parameters and multiply-adds, worked out by hand from the published networks.
const EXPECTED: &[(&str, &[usize], u64, u64)] = &[
    ("any_size.toml", &[], 64 * 64 * 9 + 64, 0),
    ("audio.toml", &[384, 3000], 384 * 80 * 3 + 384, 384 * 80 * 3 * 3000),
    ("edges/blur.json", &[1, 592, 504], 81, 81 * 592 * 504),
    ("edges/grayscale.toml", &[1, 600, 512], 3, 3 * 600 * 512),
    ("edges/sobel.toml", &[2, 590, 502], 18, 18 * 590 * 502),
    ("mobilenet_depthwise.toml", &[32, 112, 112], 32 * 9 + 32, 32 * 9 * 112 * 112),
    ("mobilenet_pointwise.json", &[64, 112, 112], 64 * 32 + 64, 64 * 32 * 112 * 112),
    ("mobilenet_stem.toml", &[32, 112, 112], 32 * 27 + 32, 32 * 27 * 112 * 112),
    ("resnext_grouped.toml", &[128, 56, 56], 128 * 4 * 9, 128 * 4 * 9 * 56 * 56),
    ("stem.toml", &[64, 112, 112], 64 * 3 * 49 + 64, 64 * 3 * 49 * 112 * 112),
    ("video.json", &[64, 16, 56, 56], 64 * 3 * 147, 64 * 3 * 147 * 16 * 56 * 56),
];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("layer_specs")
}

/// The specifications in a folder below `layer_specs/`, as written in `conv_layer!`.
fn files(below: &str) -> Vec<String> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder().join(below)).unwrap() {
        let entry = entry.unwrap();
        let name = format!("{below}{}", entry.file_name().into_string().unwrap());
        let extension = entry.path().extension().map(|extension| extension.to_str().unwrap().to_owned());
        if entry.file_type().unwrap().is_dir() {
            files.extend(self::files(&format!("{name}/")));
        } else if matches!(extension.as_deref(), Some("toml" | "json")) && name != "suite/suite.json" {
            // `suite.json` is a table of benches, not a specification.
            files.push(name);
        }
    }
    files.sort();
    files
}

#[test]
fn every_file_passes_the_checks() {
    let files = files("");
    assert!(files.len() >= EXPECTED.len());
    for name in files {
        let text = fs::read_to_string(folder().join(&name)).unwrap();
        let format = if name.to_lowercase().ends_with(".json") { Format::Json } else { Format::Toml };
        let source = Source { name: &name, text: &text, format };
        if let Err(report) = conv_spec::check(&source) {
            panic!("{}", report.render(&source));
        }
    }
}

#[test]
fn every_file_is_built_here() {
    let built: Vec<&str> = EXPECTED.iter().map(|(path, ..)| *path).collect();
    let files: Vec<String> = files("").into_iter().filter(|name| !name.starts_with("suite/")).collect();
    assert_eq!(files, built, "new specifications belong into the tables of this file");
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
