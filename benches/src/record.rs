//! Results as a file that other programs read: JSON, layer by layer, variant by variant.
//!
//! ```json
//! {"peer": "conv_layer", "version": "0.1.0", "note": "…",
//!  "results": {"cifar_conv": {"conv_layer": {"us": 4.102, "rel_err": 1.8e-7}}}}
//! ```

use std::fs;
use std::io::Result;
use std::path::Path;

use serde_json::{Map, Value, json};

/// The error from which on a result is not one, a thousandth of the largest
/// number: it is marked `wrong`.
pub const WRONG: f32 = 1e-3;

/// What has been measured so far.
#[derive(Clone, Debug)]
pub struct Record {
    version: String,
    note: String,
    results: Map<String, Value>,
}

impl Record {
    /// An empty one. The note says what the numbers depend on.
    #[must_use]
    pub fn new(version: &str, note: &str) -> Self {
        Self { version: version.to_owned(), note: note.to_owned(), results: Map::new() }
    }

    /// Adds the time of a call in seconds, and the relative error of its output.
    pub fn put(&mut self, layer: &str, variant: &str, seconds: f64, error: f32) {
        let mut result = json!({ "us": (seconds * 1e9).round() / 1e3 });
        if error.is_finite() {
            // An f32 is widened with its digits, not with what they stand for.
            result["rel_err"] = format!("{error:.2e}").parse::<f64>().map_or(Value::Null, Value::from);
        }
        if !error.is_finite() || error >= WRONG {
            result["wrong"] = json!(true);
        }
        self.results.entry(layer).or_insert_with(|| json!({}))[variant] = result;
    }

    /// The file's content.
    #[must_use]
    pub fn json(&self) -> Value {
        json!({ "peer": "conv_layer", "version": self.version, "note": self.note, "results": self.results })
    }

    /// Writes the file and the folder that it is in.
    ///
    /// # Errors
    ///
    /// Whatever the file system says.
    pub fn write(&self, path: &Path) -> Result<()> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(path, format!("{:#}\n", self.json()))
    }
}
