use super::{Packing, Plan, block};
use crate::{Axis, Layer};

/// Where packed weights have each of a layer's parameters: the same as at run time.
#[derive(Clone, Copy, Debug)]
pub struct Places {
    /// Output channels of a group.
    outputs: usize,
    /// The bias, and the weights of an output channel.
    columns: usize,
    /// Output channels side by side.
    lanes: usize,
}

impl Places {
    /// The places in the packed weights of a planned layer.
    #[must_use]
    pub fn new(layer: &Layer, plan: &Plan) -> Self {
        let taps: usize = layer.axes().iter().map(Axis::kernel).product();
        Self {
            outputs: layer.out_channels() / layer.groups(),
            columns: 1 + layer.in_channels() / layer.groups() * taps,
            lanes: match plan.packing() {
                Packing::Rows => 1,
                Packing::Blocks => block(layer.dtype()),
            },
        }
    }

    /// The place of `column` of an output channel: 0 for the bias, `1 + input * taps + tap` for the weight of an input channel of
    /// its group.
    #[must_use]
    pub fn at(&self, channel: usize, column: usize) -> usize {
        let (group, output) = (channel / self.outputs, channel % self.outputs);
        let block = group * self.outputs.div_ceil(self.lanes) + output / self.lanes;
        (block * self.columns + column) * self.lanes + output % self.lanes
    }

    /// Elements between neighbouring columns of an output channel.
    #[must_use]
    pub fn step(&self) -> usize {
        self.lanes
    }
}
