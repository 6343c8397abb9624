//! The layout of a layer's packed weights.

use super::groups::{Groups, lane_by_lane};
use super::{Isa, Packing, cost, tiles};
use crate::{Axis, Layer};

/// The planner's own if what is asked for reads it, otherwise the one that it does read.
pub(super) fn asked_packing(layer: &Layer) -> Packing {
    let own = packing(layer);
    let read = |packing: &Packing| layer.asked.iter().all(|(_, kernel)| kernel.reads(*packing, layer.dtype()));
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

/// Output channels over all groups, each group filled up to whole blocks.
pub(super) fn filled(layer: &Layer) -> usize {
    let groups = Groups::of(layer);
    groups.count.saturating_mul(groups.outputs.next_multiple_of(layer.dtype().block()))
}

pub(super) fn packed_len(layer: &Layer, packing: Packing) -> usize {
    let taps: usize = layer.axes().iter().map(Axis::kernel).product();
    let column = 1 + Groups::of(layer).inputs * taps;
    match packing {
        Packing::Blocks | Packing::Lanes => filled(layer).saturating_mul(column),
        Packing::Rows => layer.out_channels() * column,
    }
}
