//! Tiles with output channels in the lanes, in whole rows.

use super::channels::band;
use super::cost::{L1, L2_BYTES_PER_CYCLE, START, STORE, as_f64, least, tap};
use super::strips::mean_taps;
use super::{Isa, Kernel};
use crate::{Axis, Layer, Op, PaddingMode, Size, Unroll};

/// The most column taps, as the kernel has it.
const MOST_TAPS: usize = 11;

/// Strips cost more than is counted: their columns are walked through with large strides.
const MEASURED: f64 = 0.98;

/// The cheapest tile for a layer, and its cost; none for layers that have no such kernel.
///
/// Only the first and the last tile of a row may meet padding, and where that is must be known: the size is fixed.
pub(super) fn cheapest(layer: &Layer, isa: Isa) -> Option<(Kernel, f64)> {
    let (width, others) = layer.axes().split_last()?;
    let Size::Fixed(size) = *width.size() else { return None };
    let row = Row::new(width, size)?;
    if layer.op() != Op::Conv || width.kernel() > MOST_TAPS {
        return None;
    }
    // A row of a matrix product has no borders; borders are written out.
    if layer.axes().iter().all(Axis::is_pointwise) || layer.unroll() == Unroll::Size {
        return None;
    }
    let mut rows = 1.0;
    let mut reduction = as_f64(layer.in_channels() / layer.groups());
    for axis in others {
        let Size::Fixed(size) = *axis.size() else { return None };
        rows *= axis.output(size as u64).map_or(0.0, |outputs| as_f64(usize::try_from(outputs).unwrap_or(usize::MAX)));
        reduction *= mean_taps(axis, size);
    }
    let vectors = (layer.out_channels() / layer.groups()).div_ceil(isa.lanes(layer.dtype()));
    let band = band(layer);
    // Rows stay whole.
    if band < row.outputs {
        return None;
    }
    let tiles = isa.facts().whole.iter().enumerate().flat_map(|(i, pixels)| pixels.iter().map(move |np| [i + 1, *np]));
    let candidates = tiles.filter(|[nv, np]| vectors.is_multiple_of(*nv) && row.fits(*np)).map(|[nv, np]| {
        let column = as_f64(nv * isa.lanes(layer.dtype()) * layer.dtype().bytes());
        let fetch = if reduction * as_f64(row.kernel) * column > L1 / 2.0 { column / L2_BYTES_PER_CYCLE } else { 0.0 };
        let cycles = MEASURED * rows * row.cycles([nv, np], reduction, fetch);
        let kernel = Kernel::WholeRows { vectors: nv, pixels: np, band };
        (kernel, cycles * as_f64(vectors / nv) * as_f64(layer.groups()))
    });
    let (kernel, cost) = least(candidates, Kernel::WholeRows { vectors: 1, pixels: 1, band });
    cost.is_finite().then_some((kernel, cost))
}

/// A row of outputs, and how its windows lie.
struct Row {
    outputs: usize,
    kernel: usize,
    size: i128,
    before: i128,
    stride: i128,
    dilation: i128,
    /// Whether padding is read like elements, not skipped.
    bordered: bool,
}

impl Row {
    fn new(width: &Axis, size: usize) -> Option<Self> {
        let wide = |number: usize| i128::try_from(number).ok();
        Some(Self {
            outputs: usize::try_from(width.output(size as u64)?).ok()?,
            kernel: width.kernel(),
            size: wide(size)?,
            before: i128::from(width.padding(size as u64).0),
            stride: wide(width.stride())?,
            dilation: wide(width.dilation())?,
            bordered: width.padding_mode() != PaddingMode::Zeros,
        })
    }

    /// Whether a tap of an output reads an element.
    fn reads(&self, output: usize, tap: usize) -> bool {
        let wide = |number: usize| i128::try_from(number).unwrap_or(i128::MAX);
        (0..self.size).contains(&(wide(output) * self.stride + wide(tap) * self.dilation - self.before))
    }

    /// Whether only the first and the last tile of `np` pixels meet padding.
    fn fits(&self, np: usize) -> bool {
        let inside = |output: usize| self.reads(output, 0) && self.reads(output, self.kernel - 1);
        np <= self.outputs && (self.outputs <= 2 * np || (inside(np) && inside(self.outputs - np - 1)))
    }

    fn cycles(&self, [nv, np]: [usize; 2], reduction: f64, fetch: f64) -> f64 {
        let of = |pixels: usize| tap(as_f64(nv * pixels), as_f64(nv + pixels), 1).max(fetch);
        let store = STORE * as_f64(nv * np);
        let border = |first: usize| {
            let valid =
                |tap: usize| (first..first + np).filter(|output| self.bordered || self.reads(*output, tap)).count();
            START + store + reduction * (0..self.kernel).map(|tap| of(valid(tap))).sum::<f64>()
        };
        let inside = START + store + reduction * as_f64(self.kernel) * of(np);
        let tiles = self.outputs.div_ceil(np);
        let last = if tiles > 1 { border(self.outputs - np) } else { 0.0 };
        border(0) + as_f64(tiles.saturating_sub(2)) * inside + last
    }
}
