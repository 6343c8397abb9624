//! Places of files: a folder that the build names, and a path from there.

use std::env;
use std::path::{PathBuf, absolute};

use conv_codegen::Tracked;
use conv_spec::PathSlip;

use crate::refused::Refused;

/// A folder that the build names in an environment variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Base {
    /// Of the user's manifest.
    Manifest,
    /// Of what the user's build script has written.
    Out,
}

/// A path as the user wrote it, and what it is relative to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) base: Base,
    pub(crate) path: String,
}

impl Base {
    pub(crate) fn named(variable: &str) -> Option<Self> {
        [Self::Manifest, Self::Out].into_iter().find(|base| base.variable() == variable)
    }

    pub(crate) fn variable(self) -> &'static str {
        match self {
            Self::Manifest => "CARGO_MANIFEST_DIR",
            Self::Out => "OUT_DIR",
        }
    }

    /// The folder in words.
    pub(crate) fn noun(self) -> &'static str {
        match self {
            Self::Manifest => "the folder of Cargo.toml",
            Self::Out => "OUT_DIR",
        }
    }

    /// The folder itself, which may be relative to where the compiler runs.
    pub(crate) fn folder(self) -> Result<PathBuf, Refused> {
        let folder = env::var_os(self.variable()).map(PathBuf::from);
        folder.ok_or_else(|| {
            let help = match self {
                Self::Manifest => "build with cargo, or set it to the folder that paths are relative to",
                Self::Out => "cargo sets it for packages with a build script, `build.rs` beside Cargo.toml",
            };
            Refused::new(format!("cannot be found, since {} is not set", self.variable())).with_help(help)
        })
    }
}

impl Place {
    /// A file of the user's crate.
    pub(crate) fn in_manifest(path: &str) -> Self {
        Self { base: Base::Manifest, path: path.to_owned() }
    }

    /// What diagnostics call it.
    pub(crate) fn name(&self) -> String {
        match self.base {
            Base::Manifest => self.path.clone(),
            Base::Out => format!("$OUT_DIR/{}", self.path),
        }
    }

    /// The path, where it is relative and the same on every system.
    pub(crate) fn full(&self) -> Result<PathBuf, Refused> {
        let Some(slip) = PathSlip::of(&self.path) else { return Ok(self.base.folder()?.join(&self.path)) };
        let reason = match slip {
            PathSlip::Absolute => "absolute path of a layer's specification",
            PathSlip::Backslashes => "a path with backslashes",
            PathSlip::Folder => "the path of a folder, since it ends in a slash",
        };
        // What is left of `/` and `/stem.toml`, one behind the other.
        let help = match self.path.strip_prefix('/') {
            Some(_) if self.base == Base::Out => "one slash too many behind OUT_DIR".to_owned(),
            _ => slip.help(&self.path, self.base.noun()),
        };
        Err(Refused::new(reason).with_help(help))
    }

    /// The file as one that rustc is to watch; `None` if its path is no text.
    ///
    /// By the variable, so that expansions are the same wherever the crate is; unless that is a
    /// relative path, which rustc would take from the folder of the source file, and not from its
    /// own.
    pub(crate) fn tracked(&self) -> Option<Tracked> {
        let folder = self.base.folder().ok()?;
        if folder.is_absolute() {
            Some(Tracked::Below { variable: self.base.variable(), path: self.path.clone() })
        } else {
            Some(Tracked::At(absolute(folder.join(&self.path)).ok()?.to_str()?.to_owned()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn advice_names_the_folder_that_the_path_is_relative_to() {
        let help = |base, path: &str| Place { base, path: path.to_owned() }.full().unwrap_err().helps.concat();
        assert!(help(Base::Manifest, "/a.toml").starts_with("write it relative to the folder of Cargo.toml, "));
        assert!(help(Base::Out, "C:/a.toml").starts_with("write it relative to OUT_DIR, "));
        // From `concat!(env!("OUT_DIR"), "/", "/a.toml")`.
        assert_eq!(help(Base::Out, "/a.toml"), "one slash too many behind OUT_DIR");
        assert_eq!(help(Base::Manifest, "a.toml/"), "write `a.toml`, without the slash behind it");
    }
}
