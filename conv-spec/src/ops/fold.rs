//! `torch.nn.Fold`: from windows to the image of their sums.

use super::Operator;
use super::blocks::{self, DILATION, DTYPE, PADDING, STRIDE};
use super::class::Class;
use super::key::{Key, Unless, keys};
use super::shared::{INPUT_SHAPE, KERNEL_SIZE};
use crate::Checked;
use crate::fields::{Fields, IntegersPerAxis};
use crate::shapes::InputShapes;
use crate::spec::{Field, Spec};

pub(crate) static OPERATOR: Operator = Operator {
    name: "Fold",
    classes: &[("Fold", 2)],
    aliases: &[("col2im", "Fold")],
    lazy: false,
    keys: &[KEYS],
    relations: |_| Vec::new(),
    check,
};

keys! { Spec {
    output_size: OUTPUT_SIZE,
    kernel_size: KERNEL_SIZE,
    dilation: DILATION,
    padding: PADDING,
    stride: STRIDE,
    dtype: DTYPE,
    input_shape: Key { values: InputShapes::Windows, ..INPUT_SHAPE },
} }

pub(super) const OUTPUT_SIZE: Key<IntegersPerAxis> = Key {
    values: blocks::FOR_EACH_AXIS,
    unless_given: Unless::Required,
    ours: false,
    aliases: &["outputshape", "outsize", "targetsize"],
    about: "Fold: height and width of the image, or one integer for both.",
};

fn check(class: &Field<Class>, fields: &mut Fields<'_>) -> Option<Checked> {
    let mut spec = Spec { class: class.clone(), ..Spec::default() };
    read(fields, &mut spec);
    blocks::fold(class.given()?.value, &spec, fields.mistakes).map(Checked::Windows)
}
