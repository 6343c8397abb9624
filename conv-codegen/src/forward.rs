//! The ways to run a layer: one sample, a batch, and slices, of fixed and of open size.
//!
//! Each method turns its arguments into one call on slices and hands it to the run time. Arrays
//! have their lengths in their types, so that calls on them cannot be refused and return nothing;
//! calls on slices return a `Result`.

use conv_spec::{Formats, MemoryFormat};
use proc_macro2::TokenStream;
use quote::quote;

use crate::Context;
use crate::generics::{Generics, array_sizes, checks};
use crate::literal::literal;
use crate::names::{Names, size};
use crate::open_sizes::on;
use crate::shapes::Shapes;

/// The ways to run the layer.
pub(crate) fn methods(context: &Context<'_>) -> TokenStream {
    if context.shapes.is_fixed() { fixed(context) } else { generic(context) }
}

/// The calls of a layer.
pub(crate) struct Calls {
    /// With `input` and `output`, arrays, which fit.
    pub(crate) sample: TokenStream,
    /// With `inputs` and `outputs`, slices of arrays.
    pub(crate) batch: TokenStream,
    /// With `input` and `output`, slices of numbers.
    pub(crate) slices: TokenStream,
}

impl Calls {
    /// The spatial size is an expression: one where arrays tell it, one where they do not.
    pub(crate) fn new(context: &Context<'_>, array_size: &TokenStream, slice_size: &TokenStream) -> Self {
        let Shapes { input, output, .. } = &context.shapes;
        let (inputs, outputs) = (input.flat_batch(&quote!(inputs)), output.flat_batch_mut(&quote!(outputs)));
        let Names { facade, module, packed, .. } = &context.names;
        let sizes = array_sizes(context);
        Self {
            sample: quote!(#facade::Fitting::<#module::Plan>::sample::<#sizes, _, _, _>(input, output, #packed)),
            batch: call(context, &inputs, &outputs, array_size),
            slices: call(context, &quote!(input), &quote!(output), slice_size),
        }
    }
}

/// In which order slices have a layer's numbers, for documentation.
fn order(context: &Context<'_>) -> String {
    let Formats { input, output } = context.layer.memory_format();
    match (input, output) {
        (MemoryFormat::Contiguous, MemoryFormat::Contiguous) => "row-major".to_owned(),
        _ if input == output => format!("in `{}`", input.name()),
        _ => format!("inputs in `{}` and outputs in `{}`", input.name(), output.name()),
    }
}

/// The slices of a call; `input` and `output` are expressions of slices, `size` of the spatial
/// size.
fn call(context: &Context<'_>, input: &TokenStream, output: &TokenStream, size: &TokenStream) -> TokenStream {
    let Names { facade, packed, .. } = &context.names;
    quote! {
        #facade::Call {
            input: #input,
            output: #output,
            weights: #packed.as_slice(),
            bias: ::core::option::Option::None,
            size: #size,
        }
    }
}

