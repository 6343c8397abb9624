//! Files that rustc is to watch, each once for all layers of a macro call.
//!
//! rustc reads a file for each time that it is told of it: fifty layers of one model of 100 MB
//! would take it seconds.

use conv_codegen::{Item, Tracked};

/// What the layers before this one have told rustc of.
#[derive(Default)]
pub(crate) struct Tracker {
    told: Vec<Tracked>,
}

impl Tracker {
    /// Adds to a layer the files that no layer before it has.
    pub(crate) fn track(&mut self, item: &mut Item, files: impl IntoIterator<Item = Tracked>) {
        for file in files {
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
        let file = |name: &str| Tracked::At(name.to_owned());
        let mut tracker = Tracker::default();
        let mut track = |attributes, files: &[&str]| {
            let mut item = item(attributes);
            tracker.track(&mut item, files.iter().map(|name| file(name)));
            item.files
        };
        let conditional = || vec![syn::parse_quote!(#[cfg(test)])];
        assert_eq!(track(conditional(), &["a"]), [file("a")]);
        assert_eq!(track(vec![syn::parse_quote!(#[derive(Clone)])], &["a", "b", "b"]), [file("a"), file("b")]);
        assert_eq!(track(vec![], &["a", "c"]), [file("c")]);
        assert_eq!(track(conditional(), &["a", "b"]), []);
    }
}
