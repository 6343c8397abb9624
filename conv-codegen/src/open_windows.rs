//! The methods of `Unfold` and `Fold` where sizes are open.

use conv_spec::WindowsOp;
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::literal::literal;
use crate::names;
use crate::open_sizes::{OpenSizes, on};
use crate::windows::View;

pub(crate) fn open(view: &View<'_>) -> TokenStream {
    let View { name, facade, number, image, generics, method, .. } = view;
    let [input, output] = view.types();
    let [flat, flat_mut] = view.flat();
    let (check, size, elements) = (check(view), size(view), view.elements());
    let checks = quote!(const { #check });
    let (size_name, usize) = (size_name(view), names::size());
    let (sizes, on) = (sizes(view), on(facade, false));
    quote! {
        #sizes

        impl<#(const #generics: #usize),*> #facade::Fits<#input, #output> for #name {
            const __SIZE: [#usize; 3] = {
                #checks
                [#(#image),*]
            };

            #[inline]
            fn __forward(&self, input: &#input, output: &mut #output) {
                Self::forward(self, input, output);
            }
        }

        impl #name {
            #size

            /// Computes one sample; the sizes are inferred from the arrays, and an output of the
            /// wrong size does not compile.
            ///
            /// A build finds that, `cargo check` does not.
            #[inline]
            pub fn forward<#(const #generics: #usize),*>(&self, input: &#input, output: &mut #output) {
                #facade::windows::Sample::#method(
                    const {
                        #check;
                        &#facade::windows::Sample::asserted(&WINDOWS, [#(#image),*], [#(#elements),*])
                    },
                    input.as_slice() #flat,
                    output.as_mut_slice() #flat_mut,
                );
            }

            /// Computes a batch of any number of samples, none included.
            ///
            /// # Errors
            ///
            /// `Error::Length` when there are not as many outputs as inputs.
            #[inline]
            pub fn forward_batch<#(const #generics: #usize),*>(
                &self,
                inputs: &[#input],
                outputs: &mut [#output],
            ) -> ::core::result::Result<(), #facade::Error> {
                #checks
                #facade::windows::Windows::#method(&WINDOWS,
                    [#(#image),*],
                    inputs.as_flattened() #flat,
                    outputs.as_flattened_mut() #flat_mut,
                )
            }

            /// Computes any whole number of samples, one after the other, row-major, for images of
            /// a size known at run time: channels, height, width.
            ///
            /// # Errors
            ///
            /// `Error::InputTooSmall` when no window fits, `Error::Size` when an axis has another,
            /// fixed size, `Error::Batch` when `input` is not a whole number of samples,
            /// `Error::Length` when `output` is not as many.
            #[inline]
            pub fn forward_slice(
                &self,
                image: [#usize; 3],
                input: &[#number],
                output: &mut [#number],
            ) -> ::core::result::Result<(), #facade::Error> {
                match #name::#size_name(image) {
                    ::core::result::Result::Ok(_) => #facade::windows::Windows::#method(&WINDOWS, image, input, output),
                    ::core::result::Result::Err(error) => ::core::result::Result::Err(error),
                }
            }

            #on
        }
    }
}

/// The functions of the size, which is that of the image.
fn sizes(view: &View<'_>) -> TokenStream {
    let View { windows, name, facade, number, .. } = view;
    let matrix = size_name(view);
    let (ranks, shapes) = match windows.op() {
        WindowsOp::Unfold => ([3, 3, 2], quote!((size, matrix))),
        WindowsOp::Fold => ([3, 2, 3], quote!((matrix, size))),
    };
    let sizes = OpenSizes {
        name,
        facade,
        number,
        ranks,
        shapes: quote! {
            match <#name>::#matrix(size) {
                ::core::result::Result::Ok(matrix) => ::core::result::Result::Ok(#shapes),
                ::core::result::Result::Err(error) => ::core::result::Result::Err(error),
            }
        },
        macs: quote!(::core::result::Result::Ok(0)),
        kernel_size: quote!(size),
        scratch: 0,
        about: "channels, height and width of the image",
        generics: quote!(),
        target: quote!(#name),
    };
    sizes.items()
}

/// Assertions on the sizes of arrays, evaluated when the caller's are known.
fn check(view: &View<'_>) -> TokenStream {
    let View { facade, image, matrix, .. } = view;
    quote!(#facade::sizes::matrix(&WINDOWS, [#(#image),*], [#(#matrix),*]))
}

/// The function that gives the size of the matrix of windows.
fn size(view: &View<'_>) -> TokenStream {
    let View { windows, facade, .. } = view;
    let extents = [windows.channels(), windows.axes()[0].size(), windows.axes()[1].size()];
    let fixed = extents.into_iter().enumerate().filter_map(|(index, size)| {
        let (expected, index) = (literal(size.fixed()?), literal(index));
        Some(quote! {
            if image[#index] != #expected {
                return ::core::result::Result::Err(#facade::Error::Size {
                    axis: #index,
                    rank: 2,
                    expected: #expected,
                    found: image[#index],
                });
            }
        })
    });
    let (name, usize) = (size_name(view), names::size());
    let doc = match windows.op() {
        WindowsOp::Unfold => {
            "The size of the output, channels times taps and blocks, for an image: channels, height, width."
        }
        WindowsOp::Fold => {
            "The size of the input, channels times taps and blocks, for an image: channels, height, width."
        }
    };
    quote! {
        #[doc = #doc]
        ///
        /// # Errors
        ///
        /// `Error::InputTooSmall` when no window fits, `Error::Size` when an axis has another,
        /// fixed size.
        #[inline]
        pub const fn #name(image: [#usize; 3]) -> ::core::result::Result<[#usize; 2], #facade::Error> {
            #(#fixed)*
            match (#facade::windows::Windows::rows(&WINDOWS, image[0]), #facade::windows::Windows::blocks(&WINDOWS, [image[1], image[2]])) {
                (_, ::core::result::Result::Err(error)) => ::core::result::Result::Err(error),
                (::core::option::Option::Some(rows), ::core::result::Result::Ok(blocks)) => {
                    ::core::result::Result::Ok([rows, blocks])
                }
                (::core::option::Option::None, _) => ::core::result::Result::Err(#facade::Error::TooLarge),
            }
        }
    }
}

/// The function that says how large the matrix of windows is.
fn size_name(view: &View<'_>) -> Ident {
    let name = match view.windows.op() {
        WindowsOp::Unfold => "output_size",
        WindowsOp::Fold => "input_size",
    };
    Ident::new(name, Span::mixed_site())
}
