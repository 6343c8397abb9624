//! A specification as written: every argument with its bytes, nothing compared with anything else yet.

use crate::class::Class;
use crate::fields::Fields;
use crate::mistakes::Mistakes;
use crate::source::Source;
use crate::tree::{Span, Value};

/// A value and the bytes it was read from.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Spanned<T> {
    pub(crate) span: Span,
    pub(crate) value: T,
}

/// An argument.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Field<T> {
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
    Amount(PerAxis),
    Valid,
    Same,
}

/// An entry of `input_shape`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Extent {
    Number(u32),
    Name(String),
}

/// The arguments.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Spec {
    pub(crate) class: Field<Class>,
    pub(crate) in_channels: Field<u32>,
    pub(crate) out_channels: Field<u32>,
    pub(crate) kernel_size: Field<PerAxis>,
    pub(crate) stride: Field<PerAxis>,
    pub(crate) padding: Field<Padding>,
    pub(crate) dilation: Field<PerAxis>,
    pub(crate) groups: Field<u32>,
    pub(crate) bias: Field<bool>,
    pub(crate) input_shape: Field<Vec<Spanned<Extent>>>,
}

impl Spec {
    /// Reads the arguments; `None` where none of them can be understood, for want of a class we know.
    pub(crate) fn read(source: &Source, root: &Value, mistakes: &mut Mistakes) -> Option<Self> {
        let mut fields = Fields::new(source, root, mistakes)?;
        let class = fields.class()?;
        fields.names(&class);
        let spec = Self {
            in_channels: fields.integer("in_channels"),
            out_channels: fields.integer("out_channels"),
            kernel_size: fields.per_axis("kernel_size", 1),
            stride: fields.per_axis("stride", 1),
            padding: fields.padding(),
            dilation: fields.per_axis("dilation", 1),
            groups: fields.integer("groups"),
            bias: fields.boolean("bias"),
            input_shape: fields.input_shape(&class),
            class,
        };
        fields.fixed_choices();
        Some(spec)
    }
}
