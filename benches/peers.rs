//! `taskset -c 1 cargo bench -p conv-layer-benches --bench peers -- DIR [NAME…]`: the
//! suite on given numbers, checked against given results, to be set beside other systems
//! that were measured on the same.
//!
//! `DIR` (best absolute: cargo runs benches in the folder of their package) is a
//! folder of inputs and references:
//!
//! ```text
//! DIR/data/<layer>/x.f32   input, (in_channels, spatial…)
//! DIR/data/<layer>/w.f32   weights in PyTorch's layout
//! DIR/data/<layer>/b.f32   bias
//! DIR/data/<layer>/y.f32   the output that is expected
//! DIR/raw/conv_layer.json  written: times and errors
//! ```
//!
//! Files are little-endian `f32`, row-major. `<layer>` is the name of a specification in
//! `layer_specs/suite`, or `null_call`, a 1×1 layer of one number without padding; layers without a
//! folder are left out, and so are those whose name contains none of the `NAME`s. What is written
//! is described in `src/record.rs`. Its variants are `conv_layer`, a call as programs make it, on
//! the best instruction set, and `conv_layer_ISA`, each other vector instruction set of the CPU.
//! With `--features formats`, `conv_layer_channels_last` and `conv_layer_blocked` are added, layers
//! of the suite in these memory formats, whose inputs and outputs are reordered before and after.
//! `us` is in microseconds, the shortest of three medians, each over at least 0.3 s; `rel_err` is
//! the largest difference from `y.f32` in units of the largest number in it.
//!
//! Without a folder nothing is measured; `cargo test` checks on made-up
//! numbers that all of this works.

#![forbid(unsafe_code)]

use std::error::Error;
use std::path::{Path, PathBuf};
use std::time::Duration;
use std::{fs, io};

use conv_layer::Isa;
use conv_layer_benches::layers::{Layer, null_call, suite_with};
use conv_layer_benches::record::Record;
use conv_layer_benches::tensors::{Tensors, relative_error};
use conv_layer_benches::timing;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let measure = arguments.iter().any(|argument| argument == "--bench");
    let mut given = arguments.iter().filter(|argument| !argument.starts_with("--"));
    match given.next() {
        _ if !measure => check_oneself(),
        None => {
            println!("peers: no folder of inputs and references given, nothing measured");
            Ok(())
        }
        Some(folder) => {
            let names: Vec<&str> = given.map(String::as_str).collect();
            run(Path::new(folder), &names, Duration::from_millis(300)).map(drop)
        }
    }
}

/// A layer on the numbers of a folder, and the output that is expected.
struct Case {
    layer: Layer,
    expected: Vec<f32>,
}

/// Measures what is in a folder, and writes the results there.
fn run(folder: &Path, names: &[&str], time: Duration) -> Result<Record, Box<dyn Error>> {
    let best = Isa::best();
    let mut record = Record::new(
        env!("CARGO_PKG_VERSION"),
        &format!("one thread, f32, row-major in and out, weights packed beforehand; conv_layer: {best}"),
    );
    let path = folder.join("raw").join("conv_layer.json");
    for Case { mut layer, expected } in read(&folder.join("data"), names)? {
        let plain = layer.format.is_none();
        let others = Isa::available().filter(|isa| *isa != best && *isa != Isa::Scalar && plain).map(Some);
        for isa in std::iter::once(None).chain(others) {
            let variant: Vec<String> =
                [Some("conv_layer".to_owned()), layer.format.map(String::from), isa.map(|isa| isa.to_string())]
                    .into_iter()
                    .flatten()
                    .collect();
            let variant = variant.join("_");
            let seconds = timing::shortest_median(|| call(&mut layer, isa), time);
            // The call that is compared has to write every number.
            layer.clear();
            call(&mut layer, isa);
            let error = relative_error(&expected, &layer.output());
            println!("{:20} {variant:20} {:12.3} µs, error {error:.1e}", layer.name, seconds * 1e6);
            record.put(layer.name, &variant, seconds, error);
        }
        // Whatever is there when a run is stopped counts.
        record.write(&path)?;
    }
    Ok(record)
}

fn call(layer: &mut Layer, isa: Option<Isa>) {
    match isa {
        Some(isa) => layer.run(isa),
        None => layer.run_best(),
    }
}

/// The layers that a folder has numbers for.
fn read(data: &Path, names: &[&str]) -> Result<Vec<Case>, Box<dyn Error>> {
    let mut expected = Vec::new();
    let mut failed: io::Result<()> = Ok(());
    let mut tensors = |name: &'static str, spec: &conv_spec::Layer| {
        let folder = data.join(name);
        let wanted = names.is_empty() || names.iter().any(|part| name.contains(part));
        if failed.is_err() || !wanted || !folder.is_dir() {
            return None;
        }
        match Tensors::read(spec, &folder) {
            Ok((tensors, output)) => {
                expected.push(output);
                Some(tensors)
            }
            Err(error) => {
                failed = Err(error);
                None
            }
        }
    };
    let mut layers: Vec<Layer> = null_call(&mut tensors).into_iter().collect();
    layers.extend(suite_with(&mut tensors));
    failed?;
    if layers.is_empty() {
        return Err(format!("no layer of the suite in {}", data.display()).into());
    }
    Ok(layers.into_iter().zip(expected).map(|(layer, expected)| Case { layer, expected }).collect())
}

/// One layer with its own results for references, another with wrong ones,
/// and a file of the wrong length.
fn check_oneself() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("peers");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    assert!(run(&folder, &[], Duration::ZERO).is_err(), "there is no layer yet");
    let made_up =
        |name, spec: &conv_spec::Layer| ["cifar_conv", "tinyml_vww_dw"].contains(&name).then(|| Tensors::noise(spec));
    for mut layer in suite_with(made_up) {
        layer.run(Isa::Scalar);
        let mut output = layer.output().to_vec();
        if layer.name == "tinyml_vww_dw" {
            output[0] += 1.0;
        }
        Tensors::noise(&layer.spec).write(&output, &folder.join("data").join(layer.name))?;
    }
    let record = run(&folder, &[], Duration::ZERO)?.json();
    let written = fs::read_to_string(folder.join("raw").join("conv_layer.json"))?;
    assert_eq!(serde_json::from_str::<serde_json::Value>(&written)?, record);
    assert_eq!(record["peer"], "conv_layer");
    let results = record["results"].as_object().ok_or("no results")?;
    assert_eq!(results.len(), 2);
    for (layer, variants) in results {
        let variants = variants.as_object().ok_or("no variants")?;
        let vectors = Isa::available().filter(|isa| *isa != Isa::Scalar).count();
        let formats = variants.keys().filter(|name| name.contains("last") || name.contains("blocked")).count();
        assert_eq!(variants.len() - formats, vectors.max(1), "{layer}");
        assert_eq!(formats > 0, cfg!(feature = "formats"), "{layer}");
        for (variant, result) in variants {
            let (time, error) = (result["us"].as_f64(), result["rel_err"].as_f64());
            assert!(time > Some(0.0), "{layer} {variant}: {result}");
            let right = layer == "cifar_conv";
            assert!(error.is_some_and(|error| (error < 1e-5) == right), "{layer} {variant}: {result}");
            assert_eq!(result.get("wrong").is_none(), right, "{layer} {variant}: {result}");
        }
    }
    fs::write(folder.join("data").join("cifar_conv").join("x.f32"), [0; 12])?;
    assert!(run(&folder, &["cifar"], Duration::ZERO).is_err(), "a file is too short");
    run(&folder, &["vww"], Duration::ZERO)?;
    Ok(fs::remove_dir_all(&folder)?)
}
