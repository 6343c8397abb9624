//! A layer's packed weights: how many numbers they are, and where each parameter stands.

use conv_geometry::{Packing, gcd};

use crate::axis::{Axis, Sampling};
use crate::layer::Layer;

/// The groups of a layer as kernels walk through them.
///
/// Those of a depthwise layer whose input and output both have channels side by side are one group:
/// a vector of channels reads the same channels of the input, lane by lane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Groups {
    /// How many there are.
    pub count: usize,
    /// Output channels of a group.
    pub outputs: usize,
    /// Input channels that an output channel reads.
    pub inputs: usize,
    /// Whether each lane reads an input channel of its own, not all of them the same.
    pub lane_by_lane: bool,
}

impl Groups {
    /// Those of a layer.
    #[must_use]
    pub fn of(layer: &Layer) -> Self {
        let (inputs, outputs, count) = (layer.in_channels(), layer.out_channels(), layer.groups());
        if layer.lane_by_lane() {
            return Self { count: 1, outputs, inputs: 1, lane_by_lane: true };
        }
        let of_group = |channels: usize| channels.checked_div(count).unwrap_or(0);
        Self { count, outputs: of_group(outputs), inputs: of_group(inputs), lane_by_lane: false }
    }
}

impl Layer {
    /// Whether a layer is depthwise and has channels side by side in its input and in its output.
    #[must_use]
    pub fn lane_by_lane(&self) -> bool {
        let formats = self.memory_format();
        let depthwise = self.in_channels() == self.groups() && self.out_channels() == self.groups();
        depthwise && !formats.input.is_contiguous() && !formats.output.is_contiguous()
    }

    /// The only packing of a layer one of whose sides at least is not contiguous: its kernels have
    /// channels in the lanes. `None` where the packing is a question of planning.
    #[must_use]
    pub fn only_packing(&self) -> Option<Packing> {
        match (self.memory_format().are_contiguous(), self.lane_by_lane()) {
            (true, _) => None,
            (false, true) => Some(Packing::Lanes),
            (false, false) => Some(Packing::Blocks),
        }
    }

    /// Output channels over all groups, each group filled up to whole blocks.
    #[must_use]
    pub fn filled_channels(&self) -> usize {
        let groups = Groups::of(self);
        groups.count.saturating_mul(groups.outputs.next_multiple_of(self.dtype().block()))
    }

    /// Numbers in the packed weights, biases and filling zeros included.
    #[must_use]
    pub fn packed_len(&self, packing: Packing) -> usize {
        let taps: usize = self.axes().iter().map(Axis::kernel).product();
        let column = 1 + Groups::of(self).inputs * taps;
        match packing {
            Packing::Blocks | Packing::Lanes => self.filled_channels().saturating_mul(column),
            Packing::Rows => self.out_channels() * column,
        }
    }
}

/// Where packed weights have each of a layer's parameters: the same as at run time.
#[derive(Clone, Debug)]
pub struct Places {
    /// Output channels of a group.
    outputs: usize,
    /// The bias, and the weights of an output channel.
    columns: usize,
    /// Output channels side by side.
    lanes: usize,
    /// For every tap of the kernel, row-major, its column for the first input channel of a group, and the columns from one input
    /// channel to the next.
    taps: Vec<(usize, usize)>,
}

impl Places {
    /// The places in the packed weights of a layer.
    #[must_use]
    pub fn new(layer: &Layer, packing: Packing) -> Self {
        let Groups { inputs, outputs, .. } = Groups::of(layer);
        let kernel: usize = layer.axes().iter().map(Axis::kernel).product();
        let (lanes, by_phase) = match packing {
            Packing::Rows => (1, false),
            Packing::Blocks | Packing::Lanes => (layer.dtype().block(), true),
        };
        let taps =
            if by_phase { by_phase_taps(layer, inputs) } else { (0..kernel).map(|tap| (1 + tap, kernel)).collect() };
        Self { outputs, columns: 1 + inputs * kernel, lanes, taps }
    }

    /// The place of an output channel's bias.
    #[must_use]
    pub fn bias(&self, channel: usize) -> usize {
        self.at(channel, 0)
    }

    /// The place of the weight between an output channel and an input channel of its group at a tap of the kernel, row-major.
    #[must_use]
    pub fn weight(&self, channel: usize, input: usize, tap: usize) -> usize {
        let (first, step) = self.taps.get(tap).copied().unwrap_or_default();
        self.at(channel, first + input * step)
    }

    fn at(&self, channel: usize, column: usize) -> usize {
        let (group, output) = (channel / self.outputs, channel % self.outputs);
        let block = group * self.outputs.div_ceil(self.lanes) + output / self.lanes;
        (block * self.columns + column) * self.lanes + output % self.lanes
    }
}

/// The columns of taps where those of a phase stand together, phase by phase in the order of their first taps, and within a phase by
/// input channel and tap.
fn by_phase_taps(layer: &Layer, inputs: usize) -> Vec<(usize, usize)> {
    // Along each axis, for every tap: the taps of earlier phases, those of its own, and its number among them.
    let axes: Vec<Vec<[usize; 3]>> = layer.axes().iter().map(along).collect();
    let mut taps = vec![(0, [1, 0])];
    for (axis, line) in layer.axes().iter().zip(&axes) {
        taps = taps
            .iter()
            .flat_map(|(before, [own, number])| {
                line.iter().map(move |[earlier, count, index]| {
                    // Everything of earlier phases of the outer axes, and of this axis within the same outer phase.
                    (before * axis.kernel() + own * earlier, [own * count, number * count + index])
                })
            })
            .collect();
    }
    taps.into_iter().map(|(before, [own, number])| (1 + inputs * before + number, own)).collect()
}

fn along(axis: &Axis) -> Vec<[usize; 3]> {
    let step = match axis.sampling() {
        Sampling::Transposed { .. } => axis.stride() / gcd(axis.stride(), axis.dilation()),
        _ => 1,
    };
    let count = |phase: usize| axis.kernel().saturating_sub(phase).div_ceil(step);
    let place = |tap: usize| [(0..tap % step).map(count).sum(), count(tap % step), tap / step];
    (0..axis.kernel()).map(place).collect()
}
