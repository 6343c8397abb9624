//! The module of a layer: its plan as constants and types, and the functions that its machine code
//! belongs to.
//!
//! They stand in a module of their own, since rustc compiles by modules: an incremental build
//! leaves the code of all other layers as it is. And the functions are neither generic nor inlined,
//! so that the code belongs to the crate that has the macro: crates above it call the functions and
//! compile none of it.

use conv_plan::{Kernel, Rest};
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::literal::{axis_type, literal, marker};
use crate::names::size;

use crate::{Context, unrolled};

/// The module, private to where the layer is defined.
pub(crate) fn module(context: &Context<'_>) -> TokenStream {
    let Context { names, .. } = context;
    let (facade, number, result, error) = (&names.facade, &names.number, &names.result, &names.error);
    let module = &names.module;
    let plan = plan(context);
    let constants = constants(context);
    let straight = unrolled::function(context);
    quote! {
        #[doc(hidden)]
        mod #module {
            #plan
            #constants

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
    let Context { item, plan, shapes, names, .. } = context;
    let (facade, number) = (&names.facade, &names.number);
    let (packing, packed_len, usize) = (marker(facade, plan.packing()), literal(plan.packed_len()), size());
    let refused = format!("a kernel cannot compute `{}`", item.name);
    let too_large = format!("a tensor of `{}` is too large for the target's addresses", item.name);
    let size = shapes.is_fixed().then(|| {
        quote! {
            pub const SIZE: [#usize; 3] = InputSize::ARRAY;
            // The macro has checked everything else, on a host that may have longer addresses.
            const _: () = ::core::assert!(
                ::core::matches!(
                    #facade::Shape::new(GEOMETRY, SIZE, ::core::mem::size_of::<#number>()),
                    ::core::result::Result::Ok(_)
                ),
                #too_large
            );
        }
    });
    quote! {
        pub const GEOMETRY: #facade::Geometry = <LayerGeometry as #facade::plans::Is<#facade::Geometry>>::VALUE;
        pub const PACKING: #facade::Packing = <#packing as #facade::plans::Is<#facade::Packing>>::VALUE;
        #size
        // What planning has chosen is what kernels accept.
        const _: () = ::core::assert!(#facade::accepts::<Plan>(), #refused);
        // Planning and run time agree about the packed weights.
        const _: () = ::core::assert!(::core::matches!(
            PACKING.len(&GEOMETRY, ::core::mem::size_of::<#number>()),
            ::core::option::Option::Some(#packed_len)
        ));
    }
}

/// The plan, a type made of the layer's numbers and kernels: equal layers have the same, and share
/// its machine code.
fn plan(context: &Context<'_>) -> TokenStream {
    let Context { layer, plan, names, .. } = context;
    let (facade, number) = (&names.facade, &names.number);
    let missing = 3_usize.saturating_sub(layer.rank());
    let units = (0..missing).map(|_| quote!(#facade::plans::Unit));
    let axes = layer.axes().iter().map(|axis| axis_type(facade, axis));
    let (inputs, outputs, groups) =
        (literal(layer.in_channels()), literal(layer.out_channels()), literal(layer.groups()));
    let sizes = quote!(#facade::plans::GeometryOf<#inputs, #outputs, #groups, #(#units,)* #(#axes),*>);
    let fixed: Option<Vec<TokenStream>> = layer.axes().iter().map(|axis| axis.size().fixed().map(literal)).collect();
    let size = if let Some(fixed) = fixed {
        let ones = (0..missing).map(|_| quote!(1));
        quote!(#facade::plans::Fixed<#(#ones,)* #(#fixed),*>)
    } else {
        quote!(#facade::plans::Open)
    };
    let formats = layer.memory_format();
    let [input, output] = [formats.input, formats.output].map(|format| marker(facade, format));
    let formats = quote!(#facade::plans::FormatsOf<#input, #output>);
    let unroll = marker(facade, plan.unroll());
    let packing = marker(facade, plan.packing());
    let kernels = plan.kernels().iter().map(|(_, kernel)| kernel_type(facade, *kernel));
    let kernels = quote!(#facade::plans::KernelsOf<#(#kernels),*>);
    let bucket = bucket(&quote!(#number #sizes #size #formats #unroll #packing #kernels));
    quote! {
        type LayerGeometry = #sizes;
        type InputSize = #size;
        /// The layer's plan.
        pub type Plan = #facade::plans::#bucket::Plan<#number, LayerGeometry, InputSize, #formats, #unroll, #packing, #kernels>;
    }
}

/// The module that has the type of a plan with these parameters: one of 64, by the FNV-1a hash of
/// the parameters' text without its spaces, in which the compiler's tokens and others differ.
fn bucket(parameters: &TokenStream) -> Ident {
    const BUCKETS: u64 = 64;
    let text = parameters.to_string();
    let bytes = text.bytes().filter(|byte| !byte.is_ascii_whitespace());
    let hash = bytes
        .fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
    Ident::new(&format!("b{:02x}", (hash ^ hash >> 32) % BUCKETS), Span::mixed_site())
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
