//! Layers so small that they are written out: one expression for each output.

use conv_spec::plan::{Packing, Plan, block};
use conv_spec::{Axis, Layer};
use proc_macro2::TokenStream;
use quote::quote;

use crate::shapes::literal;

/// The body of `forward`: every output as a sum of products, padded taps left out, all indices constant.
pub(crate) fn body(layer: &Layer, plan: &Plan) -> TokenStream {
    let outputs: Vec<usize> = layer.output_shape().unwrap_or_default();
    let statements = positions(&outputs).map(|output| {
        let (target, sum) = (index(&quote!(output), &output), sum(layer, plan, &output));
        quote!(#target = #sum;)
    });
    quote! {
        let weights = self.0.as_ref().as_array();
        #(#statements)*
    }
}

fn sum(layer: &Layer, plan: &Plan, output: &[usize]) -> TokenStream {
    let Some((channel, spatial)) = output.split_first() else { return quote!(0.0) };
    let column = |column: usize| {
        let at = literal(packed(layer, plan, *channel, column));
        quote!(weights[#at])
    };
    let inputs = layer.in_channels() / layer.groups();
    let group = channel / (layer.out_channels() / layer.groups());
    let kernel: Vec<usize> = std::iter::once(inputs).chain(layer.axes().iter().map(Axis::kernel)).collect();
    let terms = positions(&kernel).enumerate().filter_map(|(tap, position)| {
        let (input, taps) = position.split_first()?;
        let mut source = vec![group * inputs + input];
        for ((axis, output), tap) in layer.axes().iter().zip(spatial).zip(taps) {
            // Taps that read no element are left out.
            let size = axis.size().fixed()?;
            let element = usize::try_from(axis.source(size as u64, *output as u64, *tap as u64)?).ok()?;
            source.push(element);
        }
        let (weight, input) = (column(1 + tap), index(&quote!(input), &source));
        Some(quote!(+ #weight * #input))
    });
    let bias = column(0);
    quote!(#bias #(#terms)*)
}

/// Where the packed weights have a column of an output channel (0: its bias).
fn packed(layer: &Layer, plan: &Plan, channel: usize, column: usize) -> usize {
    let taps: usize = layer.axes().iter().map(Axis::kernel).product();
    let columns = 1 + layer.in_channels() / layer.groups() * taps;
    match plan.packing() {
        Packing::Rows => channel * columns + column,
        Packing::Blocks => {
            let outputs = layer.out_channels() / layer.groups();
            let (group, lane, lanes) = (channel / outputs, channel % outputs, block(layer.dtype()));
            let block = group * outputs.div_ceil(lanes) + lane / lanes;
            (block * columns + column) * lanes + lane % lanes
        }
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
