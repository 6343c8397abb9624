//! Values of conv-geometry's types as tokens.

use std::fmt::Debug;

use conv_spec::{Axis, Sampling};
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

/// The type that stands for such a variant.
pub(crate) fn marker(facade: &TokenStream, variant: impl Debug) -> TokenStream {
    let variant = ident(variant);
    quote!(#facade::plans::#variant)
}

/// The name of a variant: what deriving `Debug` prints.
fn ident(variant: impl Debug) -> Ident {
    Ident::new(&format!("{variant:?}"), Span::mixed_site())
}

/// An axis as a type.
pub(crate) fn axis_type(facade: &TokenStream, axis: &Axis) -> TokenStream {
    let (kernel, stride, dilation) = (literal(axis.kernel()), literal(axis.stride()), literal(axis.dilation()));
    let (before, after) = (literal(axis.pad_before()), literal(axis.pad_after()));
    let border = marker(facade, axis.padding_mode());
    let sampling = match axis.sampling() {
        Sampling::Transposed { output_padding } => {
            let output_padding = literal(output_padding);
            quote!(#facade::plans::Transposed<#output_padding>)
        }
        plain => marker(facade, plain),
    };
    quote!(#facade::plans::AxisOf<#kernel, #stride, #dilation, #before, #after, #sampling, #border>)
}

/// An axis as a constant.
pub(crate) fn axis_value(facade: &TokenStream, axis: &Axis) -> TokenStream {
    let axis = axis_type(facade, axis);
    quote!(<#axis as #facade::plans::Is<#facade::Axis>>::VALUE)
}
