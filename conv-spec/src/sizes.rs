//! Bounds on the size of a whole layer.

use crate::axis::Axis;
use crate::diagnostic::Diagnostic;
use crate::layer::Layer;
use crate::mistakes::Mistakes;
use crate::spec::Spec;
use crate::tree::Span;

/// 128 TiB, the address space of today's processors: no tensor of this size exists, and every product of lengths
/// below it fits 64 bits.
const MAX_TENSOR_BYTES: u128 = 1 << 47;

/// The compiler itself has to hold the packed weights, several times over; more take it minutes and all of the memory.
const MAX_WEIGHT_BYTES: u128 = 1 << 30;

const ELEMENT_BYTES: u128 = 4;

/// Refuses tensors that no machine can hold and work that 64 bits cannot count. Sizes left open count as 1.
pub(crate) fn check(layer: &Layer, spec: &Spec, mistakes: &mut Mistakes) {
    let channels = |field: &crate::spec::Field<u32>| field.given().map(|given| given.span.clone());
    let shape = spec.input_shape.given().map(|given| given.span.clone());
    let weight = layer.weight_shape();
    let (input, output) = (input(layer), output(layer));
    let tensors: [(&str, &[usize], u128, Option<Span>); 3] = [
        ("weight", &weight, MAX_WEIGHT_BYTES, channels(&spec.out_channels)),
        ("input", &input, MAX_TENSOR_BYTES, shape.clone().or(channels(&spec.in_channels))),
        ("output", &output, MAX_TENSOR_BYTES, shape.clone().or(channels(&spec.out_channels))),
    ];
    let mut sound = true;
    for (name, shape, most, span) in tensors {
        let bytes = product(shape).saturating_mul(ELEMENT_BYTES);
        if bytes > most {
            sound = false;
            let factors: Vec<String> = shape.iter().map(usize::to_string).collect();
            let label = format!("{} * {ELEMENT_BYTES} = {bytes} bytes", factors.join(" * "));
            mistakes.push(
                Diagnostic::new(span.unwrap_or_default(), format!("the {name} tensor is too large"))
                    .with_label(label)
                    .with_help(format!("at most {most} bytes are supported")),
            );
        }
    }
    // Kernels count positions in the padded input, although nothing is ever padded.
    let padded = padded(layer);
    let bytes = product(&padded).saturating_mul(ELEMENT_BYTES);
    if sound && bytes > MAX_TENSOR_BYTES {
        sound = false;
        let factors: Vec<String> = padded.iter().map(usize::to_string).collect();
        let span = spec.padding.given().map(|given| given.span.clone());
        mistakes.push(
            Diagnostic::new(span.unwrap_or_default(), "the padded input is too large")
                .with_label(format!("{} * {ELEMENT_BYTES} = {bytes} bytes a channel", factors.join(" * ")))
                .with_help(format!("at most {MAX_TENSOR_BYTES} bytes are supported")),
        );
    }
    let positions = product(output.get(1..).unwrap_or_default());
    let macs = product(&weight).saturating_mul(positions);
    if sound && u64::try_from(macs).is_err() {
        mistakes.push(
            Diagnostic::new(shape.unwrap_or_default(), "the layer needs too many multiplications")
                .with_label(format!("{macs} for one sample"))
                .with_help(format!("at most {} are supported", u64::MAX)),
        );
    }
}

fn input(layer: &Layer) -> Vec<usize> {
    let sizes = layer.axes().iter().map(|axis| axis.size().fixed().unwrap_or(1));
    std::iter::once(layer.in_channels()).chain(sizes).collect()
}

fn padded(layer: &Layer) -> Vec<usize> {
    let padded = |axis: &Axis| {
        let size = axis.size().fixed().unwrap_or(1);
        size.saturating_add(axis.pad_before()).saturating_add(axis.pad_after())
    };
    layer.axes().iter().map(padded).collect()
}

fn output(layer: &Layer) -> Vec<usize> {
    let length = |axis: &Axis| {
        let output = axis.output(u64::try_from(axis.size().fixed()?).ok()?)?;
        usize::try_from(output).ok()
    };
    let sizes = layer.axes().iter().map(|axis| length(axis).unwrap_or(1));
    std::iter::once(layer.out_channels()).chain(sizes).collect()
}

fn product(shape: &[usize]) -> u128 {
    shape.iter().fold(1, |product: u128, &size| product.saturating_mul(u128::try_from(size).unwrap_or(u128::MAX)))
}
