//! Tiles of several rows of outputs, with pixels in the lanes.

use conv_geometry::ways::MOST_ROWS;

use super::copied::Copied;
use super::cost::{START, as_f64, least};
use super::isa::facts;
use super::load::Load;
use super::pixels::output;
use super::strips::{mean_taps, sizes};
use super::tiles::Unavailable;
use super::{Isa, Kernel};
use conv_spec::{Axis, Layer, Op, Unroll};

/// Rows and vectors of pixels that tiles have: few choices, so that each of them is tested.
const ROWS: [usize; 4] = [2, 4, 7, 8];
const VECTORS: [usize; 3] = [1, 2, 3];

/// The most multiply-adds of a tile for an input channel: they are written out.
pub(super) const MOST_WRITTEN: usize = 256;

/// Cycles of storing a vector of neighbouring pixels.
const STORE: f64 = 1.5;

/// The cheapest tile for a layer, and its cost; none for layers that have no such kernel.
pub(super) fn cheapest(layer: &Layer, isa: Isa) -> Option<(Kernel, f64)> {
    // Its loops are written out.
    if layer.unroll() == Unroll::Size {
        return None;
    }
    let (kernel, cost) = least(candidates(layer, isa), Kernel::Rows { rows: 1, vectors: 1 });
    cost.is_finite().then_some((kernel, cost))
}

/// All tiles of a layer, each with its cost.
pub(super) fn candidates(layer: &Layer, isa: Isa) -> impl Iterator<Item = (Kernel, f64)> {
    tiles(layer, isa).unwrap_or_default().into_iter().map(move |kernel| {
        let cycles = match (kernel, layer.axes()) {
            (Kernel::Rows { rows, vectors }, [.., height, width]) => {
                cycles(layer, isa, [height, width], [rows, vectors])
            }
            _ => f64::INFINITY,
        };
        (kernel, cycles)
    })
}

/// The tiles of a layer that stay in registers: one at least, or why there are none.
pub(super) fn tiles(layer: &Layer, isa: Isa) -> Result<Vec<Kernel>, Unavailable> {
    let [height, width] = plane(layer)?;
    let sums = facts(isa).stacked;
    let all = ROWS.into_iter().flat_map(|rows| VECTORS.map(|vectors| [rows, vectors]));
    let fits = |tile: &[usize; 2]| {
        let [rows, vectors] = *tile;
        rows * vectors <= sums && span(height, rows) <= MOST_ROWS && written(height, width, *tile) <= MOST_WRITTEN
    };
    let tiles: Vec<Kernel> = all.filter(fits).map(|[rows, vectors]| Kernel::Rows { rows, vectors }).collect();
    match (tiles.is_empty(), span(height, ROWS[0])) {
        (false, _) => Ok(tiles),
        (true, rows) if rows > MOST_ROWS => Err(Unavailable::TallKernel { rows, most: MOST_ROWS }),
        (true, _) => {
            let products = written(height, width, [ROWS[0], VECTORS[0]]);
            Err(Unavailable::MuchCode { products, most: MOST_WRITTEN })
        }
    }
}

/// The axes of a plane, of a depthwise layer: with more inputs, tiles of several channels read
/// less.
pub(super) fn plane(layer: &Layer) -> Result<[&Axis; 2], Unavailable> {
    if layer.op() != Op::Conv {
        return Err(Unavailable::Transposed);
    }
    if layer.in_channels() != layer.groups() {
        return Err(Unavailable::Dense);
    }
    match layer.axes() {
        [.., height, width] => Ok([height, width]),
        _ => Err(Unavailable::OneAxis),
    }
}

/// Multiply-adds of a tile for an input channel.
pub(super) fn written(height: &Axis, width: &Axis, [rows, vectors]: [usize; 2]) -> usize {
    rows.saturating_mul(vectors).saturating_mul(height.kernel()).saturating_mul(width.kernel())
}

