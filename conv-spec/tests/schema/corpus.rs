//! Specifications to judge: those of this repository, and `PyTorch`'s accepted and refused calls.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

/// A folder of the repository.
pub(crate) fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(name)
}

/// A specification and where it is from.
pub(crate) struct Entry {
    pub(crate) name: String,
    pub(crate) spec: Map<String, Value>,
}

/// Every specification below `layer_specs/`.
pub(crate) fn files() -> Vec<Entry> {
    let mut entries = Vec::new();
    read(&folder("layer_specs"), &mut entries);
    entries
}

fn read(folder: &Path, entries: &mut Vec<Entry>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if path.is_dir() {
            read(&path, entries);
            continue;
        }
        // Neither the schema nor the table of benches is a specification.
        let spec = match path.extension().and_then(|extension| extension.to_str()) {
            Some("toml") => toml::from_str(&fs::read_to_string(&path).unwrap()).unwrap(),
            Some("json") if name != "suite.json" && !name.ends_with(".schema.json") => {
                serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap()
            }
            _ => continue,
        };
        entries.push(Entry { name, spec });
    }
}

/// The modules of the golden data as specifications: keyword arguments, the size asked of
/// the call, the input's shape.
pub(crate) fn golden(file: &str) -> Vec<Entry> {
    let text = fs::read_to_string(folder("tests/golden/data").join(file)).unwrap();
    text.lines().filter_map(|line| module(&serde_json::from_str(line).unwrap())).collect()
}

fn module(case: &Value) -> Option<Entry> {
    let class = case["given"]["class"].as_str()?;
    let rank: usize = class.trim_end_matches('d').chars().next_back()?.to_digit(10).map_or(2, |rank| rank as usize);
    let mut spec = case["given"]["kwargs"].as_object()?.clone();
    let names = ["in_channels", "out_channels", "kernel_size"];
    let lazy = usize::from(class.starts_with("Lazy"));
    for (name, value) in names[lazy..].iter().zip(case["given"]["args"].as_array()?) {
        spec.insert((*name).to_owned(), value.clone());
    }
    if let Some(size) = case["given"].get("output_size") {
        spec.insert("output_size".to_owned(), size.clone());
    }
    let mut shape = case["input_shape"].as_array()?.clone();
    let sample = if class == "Fold" { 2 } else { rank + 1 };
    if shape.len() == sample + 1 {
        shape.remove(0);
    }
    spec.insert("input_shape".to_owned(), shape.into());
    spec.insert("type".to_owned(), class.into());
    Some(Entry { name: case["id"].as_str()?.to_owned(), spec })
}
