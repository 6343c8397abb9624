//! One spatial axis of a layer: how its outputs and inputs correspond, and how many outputs it has.

use crate::{Limit, divisor};

/// One spatial axis of a layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Axis {
    /// Taps of the kernel.
    pub kernel: usize,
    /// Input elements between the windows of neighbouring outputs; of a transposed layer, outputs
    /// between those of neighbouring inputs.
    pub stride: usize,
    /// Elements between neighbouring taps.
    pub dilation: usize,
    /// Elements assumed before the input; of a transposed layer, outputs left out at the beginning.
    pub pad_before: usize,
    /// Elements assumed after the input; of a transposed layer, outputs left out at the end.
    pub pad_after: usize,
    /// How outputs and inputs correspond.
    pub sampling: Sampling,
    /// What stands outside the input.
    pub border: Border,
}

/// How outputs and inputs along an axis correspond.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sampling {
    /// Output `o` sums over inputs `o * stride + tap * dilation - pad_before`.
    Conv,
    /// As `Conv`, with the padding that gives `ceil(size / stride)` outputs in place of the axis'
    /// own; the odd element stands after the input. TensorFlow's `SAME`, ONNX's `SAME_UPPER`.
    SameUpper,
    /// As `SameUpper`, the odd element before the input. ONNX's `SAME_LOWER`.
    SameLower,
    /// Input `i` adds to outputs `i * stride + tap * dilation - pad_before`.
    Transposed {
        /// Outputs at the end, beyond those that the inputs span.
        output_padding: usize,
    },
}

/// What stands outside the input of a convolution; a transposed one knows zeros only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Border {
    /// Zeros.
    Zeros,
    /// The input mirrored at its first and last element, which are not repeated; the padding is
    /// smaller than the input.
    Reflect,
    /// The first and last element.
    Replicate,
    /// The input from its other end; the padding is at most as large as the input.
    Circular,
}

impl Axis {
    /// The axis that a layer of lower rank does not have.
    pub const UNIT: Self = Self::conv(1, 1, 1, [0, 0]);

    /// An axis of a convolution, with zeros `pad` before and after the input.
    #[must_use]
    pub const fn conv(kernel: usize, stride: usize, dilation: usize, pad: [usize; 2]) -> Self {
        let [pad_before, pad_after] = pad;
        Self { kernel, stride, dilation, pad_before, pad_after, sampling: Sampling::Conv, border: Border::Zeros }
    }

    /// The same axis with something else outside the input.
    #[must_use]
    pub const fn bordered(self, border: Border) -> Self {
        Self { border, ..self }
    }

    /// The same axis with another correspondence of outputs and inputs.
    #[must_use]
    pub const fn sampled(self, sampling: Sampling) -> Self {
        Self { sampling, ..self }
    }

    /// Elements that the kernel spans, `dilation * (kernel - 1) + 1`, or `None` when a field is
    /// zero or it overflows.
    #[must_use]
    #[inline]
    pub const fn extent(&self) -> Option<usize> {
        if self.kernel == 0 || self.stride == 0 || self.dilation == 0 {
            return None;
        }
        match self.dilation.checked_mul(self.kernel - 1) {
            Some(span) => span.checked_add(1),
            None => None,
        }
    }

    /// The axis as it is for an input of `size`: [`Sampling::SameUpper`] and
    /// [`Sampling::SameLower`] become [`Sampling::Conv`] with the padding that follows. `None` when
    /// `size` or a field is zero, or a number overflows.
    #[inline(always)]
    #[must_use]
    pub const fn at(self, size: usize) -> Option<Self> {
        let Some(extent) = self.extent() else { return None };
        if size == 0 {
            return None;
        }
        let upper = match self.sampling {
            Sampling::Conv | Sampling::Transposed { .. } => return Some(self),
            Sampling::SameUpper => true,
            Sampling::SameLower => false,
        };
        // The last window starts inside the input: this cannot overflow.
        let last = (size - 1) / self.stride * self.stride;
        let Some(end) = last.checked_add(extent) else { return None };
        let total = end.saturating_sub(size);
        let (less, more) = (total / 2, total - total / 2);
        let (pad_before, pad_after) = if upper { (less, more) } else { (more, less) };
        Some(Self { pad_before, pad_after, sampling: Sampling::Conv, ..self })
    }

