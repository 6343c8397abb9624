//! Tiles with output channels in the lanes, in whole rows.

use super::bands::band;
use super::channels::store;
use super::cost::{L1, L2_BYTES_PER_CYCLE, START, STORE, as_f64, least, reading, streaming, tap};
use super::gathered::waiting;
use super::groups::loads;
use super::isa::facts;
use super::rest::{Rest, Way, ways};
use super::strips::mean_taps;
use super::tiles::Unavailable;
use super::{Isa, Kernel, sets};
use conv_geometry::ways::{MOST_TAPS, fits};
use conv_geometry::{Cut, Phase};
use conv_spec::{Axis, Layer, Op, Size, Unroll};

/// The cheapest tile for a layer, and its cost; none for layers that have no such kernel.
pub(super) fn cheapest(layer: &Layer, isa: Isa) -> Option<(Kernel, f64)> {
    // Borders are written out.
    if layer.unroll() == Unroll::Size {
        return None;
    }
    // Rows stay whole: one that is longer than a band would read the input again for each tile of
    // channels.
    if Row::of(layer).is_ok_and(|row| band(layer) < row.outputs()) {
        return None;
    }
    let (kernel, cost) =
        least(candidates(layer, isa), kernel(Shape { vectors: 1, pixels: 1, tail: None }, band(layer), None));
    cost.is_finite().then_some((kernel, cost))
}

/// All tiles of a layer, each with its cost.
pub(super) fn candidates(layer: &Layer, isa: Isa) -> impl Iterator<Item = (Kernel, f64)> {
    let mut candidates = Vec::new();
    let Ok(row) = Row::of(layer) else { return candidates.into_iter() };
    let groups = layer.channel_groups();
    let (mut rows, mut reduction) = (1.0, as_f64(groups.inputs));
    for axis in layer.axes().split_last().map_or(&[][..], |(_, others)| others) {
        let Size::Fixed(size) = *axis.size() else { continue };
        rows *= axis.output(size).map_or(0.0, as_f64);
        reduction *= mean_taps(axis, size);
    }
    let (band, store) = (band(layer), store(layer));
    let planes = match layer.output_shape().as_deref() {
        Some([_, planes, _, _]) => *planes,
        _ => 1,
    };
    // Once for each plane, or for each band of it.
    let streamed = streaming(layer, as_f64(planes).max(rows * as_f64(row.outputs()) / as_f64(band)));
    for way in ways(layer, isa) {
        let (vectors, streamed) = (way.vectors, streamed * way.share(layer));
        let rests = way.costs(layer, isa);
        for shape in shapes(isa, vectors, &row) {
            let Shape { vectors: nv, pixels: np, .. } = shape;
            let column = as_f64(nv * isa.lanes(layer.dtype().bytes()) * layer.dtype().bytes());
            // The rows of a tile's channels go by way of a buffer where they would drive each other
            // out of L1.
            let buffered = sets::evicted(layer, nv * isa.lanes(layer.dtype().bytes())) > 0.0;
            let store = if buffered { store + buffering(isa) } else { store };
            let far = reduction * as_f64(row.columns.taps) * column > L1 / 2.0;
            let fetch = if far { column / L2_BYTES_PER_CYCLE } else { 0.0 };
            let wait = sets::waiting(layer, np) + waiting(layer, true);
            let of = |pixels: usize| tap(isa, as_f64(nv * pixels), loads(groups, nv, pixels), 1).max(fetch) + wait;
            let cycles = facts(isa).whole_rows * rows * row.cycles(shape, reduction, of, store);
            let passes = as_f64(vectors / nv);
            let cycles = streamed + reading(layer, passes) + cycles * passes * as_f64(groups.count);
            candidates.extend(rests.iter().map(|(rest, more)| (kernel(shape, band, *rest), cycles + more)));
        }
    }
    candidates.into_iter()
}

/// The tiles of a layer that stay in registers: one at least, or why there are none.
pub(super) fn tiles(layer: &Layer, isa: Isa) -> Result<Vec<Kernel>, Unavailable> {
    let row = Row::of(layer)?;
    let band = band(layer);
    let mut tiles = Vec::new();
    for Way { vectors, rests } in ways(layer, isa) {
        for shape in shapes(isa, vectors, &row) {
            tiles.extend(rests.iter().map(|rest| kernel(shape, band, *rest)));
        }
    }
    let shortest = facts(isa).whole.iter().copied().flatten().min();
    match (tiles.is_empty(), shortest) {
        (false, _) => Ok(tiles),
        (true, None) => Err(Unavailable::Isa),
        (true, Some(shortest)) if row.outputs() < *shortest => Err(Unavailable::ShortRows { outputs: row.outputs() }),
        (true, Some(_)) => Err(Unavailable::WidePadding),
    }
}

/// Cycles more that a vector takes on its way through a buffer: as measured on Zen 5. Where it is
/// less than a line of the cache, whole rows are stored faster than tiles.
fn buffering(isa: Isa) -> f64 {
    if isa == Isa::Avx512 { STORE } else { 0.0 }
}

/// A tile, and what ends a row of such tiles.
#[derive(Clone, Copy)]
struct Shape {
    vectors: usize,
    pixels: usize,
    tail: Option<usize>,
}

fn kernel(Shape { vectors, pixels, tail }: Shape, band: usize, rest: Option<Rest>) -> Kernel {
    Kernel::WholeRows { vectors, pixels, tail, band, rest }
}

