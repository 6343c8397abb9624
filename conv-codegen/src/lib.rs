//! From a checked and planned layer to Rust tokens.
//!
//! An ordinary library, so that tests, benches and fuzzers can call it without a compiler around
//! it. It decides nothing (that is planning) and cannot fail (whatever reaches it has been
//! checked): [`layer`] turns a [`Layer`] and its [`Plan`] into the item that `conv_layer!` expands
//! to, [`windows()`] does so for layers without weights, [`failure`] turns messages into compile
//! errors and a stand-in for the item.
//!
//! Generated code names only paths below the facade crate and `core`, uses nothing from a prelude,
//! and contains no `unsafe`.
//!
//! [`Layer`]: conv_spec::Layer
//! [`Plan`]: conv_plan::Plan

#![forbid(unsafe_code)]

mod any_layer;
mod attributes;
mod common;
mod construct;
mod deprecated;
mod docs;
mod failure;
mod forward;
mod functional;
mod generics;
mod inline;
mod item;
mod kernels;
mod literal;
mod names;
mod open_sizes;
mod open_windows;
mod shapes;
mod trained;
mod unrolled;
mod windows;

pub use attributes::{are_conditional, refused};
pub use failure::{Message, failure};
pub use inline::Inline;
pub use item::{Item, Tracked};
pub use windows::windows;

use conv_plan::Plan;
use conv_spec::Layer;
use proc_macro2::TokenStream;
use quote::quote;

use names::Names;
use shapes::Shapes;

/// Everything that the parts of an expansion are made from.
struct Context<'a> {
    item: &'a Item,
    layer: &'a Layer,
    plan: &'a Plan,
    shapes: Shapes,
    names: Names,
}

/// The expansion of one layer.
///
/// ```
/// use conv_codegen::Item;
/// use conv_plan::Plan;
/// use conv_spec::{Format, Source};
///
/// let text = "nn.Conv1d(1, 1, 3, input_shape=(1, 8))";
/// let layer = conv_spec::check(&Source { name: "inline", text, format: Format::Call }).unwrap();
/// let item = Item::new(syn::parse_quote!(pub), syn::parse_quote!(Blur), syn::parse_quote!(conv_layer));
/// let tokens = conv_codegen::layer(&item, &layer, &Plan::new(&layer).unwrap());
/// assert!(tokens.to_string().contains("pub struct Blur"));
/// ```
#[must_use]
pub fn layer(item: &Item, layer: &Layer, plan: &Plan) -> TokenStream {
    let context = Context { item, layer, plan, shapes: Shapes::new(layer), names: Names::new(item, layer, plan) };
    let Item { visibility, name, .. } = item;
    let attributes = trained::attributes(item);
    let docs = docs::lines(&context);
    let Names { facade, weights, store, module, .. } = &context.names;
    let configuration = item.configuration();
    let allowances = item.allowances();
    let tracked = item.tracked();
    let variables = names::variables(facade);
    let plan = kernels::module(&context);
    let construct = construct::methods(&context);
    let trained = trained::methods(&context);
    let warnings = trained::warnings(item);
    let forward = forward::methods(&context);
    let common = common::implementations(&context);
    let traits = any_layer::implementations(&context);
    let deprecated = deprecated::methods(&context);
    let functional = functional::methods(&context);
    quote! {
        #(#attributes)*
        #(#[doc = #docs])*
        #visibility struct #name<#store = #weights> {
            weights: #store,
        }

        #(#configuration)*
        #plan

        #(#configuration)*
        #(#allowances)*
        const _: () = {
            #variables
            #(#tracked)*
            impl #facade::Compiled for #name {
                type Plan = #module::Plan;
            }
            #construct
            #trained
            #forward
            #common
            #traits
            #functional
            #deprecated
        };

        #(#warnings)*
    }
}
