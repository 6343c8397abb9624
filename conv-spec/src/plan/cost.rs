//! Estimated cycles of a kernel on a layer.
//!
//! The model is that of a core with two multiply-add units and two load ports, and a latency of four cycles: what Intel
//! since Skylake and AMD since Zen 2 have. For each tap a tile takes the largest of its multiply-adds / 2, its loads / 2, and
//! the latency (each sum waits for its predecessor). Storing a tile costs a fixed amount for each vector.

use super::{Isa, Kernel, Packing, channels, pixels};
use crate::Layer;

/// Cycles of one tap of a tile with `sums` sums and `loads` loads, where as many other `chains` of sums as are given, itself included,
/// go on at the same time.
pub(super) fn tap(sums: usize, loads: usize, chains: usize) -> f64 {
    const LATENCY: f64 = 4.0;
    const LOOP: f64 = 0.25;
    as_f64(sums).max(as_f64(loads)).mul_add(0.5, LOOP).max(LATENCY / as_f64(chains))
}

/// Cycles of storing one vector of a tile.
pub(super) const STORE: f64 = 4.0;

/// Cycles of storing one number of a tile, where neighbours go to different places.
pub(super) const SCATTER: f64 = 1.5;

/// Cycles of starting a tile: addresses, biases, branches.
pub(super) const START: f64 = 12.0;

/// The cheapest kernel for a packing, and its cost.
pub(super) fn cheapest(layer: &Layer, packing: Packing, isa: Isa) -> (Kernel, f64) {
    match packing {
        Packing::Blocks => channels::cheapest(layer, isa),
        Packing::Rows => pixels::cheapest(layer, isa),
    }
}

/// The candidate of least cost; the first of equals.
pub(super) fn least(candidates: impl Iterator<Item = (Kernel, f64)>, fallback: Kernel) -> (Kernel, f64) {
    candidates.fold((fallback, f64::INFINITY), |best, next| if next.1 < best.1 { next } else { best })
}

/// Exact below 2^53; beyond that the estimate does not need the last digits.
#[expect(clippy::cast_precision_loss, reason = "an estimate")]
pub(super) fn as_f64(n: usize) -> f64 {
    n as f64
}