/// All tiles for rows like this one, where a group has so many vectors of output channels. Rows are
/// ended by tiles that are a little smaller, so that few of these have to be tested; of a single
/// vector, these would have too few sums.
fn shapes(isa: Isa, count: usize, row: &Row) -> impl Iterator<Item = Shape> {
    let all = (1..).zip(facts(isa).whole).flat_map(|(vectors, all)| {
        let tails = move |pixels| {
            let smaller =
                all.iter().copied().filter(move |tail| (usize::saturating_sub(pixels, SMALLER)..pixels).contains(tail));
            [None].into_iter().chain(smaller.filter(move |_| vectors > 1).map(Some))
        };
        all.iter().flat_map(move |pixels| tails(*pixels).map(move |tail| Shape { vectors, pixels: *pixels, tail }))
    });
    all.filter(move |Shape { vectors, pixels, tail }| count.is_multiple_of(*vectors) && row.fits(*pixels, *tail))
}

/// How many pixels fewer the tiles that end a row may have.
pub(super) const SMALLER: usize = 2;

/// The rows of outputs of a layer.
pub(super) struct Row {
    shape: conv_geometry::Shape,
    columns: Phase,
}

impl Row {
    /// The rows of a layer, if they can be cut into tiles at all.
    ///
    /// Only the first and the last tile of a row may meet padding, and where that is must be known:
    /// the size is fixed.
    pub(super) fn of(layer: &Layer) -> Result<Self, Unavailable> {
        let Some(width) = layer.axes().last() else { return Err(Unavailable::OneAxis) };
        if layer.op() != Op::Conv {
            return Err(Unavailable::Transposed);
        }
        // A row of a matrix product has no borders.
        if layer.axes().iter().all(Axis::is_pointwise) {
            return Err(Unavailable::Pointwise);
        }
        if width.kernel() > MOST_TAPS {
            return Err(Unavailable::ManyTaps { taps: width.kernel(), most: MOST_TAPS });
        }
        let shape = layer.shape().ok_or(Unavailable::OpenSize)?;
        Ok(Self { columns: shape.phase(2, 0), shape })
    }

    /// Outputs.
    pub(super) fn outputs(&self) -> usize {
        self.columns.outputs
    }

    /// Whether tiles of `np` pixels, and of the tail, fill the row, and only the first and the last
    /// one meet padding.
    pub(super) fn fits(&self, np: usize, tail: Option<usize>) -> bool {
        fits(&self.shape, np, tail.unwrap_or(np))
    }

    /// How many tiles of `np` pixels and of the tail fill the row: none of the tail where it would
    /// not, or need not.
    pub(super) fn cut(&self, np: usize, tail: Option<usize>) -> [usize; 2] {
        Cut::new(self.outputs(), np, tail.unwrap_or(np)).counts()
    }

    /// Cycles of a row whose tiles take so many for a tap `of` so many pixels.
    fn cycles(&self, shape: Shape, reduction: f64, of: impl Fn(usize) -> f64, store: f64) -> f64 {
        let Shape { vectors: nv, pixels: np, tail } = shape;
        let border = |first: usize, np: usize| {
            let valid = |tap: usize| {
                (first..first + np).filter(|output| self.columns.single(*output).taps.range().contains(&tap)).count()
            };
            let store = store * as_f64(nv * np);
            START + store + reduction * (0..self.columns.taps).map(|tap| of(valid(tap))).sum::<f64>()
        };
        let inside = |np: usize| START + store * as_f64(nv * np) + reduction * as_f64(self.columns.taps) * of(np);
        let [full, ends] = self.cut(np, tail);
        let end = tail.unwrap_or(np);
        let last = if full + ends > 1 { border(self.outputs() - end, end) } else { 0.0 };
        // The first and the last one are borders, of whichever size.
        let middle = if ends > 0 { [full - 1, ends - 1] } else { [full.saturating_sub(2), 0] };
        border(0, np) + as_f64(middle[0]) * inside(np) + as_f64(middle[1]) * inside(end) + last
    }
}

#[cfg(test)]
mod tests {
    use conv_spec::{Format, Source};

    use super::*;

    /// A row without padding.
    fn row(outputs: usize) -> Row {
        let text = format!("nn.Conv2d(1, 1, (2, 1), input_shape=(1, 2, {outputs}))");
        let layer = conv_spec::check(&Source { name: "inline", text: &text, format: Format::Call }).unwrap();
        Row::of(&layer).ok().unwrap()
    }

    #[test]
    fn rows_are_cut_into_tiles_of_two_sizes() {
        let cut = |outputs, pixels, tail| row(outputs).cut(pixels, tail);
        assert_eq!(cut(56, 6, Some(5)), [6, 4]);
        assert_eq!(cut(56, 6, Some(4)), [8, 2]);
        assert_eq!(cut(14, 5, Some(4)), [2, 1]);
        assert_eq!(cut(114, 14, Some(12)), [3, 6]);
        assert_eq!(cut(14, 5, None), [3, 0]);
        // Not filled by them, not in need of them, shorter than a tile.
        assert_eq!(cut(14, 6, Some(5)), [3, 0]);
        assert_eq!(cut(18, 6, Some(5)), [3, 0]);
        assert_eq!(cut(4, 6, Some(4)), [1, 0]);
        assert_eq!(cut(12, 5, Some(4)), [3, 0]);
    }

    #[test]
    fn a_row_takes_as_long_as_its_tiles() {
        let cycles = |outputs, pixels, tail| row(outputs).cycles(Shape { vectors: 2, pixels, tail }, 48.0, as_f64, 4.0);
        let [six, five] = [6, 5].map(|pixels| cycles(pixels, pixels, None));
        assert!((cycles(56, 6, Some(5)) - (6.0 * six + 4.0 * five)).abs() < 1e-6);
        assert!((cycles(11, 6, Some(5)) - (six + five)).abs() < 1e-6);
        assert!((cycles(56, 6, None) - 10.0 * six).abs() < 1e-6);
    }
}
