//! Bounds on the size of a whole layer.

use crate::axis::{Axis, Sampling};
use crate::diagnostic::Diagnostic;
use crate::layer::{Dtype, Layer, Op};
use crate::mistakes::Mistakes;
use crate::spec::{Field, Spec};
use crate::tree::Span;
use crate::windows::{Windows, WindowsOp};

/// 128 TiB, the address space of today's processors: no tensor of this size exists, and every
/// product of lengths below it fits 64 bits.
const MAX_TENSOR_BYTES: u128 = 1 << 47;

/// The compiler itself has to hold the packed weights, several times over; more take it
/// minutes and all of the memory.
const MAX_WEIGHT_BYTES: u128 = 1 << 30;

/// Refuses tensors that no machine can hold and work that 64 bits cannot
/// count. Sizes left open count as 1.
pub(crate) fn check(layer: &Layer, spec: &Spec, mistakes: &mut Mistakes) {
    let shape = span(&spec.input_shape);
    let weight = layer.weight_shape();
    let (input, output) = (sizes(layer.in_channels(), layer, size), sizes(layer.out_channels(), layer, output));
    let sound = [
        Tensor { name: "weight", shape: &weight, most: MAX_WEIGHT_BYTES, span: span(&spec.out_channels) },
        Tensor {
            name: "input",
            shape: &input,
            most: MAX_TENSOR_BYTES,
            span: shape.clone().or(span(&spec.in_channels)),
        },
        Tensor {
            name: "output",
            shape: &output,
            most: MAX_TENSOR_BYTES,
            span: shape.clone().or(span(&spec.out_channels)),
        },
    ]
    .map(|tensor| tensor.check(layer.dtype(), mistakes));
    if sound.contains(&false) {
        return;
    }
    if let Some(packing) = layer.only_packing()
        && !packed(layer.packed_len(packing), layer.dtype(), spec, mistakes)
    {
        return;
    }
    // Kernels count positions in the padded input, or in the output before it is cropped,
    // although neither is ever made.
    let (name, padded) = match layer.op() {
        Op::Conv => ("padded input", layer.axes().iter().map(padded).collect::<Vec<_>>()),
        Op::ConvTranspose => ("output before cropping", layer.axes().iter().map(uncropped).collect()),
    };
    if !positions(name, &padded, layer.dtype(), span(&spec.padding).or(shape.clone()), mistakes) {
        return;
    }
    let positions = match layer.op() {
        Op::Conv => &output,
        Op::ConvTranspose => &input,
    };
    let macs = product(&weight).saturating_mul(product(positions.get(1..).unwrap_or_default()));
    if u64::try_from(macs).is_err() {
        mistakes.push(
            Diagnostic::new(shape.unwrap_or_default(), "the layer needs too many multiplications")
                .with_label(format!("{macs} for one sample"))
                .with_help(format!("at most {} are supported", u64::MAX)),
        );
    }
}

/// The same for layers without weights.
pub(crate) fn check_windows(windows: &Windows, spec: &Spec, mistakes: &mut Mistakes) {
    let channels = windows.channels().fixed().unwrap_or(1);
    let image: Vec<usize> = std::iter::once(channels).chain(windows.axes().iter().map(size)).collect();
    let kernel = windows.axes().iter().map(Axis::kernel);
    let blocks = windows.axes().iter().map(output);
    let columns: Vec<usize> = std::iter::once(channels).chain(kernel).chain(blocks).collect();
    let (input, output) = match windows.op() {
        WindowsOp::Unfold => (&image, &columns),
        WindowsOp::Fold => (&columns, &image),
    };
    let place = span(&spec.input_shape).or(span(&spec.output_size)).or(span(&spec.kernel_size));
    let sound = [("input", input), ("output", output)].map(|(name, shape)| {
        let tensor = Tensor { name, shape, most: MAX_TENSOR_BYTES, span: place.clone() };
        tensor.check(windows.dtype(), mistakes)
    });
    if !sound.contains(&false) {
        let name = match windows.op() {
            WindowsOp::Unfold => "padded input",
            WindowsOp::Fold => "padded output",
        };
        let padded: Vec<usize> = windows.axes().iter().map(padded).collect();
        positions(name, &padded, windows.dtype(), span(&spec.padding).or(place), mistakes);
    }
}

