//! A layer's packed weights: how many numbers they are, and where each parameter stands.

use conv_geometry::{Groups, Packing, Places};

use crate::layer::Layer;

impl Layer {
    /// The groups of the channels, as kernels walk through them.
    #[must_use]
    pub fn channel_groups(&self) -> Groups {
        // The number of groups divides the channels of every checked layer.
        let alone = Groups { count: 1, inputs: self.in_channels, outputs: self.out_channels, lanewise: false };
        Groups::of(&self.geometry(), self.memory_format()).unwrap_or(alone)
    }

    /// Whether a layer is depthwise and has channels side by side in its input and in its output.
    #[must_use]
    pub fn lanewise(&self) -> bool {
        self.memory_format().lanewise(&self.geometry())
    }

    /// The only packing of a layer one of whose sides at least is not contiguous: its kernels have
    /// channels in the lanes. `None` where the packing is a question of planning.
    #[must_use]
    pub fn only_packing(&self) -> Option<Packing> {
        match (self.memory_format().are_contiguous(), self.lanewise()) {
            (true, _) => None,
            (false, true) => Some(Packing::Lanes),
            (false, false) => Some(Packing::Blocks),
        }
    }

    /// Output channels over all groups, each group filled up to whole blocks.
    #[must_use]
    pub fn filled_channels(&self) -> usize {
        let groups = self.channel_groups();
        groups.count.saturating_mul(groups.outputs.next_multiple_of(self.dtype().block()))
    }

    /// Numbers in the packed weights, biases and filling zeros included.
    #[must_use]
    pub fn packed_len(&self, packing: Packing) -> usize {
        packing.len(&self.geometry(), self.dtype().bytes()).unwrap_or(usize::MAX)
    }

    /// The place of each number in the packed weights; `None` where these exceed the addresses of
    /// this machine.
    #[must_use]
    pub fn places(&self, packing: Packing) -> Option<Places> {
        Places::new(packing, &self.geometry(), self.dtype().bytes()).ok()
    }
}
