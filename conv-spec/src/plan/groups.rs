//! The groups of a layer as planning counts with them.

use conv_geometry::Groups;

use super::Isa;
use super::cost::as_f64;
use crate::Layer;

/// The groups of a layer, whose number divides its channels.
pub(super) fn groups(layer: &Layer) -> Groups {
    let lone = Groups { count: 1, inputs: 1, outputs: 1, lanewise: false };
    Groups::of(&layer.geometry(), layer.memory_format()).unwrap_or(lone)
}

/// Vectors of a group's output channels.
pub(super) fn vectors(layer: &Layer, isa: Isa) -> usize {
    groups(layer).outputs.div_ceil(isa.lanes(layer.dtype().bytes()))
}

/// Loads for a tap of a tile with channels in the lanes: its weights, and for each pixel a broadcast,
/// or an input for each vector; and how many are broadcasts.
pub(super) fn loads(groups: Groups, vectors: usize, pixels: usize) -> [f64; 2] {
    if groups.lanewise { [as_f64(vectors + vectors * pixels), 0.0] } else { [vectors + pixels, pixels].map(as_f64) }
}

/// Whether a layer is depthwise and has channels side by side in its input and in its output.
pub(super) fn lane_by_lane(layer: &Layer) -> bool {
    layer.memory_format().lanewise(&layer.geometry())
}
