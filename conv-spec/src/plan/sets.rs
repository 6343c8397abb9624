//! Pixels that share a set of L1.

use super::groups::lane_by_lane;
use super::strips::gcd;
use crate::{Layer, MemoryFormat, Sampling};

/// Bytes after which addresses have the same set of L1.
const PERIOD: usize = 4096;

/// Lines of a set of L1, of cores that have few.
const WAYS: usize = 8;

/// Cycles that each tap of a tile of so many `pixels` with channels in the lanes waits for input whose channels are last: where pixels are a large power of two apart,
/// those of a tile leave L1 before their next channels are read. As measured with AVX-512 on Zen 5 (1024 to 256 channels on 14 × 14, tiles of 14 pixels).
pub(super) fn waiting(layer: &Layer, pixels: usize) -> f64 {
    if layer.memory_format().input != MemoryFormat::ChannelsLast || lane_by_lane(layer) {
        return 0.0;
    }
    let stride = match layer.axes().last() {
        Some(width) if !matches!(width.sampling(), Sampling::Transposed { .. }) => width.stride(),
        _ => 1,
    };
    let step = layer.in_channels().saturating_mul(layer.dtype().bytes()).saturating_mul(stride);
    // Pixels that have sets of their own.
    let apart = PERIOD / gcd(step, PERIOD);
    if pixels.div_ceil(apart) > WAYS { 0.7 } else { 0.0 }
}
