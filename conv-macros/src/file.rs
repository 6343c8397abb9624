//! Files that the macro reads: where they may be, and specifications from them.

use std::fs;
use std::io;
use std::path::PathBuf;

use conv_codegen::Tracked;
use conv_spec::Format;

use crate::missing::{self, Reached};
use crate::place::{Base, Place};
use crate::refused::Refused;
use crate::roots;

/// A specification as read from its file.
pub(crate) struct Specification {
    pub(crate) text: String,
    pub(crate) format: Format,
    /// The files that it depends on.
    pub(crate) watched: Vec<Tracked>,
}

/// A file that may be read.
pub(crate) struct Found {
    pub(crate) path: PathBuf,
    /// The file, and the manifest where that has a say in it.
    pub(crate) watched: Vec<Tracked>,
}

/// More is no specification: a device or a video by mistake must not stall the compiler.
const MAX_BYTES: u64 = 1 << 20;

/// Reads a specification.
///
/// # Errors
///
/// Why there is none.
pub(crate) fn read(place: &Place) -> Result<Specification, Refused> {
    // A path that is wrong by itself comes before its extension.
    place.full()?;
    let format = Format::from_name(&place.path).ok_or_else(|| {
        Refused::new("neither a .toml nor a .json file")
            .with_help("the file's extension tells the notation of the specification")
    })?;
    let Found { path, watched } = find(place, &["toml", "json"], "src")?;
    let told = |refused: Refused| refused.watching(watched.clone());
    let length = fs::metadata(&path).map_err(|error| told(unreadable(&error)))?.len();
    if length > MAX_BYTES {
        let refused = Refused::new(format!("{length} bytes are too many for a specification"));
        return Err(told(refused.with_help("is this the specification of one layer?")));
    }
    let bytes = fs::read(&path).map_err(|error| told(unreadable(&error)))?;
    let text = decode(bytes).map_err(told)?;
    Ok(Specification { text, format, watched })
}

/// Looks for a file and whether it may be read; `extensions` are those of files that may have been
/// meant, `beside` is the folder that the user may have counted from.
///
/// # Errors
///
/// Why it cannot be read.
pub(crate) fn find(place: &Place, extensions: &[&str], beside: &str) -> Result<Found, Refused> {
    let (path, manifest) = permitted(place, extensions).map_err(|mut refused| {
        let meant = format!("did you mean `{}`", roots::from(beside, &place.path));
        let told = refused.helps.iter().any(|help| help.starts_with(&meant));
        if place.base == Base::Manifest && !told && is_file(&roots::from(beside, &place.path)) {
            refused.helps.insert(0, format!("{meant}? Paths are relative to {}", place.base.noun()));
        }
        refused
    })?;
    let watched: Vec<Tracked> = place.tracked().into_iter().chain(manifest).collect();
    let metadata = fs::metadata(&path).map_err(|error| unreadable(&error))?;
    if metadata.is_dir() {
        // No file for rustc to watch.
        return Err(Refused::new("a folder, not a file"));
    }
    if !metadata.is_file() {
        return Err(Refused::new("not a file, but a device or its like"));
    }
    Ok(Found { path, watched })
}

/// What is at a place, and which other files decide that it may be read.
fn permitted(place: &Place, extensions: &[&str]) -> Result<(PathBuf, Vec<Tracked>), Refused> {
    match missing::follow(place, extensions)? {
        Reached::File(path) => {
            let manifest = roots::permit(place, &path)?;
            Ok((path, manifest))
        }
        // What lies elsewhere is not looked into, not even for what may have been meant.
        Reached::Part(reached, refused) => {
            Err(roots::permit(place, &reached).map_or_else(|outside| outside, |_| refused))
        }
    }
}

/// Whether there is a file of the user's crate, by its name alone.
fn is_file(path: &str) -> bool {
    !path.starts_with("..") && Place::in_manifest(path).full().is_ok_and(|path| path.is_file())
}

/// In words where the system's are technical.
pub(crate) fn unreadable(error: &io::Error) -> Refused {
    match error.kind() {
        io::ErrorKind::PermissionDenied => {
            Refused::new("there is no permission to read it").with_help("give the user who builds the right to read it")
        }
        _ => Refused::new(error.to_string()),
    }
}

/// The text of a specification, without a mark of its encoding.
fn decode(mut bytes: Vec<u8>) -> Result<String, Refused> {
    const SAVE: &str = "save the file as UTF-8";
    if bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") {
        return Err(Refused::new("text in UTF-16").with_help(SAVE));
    }
    if bytes.starts_with(b"version https://git-lfs.github.com/spec/") {
        return Err(
            Refused::new("a pointer of Git LFS, not the file itself").with_help("fetch the file with `git lfs pull`")
        );
    }
    if bytes.starts_with(b"\xEF\xBB\xBF") {
        bytes.drain(..3);
    }
    String::from_utf8(bytes).map_err(|error| {
        Refused::new(format!("not UTF-8 at byte {}", error.utf8_error().valid_up_to())).with_help(SAVE)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_utf8_with_or_without_a_mark() {
        assert_eq!(decode(b"\xEF\xBB\xBFtype = 1".to_vec()).unwrap(), "type = 1");
        assert_eq!(decode("type = \"ü\"".into()).unwrap(), "type = \"ü\"");
        let reason = |bytes: &[u8]| decode(bytes.to_vec()).unwrap_err().reason;
        assert_eq!(reason(b"\xFF\xFEt\0y\0"), "text in UTF-16");
        assert_eq!(reason(b"\xFE\xFF\0t\0y"), "text in UTF-16");
        assert_eq!(reason(b"ab\xFF"), "not UTF-8 at byte 2");
        assert_eq!(
            reason(b"version https://git-lfs.github.com/spec/v1\noid"),
            "a pointer of Git LFS, not the file itself"
        );
    }

    #[test]
    fn a_missing_permission_is_named() {
        let denied = io::Error::from(io::ErrorKind::PermissionDenied);
        assert_eq!(unreadable(&denied).reason, "there is no permission to read it");
    }
}
