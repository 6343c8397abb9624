//! A checked layer: whatever is in it can be built.

use std::ops::Range;

use conv_geometry::{Border, Formats, Geometry, Shape};

use crate::axis::Axis;
use crate::requests::Requests;
use crate::tree::Span;

/// What a layer computes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Op {
    /// Cross-correlation with a kernel: `torch.nn.Conv1d`, `Conv2d`, `Conv3d`.
    Conv,
    /// Its transpose, the gradient with respect to its input: `torch.nn.ConvTranspose1d`,
    /// `ConvTranspose2d`, `ConvTranspose3d`.
    ConvTranspose,
}

/// The type of a layer's numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Dtype {
    /// `torch.float32`.
    #[default]
    F32,
    /// `torch.float64`.
    F64,
}

impl Dtype {
    /// Bytes of a number.
    #[must_use]
    pub fn bytes(self) -> usize {
        match self {
            Self::F32 => 4,
            Self::F64 => 8,
        }
    }

    /// Numbers in 64 bytes, the width of the widest vector: the channels of a block.
    #[must_use]
    pub fn block(self) -> usize {
        conv_geometry::block(self.bytes())
    }

    /// Rust's name of the type.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::F32 => "f32",
            Self::F64 => "f64",
        }
    }
}

/// Where a layer's trained weights are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WeightsFile {
    pub(crate) path: String,
    pub(crate) span: Span,
    pub(crate) tensors: Tensors,
}

/// How a layer's tensors are called in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Tensors {
    /// Not said: `<layer>.weight` and `<layer>.bias`, after the layer's own name.
    Default,
    /// After this name.
    Layer(String, Span),
    /// These names, of the weight and, where the layer has one, the bias.
    Names(Vec<(String, Span)>),
}

impl WeightsFile {
    /// The file, relative to the manifest of the crate that has the layer.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The bytes of the specification that name the file.
    #[must_use]
    pub fn span(&self) -> Range<usize> {
        self.span.clone()
    }
}

/// A layer whose specification has passed every check.
///
/// Made by [`check`](crate::check) alone, so that the numbers always fit together: every length is
/// between 1 and 2³¹ - 1, `groups` divides both channel counts, the kernel fits into the padded
/// input, no tensor is larger than 2⁴⁷ bytes and the weights are not larger than 2³⁰. Shapes are
/// for one sample, without the batch.
///
/// ```
/// use conv_spec::{Format, Op, Source};
///
/// let text = "nn.Conv2d(16, 32, (3, 5), padding=(1, 2), groups=2, input_shape=(16, 56, 56))";
/// let layer = conv_spec::check(&Source { name: "inline", text, format: Format::Call }).unwrap();
/// assert_eq!((layer.op(), layer.rank(), layer.type_name()), (Op::Conv, 2, "Conv2d"));
/// assert_eq!(layer.weight_shape(), [32, 8, 3, 5]);
/// assert_eq!(layer.output_shape(), Some(vec![32, 56, 56]));
/// assert_eq!(layer.macs(), Some(32 * 8 * 3 * 5 * 56 * 56));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layer {
    pub(crate) op: Op,
    pub(crate) type_name: &'static str,
    pub(crate) in_channels: usize,
    pub(crate) out_channels: usize,
    pub(crate) groups: usize,
    pub(crate) bias: bool,
    pub(crate) dtype: Dtype,
    pub(crate) formats: Formats,
    pub(crate) weights: Option<WeightsFile>,
    pub(crate) requests: Requests,
    pub(crate) axes: Vec<Axis>,
}

impl Layer {
    /// What the layer computes.
    #[must_use]
    pub fn op(&self) -> Op {
        self.op
    }

    /// The number of spatial axes, 1 to 3.
    #[must_use]
    pub fn rank(&self) -> usize {
        self.axes.len()
    }

