//! The module of a layer: its plan as constants and types, and the functions that its machine code
//! belongs to.
//!
//! They stand in a module of their own, since rustc compiles by modules: an incremental build
//! leaves the code of all other layers as it is. And the functions are neither generic nor inlined,
//! so that the code belongs to the crate that has the macro: crates above it call the functions and
//! compile none of it.

use conv_spec::plan::{Isa, Kernel, Packing, Rest};
use conv_spec::{Axis, Formats, MemoryFormat, PaddingMode, Sampling, Size, Unroll};
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::names::size;
use crate::shapes::literal;
use crate::{Context, unrolled};

/// The module, private to where the layer is defined.
pub(crate) fn module(context: &Context<'_>) -> TokenStream {
    let Context { names, .. } = context;
    let (facade, number, result, error) = (&names.facade, &names.number, &names.result, &names.error);
    let module = &names.module;
    let constants = constants(context);
    let implementation = implementation(context);
    let straight = unrolled::function(context);
    quote! {
        #[doc(hidden)]
        mod #module {
            /// The layer's plan.
            pub struct Plan;

            #constants
            #implementation

            /// Computes a call that fits: all of the layer's machine code.
            #[inline(never)]
            pub fn compute(call: #facade::Fitting<'_, Plan>) {
                #facade::dispatch::compute::<Plan>(call);
            }

            #[inline]
            pub fn run(call: #facade::Call<'_, #number>) -> #result<(), #error> {
                #facade::dispatch::check::<Plan>(call, compute)
            }

            #[inline(never)]
            pub fn run_on(isa: #facade::Isa, call: #facade::Call<'_, #number>) -> #result<(), #error> {
                #facade::dispatch::run_on::<Plan>(isa, call)
            }

            #straight
        }
    }
}

/// `GEOMETRY`, `PACKING` and, where it is fixed, `SIZE`, checked once more by the compiler.
fn constants(context: &Context<'_>) -> TokenStream {
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
    let (packed_len, usize) = (literal(plan.packed_len()), size());
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
            pub const SIZE: [#usize; 3] = [#(#ones,)* #(#fixed),*];
            // The macro has checked everything else, on a host that may have longer addresses.
            const _: () = ::core::assert!(
                ::core::matches!(#facade::Problem::sized::<#number>(GEOMETRY, SIZE), ::core::result::Result::Ok(_)),
                #too_large
            );
        }
    });
    quote! {
        pub const GEOMETRY: #facade::Geometry = #facade::Geometry {
            in_channels: #inputs,
            out_channels: #outputs,
            groups: #groups,
            axes: [#(#units,)* #(#axes),*],
        };
        pub const PACKING: #facade::Packing = #packing;
        #size
        // Planning and run time agree about the packed weights.
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

/// The plan: geometry, size and the kernel of each instruction set.
fn implementation(context: &Context<'_>) -> TokenStream {
    let Context { item, layer, plan, names, shapes, .. } = context;
    let (facade, number, usize) = (&names.facade, &names.number, size());
    let fixed = if shapes.is_fixed() {
        quote!(::core::option::Option::Some(SIZE))
    } else {
        quote!(::core::option::Option::None)
    };
    let unroll = unroll(facade, plan.unroll());
    let formats = formats(facade, layer.memory_format());
    let kernels = plan.kernels().iter().map(|(of, kernel)| {
        let (name, kernel) = (variant(*of), kernel_type(facade, *kernel));
        quote!(type #name = #kernel;)
    });
    let refused = format!("a kernel cannot compute `{}`", item.name);
    quote! {
        impl #facade::Described for Plan {
            type Element = #number;
            const GEOMETRY: ::core::option::Option<#facade::Geometry> = ::core::option::Option::Some(GEOMETRY);
            const SIZE: ::core::option::Option<[#usize; 3]> = #fixed;
            #formats
            const UNROLL: #facade::Unroll = #unroll;
        }

        impl #facade::Planned for Plan {
            const PACKING: #facade::Packing = PACKING;
            #(#kernels)*
        }

        // What planning has chosen is what kernels accept.
        const _: () = ::core::assert!(#facade::accepts::<Plan>(), #refused);
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

/// The type of a kernel with its tile.
fn kernel_type(facade: &TokenStream, kernel: Kernel) -> TokenStream {
    match kernel {
        Kernel::Channels { vectors, pixels, tail, band, phases, rest } => {
            let [vectors, pixels, tail, band, phases] = [vectors, pixels, tail, band, phases].map(literal);
            split(facade, rest, quote!(#facade::ChannelLanes<#vectors, #pixels, #tail, #phases, #band>))
        }
        Kernel::WholeRows { vectors, pixels, tail, band, rest } => {
            let [vectors, pixels, tail, band] = [vectors, pixels, tail.unwrap_or(pixels), band].map(literal);
            split(facade, rest, quote!(#facade::WholeRows<#vectors, #pixels, #tail, #band>))
        }
        Kernel::Pixels { channels, vectors, phases } => {
            let [channels, vectors, phases] = [channels, vectors, phases].map(literal);
            quote!(#facade::PixelLanes<#channels, #vectors, #phases>)
        }
        Kernel::Rows { rows, vectors } => {
            let [rows, vectors] = [rows, vectors].map(literal);
            quote!(#facade::StackedRows<#rows, #vectors>)
        }
        // The enumeration may grow before this crate does: they are released together.
        _ => quote!(::core::compile_error!("conv-codegen does not know this kernel")),
    }
}

/// A kernel for all channels, or, where some fill no vector, for those that do, with another one
/// for the rest.
fn split(facade: &TokenStream, rest: Option<Rest>, kernel: TokenStream) -> TokenStream {
    let Some(Rest { first, channels, vectors }) = rest else { return kernel };
    let [first, channels, vectors] = [first, channels, vectors].map(literal);
    quote!(#facade::Split<#first, #kernel, #facade::PixelLanes<#channels, #vectors, 1>>)
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
    let variant = variant(isa);
    quote!(#facade::Isa::#variant)
}

/// The name of an instruction set in `Isa` and `Planned`.
fn variant(isa: Isa) -> Ident {
    let variant = match isa {
        Isa::Avx512 => "Avx512",
        Isa::Avx2 => "Avx2",
        Isa::Sse2 => "Sse2",
        Isa::Neon => "Neon",
        Isa::Simd128 => "Simd128",
        _ => "Scalar",
    };
    Ident::new(variant, Span::mixed_site())
}
