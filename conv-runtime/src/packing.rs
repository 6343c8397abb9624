use crate::problem::length;
use crate::{Axis, Element, Error, Geometry, Operand};

/// How weights are laid out for a kernel.
///
/// One packed layout serves every instruction set: a macro that runs on the host cannot know which one the target has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Packing {
    /// For [`channel_lanes`](crate::channel_lanes): per group, blocks of [`Element::BLOCK`] output channels, each
    /// `[1 + in_channels / groups * taps][BLOCK]`: the bias first, then PyTorch's order of input channel and tap, with the
    /// channels of the block side by side. A group's last block is filled up with zeros. In a transposed layer, the taps of a
    /// phase stand together, those of the one with the lowest taps first: what a kernel reads in one go has no
    /// gaps that would map to few sets of a cache.
    Blocks,
    /// For [`pixel_lanes`](crate::pixel_lanes): per output channel `[1 + in_channels / groups * taps]`, the bias first.
    Rows,
    /// For [`channel_lanes`](crate::channel_lanes) where channels are computed [side by side](crate::Formats::lanewise): as `Blocks`, of all channels of a
    /// depthwise layer instead of those of a group.
    Lanes,
}

impl Packing {
    /// Elements of the packed weights, or `None` when the geometry is invalid or they exceed the address space.
    #[must_use]
    #[inline]
    pub const fn len<T: Element>(self, geometry: &Geometry) -> Option<usize> {
        let (Some(fan_in), Some(outputs)) = (geometry.fan_in(), geometry.group_outputs()) else { return None };
        let (groups, outputs, fan_in) = match self {
            Self::Lanes if !geometry.is_depthwise() => return None,
            Self::Lanes => (1, geometry.out_channels, fan_in),
            Self::Blocks | Self::Rows => (geometry.groups, outputs, fan_in),
        };
        let lanes = match self {
            Self::Blocks | Self::Lanes => match outputs.checked_next_multiple_of(T::BLOCK) {
                Some(filled) => filled,
                None => return None,
            },
            Self::Rows => outputs,
        };
        let Some(column) = fan_in.checked_add(1) else { return None };
        let Some(lanes) = lanes.checked_mul(groups) else { return None };
        let Some(len) = column.checked_mul(lanes) else { return None };
        if len > isize::MAX as usize / size_of::<T>() { None } else { Some(len) }
    }

    /// Packs PyTorch's `weight` and `bias` (out) into `packed`. The weight is (out, in/groups, kernel…), that of a transposed layer
    /// (in, out/groups, kernel…).
    ///
    /// Without a bias, zeros stand in its place. Runs at compile time in a `const` or `static`, too.
    ///
    /// # Errors
    ///
    /// [`Error::Length`] when a slice does not fit the geometry, [`Error::Geometry`] or [`Error::TooLarge`] when the geometry
    /// itself is impossible.
    pub const fn pack<T: Element>(
        self,
        geometry: &Geometry,
        weight: &[T],
        bias: Option<&[T]>,
        packed: &mut [T],
    ) -> Result<(), Error> {
        let places = match Places::new::<T>(self, geometry) {
            Ok(places) => places,
            Err(error) => return Err(error),
        };
        if let Err(error) = length(Operand::Weight, places.weights(), weight.len()) {
            return Err(error);
        }
        if let Some(bias) = bias
            && let Err(error) = length(Operand::Bias, geometry.out_channels, bias.len())
        {
            return Err(error);
        }
        if let Err(error) = length(Operand::Packed, places.len(), packed.len()) {
            return Err(error);
        }
        let mut n = 0;
        while n < weight.len() {
            let (mut place, end) = (places.weight(n), n + places.run);
            while n < end {
                packed[place] = weight[n];
                place += places.step();
                n += 1;
            }
        }
        let mut channel = 0;
        while channel < geometry.out_channels {
            packed[places.bias(channel)] = match bias {
                Some(bias) => bias[channel],
                None => T::ZERO,
            };
            channel += 1;
        }
        places.fill_up(packed);
        Ok(())
    }
}

/// Where the packed weights have each of a layer's parameters.
pub(crate) struct Places {
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
    /// Weights that follow one another in PyTorch's order and stand [`step`](Self::step) apart, from every multiple of their number
    /// on. Packing goes from run to run: when it happens at compile time, every operation counts.
    pub(crate) run: usize,
}

