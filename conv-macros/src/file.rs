use std::env;
use std::fs;
use std::path::{Component, Path, PathBuf};

use conv_spec::Format;

/// A specification as read from its file.
pub(crate) struct File {
    pub(crate) text: String,
    pub(crate) format: Format,
}

/// Why a file cannot be used, and whether it is there to be watched for changes.
pub(crate) struct Refused {
    pub(crate) text: String,
    pub(crate) exists: bool,
}

/// More than any specification needs; a device or a video by mistake must not stall the compiler.
const LIMIT: u64 = 1 << 20;

impl Refused {
    fn new(text: String) -> Self {
        Self { text, exists: false }
    }
}

/// Reads the file at `path`, relative to the manifest of the crate that is being compiled.
pub(crate) fn read(path: &str) -> Result<File, Refused> {
    let relative = Path::new(path);
    let rooted = matches!(relative.components().next(), Some(Component::Prefix(_) | Component::RootDir));
    if relative.is_absolute() || rooted {
        return Err(Refused::new(format!(
            "{path}: absolute path of a layer's specification\n\n= help: write it relative to the folder of Cargo.toml, so \
             that the crate builds elsewhere, too"
        )));
    }
    let format = format(relative).ok_or_else(|| {
        Refused::new(format!(
            "{path}: neither a .toml nor a .json file\n\n= help: the file's extension tells the notation of the \
             specification"
        ))
    })?;
    let Some(manifest) = env::var_os("CARGO_MANIFEST_DIR") else {
        return Err(Refused::new(format!(
            "{path}: cannot be found, since CARGO_MANIFEST_DIR is not set\n\n= help: build with cargo, or set it to the \
             folder that paths are relative to"
        )));
    };
    let full = PathBuf::from(manifest).join(relative);
    let unreadable = |reason: String, exists| Refused {
        text: format!(
            "{path}: {reason}\n\n= help: the path is relative to the folder of Cargo.toml, {}",
            folder(&full)
        ),
        exists,
    };
    let metadata = fs::metadata(&full).map_err(|error| unreadable(error.to_string(), false))?;
    if !metadata.is_file() {
        return Err(unreadable("not a file".into(), false));
    }
    if metadata.len() > LIMIT {
        return Err(unreadable(format!("{} bytes are too many for a specification", metadata.len()), true));
    }
    let bytes = fs::read(&full).map_err(|error| unreadable(error.to_string(), false))?;
    match String::from_utf8(bytes) {
        Ok(text) => Ok(File { text, format }),
        Err(error) => {
            let valid = error.utf8_error().valid_up_to();
            Err(unreadable(format!("not UTF-8 at byte {valid}"), true))
        }
    }
}

fn format(path: &Path) -> Option<Format> {
    let extension = path.extension()?;
    if extension.eq_ignore_ascii_case("toml") {
        Some(Format::Toml)
    } else if extension.eq_ignore_ascii_case("json") {
        Some(Format::Json)
    } else {
        None
    }
}

/// What is in the folder where the file was looked for: names the likeliest slip without printing an absolute path.
fn folder(full: &Path) -> String {
    let Some(parent) = full.parent() else { return "which has no parent".into() };
    let Ok(entries) = fs::read_dir(parent) else { return "and that folder cannot be listed".into() };
    let mut names: Vec<String> = entries
        .filter_map(Result::ok)
        .filter(|entry| format(Path::new(&entry.file_name())).is_some())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort_unstable();
    names.truncate(8);
    if names.is_empty() {
        "and there is no .toml or .json file there".into()
    } else {
        format!("where there are {}", names.join(", "))
    }
}
