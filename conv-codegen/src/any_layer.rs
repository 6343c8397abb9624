//! The traits of generic code: `AnyLayer` for every layer, `Layer` for those of fixed size, `Fits`
//! for each pair of arrays that one of open size takes.

use proc_macro2::TokenStream;
use quote::quote;
use syn::ext::IdentExt;

use crate::Context;
use crate::generics::{Generics, checks};
use crate::literal::literal;
use crate::names::{Names, size};
use crate::open_sizes::OpenSizes;

/// What of a layer generic code may know.
pub(crate) fn implementations(context: &Context<'_>) -> TokenStream {
    let any = any(context);
    let sized = if context.shapes.is_fixed() { fixed(context) } else { open(context) };
    quote!(#any #sized)
}

/// The constants, and the ways to run the layer that others are made from.
fn any(context: &Context<'_>) -> TokenStream {
    let Context { item, shapes, names, .. } = context;
    let name = &item.name;
    let Names { facade, number, result, error, weights, store, module, packed } = names;
    let (text, weight, usize) = (name.unraw().to_string(), &shapes.weight, size());
    let call = quote! {
        #facade::Call {
            input: input,
            output: output,
            weights: #packed.as_slice(),
            bias: ::core::option::Option::None,
            size: size,
        }
    };
    let arguments = quote!(size: [#usize; 3], input: &[#number], output: &mut [#number]);
    quote! {
        impl<#store: ::core::convert::AsRef<#weights>> #facade::AnyLayer for #name<#store> {
            type Element = #number;
            type Weight = #weight;

            const NAME: &'static ::core::primitive::str = #text;
            const WEIGHT_SHAPE: &'static [#usize] = &<#name>::WEIGHT_SHAPE;
            const PARAMETERS: ::core::primitive::u64 = <#name>::PARAMETERS;
            const SCRATCH_BYTES: #usize = <#name>::SCRATCH_BYTES;
            const STACK_BYTES: #usize = <#name>::STACK_BYTES;
            const FLASH_BYTES: #usize = <#name>::FLASH_BYTES;
            const KERNELS: &'static [(#facade::Isa, &'static ::core::primitive::str)] = <#name>::KERNELS;

            #[inline]
            fn __run(&self, #arguments) -> #result<(), #error> {
                #module::run(#call)
            }

            #[inline]
            fn __run_on(&self, isa: #facade::Isa, #arguments) -> #result<(), #error> {
                #module::run_on(isa, #call)
            }

            #[inline]
            fn __run_threaded(&self, executor: &dyn #facade::Executor, #arguments) -> #result<(), #error> {
                #facade::threaded::run::<#module::Plan>(executor, #call)
            }

            #[inline]
            fn __run_threaded_on(
                &self,
                executor: &dyn #facade::Executor,
                isa: #facade::Isa,
                #arguments
            ) -> #result<(), #error> {
                #facade::threaded::run_isa::<#module::Plan>(executor, isa, #call)
            }
        }
    }
}

fn fixed(context: &Context<'_>) -> TokenStream {
    let Context { item, plan, shapes, names, .. } = context;
    let name = &item.name;
    let Names { facade, weights, store, module, .. } = names;
    let (input, output, usize) = (&shapes.input, &shapes.output, size());
    let straight = if plan.unrolled() {
        Some(quote!(true))
    } else {
        plan.unrolled_without_vectors().then(|| quote!(!#facade::dispatch::VECTORS))
    };
    let straight = straight.map(|straight| quote!(const __STRAIGHT: ::core::primitive::bool = #straight;));
    quote! {
        impl<#store: ::core::convert::AsRef<#weights>> #facade::Layer for #name<#store> {
            type Input = #input;
            type Output = #output;

            const INPUT_SHAPE: &'static [#usize] = &<#name>::INPUT_SHAPE;
            const OUTPUT_SHAPE: &'static [#usize] = &<#name>::OUTPUT_SHAPE;
            const MACS: ::core::primitive::u64 = <#name>::MACS;
            const RAM_BYTES: #usize = <#name>::RAM_BYTES;
            const __SIZE: [#usize; 3] = #module::SIZE;
            #straight

            #[inline]
            fn forward(&self, input: &Self::Input, output: &mut Self::Output) {
                Self::forward(self, input, output);
            }
        }
    }
}

fn open(context: &Context<'_>) -> TokenStream {
    let Context { item, layer, plan, shapes, names, .. } = context;
    let name = &item.name;
    let Names { facade, number, weights, store, module, .. } = names;
    let (input, output, usize) = (&shapes.input, &shapes.output, size());
    let Generics { parameters, array_size, slice_size } = Generics::new(context);
    let checks = checks(context);
    let (inputs, outputs) = (literal(layer.in_channels()), literal(layer.out_channels()));
    let axes: Vec<_> = (0..layer.rank()).map(literal).collect();
    let sizes = OpenSizes {
        name,
        facade,
        number,
        ranks: [layer.rank(), layer.rank() + 1, layer.rank() + 1],
        shapes: quote! {
            match <#name>::output_size(size) {
                ::core::result::Result::Ok(output) => ::core::result::Result::Ok((
                    [#inputs, #(size[#axes]),*],
                    [#outputs, #(output[#axes]),*],
                )),
                ::core::result::Result::Err(error) => ::core::result::Result::Err(error),
            }
        },
        macs: quote!(#facade::open::macs(&#module::GEOMETRY, #slice_size)),
        kernel_size: slice_size,
        scratch: plan.scratch_bytes(),
        about: "that of the input's spatial axes, outermost first",
        generics: quote!(<#store: ::core::convert::AsRef<#weights>>),
        target: quote!(#name<#store>),
    };
    let sizes = sizes.items();
    quote! {
        #sizes

        impl<#(#parameters,)* #store: ::core::convert::AsRef<#weights>> #facade::Fits<#input, #output> for #name<#store> {
            const __SIZE: [#usize; 3] = {
                #checks
                #array_size
            };

            #[inline]
            fn __forward(&self, input: &#input, output: &mut #output) {
                Self::forward(self, input, output);
            }
        }
    }
}
