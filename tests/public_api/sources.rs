//! The crates' modules, and where in them a name is defined.

use std::fs;
use std::path::{Path, PathBuf};

use quote::ToTokens;
use syn::{Attribute, Item, ItemImpl, ItemUse, Type, UseTree, Visibility};

/// A module of one of the crates.
struct Module {
    krate: &'static str,
    path: Vec<String>,
    items: Vec<Item>,
}

/// All modules but tests.
pub(crate) struct Sources(Vec<Module>);

/// A name that users see, with the conditions under which they do.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Export {
    pub(crate) name: String,
    pub(crate) conditions: String,
}

/// Where a name comes from.
pub(crate) enum Found<'a> {
    /// This item.
    Item(&'a Item),
    /// A macro of a module with these items.
    Macros(&'a [Item]),
}

impl Sources {
    pub(crate) fn load() -> Self {
        let mut sources = Self(Vec::new());
        for (krate, folder) in
            [("conv_layer", "src"), ("conv_runtime", "conv-runtime/src"), ("conv_geometry", "conv-geometry/src")]
        {
            let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder).join("lib.rs");
            sources.file(krate, Vec::new(), &file, &file.with_file_name(""));
        }
        sources
    }

    /// Reads a file, and those of its modules, which are in `folder`.
    fn file(&mut self, krate: &'static str, path: Vec<String>, file: &Path, folder: &Path) {
        let text = fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let items = syn::parse_file(&text).expect("the crate compiles").items;
        for module in items.iter().filter_map(|item| if let Item::Mod(module) = item { Some(module) } else { None }) {
            if module.content.is_some() || is_test(&module.attrs) {
                continue;
            }
            let name = module.ident.to_string();
            let given = module.attrs.iter().find(|attribute| attribute.path().is_ident("path")).map(|attribute| {
                let value = &attribute.meta.require_name_value().expect("a path").value;
                file.with_file_name(value.to_token_stream().to_string().trim_matches('"'))
            });
            let candidates =
                [given.unwrap_or_default(), folder.join(format!("{name}.rs")), folder.join(&name).join("mod.rs")];
            let child = candidates.iter().find(|file| file.is_file()).expect("a module has a file");
            let own: PathBuf = folder.join(&name);
            self.file(krate, [&path[..], &[name]].concat(), child, &own);
        }
        self.0.push(Module { krate, path, items });
    }

    fn items(&self, krate: &str, path: &[String]) -> Option<&[Item]> {
        self.0.iter().find(|module| module.krate == krate && module.path == path).map(|module| &module.items[..])
    }

    /// What the facade shows.
    pub(crate) fn exports(&self) -> Vec<Export> {
        let mut exports = Vec::new();
        for item in self.items("conv_layer", &[]).expect("the facade is there") {
            let (attributes, visibility, mut names) = match item {
                Item::Use(item) => {
                    (&item.attrs, &item.vis, uses(item).into_iter().map(|(_, name)| name).collect::<Vec<_>>())
                }
                Item::Mod(item) => (&item.attrs, &item.vis, vec![item.ident.to_string()]),
                Item::Macro(item) => {
                    let is_exported = item.attrs.iter().any(|attribute| attribute.path().is_ident("macro_export"));
                    let names = item.ident.iter().filter(|_| is_exported).map(ToString::to_string).collect();
                    (&item.attrs, &Visibility::Public(syn::token::Pub::default()), names)
                }
                _ => continue,
            };
            if is_hidden(attributes) || !matches!(visibility, Visibility::Public(_)) {
                continue;
            }
            let conditions: Vec<String> = attributes
                .iter()
                .filter(|attribute| attribute.path().is_ident("cfg"))
                .map(|attribute| format!("{} ", attribute.meta.to_token_stream()))
                .collect();
            exports.extend(names.drain(..).map(|name| Export { name, conditions: conditions.concat() }));
        }
        exports.sort();
        exports
    }

    /// Follows a name to its definition.
    pub(crate) fn resolve(&self, krate: &str, path: &[String], name: &str) -> Option<Found<'_>> {
        let items = self.items(krate, path)?;
        if let Some(item) = items.iter().find(|item| name_of(item).is_some_and(|own| own == name)) {
            return Some(Found::Item(item));
        }
        for item in items.iter().filter_map(|item| if let Item::Use(item) = item { Some(item) } else { None }) {
            let Some((from, _)) = uses(item).into_iter().find(|(_, used)| used == name) else { continue };
            let (krate, path) = match from.first().map(String::as_str) {
                // A crate.
                None => return None,
                Some("crate") => (krate, from[1..].to_vec()),
                Some("super") => (krate, [&path[..path.len() - 1], &from[1..]].concat()),
                Some(other @ ("conv_runtime" | "conv_geometry")) => (other, from[1..].to_vec()),
                _ => (krate, [path, &from].concat()),
            };
            return self.resolve(krate, &path, name);
        }
        let has_macros = items.iter().any(|item| matches!(item, Item::Macro(item) if item.ident.is_none()));
        has_macros.then_some(Found::Macros(items))
    }

    /// What is implemented for the type, or the trait, of a name.
    pub(crate) fn implementations(&self, name: &str) -> Vec<&ItemImpl> {
        let of = |item: &ItemImpl| {
            let is_type = matches!(&*item.self_ty, Type::Path(path) if path.path.segments.last().is_some_and(|last| last.ident == name));
            let is_trait = item
                .trait_
                .as_ref()
                .is_some_and(|(path, _)| path.segments.last().is_some_and(|last| last.ident == name));
            is_type || is_trait
        };
        let items = self.0.iter().filter(|module| module.krate != "conv_layer").flat_map(|module| &module.items);
        let implementations = items.filter_map(|item| if let Item::Impl(item) = item { Some(item) } else { None });
        implementations.filter(|item| !is_test(&item.attrs) && of(item)).collect()
    }
}

/// The names that a `use` brings, with the path to each.
fn uses(item: &ItemUse) -> Vec<(Vec<String>, String)> {
    fn walk(tree: &UseTree, path: &[String], names: &mut Vec<(Vec<String>, String)>) {
        match tree {
            UseTree::Path(tree) => walk(&tree.tree, &[path, &[tree.ident.to_string()]].concat(), names),
            UseTree::Name(name) => names.push((path.to_vec(), name.ident.to_string())),
            UseTree::Rename(name) => names.push((path.to_vec(), name.rename.to_string())),
            UseTree::Group(group) => group.items.iter().for_each(|tree| walk(tree, path, names)),
            UseTree::Glob(_) => {}
        }
    }
    let mut names = Vec::new();
    walk(&item.tree, &[], &mut names);
    names
}

/// What an item is called.
fn name_of(item: &Item) -> Option<&syn::Ident> {
    match item {
        Item::Const(item) => Some(&item.ident),
        Item::Enum(item) => Some(&item.ident),
        Item::Fn(item) => Some(&item.sig.ident),
        Item::Struct(item) => Some(&item.ident),
        Item::Trait(item) => Some(&item.ident),
        Item::Type(item) => Some(&item.ident),
        _ => None,
    }
}

pub(crate) fn is_hidden(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| attribute.meta.to_token_stream().to_string() == "doc (hidden)")
}

fn is_test(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| attribute.meta.to_token_stream().to_string().starts_with("cfg (test"))
        || attributes.iter().any(|attribute| attribute.meta.to_token_stream().to_string().starts_with("cfg (all (test"))
}
