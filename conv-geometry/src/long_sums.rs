//! Sums of many products, in blocks.
//!
//! Each addition to a running sum rounds it, and the error grows with the number of terms: of
//! 18,432 that are all 0.1, in `f32`, to more than 2000 · 2⁻²⁴ of the sum. Where an output has more
//! terms than a block, those of each block are summed from zero, in registers as ever, and the
//! block's sum is added to a total in memory:
//!
//! ```text
//! for every block of input channels, as many as have no more terms than a block:
//!   sums = 0
//!   for input channel of the block, tap:  sums += weight * input
//!   totals += sums
//! ```
//!
//! In blocks of 256 the same reduction is off by less than 64 · 2⁻²⁴. Blocks are as long as costs
//! no time that shows: 256 terms where a tile has few sums, [1024](LONG_TERMS) with channels in the
//! lanes, whose tiles have up to 28 vectors of sums, as many to store and to add for each block
//! (with 256 terms 3 % of the time of 64 channels on 56 × 56, 7 % of 512 on 7 × 7, Zen 5 with
//! AVX-512). A block is whole input channels, at least one, so that kernels have the same loops as
//! without: the taps of one channel are one running sum. Whether there are totals follows from the
//! geometry: layers of fewer terms are compiled as if nothing had any.

use crate::Geometry;

/// The most terms of a block, unless one input channel has more.
pub const TERMS: usize = 256;

/// The same of tiles with many sums: those with channels in the lanes.
pub const LONG_TERMS: usize = 1024;

/// How the input channels of a group are cut into blocks.
#[derive(Clone, Copy, Debug)]
pub struct Blocks {
    /// Input channels of a block.
    pub channels: usize,
    /// Whether a group has more.
    pub several: bool,
}

impl Blocks {
    /// Of a layer, in blocks of so many `terms`.
    #[inline(always)]
    #[must_use]
    pub const fn new(geometry: &Geometry, terms: usize) -> Self {
        let [depth, height, width] = &geometry.axes;
        let taps = depth.most_taps().saturating_mul(height.most_taps()).saturating_mul(width.most_taps());
        let channels = if taps > terms { 1 } else { terms / taps };
        let several = match geometry.group_outputs() {
            Some(_) => channels < geometry.in_channels / geometry.groups,
            None => false,
        };
        Self { channels, several }
    }
}
