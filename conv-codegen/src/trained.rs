//! Layers that have their weights: `pretrained()`, for which packed weights are a literal of bytes.

use proc_macro2::{Literal, TokenStream};
use quote::{quote, quote_spanned};

use crate::attributes::underived;
use crate::common::TRAITS;
use crate::{Context, Item, Message};

/// The layer with the weights that its specification names: they are read-only data of the program,
/// packed already.
pub(crate) fn methods(context: &Context<'_>) -> Option<TokenStream> {
    let packed = context.item.trained.as_ref()?;
    let name = &context.item.name;
    let (facade, weights) = (&context.names.facade, &context.names.weights);
    // A single literal: rustc reads millions of bytes in a second this way, and millions of numbers
    // in minutes.
    let bytes = Literal::byte_string(packed.bytes());
    Some(quote! {
        static PRETRAINED: #weights = #facade::Weights::from_le_bytes(#bytes);

        impl #name<&'static #weights> {
            /// The layer with the weights of its specification, which are part of the program:
            /// nothing is copied.
            #[must_use]
            #[inline]
            pub const fn pretrained() -> Self {
                Self { weights: &PRETRAINED }
            }
        }

        impl ::core::default::Default for #name<&'static #weights> {
            #[inline]
            fn default() -> Self {
                Self::pretrained()
            }
        }
    })
}

/// The attributes of the struct, but for what the expansion implements: `Default`, above, for a
/// layer with weights, and what all layers have.
pub(crate) fn attributes(item: &Item) -> Vec<TokenStream> {
    let default: &[&str] = if item.trained.is_some() { &["Default"] } else { &[] };
    underived(&item.attributes, &[TRAITS, default].concat())
}

/// Warnings that rustc shows: uses of deprecated functions, since macros cannot warn on stable
/// Rust. The function's name is our part of rustc's line, `use of deprecated function
/// …::weights_that_are_not_finite: model.safetensors: tensor …`, and no lint objects to it.
pub(crate) fn warnings(item: &Item) -> impl Iterator<Item = TokenStream> {
    let configuration = item.configuration();
    item.warnings.iter().map(move |Message { first, text, .. }| {
        let used = quote_spanned!(*first=> weights_that_are_not_finite);
        quote! {
            #(#configuration)*
            const _: fn() = {
                #[deprecated(note = #text)]
                fn weights_that_are_not_finite() {}
                #used
            };
        }
    })
}
