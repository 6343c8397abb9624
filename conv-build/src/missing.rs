//! Files that are not there: which part of the path is wrong, and what may have been meant.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use conv_spec::{nearest, sort_by_likeness};

use crate::file::unreadable;
use crate::place::{Base, Folders, Place};
use crate::refused::Refused;

/// Names that are listed where none is near.
const MAX_LISTED: usize = 8;

/// How far a path leads.
pub(crate) enum Reached {
    /// To its end.
    File(PathBuf),
    /// No farther than this, which exists, and why.
    Part(PathBuf, Gap),
}

/// Where a path ends too early.
pub(crate) enum Gap {
    /// A name is not in its folder.
    Missing {
        name: String,
        /// The path up to the name.
        shown: PathBuf,
        /// What follows the name.
        rest: PathBuf,
    },
    /// Whatever else is wrong.
    Refused(Refused),
}

/// Follows a path. No folder is listed yet: where it leads may be nothing to look into.
///
/// # Errors
///
/// The folder that the path is relative to is not there, or not known.
pub(crate) fn follow(place: &Place, folders: &Folders) -> Result<Reached, Refused> {
    let full = place.full(folders)?;
    let folder = folders.of(place.base)?.to_owned();
    if !folder.is_dir() {
        let reason = format!("cannot be found, since {} is no folder", place.base.variable());
        return Err(Refused::new(reason));
    }
    if full.exists() {
        return Ok(Reached::File(full));
    }
    let mut at = folder;
    let mut shown = PathBuf::new();
    let mut components = Path::new(&place.path).components().peekable();
    while let Some(component) = components.next() {
        let next = at.join(component);
        shown.push(component);
        let last = components.peek().is_none();
        if let Err(error) = fs::symlink_metadata(&next) {
            let name = component.as_os_str().to_string_lossy().into_owned();
            let gap = match error.kind() {
                io::ErrorKind::NotFound => Gap::Missing { name, shown, rest: components.collect() },
                _ => Gap::Refused(unreadable(&error)),
            };
            return Ok(Reached::Part(at, gap));
        }
        if let Err(error) = fs::metadata(&next) {
            return Ok(Reached::Part(at, Gap::Refused(dead_end(&next, &shown, &error))));
        }
        if !last && !next.is_dir() {
            let refused = Refused::new(format!("`{}` is a file, not a folder", text(&shown)));
            return Ok(Reached::Part(at, Gap::Refused(refused)));
        }
        at = next;
    }
    // Gone and back meanwhile.
    Ok(Reached::File(at))
}

/// A symbolic link that cannot be followed.
fn dead_end(link: &Path, shown: &Path, error: &io::Error) -> Refused {
    let Ok(target) = fs::read_link(link) else { return unreadable(error) };
    let why = match error.kind() {
        io::ErrorKind::NotFound => "which does not exist".to_owned(),
        _ => unreadable(error).reason,
    };
    Refused::new(format!("{} is a symbolic link to {}, {why}", quoted(shown), quoted(&target)))
}

impl Gap {
    /// What is wrong, and what may have been meant in the folder `at`, which is listed for that.
    pub(crate) fn explain(self, at: &Path, search: &Search) -> Refused {
        match self {
            Self::Missing { name, shown, rest } => search.missing(at, &shown, &name, &rest),
            Self::Refused(refused) => refused,
        }
    }
}

/// How files that may have been meant are looked for.
pub(crate) struct Search<'a> {
    pub(crate) base: Base,
    pub(crate) folders: &'a Folders,
    /// Those of files that are suggested.
    pub(crate) extensions: &'a [&'a str],
}

impl Search<'_> {
    /// `name` is not in the folder `at`; `shown` is the path up to it, `rest` what follows.
    fn missing(&self, at: &Path, shown: &Path, name: &str, rest: &Path) -> Refused {
        let is_file = rest.as_os_str().is_empty();
        let parent = shown.parent().unwrap_or(Path::new(""));
        let refused = if is_file {
            Refused::new("there is no such file")
        } else {
            Refused::new(format!("there is no folder {}", quoted(shown)))
        };
        let mut names = if is_file { self.files(at) } else { folders(at) };
        let relative = format!("the path is relative to {}", self.base.noun());
        let refused = match nearest(name, names.iter().map(String::as_str)) {
            Some(near) => {
                let near = parent.join(near);
                // Joined to nothing, a file would end in a slash.
                let whole = if is_file { near.clone() } else { near.join(rest) };
                let there = self.folders.of(self.base).is_ok_and(|folder| folder.join(&whole).exists());
                let meant = if there { quoted(&whole) } else { format!("the folder {}", quoted(&near)) };
                let refused = refused.with_help(format!("did you mean {meant}?"));
                if !is_file {
                    return refused.with_help(relative);
                }
                refused
            }
            None => refused,
        };
        sort_by_likeness(name, &mut names);
        let more = names.len().saturating_sub(MAX_LISTED);
        names.truncate(MAX_LISTED);
        let list = names.join(", ");
        let there = match (names.len(), is_file) {
            (0, true) => format!("no {} file", self.kind()),
            (0, false) => "no folders".to_owned(),
            (_, true) => list,
            (1, false) => format!("the folder {list}"),
            (_, false) => format!("the folders {list}"),
        };
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        // Said once: it may be the folder itself that is listed.
        let has = if parent.as_os_str().is_empty() { ", which".to_owned() } else { format!("; {}", quoted(parent)) };
        refused.with_help(format!("{relative}{has} has {there}{more}"))
    }

    fn kind(&self) -> String {
        let extensions: Vec<String> = self.extensions.iter().map(|extension| format!(".{extension}")).collect();
        extensions.join(" or ")
    }

    /// What may have been meant: the files in a folder that have one of the extensions.
    fn files(&self, folder: &Path) -> Vec<String> {
        let suggested = |name: &str| {
            let found = Path::new(name).extension().unwrap_or_default();
            self.extensions.iter().any(|extension| found.eq_ignore_ascii_case(extension))
        };
        entries(folder, Path::is_file).into_iter().filter(|name| suggested(name)).collect()
    }
}

/// Folders, but for those that tools hide or make.
fn folders(folder: &Path) -> Vec<String> {
    let made = |name: &str| name.starts_with('.') || name == "target";
    entries(folder, Path::is_dir).into_iter().filter(|name| !made(name)).collect()
}

/// Names of a folder's entries, in order.
fn entries(folder: &Path, is: impl Fn(&Path) -> bool) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    let found = entries.filter(|entry| is(&entry.path()));
    let mut names: Vec<String> = found.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort_unstable();
    names
}

fn quoted(path: &Path) -> String {
    format!("`{}`", text(path))
}

/// With forward slashes, as users write them on every system.
fn text(path: &Path) -> String {
    path.display().to_string().replace('\\', "/")
}
