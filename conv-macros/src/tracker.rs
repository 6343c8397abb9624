//! Files that rustc is to watch, each once for all layers of a macro call.
//!
//! rustc reads a file for each time that it is told of it: fifty layers of one model of 100 MB
//! would take it seconds.

use std::path::absolute;

use conv_build::{Folders, Place};
use conv_codegen::{Item, Tracked};

/// What the layers before this one have told rustc of.
#[derive(Default)]
pub(crate) struct Tracker {
    told: Vec<Tracked>,
}

impl Tracker {
    /// Adds to a layer the files that no layer before it has.
    pub(crate) fn track(&mut self, item: &mut Item, files: &[Place], folders: &Folders) {
        for file in files.iter().filter_map(|file| tracked(file, folders)) {
            if self.told.contains(&file) || item.files.contains(&file) {
                continue;
            }
            // What a layer that is configured away has told of is not told.
            if !item.is_conditional() {
                self.told.push(file.clone());
            }
            item.files.push(file);
        }
    }
}

/// The file as rustc finds it; `None` if its path is no text.
///
/// By the variable, so that expansions are the same wherever the crate is; unless that is a
/// relative path, which rustc would take from the folder of the source file, and not from its own.
fn tracked(place: &Place, folders: &Folders) -> Option<Tracked> {
    let folder = folders.get(place.base)?;
    if folder.is_absolute() {
        Some(Tracked::Below { variable: place.base.variable(), path: place.path.clone() })
    } else {
        Some(Tracked::At(absolute(folder.join(&place.path)).ok()?.to_str()?.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(attributes: Vec<syn::Attribute>) -> Item {
        let mut item = Item::new(syn::parse_quote!(pub), syn::parse_quote!(Stem), syn::parse_quote!(conv_layer));
        item.attributes = attributes;
        item
    }

    #[test]
    fn a_file_is_told_of_by_the_first_layer_that_is_always_there() {
        let folders = Folders { manifest: Some("/crate".into()), out: None };
        let file = |name: &str| Tracked::Below { variable: "CARGO_MANIFEST_DIR", path: name.to_owned() };
        let mut tracker = Tracker::default();
        let mut track = |attributes, files: &[&str]| {
            let mut item = item(attributes);
            let files: Vec<Place> = files.iter().map(|name| Place::in_manifest(name)).collect();
            tracker.track(&mut item, &files, &folders);
            item.files
        };
        let conditional = || vec![syn::parse_quote!(#[cfg(test)])];
        assert_eq!(track(conditional(), &["a"]), [file("a")]);
        assert_eq!(track(vec![syn::parse_quote!(#[derive(Clone)])], &["a", "b", "b"]), [file("a"), file("b")]);
        assert_eq!(track(vec![], &["a", "c"]), [file("c")]);
        assert_eq!(track(conditional(), &["a", "b"]), []);
    }

    #[test]
    fn a_relative_folder_is_named_absolutely() {
        let folders = Folders { manifest: Some("member".into()), out: None };
        let Some(Tracked::At(path)) = tracked(&Place::in_manifest("specs/a.toml"), &folders) else {
            panic!("rustc would look beside the source file");
        };
        assert!(path.starts_with('/') && path.ends_with("/member/specs/a.toml"), "{path}");
    }
}
