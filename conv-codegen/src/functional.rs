//! The functional form of a layer, whose weights come with the call, as those of
//! `torch.nn.functional.conv2d` do.
//!
//! They are not packed but read where they are, by a kernel of their own for any layer that is
//! contiguous. It is generated for every layer, and compiled only where it is called.

use proc_macro2::TokenStream;
use quote::quote;

use crate::Context;
use crate::generics::{Generics, array_sizes, checks};
use crate::literal::literal;
use crate::names::{Names, size};

/// The functional form, whose weights come with every call; none where a side is not contiguous,
/// since its kernel has pixels in the lanes.
pub(crate) fn methods(context: &Context<'_>) -> Option<TokenStream> {
    context.layer.memory_format().are_contiguous().then(|| contiguous(context))
}

fn contiguous(context: &Context<'_>) -> TokenStream {
    let Context { item, layer, shapes, names, .. } = context;
    let name = &item.name;
    let Names { facade, result, error, number, module, .. } = names;
    let (input, output, weight) = (&shapes.input, &shapes.output, &shapes.weight);
    let (outputs, sizes) = (literal(layer.out_channels()), array_sizes(context));
    let (bias_array, bias_slice, sample, bias) = if layer.bias() {
        (
            Some(quote!(bias: &[#number; #outputs],)),
            Some(quote!(bias: &[#number],)),
            quote!(biased::<#sizes, _, _, _, _>(input, output, weight, bias)),
            quote!(::core::option::Option::Some(bias)),
        )
    } else {
        (None, None, quote!(plain::<#sizes, _, _, _>(input, output, weight)), quote!(::core::option::Option::None))
    };
    let Generics { parameters, slice_size, .. } = Generics::new(context);
    let (parameters, checks, size_parameter, check_size) = if shapes.is_fixed() {
        (None, None, None, None)
    } else {
        let (rank, usize) = (literal(layer.rank()), size());
        let check = quote! {
            if let ::core::result::Result::Err(error) = #name::output_size(size) {
                return ::core::result::Result::Err(error);
            }
        };
        (Some(quote!(<#(#parameters),*>)), Some(checks(context)), Some(quote!(size: [#usize; #rank],)), Some(check))
    };
    let reference = format!("torch.nn.functional.conv{}{}d", transposed(context), layer.rank());
    let about = format!(
        "Computes one sample with weights{} given for this call, in PyTorch's layout, as `{reference}` does.",
        if layer.bias() { " and bias" } else { "" }
    );
    quote! {
        impl #name {
            #[doc = #about]
            ///
            /// Weights that stay the same belong in a layer: packed once, they are read faster.
            #[inline]
            pub fn functional #parameters (input: &#input, weight: &#weight, #bias_array output: &mut #output) {
                #checks
                #facade::dispatch::compute::<#facade::Functional<#module::Plan>>(
                    #facade::Fitting::#sample,
                );
            }

            /// As `functional`, on slices: any whole number of samples.
            ///
            /// # Errors
            ///
            /// `Error::Length` or `Error::Batch` when a slice has the wrong number of elements;
            /// those of `output_size` where the layer has it.
            #[inline]
            pub fn functional_slice(
                #size_parameter
                input: &[#number],
                weight: &[#number],
                #bias_slice
                output: &mut [#number],
            ) -> #result<(), #error> {
                #check_size
                #facade::dispatch::run::<#facade::Functional<#module::Plan>>(#facade::Call {
                    input: input,
                    output: output,
                    weights: weight,
                    bias: #bias,
                    size: #slice_size,
                })
            }
        }
    }
}

fn transposed(context: &Context<'_>) -> &'static str {
    match context.layer.op() {
        conv_spec::Op::ConvTranspose => "_transpose",
        conv_spec::Op::Conv => "",
    }
}
