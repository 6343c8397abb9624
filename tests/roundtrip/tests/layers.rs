//! Every specification in `layer_specs/` becomes a layer that gives what `PyTorch`'s does. The
//! modules are written by the build script.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use conv_layer_roundtrip::Case;

include!(concat!(env!("OUT_DIR"), "/layers.rs"));

/// The files below a folder, relative to it.
fn files(folder: &Path, below: &str) -> BTreeSet<String> {
    let mut files = BTreeSet::new();
    for entry in fs::read_dir(folder.join(below)).unwrap() {
        let entry = entry.unwrap();
        let name = format!("{below}{}", entry.file_name().to_str().unwrap());
        if entry.path().is_dir() {
            files.extend(self::files(folder, &format!("{name}/")));
        } else {
            files.insert(name);
        }
    }
    files
}

/// A specification that `PyTorch` has not built would not be missed, so
/// this one looks into the folder.
#[test]
fn every_specification_is_here() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../layer_specs");
    let mut expected = files(&folder, "");
    expected.retain(|name| {
        let specification =
            Path::new(name).extension().is_some_and(|extension| extension == "toml" || extension == "json");
        specification && name != "suite/suite.json" && name != "layer.schema.json"
    });
    let specs: BTreeSet<String> = SPECS.iter().map(|spec| (*spec).to_owned()).collect();
    assert_eq!(specs, expected, "run tests/roundtrip/generate.py");
    assert!(specs.len() >= 119, "only {} specifications", specs.len());
}
