//! Values of conv-geometry's types as tokens.

use std::fmt::Debug;

use conv_spec::{Axis, PaddingMode, Sampling};
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

/// A number without a type suffix.
pub(crate) fn literal(n: usize) -> TokenStream {
    let n = Literal::usize_unsuffixed(n);
    quote!(#n)
}

/// A variant of one of the facade's enumerations without fields.
pub(crate) fn variant(facade: &TokenStream, of: &str, variant: impl Debug) -> TokenStream {
    let (of, variant) = (Ident::new(of, Span::mixed_site()), ident(variant));
    quote!(#facade::#of::#variant)
}

/// The name of such a variant: what deriving `Debug` prints.
pub(crate) fn ident(variant: impl Debug) -> Ident {
    Ident::new(&format!("{variant:?}"), Span::mixed_site())
}

pub(crate) fn axis_literal(facade: &TokenStream, axis: &Axis) -> TokenStream {
    let (kernel, stride, dilation) = (literal(axis.kernel()), literal(axis.stride()), literal(axis.dilation()));
    let (before, after) = (literal(axis.pad_before()), literal(axis.pad_after()));
    let border = match axis.padding_mode() {
        PaddingMode::Zeros => None,
        PaddingMode::Reflect => Some(quote!(.bordered(#facade::Border::Reflect))),
        PaddingMode::Replicate => Some(quote!(.bordered(#facade::Border::Replicate))),
        PaddingMode::Circular => Some(quote!(.bordered(#facade::Border::Circular))),
    };
    let sampling = match axis.sampling() {
        Sampling::Conv => None,
        Sampling::SameUpper => Some(quote!(.sampled(#facade::Sampling::SameUpper))),
        Sampling::SameLower => Some(quote!(.sampled(#facade::Sampling::SameLower))),
        Sampling::Transposed { output_padding } => {
            let output_padding = literal(output_padding);
            Some(quote!(.sampled(#facade::Sampling::Transposed { output_padding: #output_padding })))
        }
    };
    quote!(#facade::Axis::conv(#kernel, #stride, #dilation, [#before, #after])#border #sampling)
}