fn fixed(context: &Context<'_>) -> TokenStream {
    let Context { item, plan, shapes, names, .. } = context;
    let name = &item.name;
    let Names { facade, number, result, error, weights, store, module, packed } = names;
    let (input, output) = (&shapes.input, &shapes.output);
    let size = quote!(#module::SIZE);
    let on = on(facade, true);
    let Calls { sample, batch, slices } = Calls::new(context, &size, &size);
    let about_slices =
        format!(" Computes any whole number of samples that lie one after the other in slices, {}.", order(context));
    let kernel = quote!(#module::compute(#sample););
    let straight = quote!(#module::straight(#packed.as_array(), input, output););
    let forward = if plan.unrolled() {
        straight
    } else if plan.unrolled_without_vectors() {
        quote!(if #facade::dispatch::VECTORS { #kernel } else { #straight })
    } else {
        kernel
    };
    quote! {
        impl<#store: ::core::convert::AsRef<#weights>> #name<#store> {
            /// Computes one sample.
            #[inline]
            pub fn forward(&self, input: &#input, output: &mut #output) {
                #forward
            }

            /// Computes a batch of any number of samples, none included.
            ///
            /// # Errors
            ///
            /// `Error::Length` when there are not as many outputs as inputs.
            #[inline]
            pub fn forward_batch(&self, inputs: &[#input], outputs: &mut [#output]) -> #result<(), #error> {
                #module::run(#batch)
            }

            #[doc = #about_slices]
            ///
            /// # Errors
            ///
            /// `Error::Batch` when `input` is not a whole number of samples, `Error::Length` when
            /// `output` is not as many.
            #[inline]
            pub fn forward_slice(&self, input: &[#number], output: &mut [#number]) -> #result<(), #error> {
                #module::run(#slices)
            }

            #on
        }
    }
}

fn generic(context: &Context<'_>) -> TokenStream {
    let Context { item, layer, shapes, names, .. } = context;
    let name = &item.name;
    let Names { facade, number, result, error, weights, store, module, .. } = names;
    let (input, output, usize) = (&shapes.input, &shapes.output, size());
    let rank = literal(layer.rank());
    let Generics { parameters, array_size, slice_size } = Generics::new(context);
    let (checks, on) = (checks(context), on(facade, false));
    let missing = 3_usize.saturating_sub(layer.rank());
    let output_indices = (missing..3).map(literal);
    let Calls { batch, slices, .. } = Calls::new(context, &array_size, &slice_size);
    let Names { packed, .. } = names;
    let sizes = array_sizes(context);
    let sample = quote!(#facade::Fitting::<#module::Plan>::asserted::<#sizes, _, _, _>(input, output, #packed));
    let about_slices = format!(
        " Computes any whole number of samples of a spatial size known at run time, {}, one after the other.",
        order(context)
    );
    let fixed_axes = shapes.axes.iter().enumerate().filter_map(|(index, axis)| {
        let (expected, dimension) = (literal(axis.fixed?), literal(1 + index));
        let index = literal(index);
        Some(quote! {
            if size[#index] != #expected {
                return ::core::result::Result::Err(#facade::Error::Size {
                    axis: #dimension,
                    rank: #rank,
                    expected: #expected,
                    found: size[#index],
                });
            }
        })
    });
    quote! {
        impl #name {
            /// The spatial output size for a spatial input size, outermost axis first.
            ///
            /// # Errors
            ///
            /// `Error::InputTooSmall` when the kernel does not fit, `Error::Size` when an axis has
            /// another, fixed size.
            #[inline]
            pub const fn output_size(size: [#usize; #rank]) -> #result<[#usize; #rank], #error> {
                #(#fixed_axes)*
                match #facade::Geometry::output_size(&#module::GEOMETRY, #slice_size) {
                    ::core::result::Result::Ok(output) => ::core::result::Result::Ok([#(output[#output_indices]),*]),
                    ::core::result::Result::Err(error) => {
                        ::core::result::Result::Err(#facade::Error::of(error).of_rank(#rank))
                    }
                }
            }
        }

        impl<#store: ::core::convert::AsRef<#weights>> #name<#store> {
            /// Computes one sample; the sizes are inferred from the arrays, and an output of the
            /// wrong size does not compile.
            ///
            /// A build finds that, `cargo check` does not.
            #[inline]
            pub fn forward<#(#parameters),*>(&self, input: &#input, output: &mut #output) {
                #checks
                // What has just been asserted is not reported again.
                if let ::core::option::Option::Some(call) = #sample {
                    #module::compute(call);
                }
            }

            /// Computes a batch of any number of samples, none included.
            ///
            /// # Errors
            ///
            /// `Error::Length` when there are not as many outputs as inputs.
            #[inline]
            pub fn forward_batch<#(#parameters),*>(
                &self,
                inputs: &[#input],
                outputs: &mut [#output],
            ) -> #result<(), #error> {
                #checks
                #module::run(#batch)
            }

            #[doc = #about_slices]
            ///
            /// # Errors
            ///
            /// Those of `output_size`; `Error::Batch` when `input` is not a whole number of
            /// samples, `Error::Length` when `output` is not as many.
            #[inline]
            pub fn forward_slice(
                &self,
                size: [#usize; #rank],
                input: &[#number],
                output: &mut [#number],
            ) -> #result<(), #error> {
                match #name::output_size(size) {
                    ::core::result::Result::Ok(_) => #module::run(#slices),
                    ::core::result::Result::Err(error) => ::core::result::Result::Err(error),
                }
            }

            #on
        }
    }
}
