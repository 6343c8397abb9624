//! Items without what users do not see of them: bodies, private fields, documentation.

use proc_macro2::{TokenStream, TokenTree};
use syn::{Attribute, Fields, ImplItem, Item, ItemImpl, ItemMacro, TraitItem, Visibility, parse_quote};

use crate::sources::is_hidden;

/// The text of an item.
pub(crate) fn item(item: &Item) -> String {
    let mut item = item.clone();
    match &mut item {
        Item::Const(item) => keep(&mut item.attrs),
        Item::Enum(item) => {
            keep(&mut item.attrs);
            for variant in &mut item.variants {
                keep(&mut variant.attrs);
                variant.fields.iter_mut().for_each(|field| keep(&mut field.attrs));
            }
        }
        Item::Fn(item) => {
            keep(&mut item.attrs);
            *item.block = parse_quote!({});
        }
        Item::Struct(item) => {
            keep(&mut item.attrs);
            let fields = match &mut item.fields {
                Fields::Named(fields) => &mut fields.named,
                Fields::Unnamed(fields) => &mut fields.unnamed,
                Fields::Unit => return text(Item::Struct(item.clone())),
            };
            let visible = fields.iter().filter(|field| matches!(field.vis, Visibility::Public(_))).cloned();
            *fields = visible.collect();
            fields.iter_mut().for_each(|field| keep(&mut field.attrs));
        }
        Item::Trait(item) => {
            keep(&mut item.attrs);
            item.items.retain_mut(visible_in_trait);
        }
        Item::Type(item) => keep(&mut item.attrs),
        _ => {}
    }
    text(item)
}

/// The text of an `impl`; none where it has nothing that users see.
pub(crate) fn implementation(item: &ItemImpl) -> String {
    let mut item = item.clone();
    keep(&mut item.attrs);
    if let Some((path, _)) = &item.trait_ {
        if path.segments.last().is_some_and(|last| last.ident == "Sealed") {
            return String::new();
        }
        // Methods are the trait's.
        item.items.retain(|item| matches!(item, ImplItem::Type(_)));
    } else {
        item.items.retain_mut(visible);
        if item.items.is_empty() {
            return String::new();
        }
    }
    text(Item::Impl(item))
}

/// What macros of a module define, as far as it stands there as `pub`, and the capital names that
/// they are called with.
pub(crate) fn macros(items: &[Item]) -> String {
    let mut lines = String::new();
    for item in items {
        let Item::Macro(item) = item else { continue };
        if item.ident.is_some() {
            public(item.mac.tokens.clone(), &mut lines);
        } else {
            // A table is a macro of the module that is called with another.
            let is_called =
                |macro_: &&ItemMacro| macro_.ident.as_ref().is_some_and(|name| item.mac.path.is_ident(name));
            let tables = items.iter().filter_map(|item| if let Item::Macro(item) = item { Some(item) } else { None });
            let mut names = Vec::new();
            capitals(item.mac.tokens.clone(), &mut names);
            if let (true, Some(table)) = (names.is_empty(), tables.into_iter().find(is_called)) {
                capitals(table.mac.tokens.clone(), &mut names);
            }
            lines.extend(["with ", &names.join(", "), "\n"]);
        }
    }
    lines
}

/// The names in tokens that begin with a capital letter.
fn capitals(tokens: TokenStream, names: &mut Vec<String>) {
    for token in tokens {
        match token {
            TokenTree::Ident(name) if name.to_string().starts_with(char::is_uppercase) => names.push(name.to_string()),
            TokenTree::Group(group) => capitals(group.stream(), names),
            _ => {}
        }
    }
}

/// Whatever follows `pub` in tokens, up to its body.
fn public(tokens: TokenStream, lines: &mut String) {
    let mut line: Option<TokenStream> = None;
    for token in tokens {
        let ends = matches!(&token, TokenTree::Group(group) if group.delimiter() == proc_macro2::Delimiter::Brace)
            || matches!(&token, TokenTree::Punct(punct) if matches!(punct.as_char(), ';' | '='));
        if ends && let Some(line) = line.take() {
            lines.extend([&line.to_string(), "\n"]);
        }
        match &token {
            TokenTree::Ident(name) if name == "pub" => line = Some(TokenStream::from(token.clone())),
            TokenTree::Group(group) if line.is_none() => public(group.stream(), lines),
            _ => {
                if let Some(line) = &mut line {
                    line.extend([token.clone()]);
                }
            }
        }
    }
}

/// Whether an item of a trait is seen; without what is not.
fn visible_in_trait(item: &mut TraitItem) -> bool {
    let attributes = match item {
        TraitItem::Const(item) => &mut item.attrs,
        TraitItem::Fn(item) => {
            item.default = item.default.as_ref().map(|_| parse_quote!({}));
            &mut item.attrs
        }
        TraitItem::Type(item) => &mut item.attrs,
        _ => return true,
    };
    let is_visible = !is_hidden(attributes);
    keep(attributes);
    is_visible
}

/// As [`visible_in_trait`], of a type's own items.
fn visible(item: &mut ImplItem) -> bool {
    let (visibility, attributes) = match item {
        ImplItem::Const(item) => (&item.vis, &mut item.attrs),
        ImplItem::Fn(item) => {
            item.block = parse_quote!({});
            (&item.vis, &mut item.attrs)
        }
        _ => return false,
    };
    let is_visible = !is_hidden(attributes) && matches!(visibility, Visibility::Public(_));
    keep(attributes);
    is_visible
}

/// Keeps the attributes that users notice.
fn keep(attributes: &mut Vec<Attribute>) {
    const KEPT: [&str; 6] = ["cfg", "deprecated", "derive", "must_use", "non_exhaustive", "repr"];
    attributes.retain(|attribute| KEPT.iter().any(|kept| attribute.path().is_ident(kept)));
}

fn text(item: Item) -> String {
    prettyplease::unparse(&syn::File { shebang: None, frontmatter: None, attrs: Vec::new(), items: vec![item] })
}
