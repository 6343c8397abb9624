//! The array types of a layer: its input, its output and its weight, in its memory formats.
//!
//! An axis of a fixed size is a literal in them, one of open size a const generic.

use conv_spec::{Layer, MemoryFormat, Size};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};

use crate::literal::literal;
use crate::names::number;

/// One spatial axis as generated code sees it.
pub(crate) struct AxisTokens {
    /// The input's size: a literal, or the name of a const generic.
    pub(crate) input: TokenStream,
    /// The output's size: a literal, or the name of a const generic.
    pub(crate) output: TokenStream,
    /// The two names, where the size is generic.
    pub(crate) generic: Option<(Ident, Ident)>,
    /// The input's size, where it is fixed.
    pub(crate) fixed: Option<usize>,
}

/// A layer's array types.
pub(crate) struct Shapes {
    /// The spatial axes, outermost first.
    pub(crate) axes: Vec<AxisTokens>,
    pub(crate) input: Side,
    pub(crate) output: Side,
    /// Weights in PyTorch's layout.
    pub(crate) weight: TokenStream,
}

/// The array type of an input or output, in its memory format: `[[[f32; W]; H]; C]`,
/// `[[[f32; C]; W]; H]`, or `[[[[f32; 16]; W]; H]; C / 16]`.
pub(crate) struct Side {
    array: TokenStream,
    /// Its dimensions but one.
    depth: usize,
}

impl ToTokens for Side {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        self.array.to_tokens(tokens);
    }
}

impl Side {
    fn new(layer: &Layer, format: MemoryFormat, channels: usize, sizes: &[TokenStream]) -> Self {
        let block = layer.dtype().block();
        let lengths: Vec<TokenStream> = match format {
            MemoryFormat::Contiguous => std::iter::once(literal(channels)).chain(sizes.iter().cloned()).collect(),
            MemoryFormat::ChannelsLast => sizes.iter().cloned().chain([literal(channels)]).collect(),
            // Blocks.
            _ => {
                let (blocks, block) = (literal(channels / block), literal(block));
                std::iter::once(blocks).chain(sizes.iter().cloned()).chain([block]).collect()
            }
        };
        Self { array: array(layer, &lengths), depth: lengths.len().saturating_sub(1) }
    }

    /// The numbers of a slice of this type.
    pub(crate) fn flat_batch(&self, samples: &TokenStream) -> TokenStream {
        flat(samples, self.depth + 1)
    }

    /// As [`flat_batch`](Self::flat_batch), mutable.
    pub(crate) fn flat_batch_mut(&self, samples: &TokenStream) -> TokenStream {
        flat_mut(samples, self.depth + 1)
    }
}

impl Shapes {
    pub(crate) fn new(layer: &Layer) -> Self {
        let mut taken = Vec::new();
        let inputs: Vec<Option<String>> =
            layer.axes().iter().map(|axis| generic_name(axis.size(), &mut taken)).collect();
        let axes: Vec<AxisTokens> =
            layer.axes().iter().zip(inputs).map(|(axis, input)| AxisTokens::new(axis, input, &taken)).collect();
        let inputs: Vec<TokenStream> = axes.iter().map(|axis| axis.input.clone()).collect();
        let outputs: Vec<TokenStream> = axes.iter().map(|axis| axis.output.clone()).collect();
        let weight: Vec<TokenStream> = layer.weight_shape().into_iter().map(literal).collect();
        let formats = layer.memory_format();
        Self {
            input: Side::new(layer, formats.input, layer.in_channels(), &inputs),
            output: Side::new(layer, formats.output, layer.out_channels(), &outputs),
            weight: array(layer, &weight),
            axes,
        }
    }

    /// Whether no axis is generic.
    pub(crate) fn is_fixed(&self) -> bool {
        self.axes.iter().all(|axis| axis.generic.is_none())
    }
}

impl AxisTokens {
    /// `input` is the name of the input's size, if that is generic.
    fn new(axis: &conv_spec::Axis, input: Option<String>, taken: &[String]) -> Self {
        let Some(input) = input else {
            let fixed = axis.size().fixed();
            let output = fixed.and_then(|size| axis.output(size)).unwrap_or_default();
            let output = literal(output);
            return Self { input: literal(fixed.unwrap_or_default()), output: quote!(#output), generic: None, fixed };
        };
        let mut output = format!("OUT_{input}");
        while taken.contains(&output) {
            output.insert(0, 'O');
        }
        let (input, output) = (Ident::new(&input, Span::mixed_site()), Ident::new(&output, Span::mixed_site()));
        Self { input: quote!(#input), output: quote!(#output), generic: Some((input, output)), fixed: None }
    }
}

/// Const generics are upper case, whatever the specification calls them, and have names that
/// nothing else has.
fn generic_name(size: &Size, taken: &mut Vec<String>) -> Option<String> {
    let Size::Generic(name) = size else { return None };
    let mut name = name.to_uppercase();
    while taken.contains(&name) {
        name.push('_');
    }
    taken.push(name.clone());
    Some(name)
}

/// An array type, lengths outermost first.
fn array(layer: &Layer, lengths: &[TokenStream]) -> TokenStream {
    lengths.iter().rev().fold(number(layer.dtype()), |element, n| quote!([#element; #n]))
}

/// The numbers in a slice of arrays of `depth` dimensions, as a slice.
pub(crate) fn flat(slice: &TokenStream, depth: usize) -> TokenStream {
    let flatten = (0..depth).map(|_| quote!(.as_flattened()));
    quote!(#slice #(#flatten)*)
}

/// As [`flat`], mutable.
fn flat_mut(slice: &TokenStream, depth: usize) -> TokenStream {
    let flatten = (0..depth).map(|_| quote!(.as_flattened_mut()));
    quote!(#slice #(#flatten)*)
}
