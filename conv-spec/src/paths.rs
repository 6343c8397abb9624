//! Paths of files as users write them: relative, and the same on every system.

use std::path::{Component, Path};

use crate::words::quote;

/// Why a path is not used as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PathSlip {
    /// It leads from the root of a disk, on this system or on another.
    Absolute,
    /// It has backslashes, which separate folders on one system only.
    Backslashes,
    /// It ends in a slash, or in one and a dot: such a path is a folder's.
    Folder,
}

impl PathSlip {
    /// On any system, so that a specification is judged the same everywhere.
    #[must_use]
    pub fn of(path: &str) -> Option<Self> {
        if is_absolute(path) {
            Some(Self::Absolute)
        } else if path.contains('\\') {
            Some(Self::Backslashes)
        } else if path.ends_with('/') || path.ends_with("/.") {
            Some(Self::Folder)
        } else {
            None
        }
    }

    /// A way out; `folder` is what the path should be relative to, in words.
    #[must_use]
    pub fn help(self, path: &str, folder: &str) -> String {
        match self {
            Self::Absolute => format!("write it relative to {folder}, so that the crate builds elsewhere, too"),
            Self::Backslashes => {
                format!("write {}, which is right on every system", quote(&path.replace('\\', "/")))
            }
            Self::Folder => format!("write {}, without the slash behind it", quote(without_end(path))),
        }
    }
}

fn is_absolute(path: &str) -> bool {
    let rooted = matches!(Path::new(path).components().next(), Some(Component::Prefix(_) | Component::RootDir));
    let mut head = path.chars();
    let drive = head.next().is_some_and(|letter| letter.is_ascii_alphabetic()) && head.next() == Some(':');
    rooted || drive || path.starts_with(['/', '\\'])
}

/// The path without its slashes, and dots behind them, at the end.
fn without_end(mut path: &str) -> &str {
    while let Some(shorter) = path.strip_suffix("/.").or_else(|| path.strip_suffix('/')) {
        path = shorter;
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_told_apart() {
        for (path, slip) in [
            ("/a/b.toml", Some(PathSlip::Absolute)),
            ("C:/b.toml", Some(PathSlip::Absolute)),
            ("\\\\a\\b.toml", Some(PathSlip::Absolute)),
            ("a\\b.toml", Some(PathSlip::Backslashes)),
            ("a/b.toml/", Some(PathSlip::Folder)),
            ("a/b.toml/.", Some(PathSlip::Folder)),
            ("../a/./b.toml", None),
            ("a/.toml", None),
            ("", None),
        ] {
            assert_eq!(PathSlip::of(path), slip, "{path}");
        }
        assert_eq!(without_end("a/b.toml/.//."), "a/b.toml");
    }
}
