//! Where a kernel with pixels in the lanes finds weights and biases.

use crate::memory;
use crate::threaded::Outputs;
use crate::{Axis, Call, Element, Packing, Shape};
use conv_geometry::{Phase, Phased, Span, Taps, divisor};

/// Weights and biases of a call: distances in elements.
#[derive(Clone, Copy)]
pub(crate) struct Weights<T> {
    /// Of the first tap.
    first: *const T,
    /// Null for a layer whose bias was not given.
    bias: *const T,
    bias_steps: Steps,
    steps: Steps,
    /// Input channels of a group.
    inputs: usize,
    /// Between them.
    input: usize,
    /// Between neighbouring taps.
    tap: usize,
    /// Whether the taps of a phase stand together.
    phased: bool,
}

/// Distances between channels.
#[derive(Clone, Copy)]
struct Steps {
    group: usize,
    /// Between blocks of `lanes` output channels.
    block: usize,
    lanes: usize,
    /// Between output channels of a block.
    output: usize,
}

impl Steps {
    #[inline(always)]
    const fn at(&self, group: usize, channel: usize) -> usize {
        let lanes = divisor(self.lanes);
        group * self.group + channel / lanes * self.block + channel % lanes * self.output
    }
}

impl<T: Element> Weights<T> {
    /// The weights of a call in a layout, or PyTorch's own.
    #[inline(always)]
    pub(crate) fn new(problem: &Shape, packing: Option<Packing>, call: &Call<'_, T, impl Outputs<T>>) -> Self {
        let (inputs, outputs, taps) = (problem.group_inputs(), problem.group_outputs(), problem.taps());
        let transposed = problem.geometry().is_transposed();
        let start = call.weights.as_ptr();
        if let Some(packing) = packing {
            let lanes = match packing {
                Packing::Blocks | Packing::Lanes => T::BLOCK,
                Packing::Rows => 1,
            };
            let block = (1 + inputs * taps) * lanes;
            let steps = Steps { group: outputs.div_ceil(lanes) * block, block, lanes, output: 1 };
            return Self {
                first: start.wrapping_add(lanes),
                bias: start,
                bias_steps: steps,
                steps,
                inputs,
                input: taps * lanes,
                tap: lanes,
                phased: transposed && lanes > 1,
            };
        }
        let bias = call.bias.map_or(core::ptr::null(), <[T]>::as_ptr);
        let bias_steps = Steps { group: outputs, block: 1, lanes: 1, output: 0 };
        let (output, input) = if transposed { (taps, outputs * taps) } else { (inputs * taps, taps) };
        let steps = Steps { group: outputs * inputs * taps, block: output, lanes: 1, output: 0 };
        Self { first: start, bias, bias_steps, steps, inputs, input, tap: 1, phased: false }
    }

    /// The bias of an output channel of a group; zero where there is none.
    ///
    /// # Safety
    ///
    /// The channel exists.
    #[inline(always)]
    pub(crate) unsafe fn bias(&self, group: usize, channel: usize) -> T {
        if self.bias.is_null() {
            return T::ZERO;
        }
        // SAFETY: the channel exists, and so does its bias.
        unsafe { memory::read(self.bias.wrapping_add(self.bias_steps.at(group, channel))) }
    }

    /// The weights of an output channel of a group, from which [`row`](Self::row) counts.
    #[inline(always)]
    pub(crate) fn channel(&self, group: usize, channel: usize) -> *const T {
        self.first.wrapping_add(self.steps.at(group, channel))
    }

    /// Between neighbouring output channels of a block.
    #[inline(always)]
    pub(crate) const fn output_step(&self) -> usize {
        if self.steps.lanes == 1 { self.steps.block } else { self.steps.output }
    }

    /// Elements from a channel's weights to those of a row of taps, and between the taps of the
    /// row.
    #[inline(always)]
    pub(crate) const fn row(
        &self,
        axes: &[Axis; 3],
        [planes, rows]: [&Taps; 2],
        columns: &Phase,
        [input, z, y]: [usize; 3],
    ) -> (usize, usize) {
        if self.phased {
            let Span { start, taps } = Span::new(&Phased::all(axes), [planes.phase.tap, rows.phase.tap, columns.tap]);
            let row = ((input * taps[0] + z) * taps[1] + y) * taps[2];
            return ((self.inputs * start + row) * self.tap, self.tap);
        }
        let [_, height, width] = axes;
        let row = (planes.place(z) * height.kernel + rows.place(y)) * width.kernel + columns.tap;
        (input * self.input + row * self.tap, columns.tap_step * self.tap)
    }
}
