use super::groups::Groups;
use super::strips::gcd;
use super::{Packing, Plan};
use crate::{Axis, Layer, Sampling};

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
    /// The places in the packed weights of a planned layer.
    #[must_use]
    pub fn new(layer: &Layer, plan: &Plan) -> Self {
        let Groups { inputs, outputs, .. } = Groups::of(layer);
        let kernel: usize = layer.axes().iter().map(Axis::kernel).product();
        let (lanes, by_phase) = match plan.packing() {
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
