//! Files that are read: where they may be, and specifications from them.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use conv_spec::Format;
use conv_spec::tensors::git_lfs;

use crate::missing::{self, Reached, Search};
use crate::place::{Base, Folders, Place};
use crate::refused::Refused;
use crate::roots;

/// A specification as read from its file.
pub(crate) struct Specification {
    pub(crate) text: String,
    pub(crate) format: Format,
    /// The files that it depends on.
    pub(crate) watched: Vec<Place>,
}

/// A file that may be read, and is open: what is asked of it later is asked of the same one.
pub(crate) struct Found {
    pub(crate) file: fs::File,
    pub(crate) length: u64,
    /// The file, and the manifest where that has a say in it.
    pub(crate) watched: Vec<Place>,
}

/// More is no specification: a device or a video by mistake must not stall the compiler.
const MAX_BYTES: u64 = 1 << 20;

/// Reads a specification.
///
/// # Errors
///
/// Why there is none.
pub(crate) fn read(place: &Place, folders: &Folders) -> Result<Specification, Refused> {
    // A path that is wrong by itself comes before its extension.
    place.full(folders)?;
    let format = Format::from_name(&place.path).ok_or_else(|| {
        Refused::new("neither a .toml nor a .json file")
            .with_help("the file's extension tells the notation of the specification")
    })?;
    let Found { file, length, watched } = find(place, &["toml", "json"], "src", folders)?;
    let told = |refused: Refused| refused.watching(watched.clone());
    let mut bytes = Vec::new();
    file.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(|error| told(unreadable(&error)))?;
    // It may have grown meanwhile, or be of a kind that has no length.
    let length = length.max(bytes.len() as u64);
    if length > MAX_BYTES {
        let refused = Refused::new(format!("{length} bytes are too many for a specification"));
        return Err(told(refused.with_help("is this the specification of one layer?")));
    }
    let text = decode(bytes).map_err(told)?;
    Ok(Specification { text, format, watched })
}

/// Looks for a file and whether it may be read, and opens it; `extensions` are those of files that
/// may have been meant, `beside` is the folder that the user may have counted from.
///
/// # Errors
///
/// Why it cannot be read.
pub(crate) fn find(place: &Place, extensions: &[&str], beside: &str, folders: &Folders) -> Result<Found, Refused> {
    let (real, manifest) = permitted(place, extensions, folders).map_err(|mut refused| {
        let meant = format!("did you mean `{}`", roots::from(beside, &place.path));
        let told = refused.helps.iter().any(|help| help.starts_with(&meant));
        if place.base == Base::Manifest && !told && is_file(&roots::from(beside, &place.path), folders) {
            refused.helps.insert(0, format!("{meant}? Paths are relative to {}", place.base.noun()));
        }
        refused
    })?;
    let watched: Vec<Place> = std::iter::once(place.clone()).chain(manifest).collect();
    // What is no file is nothing to watch, either.
    regular(&fs::symlink_metadata(&real).map_err(|error| unreadable(&error))?)?;
    match open(&real) {
        Ok((file, length)) => Ok(Found { file, length, watched }),
        Err(refused) => Err(refused.watching(watched)),
    }
}

/// Opens a file that was found to be regular: a pipe would be waited for.
fn open(real: &Path) -> Result<(fs::File, u64), Refused> {
    let file = fs::File::open(real).map_err(|error| unreadable(&error))?;
    let metadata = file.metadata().map_err(|error| unreadable(&error))?;
    // Another may have taken its place meanwhile.
    regular(&metadata)?;
    Ok((file, metadata.len()))
}

fn regular(metadata: &fs::Metadata) -> Result<(), Refused> {
    if metadata.is_dir() {
        return Err(Refused::new("a folder, not a file"));
    }
    if !metadata.is_file() {
        return Err(Refused::new("not a file, but a device or its like"));
    }
    Ok(())
}

/// What is at a place, without symbolic links, and which other files decide that it may be read.
fn permitted(place: &Place, extensions: &[&str], folders: &Folders) -> Result<(PathBuf, Option<Place>), Refused> {
    let real = |path: &Path| fs::canonicalize(path).map_err(|error| unreadable(&error));
    match missing::follow(place, folders)? {
        Reached::File(path) => {
            let path = real(&path)?;
            let manifest = roots::permit(place, &path, folders)?;
            Ok((path, manifest))
        }
        Reached::Part(reached, gap) => {
            // What lies elsewhere is not looked into, not even for what may have been meant.
            roots::permit(place, &real(&reached)?, folders)?;
            Err(gap.explain(&reached, &Search { base: place.base, folders, extensions }))
        }
    }
}

/// Whether there is a file of the user's crate, by its name alone.
fn is_file(path: &str, folders: &Folders) -> bool {
    !path.starts_with("..") && Place::in_manifest(path).full(folders).is_ok_and(|path| path.is_file())
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
    if let Some((noun, way_out)) = git_lfs(&bytes) {
        return Err(Refused::new(noun).with_help(way_out));
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
    #[cfg(unix)]
    #[test]
    fn what_is_no_file_is_not_read() {
        let devices = open(Path::new("/dev/zero")).unwrap_err();
        assert_eq!(devices.reason, "not a file, but a device or its like");
        assert_eq!(open(&std::env::temp_dir()).unwrap_err().reason, "a folder, not a file");
        let pipe = std::env::temp_dir().join(format!("conv-build-{}.toml", std::process::id()));
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        let refused = regular(&fs::symlink_metadata(&pipe).unwrap()).unwrap_err();
        fs::remove_file(&pipe).unwrap();
        assert_eq!(refused.reason, "not a file, but a device or its like");
    }
}
