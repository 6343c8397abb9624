//! The layout of a layer's packed weights.

use super::groups::{Groups, lane_by_lane};
use super::{Isa, Kernel, cost, tiles};
use crate::{Axis, Dtype, Layer};

/// How packed weights are laid out; the same on every instruction set, since the macro's host does not know the target's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Packing {
    /// Blocks of 64 bytes of output channels side by side, for kernels with channels in the lanes.
    Blocks,
    /// Output channel by output channel, for kernels with pixels in the lanes.
    Rows,
    /// Blocks of 64 bytes of channels side by side, each with its bias and its taps, for depthwise layers whose input and output both have
    /// channels side by side: as [`Blocks`](Self::Blocks) of a layer with one group and one input channel.
    Lanes,
}

/// The planner's own if what is asked for reads it, otherwise the one that it does read.
pub(super) fn asked_packing(layer: &Layer, asked: &[(Isa, Kernel)]) -> Packing {
    let own = packing(layer);
    let read = |packing: &Packing| asked.iter().all(|(_, kernel)| kernel.reads(*packing, layer.dtype()));
    [own, Packing::Blocks, Packing::Rows].into_iter().find(read).unwrap_or(own)
}

/// Blocks of channels if that at most doubles the weights and is not slower on the sets of x86-64 that most machines have.
fn packing(layer: &Layer) -> Packing {
    if let Some(packing) = forced(layer) {
        return packing;
    }
    if tiles::blocks(layer).is_err() {
        return Packing::Rows;
    }
    let cost = |packing| -> f64 {
        [Isa::Avx512, Isa::Avx2].map(|isa| cost::cheapest(layer, packing, isa).1.ln()).iter().sum()
    };
    if cost(Packing::Blocks) <= cost(Packing::Rows) { Packing::Blocks } else { Packing::Rows }
}

/// The only packing of a layer one of whose sides at least is not contiguous: its kernels have channels in the lanes.
fn forced(layer: &Layer) -> Option<Packing> {
    match (layer.memory_format().are_contiguous(), lane_by_lane(layer)) {
        (true, _) => None,
        (false, true) => Some(Packing::Lanes),
        (false, false) => Some(Packing::Blocks),
    }
}

/// Numbers in the packed weights of a layer whose packing is not chosen.
pub(crate) fn forced_len(layer: &Layer) -> Option<usize> {
    Some(packed_len(layer, forced(layer)?))
}

/// Output channels of a block: as many as fill 64 bytes.
#[must_use]
pub fn block(dtype: Dtype) -> usize {
    64 / dtype.bytes()
}

/// Output channels over all groups, each group filled up to whole blocks.
pub(super) fn filled(layer: &Layer) -> usize {
    let groups = Groups::of(layer);
    groups.count.saturating_mul(groups.outputs.next_multiple_of(block(layer.dtype())))
}

pub(super) fn packed_len(layer: &Layer, packing: Packing) -> usize {
    let taps: usize = layer.axes().iter().map(Axis::kernel).product();
    let column = 1 + Groups::of(layer).inputs * taps;
    match packing {
        Packing::Blocks | Packing::Lanes => filled(layer).saturating_mul(column),
        Packing::Rows => layer.out_channels() * column,
    }
}
