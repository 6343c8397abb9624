//! The loops that a plan asks for.

use conv_plan::{Kernel, Rest};
use conv_spec::{Axis, Layer, Op, Size};

/// A hot loop as planned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hot {
    /// Multiply-adds of vectors.
    pub products: usize,
    /// Whether these, or a multiple: several taps, input channels or tiles may be written out.
    pub times: Times,
    /// Runs of instructions without jumps, at most: 1 where no jump is needed but the one back.
    pub blocks: usize,
    /// Vectors that the loop stores, to each of which it adds the bias.
    pub stored: usize,
}

/// How often a loop contains its multiply-adds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Times {
    /// Once.
    Once,
    /// Once or several times.
    Some,
}

/// The hot loops of a kernel: those for most outputs, and in whole rows also those at the borders.
///
/// # Panics
///
/// When the size of the layer is not fixed, or the kernel is not known here.
#[must_use]
pub fn planned(layer: &Layer, kernel: &Kernel) -> Vec<Hot> {
    let mut loops = planned_alone(layer, kernel);
    if let Some(Rest { channels, vectors, .. }) = kernel.rest() {
        loops.extend(planned_alone(layer, &Kernel::Pixels { channels, vectors, phases: 1 }));
    }
    loops
}

/// Without those of the channels that fill no vector.
fn planned_alone(layer: &Layer, kernel: &Kernel) -> Vec<Hot> {
    let hot = |products, times| Hot { products, times, blocks: 1, stored: 0 };
    match *kernel {
        // Phases that lie side by side have different taps: all of them stand in one loop.
        Kernel::Channels { vectors, pixels, phases, .. } => {
            vec![hot(vectors * pixels * if phases > 1 { columns(layer) } else { 1 }, Times::Some)]
        }
        Kernel::Pixels { channels, vectors, phases } => {
            let products = channels * vectors * if phases > 1 { columns(layer) } else { 1 };
            // Rows of taps may be written out; which of them are valid is known at run time.
            let rows: usize = layer.axes().iter().rev().skip(1).map(Axis::kernel).product();
            vec![Hot { products, times: Times::Some, blocks: 1 + rows, stored: 0 }]
        }
        Kernel::WholeRows { vectors, pixels, tail, .. } => {
            let (width, size) = last(layer);
            let outputs = outputs(width, size);
            let end = tail.unwrap_or(pixels);
            let valid = |first: usize, end: usize| {
                vectors * (first..end).map(|output| reads(width, size, output)).sum::<usize>()
            };
            let mut loops = vec![hot(valid(0, pixels), Times::Once)];
            if outputs > pixels {
                loops.push(hot(valid(outputs - end, outputs), Times::Once));
            }
            // Of tiles that end rows there are as few as fill them.
            let ends = tail.map_or(1, |tail| {
                let fill = |ends: &usize| (outputs - ends * tail).is_multiple_of(pixels);
                (1..=outputs / tail).find(fill).expect("they fill the row")
            });
            if outputs > pixels + ends * end {
                loops.push(hot(vectors * pixels, Times::Some));
            }
            if ends > 1 {
                loops.push(hot(vectors * end, Times::Some));
            }
            loops
        }
        Kernel::Rows { rows, vectors } => {
            let height = &layer.axes()[layer.rank() - 2];
            let size = fixed(height);
            // A single tile knows its padding; of several, each asks for it.
            let taps: usize = if outputs(height, size) == rows {
                (0..rows).map(|row| reads(height, size, row)).sum()
            } else {
                rows * height.kernel()
            };
            // Rows are stored in the loop, each as soon as it is complete.
            let (products, stored) = (taps * vectors * columns(layer), rows * vectors);
            vec![Hot { products, times: Times::Some, blocks: usize::MAX, stored }]
        }
        _ => panic!("{kernel:?} is not known here"),
    }
}

/// Taps along the last axis.
fn columns(layer: &Layer) -> usize {
    layer.axes().last().map_or(1, Axis::kernel)
}

fn last(layer: &Layer) -> (&Axis, usize) {
    let width = layer.axes().last().expect("a layer has axes");
    assert_eq!(layer.op(), Op::Conv, "only such layers have whole rows");
    (width, fixed(width))
}

fn fixed(axis: &Axis) -> usize {
    match axis.size() {
        Size::Fixed(size) => *size,
        Size::Generic(_) => panic!("the layers here have a fixed size"),
    }
}

fn outputs(axis: &Axis, size: usize) -> usize {
    axis.output(size).expect("checked with the layer")
}

/// Taps of an output that do not fall on padding.
fn reads(axis: &Axis, size: usize, output: usize) -> usize {
    (0..axis.kernel()).filter(|tap| axis.source(size, output, *tap).is_some()).count()
}
