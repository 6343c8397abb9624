use super::Isa;
use super::cost::as_f64;
use crate::Layer;

/// The groups of a layer as kernels walk through them.
///
/// Those of a depthwise layer whose input and output both have channels side by side are one group: a vector of channels reads the
/// same channels of the input, lane by lane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Groups {
    pub(super) count: usize,
    /// Output channels of a group.
    pub(super) outputs: usize,
    /// Input channels that an output channel reads.
    pub(super) inputs: usize,
    /// Whether each lane reads an input channel of its own, not all of them the same.
    pub(super) lane_by_lane: bool,
}

impl Groups {
    pub(super) fn of(layer: &Layer) -> Self {
        let (inputs, outputs, count) = (layer.in_channels(), layer.out_channels(), layer.groups());
        if lane_by_lane(layer) {
            return Self { count: 1, outputs, inputs: 1, lane_by_lane: true };
        }
        let of_group = |channels: usize| channels.checked_div(count).unwrap_or(0);
        Self { count, outputs: of_group(outputs), inputs: of_group(inputs), lane_by_lane: false }
    }

    /// Vectors of a group's output channels.
    pub(super) fn vectors(self, layer: &Layer, isa: Isa) -> usize {
        self.outputs.div_ceil(isa.lanes(layer.dtype().bytes()))
    }

    /// Loads for a tap of a tile with channels in the lanes: its weights, and for each pixel a broadcast, or an input for each vector; and how many are broadcasts.
    pub(super) fn loads(self, vectors: usize, pixels: usize) -> [f64; 2] {
        if self.lane_by_lane {
            [as_f64(vectors + vectors * pixels), 0.0]
        } else {
            [vectors + pixels, pixels].map(as_f64)
        }
    }
}

/// Whether a layer is depthwise and has channels side by side in its input and in its output.
pub(super) fn lane_by_lane(layer: &Layer) -> bool {
    let formats = layer.memory_format();
    let depthwise = layer.in_channels() == layer.groups() && layer.out_channels() == layer.groups();
    depthwise && !formats.input.is_contiguous() && !formats.output.is_contiguous()
}