/// Rows of input that `nr` rows of outputs read.
pub(super) fn span(height: &Axis, nr: usize) -> usize {
    (nr - 1).saturating_mul(height.stride()).saturating_add(height.extent())
}

/// What tiles of more than two rows take of the cycles that are counted for their multiply-adds, if
/// they read a copy and there is a stride, or products take a register. With a stride, neighbouring
/// rows of outputs read rows that are further apart; in either case LLVM keeps what it has read on
/// the stack. As measured on Zen 5, tiles of 2, 4 and 7 rows, 5 x 5 and 7 x 7 taps.
const FAR_ROWS: f64 = 1.4;

fn cycles(layer: &Layer, isa: Isa, [height, width]: [&Axis; 2], [nr, nv]: [usize; 2]) -> f64 {
    let load = Load::new(layer, isa);
    let lanes = isa.lanes(layer.dtype().bytes());
    let [outer @ .., _, _] = layer.axes() else { return 0.0 };
    let copied = Copied::of(layer, isa);
    let tile = |nr: usize, nv: usize, load: f64, deep: f64| {
        let sums = as_f64(nr * nv * height.kernel() * width.kernel());
        let (rows, store) = (span(height, nr), STORE * as_f64(nr * nv));
        if copied.as_ref().is_some_and(|copied| copied.holds(height, nr)) {
            // So many taps do not stay in registers: each row of outputs reads their weights again.
            let weights = as_f64(nr * height.kernel() * width.kernel());
            let loads = as_f64(rows * nv * width.kernel()).mul_add(Load::plain(isa), weights);
            let far = if nr > 2 && (width.stride() > 1 || isa == Isa::Sse2) { FAR_ROWS } else { 1.0 };
            return START + deep * far * (0.5 * sums.max(loads) + 2.0) + store;
        }
        let loads = (as_f64(rows * nv)).mul_add(load, as_f64(height.kernel())) * as_f64(width.kernel());
        START + deep * (0.5 * sums.max(loads) + 2.0) + store
    };
    let mut total = 0.0;
    for (i, size) in sizes(width).into_iter().enumerate() {
        let of = |axis: &Axis| {
            let sizes = sizes(axis);
            sizes.get(i).or(sizes.last()).copied().unwrap_or(1)
        };
        let at = |axis: &Axis| output(axis, of(axis));
        let planes: f64 = outer.iter().map(at).product();
        // Planes and rows of taps that fall on padding are skipped.
        let deep: f64 = outer.iter().map(|axis| mean_taps(axis, of(axis))).product();
        let deep = deep * mean_taps(height, of(height)) / as_f64(height.kernel());
        let tile = |nr, nv, load| tile(nr, nv, load, deep);
        let (rows, columns) = (at(height), output(width, size));
        // Planes of fewer rows are computed row by row.
        let (stack, stacks) = if rows < as_f64(nr) { (1, rows) } else { (nr, (rows / as_f64(nr)).ceil()) };
        let vectors = (columns / as_f64(lanes)).ceil();
        let tiles = (vectors / as_f64(nv)).floor();
        let rest = vectors - tiles * as_f64(nv);
        let (before, after) = width.padding(size);
        let ragged = rest == 0.0 && (after > 0 || columns % as_f64(lanes) > 0.0);
        let borders = [before > 0, ragged].into_iter().filter(|border| *border).fold(0.0, |sum, _| sum + 1.0_f64);
        let borders = borders.min(tiles);
        total += planes
            * stacks
            * ((tiles - borders) * tile(stack, nv, load.inside)
                + borders * tile(stack, nv, load.border)
                + rest * tile(stack, 1, load.border));
        if let Some(copied) = copied.as_ref().filter(|copied| copied.holds(height, stack)) {
            // Two loads in a cycle, and a store.
            let vector = load.inside.mul_add(0.5, 1.0);
            total += planes * copied.rows(height, rows) * vector * as_f64(copied.vectors);
        }
    }
    total * as_f64(layer.out_channels())
}
