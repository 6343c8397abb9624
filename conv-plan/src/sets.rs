//! Planes and pixels that share sets of L1.

use conv_geometry::cache::{PAGE, WAYS, common_page};
use conv_geometry::ways::crowds;

use super::cost::as_f64;
use conv_spec::{Layer, MemoryFormat, Sampling};

/// Of the lines of the output that a tile of so many channels writes to, how many have the same set
/// of L1 beyond those that stay there until the next tile: none where the output is not contiguous,
/// or its size is open.
pub(super) fn evicted(layer: &Layer, channels: usize) -> f64 {
    let Some(shape) = layer.output_shape().filter(|_| layer.memory_format().output.is_contiguous()) else { return 0.0 };
    let (plane, channels) = (plane(layer, &shape), channels.min(layer.channel_groups().outputs));
    if !crowds(channels, plane) {
        return 0.0;
    }
    as_f64(channels.saturating_mul(common_page(plane))) / as_f64(PAGE) - as_f64(WAYS)
}

/// Bytes of a plane of an array of the layer.
pub(super) fn plane(layer: &Layer, shape: &[usize]) -> usize {
    shape.iter().skip(1).fold(layer.dtype().bytes(), |bytes, size| bytes.wrapping_mul(*size))
}

/// Cycles that each tap of a tile of so many `pixels` with channels in the lanes waits for input
/// whose channels are last: where pixels are a large power of two apart, those of a tile leave L1
/// before their next channels are read. As measured with AVX-512 on Zen 5 (1024 to 256 channels on
/// 14 × 14, tiles of 14 pixels).
pub(super) fn waiting(layer: &Layer, pixels: usize) -> f64 {
    if layer.memory_format().input != MemoryFormat::ChannelsLast || layer.lanewise() {
        return 0.0;
    }
    let stride = match layer.axes().last() {
        Some(width) if !matches!(width.sampling(), Sampling::Transposed { .. }) => width.stride(),
        _ => 1,
    };
    let step = layer.in_channels().saturating_mul(layer.dtype().bytes()).saturating_mul(stride);
    // Pixels that have sets of their own.
    let apart = PAGE / common_page(step);
    if pixels.div_ceil(apart) > WAYS { 0.7 } else { 0.0 }
}
