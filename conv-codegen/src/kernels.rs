use conv_spec::plan::{Isa, Kernel, Packing, Rest};
use conv_spec::{Axis, Formats, MemoryFormat, PaddingMode, Sampling, Size, Unroll};
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::Context;
use crate::names::Names;
use crate::shapes::literal;

/// `GEOMETRY`, `PACKING` and, where it is fixed, `SIZE`, checked once more by the compiler.
pub(crate) fn constants(context: &Context<'_>) -> TokenStream {
    let Context { item, layer, plan, names, .. } = context;
    let (facade, number) = (&names.facade, &names.number);
    let missing = 3_usize.saturating_sub(layer.rank());
    let units = (0..missing).map(|_| quote!(#facade::Axis::UNIT));
    let axes = layer.axes().iter().map(|axis| axis_literal(facade, axis));
    let (inputs, outputs, groups) =
        (literal(layer.in_channels()), literal(layer.out_channels()), literal(layer.groups()));
    let packing = match plan.packing() {
        Packing::Blocks => quote!(#facade::Packing::Blocks),
        Packing::Rows => quote!(#facade::Packing::Rows),
        Packing::Lanes => quote!(#facade::Packing::Lanes),
    };
    let packed_len = literal(plan.packed_len());
    let fixed: Option<Vec<TokenStream>> = layer
        .axes()
        .iter()
        .map(|axis| match axis.size() {
            Size::Fixed(size) => Some(literal(*size)),
            Size::Generic(_) => None,
        })
        .collect();
    let too_large = format!("a tensor of `{}` is too large for the target's addresses", item.name);
    let size = fixed.map(|fixed| {
        let ones = (0..missing).map(|_| quote!(1));
        quote! {
            const SIZE: [usize; 3] = [#(#ones,)* #(#fixed),*];
            // The macro has checked everything else, on a host that may have longer addresses.
            const _: () = ::core::assert!(
                ::core::matches!(#facade::Problem::sized::<#number>(GEOMETRY, SIZE), ::core::result::Result::Ok(_)),
                #too_large
            );
        }
    });
    quote! {
        const GEOMETRY: #facade::Geometry = #facade::Geometry {
            in_channels: #inputs,
            out_channels: #outputs,
            groups: #groups,
            axes: [#(#units,)* #(#axes),*],
        };
        const PACKING: #facade::Packing = #packing;
        #size
        // Planning and run time agree about the packed weights, so that nothing below can fail on arrays.
        const _: () = ::core::assert!(::core::matches!(
            PACKING.len::<#number>(&GEOMETRY),
            ::core::option::Option::Some(#packed_len)
        ));
    }
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

/// The kernel of each instruction set, with literal tiles.
pub(crate) fn implementation(context: &Context<'_>) -> TokenStream {
    let Context { item, layer, plan, names, shapes } = context;
    let (facade, number, result, error) = (&names.facade, &names.number, &names.result, &names.error);
    let name = &item.name;
    let (size, fixed) = if shapes.is_fixed() {
        (quote!(SIZE), quote!(::core::option::Option::Some(SIZE)))
    } else {
        (quote!(call.size), quote!(::core::option::Option::None))
    };
    let unroll = unroll(facade, plan.unroll());
    let formats = formats(facade, layer.memory_format());
    let methods = plan.kernels().iter().map(|(isa, kernel)| {
        let method = Ident::new(isa.name(), Span::mixed_site());
        let body = call(names, *kernel, &size);
        quote! {
            #[inline(always)]
            fn #method<S: #facade::simd::Simd<#number>>(
                simd: S,
                call: #facade::Call<'_, #number, impl #facade::threaded::Outputs<#number>>,
            ) -> #result<(), #error> {
                #body
            }
        }
    });
    quote! {
        impl #facade::Kernels for #name {
            type Element = #number;
            #(#methods)*
        }

        impl #facade::Described for #name {
            type Element = #number;
            const GEOMETRY: ::core::option::Option<#facade::Geometry> = ::core::option::Option::Some(GEOMETRY);
            const SIZE: ::core::option::Option<[usize; 3]> = #fixed;
            #formats
            const UNROLL: #facade::Unroll = #unroll;
        }
    }
}

/// The constant of a layer that has other memory formats than the default.
fn formats(facade: &TokenStream, formats: Formats) -> Option<TokenStream> {
    let variant = |format| {
        let variant = match format {
            MemoryFormat::Contiguous => "Contiguous",
            MemoryFormat::ChannelsLast => "ChannelsLast",
            MemoryFormat::Blocked => "Blocked",
        };
        let variant = Ident::new(variant, Span::mixed_site());
        quote!(#facade::MemoryFormat::#variant)
    };
    let (input, output) = (variant(formats.input), variant(formats.output));
    (!formats.are_contiguous())
        .then(|| quote!(const FORMATS: #facade::Formats = #facade::Formats { input: #input, output: #output };))
}

fn call(names: &Names, kernel: Kernel, size: &TokenStream) -> TokenStream {
    let facade = &names.facade;
    match kernel {
        Kernel::Channels { vectors, pixels, tail, band, phases, rest } => {
            let [vectors, pixels, tail, band, phases] = [vectors, pixels, tail, band, phases].map(literal);
            parted(names, size, rest, |call| {
                quote! {
                    #facade::channel_lanes::channel_lanes::<Self, S, #vectors, #pixels, #tail, #phases>(
                        simd, GEOMETRY, #size, #band, #call,
                    )
                }
            })
        }
        Kernel::WholeRows { vectors, pixels, tail, band, rest } => {
            let [vectors, pixels, tail, band] = [vectors, pixels, tail.unwrap_or(pixels), band].map(literal);
            parted(names, size, rest, |call| {
                quote! {
                    #facade::channel_lanes::whole_rows::<Self, S, #vectors, #pixels, #tail>(
                        simd, GEOMETRY, #size, #band, #call,
                    )
                }
            })
        }
        Kernel::Pixels { channels, vectors, phases } => {
            let [channels, vectors, phases] = [channels, vectors, phases].map(literal);
            quote! {
                #facade::pixel_lanes::pixel_lanes::<Self, S, #channels, #vectors, #phases>(
                    simd, GEOMETRY, PACKING, #size, call,
                )
            }
        }
        Kernel::Rows { rows, vectors } => {
            let [rows, vectors] = [rows, vectors].map(literal);
            quote!(#facade::stacked_rows::stacked_rows::<Self, S, #rows, #vectors>(simd, GEOMETRY, #size, call))
        }
        // The enumeration may grow before this crate does: they are released together.
        _ => quote!(::core::compile_error!("conv-codegen does not know this kernel")),
    }
}

/// The call of a kernel for all channels, or, where some fill no vector, for those that do, and of another one for the rest.
fn parted(
    names: &Names,
    size: &TokenStream,
    rest: Option<Rest>,
    kernel: impl Fn(TokenStream) -> TokenStream,
) -> TokenStream {
    let facade = &names.facade;
    let Some(Rest { first, channels, vectors }) = rest else { return kernel(quote!(call)) };
    let [number, channels, vectors] = [first, channels, vectors].map(literal);
    let first = kernel(quote!(call.first::<#number>()));
    quote! {
        let mut call = call;
        #first?;
        #facade::pixel_lanes::pixel_lanes::<Self, S, #channels, #vectors, 1>(
            simd, GEOMETRY, PACKING, #size, call.rest::<#number>(),
        )
    }
}

/// The facade's constant for how much is unrolled.
pub(crate) fn unroll(facade: &TokenStream, unroll: Unroll) -> TokenStream {
    let variant = match unroll {
        Unroll::Auto => "Auto",
        Unroll::Size => "Size",
        Unroll::Speed => "Speed",
    };
    let variant = Ident::new(variant, Span::mixed_site());
    quote!(#facade::Unroll::#variant)
}

/// The facade's constant for an instruction set.
pub(crate) fn isa(facade: &TokenStream, isa: Isa) -> TokenStream {
    let variant = match isa {
        Isa::Avx512 => "Avx512",
        Isa::Avx2 => "Avx2",
        Isa::Sse2 => "Sse2",
        Isa::Neon => "Neon",
        Isa::Simd128 => "Simd128",
        _ => "Scalar",
    };
    let variant = Ident::new(variant, Span::mixed_site());
    quote!(#facade::Isa::#variant)
}
