use std::env;
use std::fs;
use std::path::{Component, Path, PathBuf};

use conv_spec::Format;

/// A specification as read from its file.
pub(crate) struct File {
    pub(crate) text: String,
    pub(crate) format: Format,
}

/// Why a specification cannot be used, and whether its file is there to be watched for changes.
pub(crate) struct Refused {
    pub(crate) text: String,
    pub(crate) exists: bool,
}

/// Why a file cannot be read, what could be done, and whether it is there.
pub(crate) struct Unreadable {
    pub(crate) reason: String,
    pub(crate) help: String,
    pub(crate) exists: bool,
}

/// What is read, and how large it may be: a device or a video by mistake must not stall the compiler.
struct Kind {
    noun: &'static str,
    limit: u64,
    /// Of the files that are suggested in place of one that is not there.
    extensions: &'static [&'static str],
}

const SPECIFICATION: Kind = Kind { noun: "a specification", limit: 1 << 20, extensions: &["toml", "json"] };
const WEIGHTS: Kind = Kind { noun: "weights", limit: 1 << 31, extensions: &["safetensors"] };

/// Reads the file at `path`, relative to the manifest of the crate that is being compiled.
pub(crate) fn read(path: &str) -> Result<File, Refused> {
    let refused = |text: String| Refused { text: format!("{path}: {text}"), exists: false };
    let relative = Path::new(path);
    let rooted = matches!(relative.components().next(), Some(Component::Prefix(_) | Component::RootDir));
    if relative.is_absolute() || rooted {
        return Err(refused(
            "absolute path of a layer's specification\n\n= help: write it relative to the folder of Cargo.toml, so \
             that the crate builds elsewhere, too"
                .into(),
        ));
    }
    let format = format(relative).ok_or_else(|| {
        refused(
            "neither a .toml nor a .json file\n\n= help: the file's extension tells the notation of the specification"
                .into(),
        )
    })?;
    let told =
        |Unreadable { reason, help, exists }| Refused { exists, ..refused(format!("{reason}\n\n= help: {help}")) };
    let bytes = bytes(path, &SPECIFICATION).map_err(told)?;
    match String::from_utf8(bytes) {
        Ok(text) => Ok(File { text, format }),
        Err(error) => {
            let reason = format!("not UTF-8 at byte {}", error.utf8_error().valid_up_to());
            Err(told(SPECIFICATION.unreadable(&full(path).map_err(told)?, reason, true)))
        }
    }
}

/// Reads the file of weights at `path`, which a specification has been checked to give relatively.
pub(crate) fn read_weights(path: &str) -> Result<Vec<u8>, Unreadable> {
    bytes(path, &WEIGHTS)
}

/// The path from anywhere.
fn full(path: &str) -> Result<PathBuf, Unreadable> {
    let manifest = env::var_os("CARGO_MANIFEST_DIR").ok_or_else(|| Unreadable {
        reason: "cannot be found, since CARGO_MANIFEST_DIR is not set".into(),
        help: "build with cargo, or set it to the folder that paths are relative to".into(),
        exists: false,
    })?;
    Ok(PathBuf::from(manifest).join(path))
}

fn bytes(path: &str, kind: &Kind) -> Result<Vec<u8>, Unreadable> {
    let full = full(path)?;
    let metadata = fs::metadata(&full).map_err(|error| kind.unreadable(&full, error.to_string(), false))?;
    if !metadata.is_file() {
        return Err(kind.unreadable(&full, "not a file".into(), false));
    }
    if metadata.len() > kind.limit {
        let reason = format!("{} bytes are too many for {}", metadata.len(), kind.noun);
        return Err(kind.unreadable(&full, reason, true));
    }
    fs::read(&full).map_err(|error| kind.unreadable(&full, error.to_string(), false))
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

impl Kind {
    fn unreadable(&self, full: &Path, reason: String, exists: bool) -> Unreadable {
        let help = format!("the path is relative to the folder of Cargo.toml, {}", self.folder(full));
        Unreadable { reason, help, exists }
    }

    /// What is in the folder where the file was looked for: names the likeliest slip without printing an absolute path.
    fn folder(&self, full: &Path) -> String {
        let Some(parent) = full.parent() else { return "which has no parent".into() };
        let Ok(entries) = fs::read_dir(parent) else { return "and that folder cannot be listed".into() };
        let suggested = |name: &Path| {
            let found = name.extension().unwrap_or_default();
            self.extensions.iter().any(|extension| found.eq_ignore_ascii_case(extension))
        };
        let mut names: Vec<String> = entries
            .filter_map(Result::ok)
            .filter(|entry| suggested(Path::new(&entry.file_name())))
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .collect();
        names.sort_unstable();
        names.truncate(8);
        if names.is_empty() {
            let extensions: Vec<String> = self.extensions.iter().map(|extension| format!(".{extension}")).collect();
            format!("and there is no {} file there", extensions.join(" or "))
        } else {
            format!("where there are {}", names.join(", "))
        }
    }
}