impl Places {
    #[inline]
    pub(crate) const fn new<T: Element>(packing: Packing, geometry: &Geometry) -> Result<Self, Error> {
        let (Some(inputs), Some(outputs), Some(taps)) =
            (geometry.group_inputs(), geometry.group_outputs(), geometry.taps())
        else {
            return Err(Error::Geometry);
        };
        if !geometry.is_sound() {
            return Err(Error::Geometry);
        }
        // Everything below is at most this length.
        if packing.len::<T>(geometry).is_none() {
            return Err(Error::TooLarge);
        }
        let lanes = match packing {
            Packing::Blocks | Packing::Lanes => T::BLOCK,
            Packing::Rows => 1,
        };
        let transposed = geometry.is_transposed();
        let (phased, run) = match packing {
            Packing::Blocks | Packing::Lanes if transposed => (Some(Phased::all(&geometry.axes)), 1),
            Packing::Rows if transposed => (None, taps),
            Packing::Blocks | Packing::Rows | Packing::Lanes => (None, inputs * taps),
        };
        // Side by side, channels are the outputs of one group with one input, and PyTorch's weight is (channels, 1, kernel…) either way.
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

    /// The place of a column of an output channel: 0 for the bias, [`column`](Self::column) for a weight.
    #[inline]
    const fn at(&self, group: usize, output: usize, column: usize) -> usize {
        let block = group * self.blocks + output / self.lanes;
        (block * (1 + self.inputs * self.taps) + column) * self.lanes + output % self.lanes
    }

    /// Elements of the packed weights.
    #[inline]
    pub(crate) const fn len(&self) -> usize {
        self.at(self.groups, 0, 0)
    }

    /// Elements of PyTorch's weight.
    #[inline]
    pub(crate) const fn weights(&self) -> usize {
        self.groups * self.outputs * self.inputs * self.taps
    }

    /// PyTorch's `fan_in`, the elements of `weight[0]`. For a transposed layer these are not what an output sums over.
    #[inline]
    pub(crate) const fn fan_in(&self) -> usize {
        self.inner() * self.taps
    }

    /// The second size of PyTorch's weight.
    #[inline]
    const fn inner(&self) -> usize {
        if self.transposed { self.outputs } else { self.inputs }
    }

    /// The place of element `n` of PyTorch's weight, row-major.
    #[inline]
    pub(crate) const fn weight(&self, n: usize) -> usize {
        let (channels, tap) = (n / self.taps, n % self.taps);
        let (outer, inner) = (channels / self.inner(), channels % self.inner());
        if self.transposed {
            self.at(outer / self.inputs, inner, self.column(outer % self.inputs, tap))
        } else {
            self.at(outer / self.outputs, outer % self.outputs, self.column(inner, tap))
        }
    }

    /// Elements between the places of a run.
    #[inline]
    pub(crate) const fn step(&self) -> usize {
        self.lanes
    }

    /// The place of an output channel's bias.
    #[inline]
    pub(crate) const fn bias(&self, channel: usize) -> usize {
        self.at(channel / self.outputs, channel % self.outputs, 0)
    }

    /// Zeros after the last channel of each group.
    #[inline]
    pub(crate) const fn fill_up<T: Element>(&self, packed: &mut [T]) {
        let mut group = 0;
        while group < self.groups {
            let mut output = self.outputs;
            while output < self.blocks * self.lanes {
                let mut column = 0;
                while column <= self.inputs * self.taps {
                    packed[self.at(group, output, column)] = T::ZERO;
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
pub(crate) struct Phased {
    kernel: usize,
    /// Taps from one to the next of a phase.
    step: usize,
}

impl Phased {
    #[inline(always)]
    pub(crate) const fn all(axes: &[Axis; 3]) -> [Self; 3] {
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
        self.kernel.saturating_sub(tap).div_ceil(self.step)
    }

    /// Taps of the phases whose first taps are below `tap`.
    #[inline(always)]
    const fn before(self, tap: usize) -> usize {
        let (all, one_more) = (self.kernel / self.step, self.kernel % self.step);
        tap * all + if tap < one_more { tap } else { one_more }
    }
}

/// The taps of one phase of all three axes among the columns of an output channel.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Span {
    /// Taps of earlier phases.
    pub(crate) start: usize,
    /// Taps of the phase along each axis.
    pub(crate) taps: [usize; 3],
}

impl Span {
    /// Of the phases with these first taps.
    #[inline(always)]
    pub(crate) const fn new(axes: &[Phased; 3], first: [usize; 3]) -> Self {
        let [depth, height, width] = *axes;
        let [z, y, x] = first;
        let taps = [depth.count(z), height.count(y), width.count(x)];
        let [planes, rows, _] = taps;
        let start = (depth.before(z) * height.kernel + planes * height.before(y)) * width.kernel
            + planes * rows * width.before(x);
        Self { start, taps }
    }
}

#[cfg(test)]
mod tests {
    use std::vec::Vec;

    use super::*;
    use crate::{Rng, Sampling, Weights};

    /// Six inputs and ten outputs in two groups, 2 × 3 taps.
    const CONV: Geometry = Geometry {
        in_channels: 6,
        out_channels: 10,
        groups: 2,
        axes: [Axis::UNIT, Axis::conv(2, 1, 1, [0, 0]), Axis::conv(3, 1, 1, [0, 0])],
    };
    const TRANSPOSED: Geometry =
        Geometry { axes: [transposed(CONV.axes[0]), transposed(CONV.axes[1]), transposed(CONV.axes[2])], ..CONV };
    const WEIGHTS: usize = 10 * 3 * 6;

    const fn transposed(axis: Axis) -> Axis {
        axis.sampled(Sampling::Transposed { output_padding: 0 })
    }

    /// The order of a convolution, from PyTorch's weight of a transposed one: (in, out/groups, …) to (out, in/groups, …).
    fn exchanged(weight: &[f32]) -> Vec<f32> {
        let mut exchanged = Vec::new();
        for output in 0..10 {
            for input in 0..3 {
                let row = (output / 5 * 3 + input) * 5 + output % 5;
                exchanged.extend_from_slice(&weight[row * 6..][..6]);
            }
        }
        exchanged
    }

    #[test]
    fn every_parameter_has_its_place() {
        let weight: [f32; WEIGHTS] = core::array::from_fn(|n| f32::from(u16::try_from(1000 + n).unwrap()));
        let bias: [f32; 10] = core::array::from_fn(|n| f32::from(u16::try_from(1 + n).unwrap()));
        let mut rows = [f32::NAN; 190];
        Packing::Rows.pack(&CONV, &weight, Some(&bias), &mut rows).unwrap();
        let mut blocks = [f32::NAN; 2 * 16 * 19];
        Packing::Blocks.pack(&CONV, &weight, Some(&bias), &mut blocks).unwrap();
        for channel in 0..10 {
            for column in 0..19 {
                let expected = if column == 0 { bias[channel] } else { weight[channel * 18 + column - 1] };
                assert_eq!(rows[channel * 19 + column].to_bits(), expected.to_bits(), "row {channel}, column {column}");
                let place = (channel / 5 * 19 + column) * 16 + channel % 5;
                assert_eq!(blocks[place].to_bits(), expected.to_bits(), "block {channel}, column {column}");
            }
        }
        assert_eq!(
            blocks.iter().filter(|value| **value == 0.0).count(),
            2 * 11 * 19,
            "blocks are filled up with zeros"
        );
    }

    #[test]
    fn weights_of_transposed_layers_are_exchanged() {
        let weight: [f32; WEIGHTS] = core::array::from_fn(|n| f32::from(u16::try_from(n).unwrap()));
        for packing in [Packing::Rows, Packing::Blocks] {
            let (mut found, mut expected) = ([1.0; 700], [1.0; 700]);
            let len = packing.len::<f32>(&CONV).unwrap();
            packing.pack(&TRANSPOSED, &weight, None, &mut found[..len]).unwrap();
            packing.pack(&CONV, &exchanged(&weight), None, &mut expected[..len]).unwrap();
            assert_eq!(found.map(f32::to_bits), expected.map(f32::to_bits), "{packing:?}");
        }
    }

    /// What is drawn is what packing the draws in their order gives.
    fn drawn<const LEN: usize>(packing: Packing, geometry: &Geometry, bound: f32) {
        for bias in [true, false] {
            let mut found = Weights::<f32, LEN>::ZERO;
            found.init(packing, geometry, bias, &mut Rng::seeded(11)).unwrap();
            let mut rng = Rng::seeded(11);
            let weight: [f32; WEIGHTS] = core::array::from_fn(|_| rng.uniform_f32(bound));
            let biases: [f32; 10] = core::array::from_fn(|_| rng.uniform_f32(bound));
            let expected = Weights::<f32, LEN>::new(packing, geometry, &weight, bias.then_some(&biases)).unwrap();
            assert!(found == expected, "{packing:?} {geometry:?}, bias {bias}");
        }
    }

    #[test]
    fn draws_do_not_depend_on_the_packing() {
        // fan_in is 3 × 6 of the convolution and 5 × 6 of the transposed one.
        let bounds = [0.235_702_26, 0.182_574_19];
        for (geometry, bound) in [&CONV, &TRANSPOSED].into_iter().zip(bounds) {
            drawn::<190>(Packing::Rows, geometry, bound);
            drawn::<{ 2 * 16 * 19 }>(Packing::Blocks, geometry, bound);
        }
        let mut other = Weights::<f32, 189>::ZERO;
        let error = Error::Length { operand: Operand::Packed, expected: 190, found: 189 };
        assert_eq!(other.init(Packing::Rows, &CONV, true, &mut Rng::seeded(1)), Err(error));
    }
}
