//! Transposed convolution: `torch.nn.ConvTranspose1d`, `ConvTranspose2d`, `ConvTranspose3d`.

use super::class::Class;
use super::key::{Key, Unless, keys};
use super::shared::{
    BIAS, DEVICE, DILATION, DTYPE, GROUPS, IN_CHANNELS, INPUT_SHAPE, KERNEL_SIZE, MEMORY_FORMAT, OUT_CHANNELS, PADDING,
    PADDING_MODE, STRIDE, TENSORS, WEIGHTS,
};
use super::{Operator, convolution};
use crate::Checked;
use crate::choices::PaddingModes;
use crate::fields::{Fields, IntegersPerAxis};
use crate::padding::Paddings;
use crate::registry::{Form, Relation};
use crate::requests;
use crate::shapes::OutputSizes;
use crate::spec::{Field, Spec};

pub(crate) static OPERATOR: Operator = Operator {
    name: "ConvTranspose",
    classes: &[("ConvTranspose1d", 1), ("ConvTranspose2d", 2), ("ConvTranspose3d", 3)],
    aliases: &[
        ("conv1dtranspose", "ConvTranspose1d"),
        ("conv2dtranspose", "ConvTranspose2d"),
        ("conv3dtranspose", "ConvTranspose3d"),
        ("deconv1d", "ConvTranspose1d"),
        ("deconv2d", "ConvTranspose2d"),
        ("deconv3d", "ConvTranspose3d"),
    ],
    lazy: false,
    keys: &[KEYS, requests::KEYS],
    relations,
    check,
};

keys! { Spec {
    in_channels: IN_CHANNELS,
    out_channels: OUT_CHANNELS,
    kernel_size: KERNEL_SIZE,
    stride: STRIDE,
    padding: Key { values: Paddings { words: false, ..PADDING.values }, ..PADDING },
    output_padding: OUTPUT_PADDING,
    groups: GROUPS,
    bias: BIAS,
    dilation: DILATION,
    padding_mode: Key { values: PaddingModes { zeros_alone: true }, ..PADDING_MODE },
    device: DEVICE,
    dtype: DTYPE,
    output_size: OUTPUT_SIZE,
    input_shape: INPUT_SHAPE,
    memory_format: MEMORY_FORMAT,
    weights: WEIGHTS,
    tensors: TENSORS,
} }

pub(super) const OUTPUT_PADDING: Key<IntegersPerAxis> = Key {
    values: IntegersPerAxis { least: 0, one_stands_for_all: true },
    unless_given: Unless::Default(0),
    ours: false,
    aliases: &["adj", "outpad", "outputpads"],
    about: "Transposed layers: outputs added at the end of each axis, fewer than the larger of stride and dilation.",
};

/// In `PyTorch` an argument of the call, not of the constructor.
const OUTPUT_SIZE: Key<OutputSizes> = Key {
    values: OutputSizes,
    unless_given: Unless::Otherwise("none"),
    ours: true,
    aliases: super::fold::OUTPUT_SIZE.aliases,
    about: "Transposed layers: the size of the output, which output_padding then follows from; needs an input_shape of \
            numbers. The spatial sizes alone, or with the channels, or the batch and the channels, in front.",
};

pub(super) fn relations(class: Class) -> Vec<Relation> {
    let [any, numbers] = [Form::Any(Vec::new()), Form::from(1)];
    let size = Relation {
        key: "output_size",
        form: Form::list(any, 0, usize::MAX),
        other: "input_shape",
        must_be: Form::list(numbers, 0, class.rank.saturating_add(1)),
        must_be_given: true,
    };
    std::iter::once(size).chain(crate::weights::relations()).collect()
}

pub(super) fn check(class: &Field<Class>, fields: &mut Fields<'_>) -> Option<Checked> {
    let mut spec = Spec { class: class.clone(), ..Spec::default() };
    read(fields, &mut spec);
    requests::read(fields, &mut spec.requests);
    convolution::check(spec, fields.mistakes)
}
