use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::Item;

/// Paths that generated code refers to, absolute and independent of any prelude.
pub(crate) struct Names {
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
    pub(crate) fn new(item: &Item, packed_len: usize) -> Self {
        let facade = &item.facade;
        let len = Literal::usize_unsuffixed(packed_len);
        Self {
            facade: quote!(#facade),
            weights: quote!(#facade::Weights<f32, #len>),
            result: quote!(::core::result::Result),
            error: quote!(#facade::Error),
        }
    }
}
