//! What a group of channels is to kernels with channels in the lanes.

use conv_spec::{Groups, Layer};

use super::Isa;
use super::cost::as_f64;

/// Vectors of a group's output channels.
pub(super) fn vectors(layer: &Layer, isa: Isa) -> usize {
    Groups::of(layer).outputs.div_ceil(isa.lanes(layer.dtype().bytes()))
}

/// Loads for a tap of a tile with channels in the lanes: its weights, and for each pixel a
/// broadcast, or an input for each vector; and how many are broadcasts.
pub(super) fn loads(groups: Groups, vectors: usize, pixels: usize) -> [f64; 2] {
    if groups.lane_by_lane { [as_f64(vectors + vectors * pixels), 0.0] } else { [vectors + pixels, pixels].map(as_f64) }
}
