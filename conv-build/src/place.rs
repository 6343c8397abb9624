//! Places of files: a folder that the build names, and a path from there.

use std::env;
use std::path::{Path, PathBuf};

use conv_spec::PathSlip;

use crate::refused::Refused;

/// A folder that the build names in an environment variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Base {
    /// Of the user's manifest.
    Manifest,
    /// Of what the user's build script has written.
    Out,
}

/// Where the folders of a build are; each may be relative to where the process runs.
#[derive(Clone, Debug, Default)]
pub struct Folders {
    /// [`Base::Manifest`].
    pub manifest: Option<PathBuf>,
    /// [`Base::Out`].
    pub out: Option<PathBuf>,
}

/// A path as the user wrote it, and what it is relative to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The folder.
    pub base: Base,
    /// The path from there, with forward slashes.
    pub path: String,
}

impl Base {
    /// The folder that this variable names.
    #[must_use]
    pub fn named(variable: &str) -> Option<Self> {
        [Self::Manifest, Self::Out].into_iter().find(|base| base.variable() == variable)
    }

    /// The variable in which cargo gives the folder to the compiler.
    #[must_use]
    pub fn variable(self) -> &'static str {
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
}

impl Folders {
    /// Those that cargo names to a compiler, or to a macro in it.
    #[must_use]
    pub fn of_cargo() -> Self {
        let folder = |base: Base| env::var_os(base.variable()).map(PathBuf::from);
        Self { manifest: folder(Base::Manifest), out: folder(Base::Out) }
    }

    /// The folder, where it is known.
    #[must_use]
    pub fn get(&self, base: Base) -> Option<&Path> {
        match base {
            Base::Manifest => self.manifest.as_deref(),
            Base::Out => self.out.as_deref(),
        }
    }

    /// The folder.
    ///
    /// # Errors
    ///
    /// Why it is not known.
    pub(crate) fn of(&self, base: Base) -> Result<&Path, Refused> {
        self.get(base).ok_or_else(|| {
            let help = match base {
                Base::Manifest => "build with cargo, or set it to the folder that paths are relative to",
                Base::Out => "cargo sets it for packages with a build script, `build.rs` beside Cargo.toml",
            };
            Refused::new(format!("cannot be found, since {} is not set", base.variable())).with_help(help)
        })
    }
}

impl Place {
    /// A file of the user's crate.
    #[must_use]
    pub fn in_manifest(path: &str) -> Self {
        Self { base: Base::Manifest, path: path.to_owned() }
    }

    /// What diagnostics call it.
    #[must_use]
    pub fn name(&self) -> String {
        match self.base {
            Base::Manifest => self.path.clone(),
            Base::Out => format!("$OUT_DIR/{}", self.path),
        }
    }

    /// The path, where it is relative and the same on every system.
    pub(crate) fn full(&self, folders: &Folders) -> Result<PathBuf, Refused> {
        let Some(slip) = PathSlip::of(&self.path) else { return Ok(folders.of(self.base)?.join(&self.path)) };
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
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn advice_names_the_folder_that_the_path_is_relative_to() {
        let folders = Folders::default();
        let help = |base, path: &str| Place { base, path: path.to_owned() }.full(&folders).unwrap_err().helps.concat();
        assert!(help(Base::Manifest, "/a.toml").starts_with("write it relative to the folder of Cargo.toml, "));
        assert!(help(Base::Out, "C:/a.toml").starts_with("write it relative to OUT_DIR, "));
        // From `concat!(env!("OUT_DIR"), "/", "/a.toml")`.
        assert_eq!(help(Base::Out, "/a.toml"), "one slash too many behind OUT_DIR");
        assert_eq!(help(Base::Manifest, "a.toml/"), "write `a.toml`, without the slash behind it");
        // Without a folder there is nothing to look for.
        assert!(help(Base::Out, "a.toml").starts_with("cargo sets it for packages with a build script"));
    }
}