    /// The name of `PyTorch`'s class, for instance `Conv2d`.
    #[must_use]
    pub fn type_name(&self) -> &'static str {
        self.type_name
    }

    /// Channels of the input.
    #[must_use]
    pub fn in_channels(&self) -> usize {
        self.in_channels
    }

    /// Channels of the output.
    #[must_use]
    pub fn out_channels(&self) -> usize {
        self.out_channels
    }

    /// Groups that the channels are split into; no output channel sees the input of another group.
    #[must_use]
    pub fn groups(&self) -> usize {
        self.groups
    }

    /// Whether a bias is added to every output channel.
    #[must_use]
    pub fn bias(&self) -> bool {
        self.bias
    }

    /// What stands outside the input.
    #[must_use]
    pub fn border(&self) -> Border {
        self.axes.first().map_or(Border::Zeros, Axis::border)
    }

    /// The type of input, output and weights.
    #[must_use]
    pub fn dtype(&self) -> Dtype {
        self.dtype
    }

    /// In which order input and output lie in memory. Shapes are `PyTorch`'s whatever it is, and so
    /// are weights.
    #[must_use]
    pub fn memory_format(&self) -> Formats {
        self.formats
    }

    /// The file with the trained weights, where there is one.
    #[must_use]
    pub fn weights_file(&self) -> Option<&WeightsFile> {
        self.weights.as_ref()
    }

    /// The spatial axes, outermost first: depth, height, width.
    #[must_use]
    pub fn axes(&self) -> &[Axis] {
        &self.axes
    }

    /// The numbers that do not depend on the size of the input.
    #[must_use]
    pub fn geometry(&self) -> Geometry {
        let mut axes = [conv_geometry::Axis::UNIT; 3];
        for (axis, own) in axes.iter_mut().rev().zip(self.axes.iter().rev()) {
            *axis = own.numbers;
        }
        Geometry { in_channels: self.in_channels, out_channels: self.out_channels, groups: self.groups, axes }
    }

    /// The layer for its input as kernels see it, where every axis is fixed.
    #[must_use]
    pub fn shape(&self) -> Option<Shape> {
        let mut size = [1; 3];
        for (size, axis) in size.iter_mut().rev().zip(self.axes.iter().rev()) {
            *size = axis.size.fixed()?;
        }
        let shape = Shape::new(self.geometry(), size, self.dtype.bytes()).ok()?;
        Some(shape.joined().formatted(self.formats))
    }

    /// `[out_channels, in_channels / groups, kernel…]`, of a transposed layer
    /// `[in_channels, out_channels / groups, kernel…]`.
    #[must_use]
    pub fn weight_shape(&self) -> Vec<usize> {
        let channels = match self.op {
            Op::Conv => [self.out_channels, self.in_channels.checked_div(self.groups).unwrap_or(0)],
            Op::ConvTranspose => [self.in_channels, self.out_channels.checked_div(self.groups).unwrap_or(0)],
        };
        channels.into_iter().chain(self.axes.iter().map(Axis::kernel)).collect()
    }

    /// `[in_channels, spatial…]`, where every axis is fixed.
    #[must_use]
    pub fn input_shape(&self) -> Option<Vec<usize>> {
        let sizes = self.axes.iter().map(|axis| axis.size().fixed());
        std::iter::once(Some(self.in_channels)).chain(sizes).collect()
    }

    /// `[out_channels, spatial…]`, where every axis is fixed.
    #[must_use]
    pub fn output_shape(&self) -> Option<Vec<usize>> {
        std::iter::once(Some(self.out_channels)).chain(self.axes.iter().map(Axis::fixed_output)).collect()
    }

    /// Inputs of an output that are not padding, in `PyTorch`'s terms `fan_in`: `weight.size(1)`
    /// times the taps of the kernel, for transposed layers, too.
    #[must_use]
    pub fn fan_in(&self) -> u64 {
        let shape = self.weight_shape();
        shape.iter().skip(1).fold(1, |product, size| product.saturating_mul(u64::try_from(*size).unwrap_or(u64::MAX)))
    }

    /// Multiplications and additions for one sample, taps that fall on padding counted, where every
    /// axis is fixed.
    #[must_use]
    pub fn macs(&self) -> Option<u64> {
        // Every weight meets every output position, or, of a transposed layer, every input
        // position.
        let positions = self.axes.iter().map(|axis| match self.op {
            Op::Conv => axis.fixed_output(),
            Op::ConvTranspose => axis.size().fixed(),
        });
        positions.map(|size| u64::try_from(size?).ok()).try_fold(self.weights(), |macs, size| macs.checked_mul(size?))
    }

    /// Numbers that the layer learns: weights and, where there is one, the bias.
    #[must_use]
    pub fn parameters(&self) -> u64 {
        let bias = if self.bias { self.out_channels } else { 0 };
        self.weights().saturating_add(u64::try_from(bias).unwrap_or(u64::MAX))
    }

    /// Elements of the weight tensor; the checks keep this far below saturation.
    fn weights(&self) -> u64 {
        self.weight_shape()
            .into_iter()
            .fold(1, |product, size| product.saturating_mul(u64::try_from(size).unwrap_or(u64::MAX)))
    }
}