    /// The axis as `settled` has it, which is what [`at`](Self::at) has made of this one.
    #[inline(always)]
    #[must_use]
    pub const fn settled(self, settled: &Self) -> Self {
        match self.sampling {
            Sampling::Conv | Sampling::Transposed { .. } => self,
            Sampling::SameUpper | Sampling::SameLower => {
                let Self { pad_before, pad_after, .. } = *settled;
                Self { pad_before, pad_after, sampling: Sampling::Conv, ..self }
            }
        }
    }

    /// Positions that windows can cover: the padded input, or all outputs of a transposed layer,
    /// those that its padding leaves out included. `None` when `size` or a field is zero, or it
    /// overflows.
    #[inline(always)]
    #[must_use]
    pub const fn span(&self, size: usize) -> Option<usize> {
        let Some(axis) = self.at(size) else { return None };
        if let Sampling::Transposed { output_padding } = axis.sampling {
            let Some(extent) = axis.extent() else { return None };
            let Some(steps) = (size - 1).checked_mul(axis.stride) else { return None };
            return match steps.checked_add(extent) {
                Some(full) => full.checked_add(output_padding),
                None => None,
            };
        }
        match axis.pad_before.checked_add(axis.pad_after) {
            Some(padding) => padding.checked_add(size),
            None => None,
        }
    }

    /// Output size for an input of `size`, by the formulas of
    /// [`torch.nn.Conv2d`](https://docs.pytorch.org/docs/stable/generated/torch.nn.Conv2d.html),
    /// `floor((size + pad_before + pad_after - extent) / stride) + 1`, and
    /// [`torch.nn.ConvTranspose2d`](https://docs.pytorch.org/docs/stable/generated/torch.nn.ConvTranspose2d.html),
    /// `(size - 1) * stride - pad_before - pad_after + extent + output_padding`.
    ///
    /// `None` when `size` is zero, the kernel does not fit, the input is too small for its
    /// [`Border`], or a number overflows.
    ///
    /// ```
    /// use conv_geometry::{Axis, Sampling};
    /// let axis = Axis::conv(7, 2, 1, [3, 3]);
    /// assert_eq!(axis.output(224), Some(112));
    /// assert_eq!(axis.output(0), None);
    /// let transposed = axis.sampled(Sampling::Transposed { output_padding: 1 });
    /// assert_eq!(transposed.output(112), Some(224));
    /// ```
    #[inline(always)]
    #[must_use]
    pub const fn output(&self, size: usize) -> Option<usize> {
        let Some(axis) = self.at(size) else { return None };
        let (Some(extent), Some(span)) = (axis.extent(), axis.span(size)) else { return None };
        if let Sampling::Transposed { .. } = axis.sampling {
            let Some(padding) = axis.pad_before.checked_add(axis.pad_after) else { return None };
            return if padding < span { Some(span - padding) } else { None };
        }
        if span < extent || size < axis.border.least(axis.pad_before, axis.pad_after) {
            return None;
        }
        Some((span - extent) / axis.stride + 1)
    }

    /// The smallest input size from which on every size has an output.
    #[must_use]
    pub const fn minimum(&self) -> usize {
        let Some(extent) = self.extent() else { return usize::MAX };
        let padding = self.pad_before.saturating_add(self.pad_after);
        let needed = match self.sampling {
            Sampling::Conv => {
                let bordered = self.border.least(self.pad_before, self.pad_after);
                let fitting = extent.saturating_sub(padding);
                if fitting < bordered { bordered } else { fitting }
            }
            Sampling::SameUpper | Sampling::SameLower => self.same_minimum(extent),
            Sampling::Transposed { output_padding } => {
                let left = padding.saturating_add(1).saturating_sub(extent).saturating_sub(output_padding);
                left.div_ceil(self.stride).saturating_add(1)
            }
        };
        if needed == 0 { 1 } else { needed }
    }

    /// What demands the [`minimum`](Self::minimum): padding, where the kernel would be content with
    /// less.
    #[must_use]
    pub const fn limit(&self, minimum: usize) -> Limit {
        let zeros = Self { border: Border::Zeros, ..*self };
        match self.border {
            Border::Reflect if zeros.minimum() < minimum => Limit::Reflect,
            Border::Circular if zeros.minimum() < minimum => Limit::Circular,
            _ => Limit::Kernel,
        }
    }

