//! The layout of a layer's packed weights.

use super::{Isa, Kernel, Packing, cost, tiles};
use conv_spec::Layer;

/// The planner's own if what is asked for reads it, otherwise the one that it does read.
pub(super) fn asked_packing(layer: &Layer, asked: &[(Isa, Kernel)]) -> Packing {
    let own = packing(layer);
    let read = |packing: &Packing| asked.iter().all(|(_, kernel)| kernel.reads(*packing, layer.dtype()));
    [own, Packing::Blocks, Packing::Rows].into_iter().find(read).unwrap_or(own)
}

/// Blocks of channels if that at most doubles the weights and is not slower on the sets of x86-64
/// that most machines have.
fn packing(layer: &Layer) -> Packing {
    if let Some(packing) = layer.only_packing() {
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
