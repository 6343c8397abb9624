//! Tiles with output channels in the lanes, in whole rows.

use super::bands::band;
use super::channels::store;
use super::cost::{L1, L2_BYTES_PER_CYCLE, START, as_f64, least, reading, streaming, tap};
use super::groups::Groups;
use super::strips::mean_taps;
use super::tiles::Unfit;
use super::{Isa, Kernel};
use crate::{Axis, Layer, Op, PaddingMode, Size, Unroll};

/// The most column taps, as the kernel has it.
const MOST_TAPS: usize = 11;

/// Strips cost more than is counted: their columns are walked through with large strides.
const MEASURED: f64 = 0.98;

/// The cheapest tile for a layer, and its cost; none for layers that have no such kernel.
pub(super) fn cheapest(layer: &Layer, isa: Isa) -> Option<(Kernel, f64)> {
    // Borders are written out.
    if layer.unroll() == Unroll::Size {
        return None;
    }
    // Rows stay whole: one that is longer than a band would read the input again for each tile of channels.
    if Row::of(layer).is_ok_and(|row| band(layer) < row.outputs) {
        return None;
    }
    let (kernel, cost) = least(candidates(layer, isa), Kernel::WholeRows { vectors: 1, pixels: 1, band: band(layer) });
    cost.is_finite().then_some((kernel, cost))
}

/// All tiles of a layer, each with its cost.
pub(super) fn candidates(layer: &Layer, isa: Isa) -> impl Iterator<Item = (Kernel, f64)> {
    let groups = Groups::of(layer);
    let (mut rows, mut reduction) = (1.0, as_f64(groups.inputs));
    for axis in layer.axes().split_last().map_or(&[][..], |(_, others)| others) {
        let Size::Fixed(size) = *axis.size() else { continue };
        rows *= axis.output(size as u64).map_or(0.0, |outputs| as_f64(usize::try_from(outputs).unwrap_or(usize::MAX)));
        reduction *= mean_taps(axis, size);
    }
    let vectors = groups.vectors(layer, isa);
    let store = store(layer);
    let planes = match layer.output_shape().as_deref() {
        Some([_, planes, _, _]) => *planes,
        _ => 1,
    };
    let row = Row::of(layer).ok();
    tiles(layer, isa).unwrap_or_default().into_iter().map(move |kernel| {
        let (Kernel::WholeRows { vectors: nv, pixels: np, band }, Some(row)) = (kernel, &row) else {
            return (kernel, f64::INFINITY);
        };
        let column = as_f64(nv * isa.lanes(layer.dtype()) * layer.dtype().bytes());
        let fetch = if reduction * as_f64(row.kernel) * column > L1 / 2.0 { column / L2_BYTES_PER_CYCLE } else { 0.0 };
        let cycles = MEASURED * rows * row.cycles([nv, np], reduction, fetch, groups, store);
        // Once for each plane, or for each band of it.
        let times = as_f64(planes).max(rows * as_f64(row.outputs()) / as_f64(band));
        let passes = as_f64(vectors / nv);
        (kernel, streaming(layer, times) + reading(layer, passes) + cycles * passes * as_f64(groups.count))
    })
}

/// The tiles of a layer that stay in registers: one at least, or why there are none.
pub(super) fn tiles(layer: &Layer, isa: Isa) -> Result<Vec<Kernel>, Unfit> {
    let row = Row::of(layer)?;
    let vectors = Groups::of(layer).vectors(layer, isa);
    let band = band(layer);
    let mut tiles = Vec::new();
    let (mut shortest, mut any) = (usize::MAX, false);
    for (nv, pixels) in (1..).zip(isa.facts().whole) {
        for np in pixels {
            any = true;
            shortest = shortest.min(*np);
            if vectors.is_multiple_of(nv) && row.fits(*np) {
                tiles.push(Kernel::WholeRows { vectors: nv, pixels: *np, band });
            }
        }
    }
    match tiles.is_empty() {
        false => Ok(tiles),
        true if !any => Err(Unfit::Isa),
        true if row.outputs < shortest => Err(Unfit::ShortRows { outputs: row.outputs }),
        true => Err(Unfit::WidePadding),
    }
}

/// A row of outputs, and how its windows lie.
pub(super) struct Row {
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
    /// The rows of a layer, if they can be cut into tiles at all.
    ///
    /// Only the first and the last tile of a row may meet padding, and where that is must be known: the size is fixed.
    pub(super) fn of(layer: &Layer) -> Result<Self, Unfit> {
        let Some(width) = layer.axes().last() else { return Err(Unfit::OneAxis) };
        if layer.op() != Op::Conv {
            return Err(Unfit::Transposed);
        }
        // A row of a matrix product has no borders.
        if layer.axes().iter().all(Axis::is_pointwise) {
            return Err(Unfit::Pointwise);
        }
        if width.kernel() > MOST_TAPS {
            return Err(Unfit::ManyTaps { taps: width.kernel(), most: MOST_TAPS });
        }
        match *width.size() {
            Size::Fixed(size) if layer.input_shape().is_some() => Self::new(width, size).ok_or(Unfit::OpenSize),
            _ => Err(Unfit::OpenSize),
        }
    }

    /// Outputs.
    pub(super) fn outputs(&self) -> usize {
        self.outputs
    }

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
    pub(super) fn fits(&self, np: usize) -> bool {
        let inside = |output: usize| self.reads(output, 0) && self.reads(output, self.kernel - 1);
        np <= self.outputs && (self.outputs <= 2 * np || (inside(np) && inside(self.outputs - np - 1)))
    }

    fn cycles(&self, [nv, np]: [usize; 2], reduction: f64, fetch: f64, groups: Groups, store: f64) -> f64 {
        let of = |pixels: usize| tap(as_f64(nv * pixels), groups.loads(nv, pixels), 1).max(fetch);
        let store = store * as_f64(nv * np);
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
