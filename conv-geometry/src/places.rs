//! Where packed weights have each of a layer's parameters.

use crate::{Axis, Fault, Geometry, Packing, block, divisor};

/// Where the packed weights have each of a layer's parameters.
#[derive(Clone, Copy, Debug)]
pub struct Places {
    groups: usize,
    /// Output channels and input channels of a group, taps of the kernel.
    outputs: usize,
    inputs: usize,
    taps: usize,
    /// Whether PyTorch's weight has the input channels outside of the output channels.
    transposed: bool,
    /// Output channels side by side.
    lanes: usize,
    /// Sets of `lanes` output channels in a group.
    blocks: usize,
    /// The axes, where the taps of a phase stand together.
    phased: Option<[Phased; 3]>,
    /// Weights that follow one another in PyTorch's order and stand [`step`](Self::step) apart,
    /// from every multiple of their number on. Packing goes from run to run: when it happens at
    /// compile time, every operation counts.
    pub run: usize,
}

impl Places {
    /// The places of a layer whose numbers have so many `bytes`.
    ///
    /// # Errors
    ///
    /// When the geometry is impossible, or does not go with the packing.
    #[inline]
    pub const fn new(packing: Packing, geometry: &Geometry, bytes: usize) -> Result<Self, Fault> {
        let (Some(inputs), Some(outputs), Some(taps)) =
            (geometry.group_inputs(), geometry.group_outputs(), geometry.taps())
        else {
            return Err(Fault::Geometry);
        };
        if !geometry.is_sound() {
            return Err(Fault::Geometry);
        }
        // Everything below is at most this length.
        if packing.len(geometry, bytes).is_none() {
            return Err(Fault::TooLarge);
        }
        let lanes = match packing {
            Packing::Blocks | Packing::Lanes => block(bytes),
            Packing::Rows => 1,
        };
        let transposed = geometry.is_transposed();
        let (phased, run) = match packing {
            Packing::Blocks | Packing::Lanes if transposed => (Some(Phased::all(&geometry.axes)), 1),
            Packing::Rows if transposed => (None, taps),
            Packing::Blocks | Packing::Rows | Packing::Lanes => (None, inputs * taps),
        };
        // Side by side, channels are the outputs of one group with one input, and PyTorch's weight
        // is (channels, 1, kernel…) either way.
        let (groups, outputs, transposed) = match packing {
            Packing::Lanes => (1, geometry.out_channels, false),
            Packing::Blocks | Packing::Rows => (geometry.groups, outputs, transposed),
        };
        let blocks = outputs.div_ceil(lanes);
        Ok(Self { groups, outputs, inputs, taps, transposed, lanes, blocks, phased, run })
    }

    /// The column of the weight of an input channel of the group.
    #[inline]
    const fn column(&self, input: usize, tap: usize) -> usize {
        let Some([depth, height, width]) = &self.phased else { return 1 + input * self.taps + tap };
        let (row, x) = (tap / width.kernel, tap % width.kernel);
        let (z, y) = (row / height.kernel, row % height.kernel);
        let phases = [z % depth.step, y % height.step, x % width.step];
        let Span { start, taps } = Span::new(&[*depth, *height, *width], phases);
        let [planes, rows, columns] = taps;
        let [z, y, x] = [z / depth.step, y / height.step, x / width.step];
        1 + self.inputs * start + (input * planes + z) * rows * columns + y * columns + x
    }

    /// The place of a column of an output channel: 0 for the bias, [`column`](Self::column) for a
    /// weight.
    #[inline]
    const fn at(&self, group: usize, output: usize, column: usize) -> usize {
        let block = group * self.blocks + output / self.lanes;
        (block * (1 + self.inputs * self.taps) + column) * self.lanes + output % self.lanes
    }

    /// Numbers in the packed weights.
    #[inline]
    #[must_use]
    pub const fn packed(&self) -> usize {
        self.at(self.groups, 0, 0)
    }

    /// Elements of PyTorch's weight.
    #[inline]
    #[must_use]
    pub const fn weights(&self) -> usize {
        self.groups * self.outputs * self.inputs * self.taps
    }

