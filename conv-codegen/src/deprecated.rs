//! Names of the first checkouts, for programs that have them; the changelog says how to move.

use proc_macro2::TokenStream;
use quote::quote;

use crate::Context;
use crate::generics::Generics;
use crate::literal::literal;
use crate::names::{Names, size};

/// Methods that are now said in other words.
pub(crate) fn methods(context: &Context<'_>) -> TokenStream {
    let Context { item, layer, shapes, names, .. } = context;
    let name = &item.name;
    let Names { facade, number, result, error, weights, store, .. } = names;
    let (input, output) = (&shapes.input, &shapes.output);
    let (parameters, size_parameter, size) = if shapes.is_fixed() {
        (None, None, None)
    } else {
        let Generics { parameters, .. } = Generics::new(context);
        let (rank, usize) = (literal(layer.rank()), size());
        (Some(quote!(<#(#parameters),*>)), Some(quote!(size: [#usize; #rank],)), Some(quote!(size,)))
    };
    let (layer, runner) = if shapes.is_fixed() {
        (quote!(#facade::Layer), quote!(#facade::Runner))
    } else {
        (quote!(#facade::OpenLayer), quote!(#facade::OpenRunner))
    };
    let executor = quote!(executor: &dyn #facade::Executor);
    let slices = quote!(#size_parameter input: &[#number], output: &mut [#number]);
    let boxed = item.alloc.then(|| {
        quote! {
            impl #name<#facade::Box<#weights>> {
                #[deprecated(note = "now `boxed_random`")]
                #[doc(hidden)]
                #[must_use]
                #[inline]
                pub fn boxed_init(rng: &mut #facade::Rng) -> Self {
                    Self::boxed_random(rng)
                }
            }
        }
    });
    quote! {
        impl #name {
            #[deprecated(note = "now `random`")]
            #[doc(hidden)]
            #[must_use]
            #[inline]
            pub const fn init(rng: &mut #facade::Rng) -> Self {
                Self::random(rng)
            }
        }

        #boxed

        impl<#store: ::core::convert::AsRef<#weights>> #name<#store> {
            #[deprecated(note = "now `on(isa).forward_slice`")]
            #[doc(hidden)]
            #[inline]
            pub fn forward_on(&self, isa: #facade::Isa, #slices) -> #result<(), #error> {
                #runner::forward_slice(&#layer::on(self, isa), #size input, output)
            }

            #[deprecated(note = "now `on(executor).forward`")]
            #[doc(hidden)]
            #[inline]
            pub fn forward_threaded #parameters (&self, #executor, input: &#input, output: &mut #output) {
                #runner::forward(&#layer::on(self, executor), input, output);
            }

            #[deprecated(note = "now `on(executor).forward_batch`")]
            #[doc(hidden)]
            #[inline]
            pub fn forward_batch_threaded #parameters (
                &self,
                #executor,
                inputs: &[#input],
                outputs: &mut [#output],
            ) -> #result<(), #error> {
                #runner::forward_batch(&#layer::on(self, executor), inputs, outputs)
            }

            #[deprecated(note = "now `on(executor).forward_slice`")]
            #[doc(hidden)]
            #[inline]
            pub fn forward_slice_threaded(&self, #executor, #slices) -> #result<(), #error> {
                #runner::forward_slice(&#layer::on(self, executor), #size input, output)
            }
        }
    }
}
