//! Const generics of methods, for axes whose size a specification leaves open.
//!
//! An array has its size in its type, so that a generic axis becomes a parameter of the method,
//! which Rust infers, and the size of the output another one. That the two belong together is
//! asserted in a `const` block, when the caller is compiled.

use proc_macro2::TokenStream;
use quote::quote;

use crate::Context;
use crate::literal::literal;
use crate::names::{Names, size};

/// How methods get to know a spatial size.
pub(crate) struct Generics {
    /// Const generics of the open sizes of input and output.
    pub(crate) parameters: Vec<TokenStream>,
    /// Spatial size of the input, from the arrays' types.
    pub(crate) array_size: TokenStream,
    /// Spatial size of the input, where `size` is an argument.
    pub(crate) slice_size: TokenStream,
}

impl Generics {
    pub(crate) fn new(context: &Context<'_>) -> Self {
        let Context { layer, shapes, names, .. } = context;
        if shapes.is_fixed() {
            let module = &names.module;
            return Self {
                parameters: Vec::new(),
                array_size: quote!(#module::SIZE),
                slice_size: quote!(#module::SIZE),
            };
        }
        let generic: Vec<_> = shapes.axes.iter().filter_map(|axis| axis.generic.as_ref()).collect();
        let usize = size();
        let inputs = generic.iter().map(|(input, _)| input);
        let parameters = inputs.chain(generic.iter().map(|(_, output)| output)).map(|name| quote!(const #name: #usize));
        let ones: Vec<_> = (0..3_usize.saturating_sub(layer.rank())).map(|_| quote!(1)).collect();
        let sizes = shapes.axes.iter().map(|axis| &axis.input);
        let indices = (0..layer.rank()).map(literal);
        Self {
            parameters: parameters.collect(),
            array_size: quote!([#(#ones,)* #(#sizes),*]),
            slice_size: quote!([#(#ones,)* #(size[#indices]),*]),
        }
    }
}

/// Spatial size of the input, from the arrays' types, as arguments of const generics: depth,
/// height, width.
pub(crate) fn array_sizes(context: &Context<'_>) -> TokenStream {
    let ones = (0..3_usize.saturating_sub(context.layer.rank())).map(|_| quote!(1));
    let sizes = context.shapes.axes.iter().map(|axis| {
        let size = &axis.input;
        // A name by itself could be that of somebody's type.
        if axis.generic.is_some() { quote!({ #size }) } else { quote!(#size) }
    });
    quote!(#(#ones,)* #(#sizes),*)
}

/// One assertion for each generic axis, evaluated when the caller's sizes are known.
pub(crate) fn checks(context: &Context<'_>) -> TokenStream {
    let Context { layer, shapes, names, .. } = context;
    let Names { facade, number, module, .. } = names;
    let missing = 3_usize.saturating_sub(layer.rank());
    let asserts = shapes.axes.iter().zip(layer.axes()).enumerate().filter_map(|(index, (extent, axis))| {
        let (input, output) = extent.generic.as_ref()?;
        let index = literal(missing + index);
        let (input_name, output_name) = (input.to_string(), output.to_string());
        let (dimension, formula) = (axis.name(), axis.symbolic(&input_name));
        Some(quote! {
            const {
                #facade::sizes::output(
                    &#module::GEOMETRY.axes[#index],
                    #dimension,
                    (#input_name, #input),
                    (#output_name, #output),
                    #formula,
                )
            }
        })
    });
    let ones = (0..missing).map(|_| quote!(1));
    let sizes = shapes.axes.iter().map(|axis| &axis.input);
    quote! {
        #(#asserts)*
        const {
            // Whatever else is wrong with the sizes has been said.
            ::core::assert!(
                !::core::matches!(
                    #facade::Shape::new(
                        #module::GEOMETRY,
                        [#(#ones,)* #(#sizes),*],
                        ::core::mem::size_of::<#number>()
                    ),
                    ::core::result::Result::Err(#facade::Fault::TooLarge)
                ),
                "tensor exceeds the address space"
            );
        }
    }
}
