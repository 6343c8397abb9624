use proc_macro2::TokenStream;
use quote::quote;

use crate::Context;
use crate::forward::Calls;
use crate::generics::{Generics, checks};
use crate::literal::literal;
use crate::names::{Names, size};

/// The ways to run the layer on several threads. Nobody's code grows by methods that are not called: they are generic over where weights
/// live.
pub(crate) fn methods(context: &Context<'_>) -> TokenStream {
    let Context { item, layer, plan, shapes, names, .. } = context;
    let name = &item.name;
    let Names { facade, number, result, error, weights, store, module, .. } = names;
    let (input, output) = (&shapes.input, &shapes.output);
    let Generics { parameters, array_size, slice_size } = Generics::new(context);
    let Calls { sample, batch, slices } = Calls::new(context, &array_size, &slice_size);
    let run = quote!(#facade::threaded::run::<#module::Plan>);
    let forward = if plan.unrolled() {
        quote!(self.forward(input, output);)
    } else {
        quote!(#facade::threaded::compute::<#module::Plan>(executor, #sample);)
    };
    let (parameters, checks, size, slice) = if shapes.is_fixed() {
        (None, None, None, quote!(#run(executor, #slices)))
    } else {
        let (rank, usize) = (literal(layer.rank()), size());
        let slice = quote! {
            match #name::output_size(size) {
                ::core::result::Result::Ok(_) => #run(executor, #slices),
                ::core::result::Result::Err(error) => ::core::result::Result::Err(error),
            }
        };
        (Some(quote!(<#(#parameters),*>)), Some(checks(context)), Some(quote!(size: [#usize; #rank],)), slice)
    };
    quote! {
        impl<#store: ::core::convert::AsRef<#weights>> #name<#store> {
            /// As `forward`, on the threads of an executor: the same result to the bit.
            ///
            /// Layers that take no longer than it takes to wake a thread are computed on this one.
            #[inline]
            pub fn forward_threaded #parameters (
                &self,
                executor: &dyn #facade::Executor,
                input: &#input,
                output: &mut #output,
            ) {
                #checks
                #forward
            }

            /// As `forward_batch`, on the threads of an executor.
            ///
            /// # Errors
            ///
            /// As `forward_batch`.
            #[inline]
            pub fn forward_batch_threaded #parameters (
                &self,
                executor: &dyn #facade::Executor,
                inputs: &[#input],
                outputs: &mut [#output],
            ) -> #result<(), #error> {
                #checks
                #run(executor, #batch)
            }

            /// As `forward_slice`, on the threads of an executor.
            ///
            /// # Errors
            ///
            /// As `forward_slice`.
            #[inline]
            pub fn forward_slice_threaded(
                &self,
                executor: &dyn #facade::Executor,
                #size
                input: &[#number],
                output: &mut [#number],
            ) -> #result<(), #error> {
                #slice
            }
        }
    }
}