    /// PyTorch's `fan_in`, the elements of `weight[0]`. For a transposed layer these are not what
    /// an output sums over.
    #[inline]
    #[must_use]
    pub const fn fan_in(&self) -> usize {
        self.inner() * self.taps
    }

    /// The second size of PyTorch's weight.
    #[inline]
    const fn inner(&self) -> usize {
        if self.transposed { self.outputs } else { self.inputs }
    }

    /// The place of element `n` of PyTorch's weight, row-major.
    #[inline]
    #[must_use]
    pub const fn weight(&self, n: usize) -> usize {
        let (channels, tap) = (n / self.taps, n % self.taps);
        let (outer, inner) = (channels / self.inner(), channels % self.inner());
        if self.transposed {
            self.at(outer / self.inputs, inner, self.column(outer % self.inputs, tap))
        } else {
            self.at(outer / self.outputs, outer % self.outputs, self.column(inner, tap))
        }
    }

    /// The place of the weight between an output channel and an input channel of its group at a tap
    /// of the kernel, row-major.
    #[inline]
    #[must_use]
    pub const fn between(&self, channel: usize, input: usize, tap: usize) -> usize {
        self.at(channel / self.outputs, channel % self.outputs, self.column(input, tap))
    }

    /// Elements between the places of a run.
    #[inline]
    #[must_use]
    pub const fn step(&self) -> usize {
        self.lanes
    }

    /// The place of an output channel's bias.
    #[inline]
    #[must_use]
    pub const fn bias(&self, channel: usize) -> usize {
        self.at(channel / self.outputs, channel % self.outputs, 0)
    }

    /// Puts zeros after the last channel of each group.
    #[inline]
    pub const fn fill_up<T: Copy>(&self, packed: &mut [T], zero: T) {
        let mut group = 0;
        while group < self.groups {
            let mut output = self.outputs;
            while output < self.blocks * self.lanes {
                let mut column = 0;
                while column <= self.inputs * self.taps {
                    packed[self.at(group, output, column)] = zero;
                    column += 1;
                }
                output += 1;
            }
            group += 1;
        }
    }
}

/// The taps of a transposed axis, phase by phase.
#[derive(Clone, Copy, Debug)]
pub struct Phased {
    kernel: usize,
    /// Taps from one to the next of a phase.
    step: usize,
}

impl Phased {
    /// Those of all three axes.
    #[inline(always)]
    #[must_use]
    pub const fn all(axes: &[Axis; 3]) -> [Self; 3] {
        let [depth, height, width] = axes;
        [Self::new(depth), Self::new(height), Self::new(width)]
    }

    #[inline(always)]
    const fn new(axis: &Axis) -> Self {
        Self { kernel: axis.kernel, step: axis.tap_step() }
    }

    /// Taps of the phase whose first tap is `tap`.
    #[inline(always)]
    const fn count(self, tap: usize) -> usize {
        self.kernel.saturating_sub(tap).div_ceil(divisor(self.step))
    }

    /// Taps of the phases whose first taps are below `tap`.
    #[inline(always)]
    const fn before(self, tap: usize) -> usize {
        let step = divisor(self.step);
        let (all, one_more) = (self.kernel / step, self.kernel % step);
        tap * all + if tap < one_more { tap } else { one_more }
    }
}

/// The taps of one phase of all three axes among the columns of an output channel.
#[derive(Clone, Copy, Debug)]
pub struct Span {
    /// Taps of earlier phases.
    pub start: usize,
    /// Taps of the phase along each axis.
    pub taps: [usize; 3],
}

impl Span {
    /// Of the phases with these first taps.
    #[inline(always)]
    #[must_use]
    pub const fn new(axes: &[Phased; 3], first: [usize; 3]) -> Self {
        let [depth, height, width] = *axes;
        let [z, y, x] = first;
        let taps = [depth.count(z), height.count(y), width.count(x)];
        let [planes, rows, _] = taps;
        let start = (depth.before(z) * height.kernel + planes * height.before(y)) * width.kernel
            + planes * rows * width.before(x);
        Self { start, taps }
    }
}
