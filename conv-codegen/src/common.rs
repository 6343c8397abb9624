//! `Clone` and `Debug`, which every layer has: deriving them would ask for more than is needed, and
//! print all weights.

use proc_macro2::TokenStream;
use quote::quote;
use syn::ext::IdentExt;

use crate::names::Names;
use crate::{Context, Item};

/// The traits that layers with weights have by themselves, whatever is derived for them.
pub(crate) const TRAITS: &[&str] = &["Clone", "Debug"];

/// Those that layers without weights have.
pub(crate) const TRAITS_OF_WINDOWS: &[&str] = &["Clone", "Copy", "Debug", "Default"];

/// Of a layer wherever its weights are.
pub(crate) fn implementations(context: &Context<'_>) -> TokenStream {
    let Names { weights, store, packed, .. } = &context.names;
    let (name, text) = (&context.item.name, text(context.item));
    quote! {
        #[automatically_derived]
        impl<#store: ::core::clone::Clone> ::core::clone::Clone for #name<#store> {
            #[inline]
            fn clone(&self) -> Self {
                Self { weights: ::core::clone::Clone::clone(&self.weights) }
            }

            #[inline]
            fn clone_from(&mut self, layer: &Self) {
                ::core::clone::Clone::clone_from(&mut self.weights, &layer.weights);
            }
        }

        impl<#store: ::core::convert::AsRef<#weights>> ::core::fmt::Debug for #name<#store> {
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::DebugStruct::finish(::core::fmt::DebugStruct::field(
                    &mut ::core::fmt::Formatter::debug_struct(formatter, #text),
                    "weights",
                    #packed,
                ))
            }
        }
    }
}

/// Of `Unfold` and `Fold`, which are unit structs.
pub(crate) fn of_windows(item: &Item) -> TokenStream {
    let (name, text) = (&item.name, text(item));
    quote! {
        impl ::core::default::Default for #name {
            #[inline]
            fn default() -> Self {
                Self
            }
        }

        impl ::core::marker::Copy for #name {}

        #[automatically_derived]
        impl ::core::clone::Clone for #name {
            #[inline]
            fn clone(&self) -> Self {
                *self
            }
        }

        impl ::core::fmt::Debug for #name {
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Formatter::write_str(formatter, #text)
            }
        }
    }
}

/// The type's name.
fn text(item: &Item) -> String {
    item.name.unraw().to_string()
}
