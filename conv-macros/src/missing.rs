//! Files that are not there: which part of the path is wrong, and what may have been meant.

use std::fs;
use std::path::{Path, PathBuf};

use conv_spec::{nearest, sort_by_likeness};

use crate::place::{Base, Place};
use crate::refused::Refused;

/// Names that are listed where none is near.
const MAX_LISTED: usize = 8;

/// How far a path leads.
pub(crate) enum Reached {
    /// To its end.
    File(PathBuf),
    /// No farther than this, which exists, and why.
    Part(PathBuf, Refused),
}

/// Follows a path; `extensions` are those of files that are suggested in place of one that is not there.
///
/// # Errors
///
/// The folder that the path is relative to is not there, or not known.
pub(crate) fn follow(place: &Place, extensions: &[&str]) -> Result<Reached, Refused> {
    let full = place.full()?;
    let folder = place.base.folder()?;
    if !folder.is_dir() {
        let reason = format!("cannot be found, since {} is no folder", place.base.variable());
        return Err(Refused::new(reason));
    }
    if full.exists() {
        return Ok(Reached::File(full));
    }
    let search = Search { base: place.base, extensions };
    let mut at = folder;
    let mut shown = PathBuf::new();
    let mut components = Path::new(&place.path).components().peekable();
    while let Some(component) = components.next() {
        let next = at.join(component);
        shown.push(component);
        let last = components.peek().is_none();
        if fs::symlink_metadata(&next).is_err() {
            let name = component.as_os_str().to_string_lossy();
            let rest: PathBuf = components.collect();
            let refused = if at.is_dir() { search.missing(&at, &shown, &name, &rest) } else { search.no_folder(&at) };
            return Ok(Reached::Part(at, refused));
        }
        if !next.exists() {
            return Ok(Reached::Part(at, dangling(&next, &shown)));
        }
        if !last && !next.is_dir() {
            let refused = Refused::new(format!("`{}` is a file, not a folder", text(&shown)));
            return Ok(Reached::Part(at, refused));
        }
        at = next;
    }
    // Gone and back meanwhile.
    Ok(Reached::File(at))
}

/// A symbolic link to nothing, or one that may not be followed.
fn dangling(link: &Path, shown: &Path) -> Refused {
    match fs::read_link(link) {
        Ok(target) => Refused::new(format!(
            "`{}` is a symbolic link to `{}`, which does not exist",
            text(shown),
            target.display().to_string().escape_debug()
        )),
        Err(error) => Refused::new(format!("`{}`: {error}", text(shown))),
    }
}

struct Search<'a> {
    base: Base,
    extensions: &'a [&'a str],
}

impl Search<'_> {
    /// `name` is not in the folder `at`; `shown` is the path up to it, `rest` what follows.
    fn missing(&self, at: &Path, shown: &Path, name: &str, rest: &Path) -> Refused {
        let is_file = rest.as_os_str().is_empty();
        let parent = shown.parent().unwrap_or(Path::new(""));
        let inside = if parent.as_os_str().is_empty() { self.base.noun().to_owned() } else { quoted(parent) };
        let mut refused = if is_file {
            Refused::new("there is no such file")
        } else {
            Refused::new(format!("there is no folder {}", quoted(shown)))
        };
        let mut names = if is_file { self.files(at) } else { folders(at) };
        if let Some(near) = nearest(name, names.iter().map(String::as_str)) {
            let near = parent.join(near);
            // Joined to nothing, a file would end in a slash.
            let whole = if is_file { near.clone() } else { near.join(rest) };
            let meant = if self.base.folder().is_ok_and(|folder| folder.join(&whole).exists()) {
                quoted(&whole)
            } else {
                format!("the folder {}", quoted(&near))
            };
            refused = refused.with_help(format!("did you mean {meant}?"));
        }
        sort_by_likeness(name, &mut names);
        let more = names.len().saturating_sub(MAX_LISTED);
        names.truncate(MAX_LISTED);
        let folder = match (is_file, names.len()) {
            (true, _) => "",
            (false, 1) => "the folder ",
            (false, _) => "the folders ",
        };
        let there = match (names.is_empty(), is_file) {
            (false, _) => format!("{inside} has {folder}{}", names.join(", ")),
            (true, true) => format!("{inside} has no {} file", self.kind()),
            (true, false) => format!("{inside} has no folders"),
        };
        let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
        // Said once: it may be the folder itself that is listed.
        let relative = format!("the path is relative to {}", self.base.noun());
        refused.with_help(match there.strip_prefix(self.base.noun()) {
            Some(there) => format!("{relative}, which{there}{rest}"),
            None => format!("{relative}; {there}{rest}"),
        })
    }

    /// What cannot be entered.
    fn no_folder(&self, at: &Path) -> Refused {
        let reason = fs::read_dir(at).err().map_or_else(|| "it is no folder".to_owned(), |error| error.to_string());
        Refused::new(reason).with_help(format!("the path is relative to {}", self.base.noun()))
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
