//! What generated code may name: absolute paths below the facade, which no item, prelude or trait
//! of the user's can stand in for.

use conv_plan::Plan;
use conv_spec::{Dtype, Layer};
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{format_ident, quote};

use crate::Item;

/// Paths that generated code refers to, absolute and independent of any prelude.
pub(crate) struct Names {
    /// The layer's number type.
    pub(crate) number: TokenStream,
    /// The module of the facade crate that has what generated code names.
    pub(crate) facade: TokenStream,
    /// The type of the packed weights.
    pub(crate) weights: TokenStream,
    /// The type parameter that says where the weights are.
    pub(crate) store: Ident,
    /// The module of the layer's plan and machine code.
    pub(crate) module: Ident,
    /// `Result<T, Error>` without its `T`.
    pub(crate) result: TokenStream,
    /// The facade's error.
    pub(crate) error: TokenStream,
    /// The packed weights of `self`, borrowed: a path, since a trait of the user's may have methods
    /// of any name for all types.
    pub(crate) packed: TokenStream,
}

impl Names {
    pub(crate) fn new(item: &Item, layer: &Layer, plan: &Plan) -> Self {
        let facade = hidden(item);
        let len = Literal::usize_unsuffixed(plan.packed_len());
        let number = number(layer.dtype());
        let weights = quote!(#facade::Weights<#number, #len>);
        Self {
            packed: quote!(::core::convert::AsRef::<#weights>::as_ref(&self.weights)),
            weights,
            store: store(&item.name),
            module: format_ident!("__conv_layer_{}", item.name, span = Span::call_site()),
            result: quote!(::core::result::Result),
            error: quote!(#facade::Error),
            number,
            facade,
        }
    }
}

/// The module of the facade crate that has whatever generated code names, and that users do not
/// see.
pub(crate) fn hidden(item: &Item) -> TokenStream {
    let facade = &item.facade;
    quote!(#facade::__private)
}

/// A name that is not the layer's own: a parameter would hide the type.
fn store(layer: &Ident) -> Ident {
    let name = if layer == "Store" { "Storage" } else { "Store" };
    Ident::new(name, Span::call_site())
}

/// Rust's primitive type, whatever the user may have given its name to.
pub(crate) fn number(dtype: Dtype) -> TokenStream {
    match dtype {
        Dtype::F32 => quote!(::core::primitive::f32),
        Dtype::F64 => quote!(::core::primitive::f64),
    }
}

/// As [`number`], for sizes.
pub(crate) fn size() -> TokenStream {
    quote!(::core::primitive::usize)
}

/// Brings functions with the names of the variables into the scope of generated code: a variable
/// can hide a function, but not a unit struct or constant of the user's, such as a layer
/// `struct input = nn.Unfold(2);`.
pub(crate) fn variables(facade: &TokenStream) -> TokenStream {
    quote!(use #facade::variables::*;)
}
