//! What of a layer of open size depends on the size: functions, which its type has as `const fn`,
//! and the trait `OpenLayer` for generic code.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::literal::literal;
use crate::names::size;

/// A layer of open size, convolution or windows.
pub(crate) struct OpenSizes<'a> {
    pub(crate) name: &'a Ident,
    pub(crate) facade: &'a TokenStream,
    pub(crate) number: &'a TokenStream,
    /// Lengths of the arrays that are the size, the shape of the input and that of the output.
    pub(crate) ranks: [usize; 3],
    /// An expression of a `Result` of both shapes, given `size`.
    pub(crate) shapes: TokenStream,
    /// An expression of a `Result` of the multiply-adds, given a `size` that is right.
    pub(crate) macs: TokenStream,
    /// The size as kernels count it, given a `size` that is right.
    pub(crate) kernel_size: TokenStream,
    /// Bytes of the scratch memory.
    pub(crate) scratch: usize,
    /// What `size` is, for documentation.
    pub(crate) about: &'a str,
    /// What is implemented: the header of an `impl` for the layer wherever its weights are.
    pub(crate) generics: TokenStream,
    /// The type that is implemented for.
    pub(crate) target: TokenStream,
}

impl OpenSizes<'_> {
    /// The functions and the trait.
    pub(crate) fn items(&self) -> TokenStream {
        let Self { name, facade, number, ranks, shapes, macs, kernel_size, generics, target, .. } = self;
        let (usize, u64) = (size(), quote!(::core::primitive::u64));
        let [spatial, input, output] = ranks.map(|rank| {
            let rank = literal(rank);
            quote!([#usize; #rank])
        });
        let scratch = literal(self.scratch);
        let result = |value: TokenStream| quote!(::core::result::Result<#value, #facade::Error>);
        let (shapes_result, input_result, output_result) =
            (result(quote!((#input, #output))), result(input.clone()), result(output.clone()));
        let (macs_result, bytes_result, size_result) =
            (result(u64), result(usize.clone()), result(quote!([#usize; 3])));
        let ok = |pattern: TokenStream, value: TokenStream| {
            quote! {
                match shapes(size) {
                    ::core::result::Result::Ok(#pattern) => #value,
                    ::core::result::Result::Err(error) => ::core::result::Result::Err(error),
                }
            }
        };
        let of_input = ok(quote!((input, _)), quote!(::core::result::Result::Ok(input)));
        let of_output = ok(quote!((_, output)), quote!(::core::result::Result::Ok(output)));
        let of_macs = ok(quote!(_), macs.clone());
        let of_bytes =
            ok(quote!((input, output)), quote!(#facade::open::ram_bytes::<#number>(&input, &output, #scratch)));
        let of_size = ok(quote!(_), quote!(::core::result::Result::Ok(#kernel_size)));
        let about = format!(" Shape of a sample of the input, for a size: {}.", self.about);
        quote! {
            /// The shapes of input and output.
            const fn shapes(size: #spatial) -> #shapes_result {
                #shapes
            }

            impl #name {
                #[doc = #about]
                ///
                /// # Errors
                ///
                /// `Error::InputTooSmall` when the kernel does not fit, `Error::Size` when an axis has another, fixed size.
                #[inline]
                pub const fn input_shape(size: #spatial) -> #input_result {
                    #of_input
                }

                /// Shape of a sample of the output, for a size.
                ///
                /// # Errors
                ///
                /// As `input_shape`.
                #[inline]
                pub const fn output_shape(size: #spatial) -> #output_result {
                    #of_output
                }

                /// Multiply-adds of a sample, those with padding counted, for a size.
                ///
                /// # Errors
                ///
                /// As `input_shape`, and `Error::TooLarge`.
                #[inline]
                pub const fn macs(size: #spatial) -> #macs_result {
                    #of_macs
                }

                /// Bytes of RAM that a call touches besides its [stack](Self::STACK_BYTES), for a size: one sample
                /// of input and output, and the scratch memory.
                ///
                /// # Errors
                ///
                /// As `input_shape`, and `Error::TooLarge`.
                #[inline]
                pub const fn ram_bytes(size: #spatial) -> #bytes_result {
                    #of_bytes
                }
            }

            impl #generics #facade::OpenLayer for #target {
                type Size = #spatial;
                type InputShape = #input;
                type OutputShape = #output;

                #[inline]
                fn input_shape(size: #spatial) -> #input_result {
                    <#name>::input_shape(size)
                }

                #[inline]
                fn output_shape(size: #spatial) -> #output_result {
                    <#name>::output_shape(size)
                }

                #[inline]
                fn macs(size: #spatial) -> #macs_result {
                    <#name>::macs(size)
                }

                #[inline]
                fn ram_bytes(size: #spatial) -> #bytes_result {
                    <#name>::ram_bytes(size)
                }

                #[inline]
                fn __size(size: #spatial) -> #size_result {
                    #of_size
                }
            }
        }
    }
}

/// The method that gives a layer a policy; the trait that has it is `Layer` or `OpenLayer`, the type
/// `Runner` or `OpenRunner`.
pub(crate) fn on(facade: &TokenStream, fixed: bool) -> TokenStream {
    let (layer, runner) = if fixed { (quote!(Layer), quote!(Runner)) } else { (quote!(OpenLayer), quote!(OpenRunner)) };
    quote! {
        /// The layer on several threads, `on(&pool)`, or on a given instruction set, `on(Isa::Avx2)`: as this
        /// type, what it returns has `forward`, `forward_batch` and `forward_slice`.
        #[inline]
        pub fn on<Policy: #facade::Policy>(&self, policy: Policy) -> #facade::#runner<'_, Self, Policy> {
            #facade::#layer::on(self, policy)
        }
    }
}
