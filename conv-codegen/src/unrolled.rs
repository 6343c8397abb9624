//! Layers so small that they are written out: one expression for each output.

use conv_geometry::Places;
use conv_geometry::long_sums::TERMS;
use conv_spec::{Axis, Layer};
use proc_macro2::TokenStream;
use quote::quote;

use crate::Context;
use crate::literal::literal;

/// The function of a layer that is written out, wholly or on targets without vectors.
pub(crate) fn function(context: &Context<'_>) -> Option<TokenStream> {
    let Context { layer, plan, shapes, names, .. } = context;
    if !plan.unrolled() && !plan.unrolled_without_vectors() {
        return None;
    }
    let (input, output, number) = (&shapes.input, &shapes.output, &names.number);
    let (len, body) = (literal(plan.packed_len()), body(layer, &layer.places(plan.packing())?));
    Some(quote! {
        #[inline(never)]
        pub fn straight(weights: &[#number; #len], input: &#input, output: &mut #output) {
            #body
        }
    })
}

/// Its body: every output as a sum of products and the bias, which is added last; padded taps left
/// out, all indices constant.
fn body(layer: &Layer, places: &Places) -> TokenStream {
    let outputs: Vec<usize> = layer.output_shape().unwrap_or_default();
    let statements = positions(&outputs).map(|output| {
        let (target, sum) = (index(&quote!(output), &output), sum(layer, places, &output));
        quote!(#target = #sum;)
    });
    quote!(#(#statements)*)
}

fn sum(layer: &Layer, places: &Places, output: &[usize]) -> TokenStream {
    let Some((channel, spatial)) = output.split_first() else { return quote!(0.0) };
    let weight = |place: usize| {
        let place = literal(place);
        quote!(weights[#place])
    };
    let kernel_taps: usize = layer.axes().iter().map(Axis::kernel).product();
    let inputs = layer.in_channels() / layer.groups();
    let group = channel / (layer.out_channels() / layer.groups());
    let kernel: Vec<usize> = std::iter::once(inputs).chain(layer.axes().iter().map(Axis::kernel)).collect();
    let terms = positions(&kernel).enumerate().filter_map(|(tap, position)| {
        let (input, taps) = position.split_first()?;
        let mut source = vec![group * inputs + input];
        for ((axis, output), tap) in layer.axes().iter().zip(spatial).zip(taps) {
            // Taps that read no element are left out.
            source.push(axis.source(axis.size().fixed()?, *output, *tap)?);
        }
        let (weight, input) =
            (weight(places.between(*channel, *input, tap % kernel_taps)), index(&quote!(input), &source));
        Some(quote!(#weight * #input))
    });
    let terms: Vec<TokenStream> = terms.collect();
    let mut sums = terms.chunks(TERMS).map(|terms| quote!(#(#terms)+*));
    let bias = weight(places.bias(*channel));
    match (sums.next(), sums.next()) {
        (None, _) => bias,
        (Some(sum), None) => quote!(#sum + #bias),
        // A total of blocks, as kernels have it.
        (Some(first), Some(second)) => quote!((#first) + (#second) #(+ (#sums))* + #bias),
    }
}

/// All positions in an array of this shape, the last index fastest.
fn positions(shape: &[usize]) -> impl Iterator<Item = Vec<usize>> + use<'_> {
    (0..shape.iter().product()).map(|flat: usize| {
        let mut rest = flat;
        let mut position: Vec<usize> = shape
            .iter()
            .rev()
            .map(|n| {
                let index = rest % n;
                rest /= n;
                index
            })
            .collect();
        position.reverse();
        position
    })
}

fn index(array: &TokenStream, position: &[usize]) -> TokenStream {
    let indices = position.iter().map(|n| literal(*n));
    quote!(#array #([#indices])*)
}
