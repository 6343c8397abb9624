//! The sizes of a layer that do not depend on its input's.

use crate::{Axis, Fault};

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
    /// Whether the layer is a transposed convolution, whose weights have the shape (in, out/groups,
    /// kernel…).
    #[inline(always)]
    #[must_use]
    pub const fn is_transposed(&self) -> bool {
        self.axes[2].is_transposed()
    }

    /// Whether each output channel sees one input channel, its own.
    #[inline(always)]
    #[must_use]
    pub const fn is_depthwise(&self) -> bool {
        self.groups == self.in_channels && self.groups == self.out_channels
    }

    /// Whether the fields can be those of a layer: nothing is zero, numbers have a sign to spare,
    /// and all axes that a transposed layer has are transposed.
    #[inline(always)]
    #[must_use]
    pub const fn is_sound(&self) -> bool {
        let [depth, height, width] = &self.axes;
        let outer = depth.is_transposed() || height.is_transposed();
        depth.is_sound() && height.is_sound() && width.is_sound() && (!outer || width.is_transposed())
    }

    /// Input channels that one output channel sees, or `None` when `groups` does not divide the
    /// channels.
    #[must_use]
    #[inline]
    pub const fn group_inputs(&self) -> Option<usize> {
        exact(self.in_channels, self.groups)
    }

    /// Output channels of one group, or `None` when `groups` does not divide the channels.
    #[must_use]
    #[inline]
    pub const fn group_outputs(&self) -> Option<usize> {
        exact(self.out_channels, self.groups)
    }

    /// Taps of the whole kernel.
    #[must_use]
    #[inline]
    pub const fn taps(&self) -> Option<usize> {
        product([self.axes[0].kernel, self.axes[1].kernel, self.axes[2].kernel])
    }

    /// Weights that one output channel has: `in_channels / groups * taps`.
    #[must_use]
    #[inline]
    pub const fn fan_in(&self) -> Option<usize> {
        match (self.group_inputs(), self.taps()) {
            (Some(inputs), Some(taps)) => inputs.checked_mul(taps),
            _ => None,
        }
    }

    /// Spatial output size for a spatial input size (depth, height, width; 1 for axes that the
    /// layer does not have).
    ///
    /// # Errors
    ///
    /// [`Fault::TooSmall`] names the first axis, from the outermost, along which the kernel does
    /// not fit or the padding has too little input to repeat.
    #[inline(always)]
    pub const fn output_size(&self, size: [usize; 3]) -> Result<[usize; 3], Fault> {
        let mut output = [0; 3];
        let mut axis = 0;
        while axis < 3 {
            let Some(n) = self.axes[axis].output(size[axis]) else {
                let minimum = self.axes[axis].minimum();
                return Err(if size[axis] < minimum {
                    let limit = self.axes[axis].limit(minimum);
                    Fault::TooSmall { axis, size: size[axis], minimum, limit }
                } else {
                    Fault::TooLarge
                });
            };
            output[axis] = n;
            axis += 1;
        }
        Ok(output)
    }
}

#[inline]
const fn exact(channels: usize, groups: usize) -> Option<usize> {
    if groups == 0 || channels == 0 || !channels.is_multiple_of(groups) { None } else { Some(channels / groups) }
}

/// The product of three sizes, or `None` when it overflows.
#[inline]
#[must_use]
pub const fn product(sizes: [usize; 3]) -> Option<usize> {
    match sizes[0].checked_mul(sizes[1]) {
        Some(two) => two.checked_mul(sizes[2]),
        None => None,
    }
}
