//! The folders that files may be read from.
//!
//! A specification may come from somebody else: what it names is read from the user's crate and
//! from nowhere else, whether by `..` or by a symbolic link, unless the user's own manifest says
//! so:
//!
//! ```toml
//! [package.metadata.conv-layer]
//! roots = ["../models"]
//! ```

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use crate::place::{Base, Folders, Place};
use crate::refused::Refused;

/// No manifest comes near this.
const MAX_MANIFEST: u64 = 1 << 24;

const TABLE: &str = "[package.metadata.conv-layer]";

/// The manifest, where that decides whether the file may be read: it does not for one in the folder
/// that its path is relative to, or in the crate.
///
/// `real` is as much of the path as exists, without symbolic links.
///
/// # Errors
///
/// The file lies elsewhere.
pub(crate) fn permit(place: &Place, real: &Path, folders: &Folders) -> Result<Option<Place>, Refused> {
    let unreadable = |error: io::Error| Refused::new(error.to_string());
    let folder = folders.of(place.base)?;
    if real.starts_with(fs::canonicalize(folder).map_err(unreadable)?) {
        return Ok(None);
    }
    let crate_folder = folders.of(Base::Manifest)?;
    if fs::canonicalize(crate_folder).is_ok_and(|folder| real.starts_with(folder)) {
        return Ok(None);
    }
    let manifest = Place::in_manifest("Cargo.toml");
    let outside = || outside(place, folder, crate_folder, real).watching([manifest.clone()]);
    let Ok(real_manifest) = fs::canonicalize(crate_folder.join("Cargo.toml")) else {
        let without = "the manifest is not in that folder: build systems other than cargo have to bring it along";
        return Err(outside().with_help(without));
    };
    // Where all files are links into another folder, the manifest is, too.
    if real_manifest.parent().is_some_and(|folder| real.starts_with(folder)) {
        return Ok(Some(manifest));
    }
    let roots = read(&real_manifest).map_err(|reason| Refused::new(reason).watching([manifest.clone()]))?;
    let mut missing = Vec::new();
    for root in roots {
        match fs::canonicalize(crate_folder.join(&root)) {
            Ok(root) if real.starts_with(&root) => return Ok(Some(manifest)),
            Ok(_) => {}
            Err(_) => missing.push(root),
        }
    }
    let refused = outside();
    Err(missing.iter().fold(refused, |refused, root| {
        refused.with_help(format!("`roots` in Cargo.toml names the folder `{root}`, which does not exist"))
    }))
}

/// The refusal of a file outside; `folder` is what its path is relative to.
fn outside(place: &Place, folder: &Path, crate_folder: &Path, real: &Path) -> Refused {
    let noun = place.base.noun();
    let normal = normalised(&place.path);
    if !normal.starts_with("..") {
        let refused = Refused::new(format!("a symbolic link leads out of {noun}"));
        let target =
            fs::canonicalize(crate_folder).ok().and_then(|from| relative(&from, real.parent().unwrap_or(real)));
        return match target {
            Some(target) => refused.with_help(allow(&target)),
            None => refused,
        };
    }
    let refused = Refused::new(format!("outside of {noun}"));
    // The slip of whoever counts from the source file, as for `include_str!`.
    let inner: PathBuf = normal.components().filter(|component| *component != Component::ParentDir).collect();
    if folder.join(&inner).is_file() {
        return refused.with_help(format!("did you mean `{}`? Paths are relative to {noun}", shown(&inner)));
    }
    match place.base {
        Base::Manifest => refused.with_help(allow(normal.parent().unwrap_or(&normal))),
        Base::Out => refused,
    }
}

fn allow(folder: &Path) -> String {
    format!("`roots = [\"{}\"]` under `{TABLE}` in Cargo.toml allows it", shown(folder))
}

/// With forward slashes, as manifests have them on every system; a dot where it leads nowhere else.
fn shown(path: &Path) -> String {
    if path.as_os_str().is_empty() { ".".into() } else { path.display().to_string().replace('\\', "/") }
}

