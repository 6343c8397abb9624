//! How packed weights are laid out, and how many numbers they are.

use crate::Geometry;
use crate::cache::LINE;

/// Numbers of so many bytes that fill 64 bytes, the width of the widest vector: the channels of a
/// block.
#[inline(always)]
#[must_use]
pub const fn block(bytes: usize) -> usize {
    LINE / bytes
}

/// How weights are laid out for a kernel.
///
/// One packed layout serves every instruction set: a macro that runs on the host cannot know which
/// one the target has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Packing {
    /// For kernels with channels in the lanes: per group, [blocks](block) of output channels, each
    /// `[1 + in_channels / groups * taps][BLOCK]`: the bias first, then PyTorch's order of input
    /// channel and tap, with the channels of the block side by side. A group's last block is filled
    /// up with zeros. In a transposed layer, the taps of a phase stand together, those of the one
    /// with the lowest taps first: what a kernel reads in one go has no gaps that would map to few
    /// sets of a cache.
    Blocks,
    /// For kernels with pixels in the lanes: per output channel
    /// `[1 + in_channels / groups * taps]`, the bias first.
    Rows,
    /// For kernels with channels in the lanes where these are computed
    /// [side by side](crate::Formats::lanewise): as `Blocks`, of all channels of a depthwise layer
    /// instead of those of a group.
    Lanes,
}

impl Packing {
    /// Numbers of so many `bytes` in the packed weights, or `None` when the geometry is impossible
    /// or they exceed the address space.
    #[must_use]
    #[inline]
    pub const fn len(self, geometry: &Geometry, bytes: usize) -> Option<usize> {
        let (Some(fan_in), Some(outputs)) = (geometry.fan_in(), geometry.group_outputs()) else { return None };
        let (groups, outputs, fan_in) = match self {
            Self::Lanes if !geometry.is_depthwise() => return None,
            Self::Lanes => (1, geometry.out_channels, fan_in),
            Self::Blocks | Self::Rows => (geometry.groups, outputs, fan_in),
        };
        let lanes = match self {
            Self::Blocks | Self::Lanes => match outputs.checked_next_multiple_of(block(bytes)) {
                Some(filled) => filled,
                None => return None,
            },
            Self::Rows => outputs,
        };
        let Some(column) = fan_in.checked_add(1) else { return None };
        let Some(lanes) = lanes.checked_mul(groups) else { return None };
        let Some(len) = column.checked_mul(lanes) else { return None };
        if len > isize::MAX as usize / bytes { None } else { Some(len) }
    }
}
