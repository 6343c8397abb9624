//! A specification as written: every argument with its bytes, nothing compared with anything else
//! yet.

use std::fmt;

use conv_geometry::Border;

use crate::formats::Sides;
use crate::layer::{Dtype, Tensors};
use crate::ops::class::Class;
use crate::requests::GivenRequests;
use crate::tree::Span;

/// A value and the bytes it was read from.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Spanned<T> {
    pub(crate) span: Span,
    pub(crate) value: T,
}

/// An argument.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) enum Field<T> {
    #[default]
    Absent,
    /// Given, but not understood; already reported, so nothing that depends on it is.
    Faulty,
    Given(Spanned<T>),
}

impl<T> Field<T> {
    pub(crate) fn given(&self) -> Option<&Spanned<T>> {
        match self {
            Self::Given(value) => Some(value),
            Self::Absent | Self::Faulty => None,
        }
    }

    pub(crate) fn is_faulty(&self) -> bool {
        matches!(self, Self::Faulty)
    }
}

impl<T> From<Option<Spanned<T>>> for Field<T> {
    /// What was read from a value that is there.
    fn from(read: Option<Spanned<T>>) -> Self {
        read.map_or(Self::Faulty, Self::Given)
    }
}

/// An integer, or one for every axis.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum PerAxis {
    All(u32),
    Each(Vec<Spanned<u32>>),
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Padding {
    /// As much before as after.
    Amount(PerAxis),
    /// One for every axis.
    Pairs(Vec<Spanned<Pair>>),
    Valid,
    Same,
    SameUpper,
    SameLower,
}

/// Padding at both ends of an axis.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Pair {
    pub(crate) before: u32,
    pub(crate) after: u32,
}

/// An entry of `input_shape`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Extent {
    Number(u32),
    Name(String),
}

impl fmt::Display for Extent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{number}"),
            Self::Name(name) => f.write_str(name),
        }
    }
}

impl Extent {
    pub(crate) fn number(&self) -> Option<u32> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Name(_) => None,
        }
    }
}

/// The arguments of convolutions and sliding windows. What the class does not have is absent.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Spec {
    pub(crate) class: Field<Class>,
    /// Of a lazy layer, the first entry of `input_shape`.
    pub(crate) in_channels: Field<u32>,
    pub(crate) out_channels: Field<u32>,
    pub(crate) kernel_size: Field<PerAxis>,
    pub(crate) stride: Field<PerAxis>,
    pub(crate) padding: Field<Padding>,
    pub(crate) output_padding: Field<PerAxis>,
    pub(crate) dilation: Field<PerAxis>,
    pub(crate) groups: Field<u32>,
    pub(crate) bias: Field<bool>,
    pub(crate) padding_mode: Field<Border>,
    /// Of no further use, once it is the CPU.
    pub(crate) device: Field<()>,
    pub(crate) dtype: Field<Dtype>,
    pub(crate) output_size: Field<PerAxis>,
    pub(crate) input_shape: Field<Vec<Spanned<Extent>>>,
    pub(crate) memory_format: Field<Sides>,
    pub(crate) weights: Field<String>,
    pub(crate) tensors: Field<Tensors>,
    pub(crate) requests: GivenRequests,
}
