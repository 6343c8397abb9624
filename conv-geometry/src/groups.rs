//! The groups of a layer's channels, as kernels walk through them.

use crate::{Formats, Geometry};

/// The groups of a layer's channels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Groups {
    /// How many there are.
    pub count: usize,
    /// Input channels that an output channel reads.
    pub inputs: usize,
    /// Output channels of a group.
    pub outputs: usize,
    /// Whether channels are computed [side by side](Formats::lanewise): all of them are the outputs
    /// of one group then, and each lane reads an input channel of its own.
    pub lanewise: bool,
}

impl Groups {
    /// Those of a layer, or `None` when their number does not divide the channels.
    #[inline(always)]
    #[must_use]
    pub const fn of(geometry: &Geometry, formats: Formats) -> Option<Self> {
        let (Some(inputs), Some(outputs)) = (geometry.group_inputs(), geometry.group_outputs()) else { return None };
        if formats.lanewise(geometry) {
            return Some(Self { count: 1, inputs: 1, outputs: geometry.out_channels, lanewise: true });
        }
        Some(Self { count: geometry.groups, inputs, outputs, lanewise: false })
    }
}
