//! The lazy forms, `torch.nn.LazyConv1d` to `LazyConvTranspose3d`: the ordinary operators without
//! `in_channels`, which [`convolution`](super::convolution) takes from `input_shape`.

use super::{Operator, conv, conv_transpose};
use crate::requests;

pub(crate) static CONV: Operator = Operator {
    name: "LazyConv",
    classes: &[("LazyConv1d", 1), ("LazyConv2d", 2), ("LazyConv3d", 3)],
    aliases: &[],
    lazy: true,
    keys: &[conv::KEYS, requests::KEYS],
    relations: conv::relations,
    check: conv::check,
};

pub(crate) static CONV_TRANSPOSE: Operator = Operator {
    name: "LazyConvTranspose",
    classes: &[("LazyConvTranspose1d", 1), ("LazyConvTranspose2d", 2), ("LazyConvTranspose3d", 3)],
    aliases: &[],
    lazy: true,
    keys: &[conv_transpose::KEYS, requests::KEYS],
    relations: conv_transpose::relations,
    check: conv_transpose::check,
};