/// A path that is relative to one folder, from where that folder is counted.
pub(crate) fn from(folder: &str, path: &str) -> String {
    shown(&normalised(&format!("{folder}/{path}")))
}

/// The path without `.` and without a `..` behind a name.
fn normalised(path: &str) -> PathBuf {
    let mut normal = PathBuf::new();
    for component in Path::new(path).components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir if normal.file_name().is_some() => {
                normal.pop();
            }
            _ => normal.push(component),
        }
    }
    normal
}

/// The way from one folder to another, both from the root; `None` across disks.
fn relative(from: &Path, to: &Path) -> Option<PathBuf> {
    let common = from.components().zip(to.components()).take_while(|(from, to)| from == to).count();
    if common == 0 {
        return None;
    }
    let up = from.components().skip(common).map(|_| Component::ParentDir);
    Some(up.chain(to.components().skip(common)).collect())
}

/// The folders that the manifest allows.
fn read(manifest: &Path) -> Result<Vec<String>, String> {
    let length = fs::metadata(manifest).map_err(|error| error.to_string())?.len();
    if length > MAX_MANIFEST {
        return Err(format!("Cargo.toml has {length} bytes"));
    }
    roots(&fs::read_to_string(manifest).map_err(|error| format!("Cargo.toml cannot be read: {error}"))?)
}

fn roots(manifest: &str) -> Result<Vec<String>, String> {
    let manifest: toml::Table = manifest.parse().map_err(|_| "Cargo.toml cannot be understood".to_owned())?;
    let ours = ["package", "metadata", "conv-layer"]
        .iter()
        .try_fold(&manifest, |table, key| table.get(*key).and_then(toml::Value::as_table));
    let Some(ours) = ours else { return Ok(Vec::new()) };
    if let Some(key) = ours.keys().find(|key| *key != "roots") {
        return Err(format!("`{TABLE}` in Cargo.toml has the unknown key `{}`: `roots` is known", key.escape_debug()));
    }
    let Some(roots) = ours.get("roots") else { return Ok(Vec::new()) };
    let folders = roots.as_array().map(|roots| roots.iter().map(|root| root.as_str().map(str::to_owned)).collect());
    let wrong = || format!("`roots` under `{TABLE}` in Cargo.toml must be a list of folders: `[\"../models\"]`");
    folders.flatten().ok_or_else(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roots_are_a_list_in_the_manifest() {
        let with = |text: &str| roots(&format!("[package]\nname = \"a\"\n[package.metadata.conv-layer]\n{text}\n"));
        assert_eq!(with("roots = [\"..\", \"../models\"]"), Ok(vec!["..".into(), "../models".into()]));
        assert_eq!(with(""), Ok(vec![]));
        assert_eq!(roots("[package]\nname = \"a\"\nmetadata.conv-layer = 1"), Ok(vec![]));
        for wrong in ["roots = \"..\"", "roots = [1]"] {
            assert!(with(wrong).unwrap_err().contains("must be a list of folders"), "{wrong}");
        }
        assert!(with("root = [\"..\"]").unwrap_err().contains("the unknown key `root`"));
        assert_eq!(roots("[package"), Err("Cargo.toml cannot be understood".into()));
    }

    #[test]
    fn ways_between_folders() {
        for (path, normal) in
            [("a/./b/../c.toml", "a/c.toml"), ("../a/b", "../a/b"), ("a/../../b", "../b"), ("../../a/..", "../..")]
        {
            assert_eq!(normalised(path), Path::new(normal), "{path}");
        }
        assert_eq!(from("specs", "../models/a.safetensors"), "models/a.safetensors");
        for (from, to, way) in [("/a/b", "/a/c/d", "../c/d"), ("/a", "/a/b", "b"), ("/a/b", "/", "../..")] {
            assert_eq!(relative(Path::new(from), Path::new(to)), Some(way.into()), "{from} {to}");
        }
    }
}
