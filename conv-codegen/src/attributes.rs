//! What a layer's attributes mean beyond its struct: for all other items of the expansion, and for
//! the traits that it implements by itself. Attributes inside `cfg_attr` mean the same, under its
//! condition.

use std::slice;

use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::Attribute;
use syn::spanned::Spanned;

use crate::Message;

/// Whether attributes may switch their item off.
#[must_use]
pub fn are_conditional(attributes: &[Attribute]) -> bool {
    !configuration(attributes).is_empty()
}

/// The mistake of attributes that pack the fields of a layer: no reference to the weights could
/// exist.
#[must_use]
pub fn refused(attributes: &[Attribute]) -> Option<Message> {
    let packs = |part: &TokenStream| {
        let name = part.clone().into_iter().next();
        name.is_some_and(|name| matches!(name, TokenTree::Ident(name) if name == "packed"))
    };
    let packed = |name: &str, tokens: &TokenStream| {
        let parts = tokens.clone().into_iter().filter_map(|token| match token {
            TokenTree::Group(list) if name == "repr" => Some(split(list.stream())),
            _ => None,
        });
        parts.flatten().find(packs)
    };
    let attribute = attributes.iter().find(|attribute| !derived(slice::from_ref(attribute), &packed).is_empty())?;
    let span = attribute.path().span();
    let text = "a layer cannot be packed: its methods lend the weights, which must then be aligned\n  \
        = help: leave `packed` out; `repr(C)`, `repr(transparent)` and `repr(align(64))` are possible"
        .to_owned();
    Some(Message { first: span, last: span, text })
}

/// The attributes that switch an item on and off; everything generated must follow them.
pub(crate) fn configuration(attributes: &[Attribute]) -> Vec<TokenStream> {
    derived(attributes, &|name, tokens| (name == "cfg").then(|| tokens.clone()))
}

/// Lets generated code use a deprecated layer: it is users that are warned.
pub(crate) fn allowances(attributes: &[Attribute]) -> Vec<TokenStream> {
    derived(attributes, &|name, _| (name == "deprecated").then(|| quote!(allow(deprecated))))
}

/// The attributes of a struct for which the expansion implements some traits: second
/// implementations would be in conflict.
pub(crate) fn underived(attributes: &[Attribute], traits: &[&str]) -> Vec<TokenStream> {
    let kept = |name: &str, tokens: &TokenStream| match name {
        "derive" => underived_in(tokens, traits),
        _ => Some(tokens.clone()),
    };
    derived(attributes, &kept)
}

/// The list of `derive` without these traits, if something is left.
fn underived_in(derive: &TokenStream, traits: &[&str]) -> Option<TokenStream> {
    let mut tokens = derive.clone().into_iter();
    let (Some(name), Some(TokenTree::Group(list))) = (tokens.next(), tokens.next()) else {
        return Some(derive.clone());
    };
    let is_implemented = |path: &TokenStream| {
        let name = path.clone().into_iter().last();
        name.is_some_and(|name| matches!(name, TokenTree::Ident(name) if traits.iter().any(|own| name == own)))
    };
    let kept: Vec<TokenStream> = split(list.stream()).into_iter().filter(|path| !is_implemented(path)).collect();
    (!kept.is_empty()).then(|| quote!(#name(#(#kept),*)))
}

/// What becomes of an attribute, given its name and all that stands between its brackets.
type Derive<'a> = &'a dyn Fn(&str, &TokenStream) -> Option<TokenStream>;

/// What becomes of each attribute.
fn derived(attributes: &[Attribute], f: Derive<'_>) -> Vec<TokenStream> {
    let new = attributes.iter().filter_map(|attribute| {
        let tokens = derived_meta(&attribute.meta.to_token_stream(), f)?;
        Some(quote!(#[#tokens]))
    });
    new.collect()
}

fn derived_meta(tokens: &TokenStream, f: Derive<'_>) -> Option<TokenStream> {
    let mut start = tokens.clone().into_iter();
    let Some(TokenTree::Ident(name)) = start.next() else { return f("", tokens) };
    match start.next() {
        Some(TokenTree::Group(list)) if name == "cfg_attr" => {
            let mut parts = split(list.stream()).into_iter();
            let predicate = parts.next()?;
            let parts: Vec<TokenStream> = parts.filter_map(|part| derived_meta(&part, f)).collect();
            (!parts.is_empty()).then(|| quote!(#name(#predicate, #(#parts),*)))
        }
        _ => f(&name.to_string(), tokens),
    }
}

/// What stands between the commas of a list.
fn split(list: TokenStream) -> Vec<TokenStream> {
    let mut parts = vec![TokenStream::new()];
    for token in list {
        if matches!(&token, TokenTree::Punct(punct) if punct.as_char() == ',') {
            parts.push(TokenStream::new());
        } else if let Some(part) = parts.last_mut() {
            part.extend([token]);
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}