/// A tensor and the bytes it may have.
struct Tensor<'a> {
    name: &'a str,
    shape: &'a [usize],
    most: u128,
    span: Option<Span>,
}

impl Tensor<'_> {
    fn check(self, dtype: Dtype, mistakes: &mut Mistakes) -> bool {
        let Self { name, shape, most, span } = self;
        let bytes = bytes(shape, dtype);
        if bytes > most {
            let label = format!("{} * {} = {bytes} bytes", factors(shape), dtype.bytes());
            mistakes.push(
                Diagnostic::new(span.unwrap_or_default(), format!("the {name} tensor is too large"))
                    .with_label(label)
                    .with_help(format!("at most {most} bytes are supported")),
            );
        }
        bytes <= most
    }
}

/// Where channels lie side by side, weights are packed in blocks, however few channels a group has.
fn packed(len: usize, dtype: Dtype, spec: &Spec, mistakes: &mut Mistakes) -> bool {
    let bytes = bytes(&[len], dtype);
    if bytes > MAX_WEIGHT_BYTES {
        let block = dtype.block();
        let label = format!("each group is filled up to blocks of {block} output channels: {bytes} bytes");
        mistakes.push(
            Diagnostic::new(span(&spec.memory_format).unwrap_or_default(), "the packed weights are too large")
                .with_label(label)
                .with_help(format!("at most {MAX_WEIGHT_BYTES} bytes are supported"))
                .with_help("leave `memory_format` out, so that weights need no blocks"),
        );
    }
    bytes <= MAX_WEIGHT_BYTES
}

fn positions(name: &str, shape: &[usize], dtype: Dtype, span: Option<Span>, mistakes: &mut Mistakes) -> bool {
    let bytes = bytes(shape, dtype);
    if bytes > MAX_TENSOR_BYTES {
        mistakes.push(
            Diagnostic::new(span.unwrap_or_default(), format!("the {name} is too large"))
                .with_label(format!("{} * {} = {bytes} bytes a channel", factors(shape), dtype.bytes()))
                .with_help(format!("at most {MAX_TENSOR_BYTES} bytes are supported")),
        );
    }
    bytes <= MAX_TENSOR_BYTES
}

fn span<T>(field: &Field<T>) -> Option<Span> {
    field.given().map(|given| given.span.clone())
}

fn sizes(channels: usize, layer: &Layer, along: fn(&Axis) -> usize) -> Vec<usize> {
    std::iter::once(channels).chain(layer.axes().iter().map(along)).collect()
}

fn size(axis: &Axis) -> usize {
    axis.size().fixed().unwrap_or(1)
}

fn padded(axis: &Axis) -> usize {
    let (before, after) = axis.padding(u64::try_from(size(axis)).unwrap_or(u64::MAX));
    let end = |padding: u64| usize::try_from(padding).unwrap_or(usize::MAX);
    size(axis).saturating_add(end(before)).saturating_add(end(after))
}

fn output(axis: &Axis) -> usize {
    let length = || usize::try_from(axis.output(u64::try_from(axis.size().fixed()?).ok()?)?).ok();
    length().unwrap_or(1)
}

fn uncropped(axis: &Axis) -> usize {
    let output_padding = match axis.sampling() {
        Sampling::Transposed { output_padding } => output_padding,
        Sampling::Conv | Sampling::SameUpper | Sampling::SameLower => 0,
    };
    let steps = size(axis).saturating_sub(1).saturating_mul(axis.stride());
    steps.saturating_add(axis.extent()).saturating_add(output_padding)
}

fn factors(shape: &[usize]) -> String {
    let factors: Vec<String> = shape.iter().map(usize::to_string).collect();
    factors.join(" * ")
}

fn bytes(shape: &[usize], dtype: Dtype) -> u128 {
    product(shape).saturating_mul(u128::try_from(dtype.bytes()).unwrap_or(u128::MAX))
}

fn product(shape: &[usize]) -> u128 {
    shape.iter().fold(1, |product: u128, &size| product.saturating_mul(u128::try_from(size).unwrap_or(u128::MAX)))
}
