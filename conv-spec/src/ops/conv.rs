//! Convolution: `torch.nn.Conv1d`, `Conv2d`, `Conv3d`.

use super::Operator;
use super::key::keys;
use super::shared::{
    BIAS, DEVICE, DILATION, DTYPE, GROUPS, IN_CHANNELS, INPUT_SHAPE, KERNEL_SIZE, MEMORY_FORMAT, OUT_CHANNELS, PADDING,
    PADDING_MODE, STRIDE, TENSORS, WEIGHTS,
};
use crate::Checked;
use crate::fields::Fields;
use crate::registry::{Form, Relation};
use crate::requests;
use crate::spec::{Field, Spec};

use super::class::Class;
use super::convolution;

pub(crate) static OPERATOR: Operator = Operator {
    name: "Conv",
    classes: &[("Conv1d", 1), ("Conv2d", 2), ("Conv3d", 3)],
    aliases: &[("convolution1d", "Conv1d"), ("convolution2d", "Conv2d"), ("convolution3d", "Conv3d")],
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
    padding: PADDING,
    dilation: DILATION,
    groups: GROUPS,
    bias: BIAS,
    padding_mode: PADDING_MODE,
    device: DEVICE,
    dtype: DTYPE,
    input_shape: INPUT_SHAPE,
    memory_format: MEMORY_FORMAT,
    weights: WEIGHTS,
    tensors: TENSORS,
} }

pub(super) fn relations(class: Class) -> Vec<Relation> {
    let ones = Form::Integer(1, 1).or(Form::list(Form::Integer(1, 1), 1, class.rank));
    let same = Relation {
        key: "padding",
        form: Form::Word("same".to_owned()),
        other: "stride",
        must_be: ones,
        must_be_given: false,
    };
    std::iter::once(same).chain(crate::weights::relations()).collect()
}

pub(super) fn check(class: &Field<Class>, fields: &mut Fields<'_>) -> Option<Checked> {
    let mut spec = Spec { class: class.clone(), ..Spec::default() };
    read(fields, &mut spec);
    requests::read(fields, &mut spec.requests);
    convolution::check(spec, fields.mistakes)
}
