//! Copies of the input that tiles read.

use conv_geometry::buffers::PIXELS;
use conv_geometry::cache::PANEL;
use conv_geometry::ways;

use super::cost::as_f64;
use conv_geometry::Groups;
use conv_spec::{Layer, Op};

/// Cycles that a tap with pixels in the lanes takes at least, where its lines of the input come
/// from beyond L1 and are not copied, and those for each line: as measured on Zen 5, tiles of 8 x
/// 2, 8 x 3, 6 x 2 and 4 x 2 vectors of 64 bytes, 144 to 24 channels of 1 x 1 on 64 x 64.
pub(super) fn uncopied(lines: f64) -> f64 {
    lines.mul_add(3.0, 2.0)
}

/// Cycles of copying a vector.
pub(super) const COPY: f64 = 2.0;

/// Whether tiles of so many `pixels` inside of a row, in so many vectors in all of its `phases`,
/// read a copy of the input. With channels in the lanes and no pixels, whether the copy has room
/// for a vector of each input channel.
pub(super) fn gathers(layer: &Layer, pixels: usize, lanes: usize, phases: usize) -> bool {
    let Some(shape) = layer.shape() else { return false };
    let bytes = layer.dtype().bytes();
    let room = PIXELS / bytes / (pixels + (phases - 1) * lanes);
    let least = ways::least_outputs(lanes * bytes, pixels / lanes);
    lanes > 1 && ways::copies_input(&shape, room, least, phases, bytes)
}

/// How many rows of outputs read the same copy, without padding: those of all phases along depth
/// and height, which take turns unless their weights are more than a panel, as in the run time's
/// `pixel_lanes/rows.rs`.
pub(super) fn readers(layer: &Layer) -> f64 {
    let Some((_, others)) = layer.axes().split_last() else { return 1.0 };
    let Groups { inputs, outputs, .. } = layer.channel_groups();
    let taps = layer.axes().iter().fold(layer.dtype().bytes(), |bytes, axis| bytes.saturating_mul(axis.kernel()));
    let weights = inputs.saturating_mul(outputs).saturating_mul(taps);
    if layer.op() == Op::Conv || weights > PANEL {
        1.0
    } else {
        others.iter().map(|axis| as_f64(axis.stride())).product()
    }
}

/// Cycles that each tap of a tile with channels in the lanes waits for input, which is found beyond
/// L1 again for each tile: in `rows` that are whole, or elsewhere. As measured with AVX-512 on Zen
/// 5, 2 to 7 (256 to 128 channels on 32 x 32, tiles of 2 x 14 and 4 x 6); in whole rows 1.6 to 3.4
/// (stride 2, 64 to 512 channels, tiles of 2 x 8).
pub(super) fn waiting(layer: &Layer, rows: bool) -> f64 {
    match layer.memory_format().input.is_contiguous() && crowded(layer) {
        true if rows => 2.0,
        true => 3.0,
        false => 0.0,
    }
}

/// Whether outputs have one tap, which reads so many channels whose planes begin in the same sets
/// of L1 that these do not stay there.
pub(super) fn crowded(layer: &Layer) -> bool {
    layer.shape().is_some_and(|shape| ways::crowds_input(&shape, layer.dtype().bytes()))
}
