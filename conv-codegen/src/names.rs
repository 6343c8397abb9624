use conv_spec::plan::Plan;
use conv_spec::{Dtype, Layer};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::Item;

/// Paths that generated code refers to, absolute and independent of any prelude.
pub(crate) struct Names {
    /// The layer's number type.
    pub(crate) number: TokenStream,
    /// The facade crate.
    pub(crate) facade: TokenStream,
    /// The type of the packed weights.
    pub(crate) weights: TokenStream,
    /// `Result<T, Error>` without its `T`.
    pub(crate) result: TokenStream,
    /// The facade's error.
    pub(crate) error: TokenStream,
}

impl Names {
    pub(crate) fn new(item: &Item, layer: &Layer, plan: &Plan) -> Self {
        let facade = &item.facade;
        let len = Literal::usize_unsuffixed(plan.packed_len());
        let number = number(layer.dtype());
        Self {
            facade: quote!(#facade),
            weights: quote!(#facade::Weights<#number, #len>),
            result: quote!(::core::result::Result),
            error: quote!(#facade::Error),
            number,
        }
    }
}

/// Rust's primitive type, whatever the user may have given its name to.
pub(crate) fn number(dtype: Dtype) -> TokenStream {
    match dtype {
        Dtype::F32 => quote!(f32),
        Dtype::F64 => quote!(f64),
    }
}
