//! Files of weights: the parts that a layer needs are read, and a header that many layers share is
//! understood once.

use std::borrow::Cow;
use std::fs;
use std::io::{Read, Seek, SeekFrom};
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use conv_spec::tensors::{Archive, File};
use conv_spec::{Report, WeightsFile};

use crate::file::{Found, find};
use crate::place::{Folders, Place};
use crate::refused::Refused;

/// An open file.
pub(crate) struct Weights {
    file: fs::File,
    length: u64,
    /// The files that its layers depend on.
    pub(crate) watched: Vec<Place>,
}

/// Opens the file at `path`, which a specification in the folder `beside` has been checked to give
/// relatively.
///
/// # Errors
///
/// Why it cannot be read.
pub(crate) fn open(path: &str, beside: &str, folders: &Folders) -> Result<Weights, Refused> {
    let Found { file, length, watched } = find(&Place::in_manifest(path), &["safetensors"], beside, folders)?;
    Ok(Weights { file, length, watched })
}

impl File for Weights {
    fn length(&self) -> u64 {
        self.length
    }

    fn bytes(&self, range: Range<u64>) -> Result<Cow<'_, [u8]>, String> {
        let length = range.end.saturating_sub(range.start);
        let mut bytes = Vec::with_capacity(usize::try_from(length).map_err(|_| "too large for this system")?);
        let mut file = &self.file;
        let read = file.seek(SeekFrom::Start(range.start)).and_then(|_| file.take(length).read_to_end(&mut bytes));
        read.map(|_| Cow::Owned(bytes)).map_err(|error| error.to_string())
    }
}

/// What the last file has. Layers of one model stand together, and rustc expands them one after the
/// other in one process.
static LAST: Mutex<Option<Arc<Archive>>> = Mutex::new(None);

/// What a file has, read anew unless its header is that of the last one, byte by byte: whatever has
/// changed is seen, however long the process lives.
///
/// # Errors
///
/// Those of [`Archive::read`].
pub(crate) fn archive(weights: &WeightsFile, file: &Weights) -> Result<Arc<Archive>, Report> {
    // Whoever panicked has left a whole archive or none.
    let mut last = LAST.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(archive) = last.as_ref().filter(|archive| archive.is_of(file)) {
        return Ok(Arc::clone(archive));
    }
    let archive = Arc::new(Archive::read(weights, file)?);
    *last = Some(Arc::clone(&archive));
    Ok(archive)
}

#[cfg(test)]
mod tests {
    use conv_plan::Plan;
    use conv_spec::{Format, Source};

    use super::*;

    fn file(name: &str) -> Vec<u8> {
        let header = format!(r#"{{"{name}":{{"dtype":"F32","shape":[1,1,1],"data_offsets":[0,4]}}}}"#);
        [&(header.len() as u64).to_le_bytes()[..], header.as_bytes(), &1.5_f32.to_le_bytes()].concat()
    }

    #[test]
    fn a_header_is_understood_anew_when_it_has_changed() {
        let path = std::env::temp_dir().join(format!("conv-build-{}.safetensors", std::process::id()));
        let open = |content: &[u8]| {
            fs::write(&path, content).unwrap();
            let file = fs::File::open(&path).unwrap();
            Weights { length: file.metadata().unwrap().len(), file, watched: Vec::new() }
        };
        let text = "nn.Conv1d(1, 1, 1, bias=False, weights='m.safetensors')";
        let layer = conv_spec::check(&Source { name: "inline", text, format: Format::Call }).unwrap();
        let (plan, named) = (Plan::new(&layer).unwrap(), layer.weights_file().unwrap());
        let pack = |archive: &Archive, weights: &Weights, name: &str| {
            archive.pack(named, &layer, plan.packing(), name, weights)
        };

        let stem = open(&file("stem.weight"));
        let first = archive(named, &stem).unwrap();
        assert!(Arc::ptr_eq(&first, &archive(named, &stem).unwrap()), "read once");
        assert!(pack(&first, &stem, "stem").unwrap().bytes().ends_with(&1.5_f32.to_le_bytes()));
        // As long, and written within the same tick of the clock.
        let head = open(&file("head.weight"));
        let second = archive(named, &head).unwrap();
        assert!(pack(&second, &head, "head").is_ok() && pack(&second, &head, "stem").is_err());
        // What was there and is no more.
        fs::OpenOptions::new().write(true).open(&path).unwrap().set_len(70).unwrap();
        let report = pack(&second, &head, "head").unwrap_err();
        assert_eq!(report.diagnostics()[0].message(), "the tensor `head.weight` cannot be read");
        fs::remove_file(&path).unwrap();
    }
}
