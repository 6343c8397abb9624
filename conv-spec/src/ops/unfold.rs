//! `torch.nn.Unfold`: from an image to its windows.

use super::Operator;
use super::blocks::{self, DILATION, DTYPE, PADDING, STRIDE};
use super::class::Class;
use super::key::{Key, keys};
use super::shared::{INPUT_SHAPE, KERNEL_SIZE};
use crate::Checked;
use crate::fields::Fields;
use crate::shapes::InputShapes;
use crate::spec::{Field, Spec};

pub(crate) static OPERATOR: Operator = Operator {
    name: "Unfold",
    classes: &[("Unfold", 2)],
    aliases: &[("im2col", "Unfold")],
    lazy: false,
    keys: &[KEYS],
    relations: |_| Vec::new(),
    check,
};

keys! { Spec {
    kernel_size: KERNEL_SIZE,
    dilation: DILATION,
    padding: PADDING,
    stride: STRIDE,
    dtype: DTYPE,
    input_shape: Key { values: InputShapes::Image { open_channels: true }, ..INPUT_SHAPE },
} }

fn check(class: &Field<Class>, fields: &mut Fields<'_>) -> Option<Checked> {
    let mut spec = Spec { class: class.clone(), ..Spec::default() };
    read(fields, &mut spec);
    blocks::unfold(class.given()?.value, &spec, fields.mistakes).map(Checked::Windows)
}
