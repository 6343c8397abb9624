use crate::Error;

/// One spatial axis of a convolution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Axis {
    /// Taps of the kernel.
    pub kernel: usize,
    /// Input elements between the windows of neighbouring outputs.
    pub stride: usize,
    /// Input elements between neighbouring taps.
    pub dilation: usize,
    /// Zeros assumed before the input.
    pub pad_before: usize,
    /// Zeros assumed after the input.
    pub pad_after: usize,
}

impl Axis {
    /// The axis that a layer of lower rank does not have.
    pub const UNIT: Self = Self { kernel: 1, stride: 1, dilation: 1, pad_before: 0, pad_after: 0 };

    /// Input elements that the kernel spans, `dilation * (kernel - 1) + 1`, or `None` when a field is zero or it overflows.
    #[must_use]
    pub const fn extent(&self) -> Option<usize> {
        if self.kernel == 0 || self.stride == 0 || self.dilation == 0 {
            return None;
        }
        match self.dilation.checked_mul(self.kernel - 1) {
            Some(span) => span.checked_add(1),
            None => None,
        }
    }

    /// Output size for an input of `size`: `floor((size + pad_before + pad_after - extent) / stride) + 1`, the formula of
    /// [`torch.nn.Conv2d`](https://docs.pytorch.org/docs/stable/generated/torch.nn.Conv2d.html).
    ///
    /// `None` when `size` is zero, the kernel does not fit, or a number overflows.
    ///
    /// ```
    /// use conv_runtime::Axis;
    /// let axis = Axis { kernel: 7, stride: 2, dilation: 1, pad_before: 3, pad_after: 3 };
    /// assert_eq!(axis.output(224), Some(112));
    /// assert_eq!(axis.output(0), None);
    /// ```
    #[must_use]
    pub const fn output(&self, size: usize) -> Option<usize> {
        let Some(extent) = self.extent() else { return None };
        let Some(padding) = self.pad_before.checked_add(self.pad_after) else { return None };
        let Some(padded) = size.checked_add(padding) else { return None };
        if size == 0 || padded < extent {
            return None;
        }
        Some((padded - extent) / self.stride + 1)
    }

    /// The smallest input size that has an output.
    #[must_use]
    pub const fn minimum(&self) -> usize {
        let Some(extent) = self.extent() else { return usize::MAX };
        let needed = extent.saturating_sub(self.pad_before).saturating_sub(self.pad_after);
        if needed == 0 { 1 } else { needed }
    }

    /// Whether outputs and inputs along this axis correspond one to one.
    #[must_use]
    pub const fn is_pointwise(&self) -> bool {
        self.kernel == 1 && self.stride == 1 && self.pad_before == 0 && self.pad_after == 0
    }
}

/// The sizes of a convolution that do not depend on its input's size.
///
/// Layers of rank 1 and 2 have [`Axis::UNIT`] in front.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Geometry {
    /// Channels of the input.
    pub in_channels: usize,
    /// Channels of the output.
    pub out_channels: usize,
    /// Groups; they divide both numbers of channels.
    pub groups: usize,
    /// Depth, height, width.
    pub axes: [Axis; 3],
}

impl Geometry {
    /// Input channels that one output channel sees, or `None` when `groups` does not divide the channels.
    #[must_use]
    pub const fn group_inputs(&self) -> Option<usize> {
        exact(self.in_channels, self.groups)
    }

    /// Output channels of one group, or `None` when `groups` does not divide the channels.
    #[must_use]
    pub const fn group_outputs(&self) -> Option<usize> {
        exact(self.out_channels, self.groups)
    }

    /// Taps of the whole kernel.
    #[must_use]
    pub const fn taps(&self) -> Option<usize> {
        product([self.axes[0].kernel, self.axes[1].kernel, self.axes[2].kernel])
    }

    /// Weights that one output channel has: `in_channels / groups * taps`.
    #[must_use]
    pub const fn fan_in(&self) -> Option<usize> {
        match (self.group_inputs(), self.taps()) {
            (Some(inputs), Some(taps)) => inputs.checked_mul(taps),
            _ => None,
        }
    }

    /// Spatial output size for a spatial input size (depth, height, width; 1 for axes that the layer does not have).
    ///
    /// # Errors
    ///
    /// [`Error::InputTooSmall`] names the first axis, from the outermost, along which the kernel does not fit.
    pub const fn output_size(&self, size: [usize; 3]) -> Result<[usize; 3], Error> {
        let mut output = [0; 3];
        let mut axis = 0;
        while axis < 3 {
            let Some(n) = self.axes[axis].output(size[axis]) else {
                let minimum = self.axes[axis].minimum();
                return Err(if size[axis] < minimum {
                    Error::InputTooSmall { axis: 2 - axis, size: size[axis], minimum }
                } else {
                    Error::TooLarge
                });
            };
            output[axis] = n;
            axis += 1;
        }
        Ok(output)
    }
}

const fn exact(channels: usize, groups: usize) -> Option<usize> {
    if groups == 0 || channels == 0 || !channels.is_multiple_of(groups) { None } else { Some(channels / groups) }
}

/// The product of three sizes, or `None` when it overflows.
pub(crate) const fn product(sizes: [usize; 3]) -> Option<usize> {
    match sizes[0].checked_mul(sizes[1]) {
        Some(two) => two.checked_mul(sizes[2]),
        None => None,
    }
}