    /// [`minimum`](Self::minimum) where the padding depends on the size: with
    /// `size = q * stride + r + 1`, the longer padding is `(extent - r) / 2`, rounded down, which
    /// is too long for the largest `q` and `r` with `2 * q * stride + 3 * r <= extent - spare`.
    const fn same_minimum(&self, extent: usize) -> usize {
        let spare = match self.border {
            Border::Zeros | Border::Replicate => return 1,
            Border::Reflect => 2,
            Border::Circular => 4,
        };
        let Some(short) = extent.checked_sub(spare) else { return 1 };
        let steps = short / 2 / self.stride * self.stride;
        let rest = (short - 2 * steps) / 3;
        steps + 2 + if rest < self.stride { rest } else { self.stride - 1 }
    }

    /// The input element that `tap` of `output` reads, for an input of `size`; `None` where there
    /// is none: it is padding with zeros or, of a transposed layer, the tap does not reach the
    /// output.
    ///
    /// `size` must have that output, `tap` be one of the kernel's.
    #[must_use]
    pub const fn source(&self, size: usize, output: usize, tap: usize) -> Option<usize> {
        let Some(axis) = self.at(size) else { return None };
        let reach = tap * axis.dilation;
        if let Sampling::Transposed { .. } = axis.sampling {
            let Some(spread) = (output + axis.pad_before).checked_sub(reach) else { return None };
            let inside = spread.is_multiple_of(axis.stride) && spread / axis.stride < size;
            return if inside { Some(spread / axis.stride) } else { None };
        }
        let (position, last) = (output * axis.stride + reach, size - 1);
        let Some(element) = position.checked_sub(axis.pad_before) else {
            let before = axis.pad_before - position;
            return match axis.border {
                Border::Zeros => None,
                Border::Replicate => Some(0),
                Border::Reflect => Some(before),
                Border::Circular => size.checked_sub(before),
            };
        };
        match axis.border {
            _ if element <= last => Some(element),
            Border::Zeros => None,
            Border::Replicate => Some(last),
            Border::Reflect => (2 * last).checked_sub(element),
            Border::Circular => Some(element - size),
        }
    }

    /// Taps from one to the next that contributes to the same output: 1, but in a transposed layer
    /// the stride by its greatest common divisor with the dilation.
    #[inline(always)]
    #[must_use]
    pub const fn tap_step(&self) -> usize {
        match self.sampling {
            Sampling::Transposed { .. } => divisor(self.stride / gcd(self.stride, self.dilation)),
            _ => 1,
        }
    }

    /// Whether inputs spread to outputs.
    #[inline(always)]
    #[must_use]
    pub const fn is_transposed(&self) -> bool {
        matches!(self.sampling, Sampling::Transposed { .. })
    }

    #[inline(always)]
    pub(crate) const fn is_sound(&self) -> bool {
        let most = isize::MAX.cast_unsigned();
        self.extent().is_some() && self.stride <= most && self.dilation <= most
    }

    /// Input elements between neighbouring taps of a phase of a transposed layer:
    /// `dilation * tap_step / stride`, which could overflow.
    #[inline(always)]
    #[must_use]
    pub const fn tap_back(&self) -> usize {
        self.dilation / gcd(self.stride, self.dilation)
    }

    /// The most taps that contribute to one output.
    #[inline(always)]
    #[must_use]
    pub const fn most_taps(&self) -> usize {
        self.kernel.div_ceil(self.tap_step())
    }

    /// Whether outputs and inputs along this axis correspond one to one.
    #[inline(always)]
    #[must_use]
    pub const fn is_pointwise(&self) -> bool {
        let plain = match self.sampling {
            Sampling::Transposed { output_padding } => output_padding == 0,
            Sampling::Conv | Sampling::SameUpper | Sampling::SameLower => true,
        };
        plain && self.kernel == 1 && self.stride == 1 && self.pad_before == 0 && self.pad_after == 0
    }
}

impl Border {
    /// The most padding at either end of an input of `size` that it has elements for.
    #[must_use]
    pub const fn most_padding(self, size: usize) -> usize {
        match self {
            Self::Zeros | Self::Replicate => usize::MAX,
            Self::Reflect => size.saturating_sub(1),
            Self::Circular => size,
        }
    }

    /// The smallest input that has all the elements which this padding repeats.
    const fn least(self, pad_before: usize, pad_after: usize) -> usize {
        let longer = if pad_before < pad_after { pad_after } else { pad_before };
        match self {
            Self::Zeros | Self::Replicate => 1,
            Self::Reflect => longer.saturating_add(1),
            Self::Circular => longer,
        }
    }
}

/// The greatest common divisor; of zeros, one.
#[inline]
#[must_use]
pub const fn gcd(mut a: usize, mut b: usize) -> usize {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    divisor(a)
}
