//! Tiles with output channels in the lanes.

use conv_geometry::buffers::OUTPUTS;

use super::bands::band;
use super::cost::{
    EVICTED, L1, L2_BYTES_PER_CYCLE, MEANWHILE, SCATTER, START, STORE, STORE_WHOLE, as_f64, least, reading, streaming,
    tap,
};
use super::gathered::{COPY, gathers, waiting};
use super::groups::loads;
use super::isa::facts;
use super::line_tiles::LineTiles;
use super::rest::{Rest, ways};
use super::strips::{segments, sizes};
use super::{Isa, Kernel, sets};
use conv_geometry::{Groups, Phase};
use conv_spec::{Axis, Layer, Sampling, Unroll};

/// Sums of the one tile that small code has: as many as hide their latency. One number at a time,
/// fewer are not less code.
pub(super) const SMALL_SUMS: usize = 8;

/// The share of a kernel's time in which weights that are read again from beyond L2 come in by the
/// way: 512 to 512 channels on 7 x 7 with AVX2 and tiles of 2 x 5 read them five times, and take as
/// long as with all of them near (Zen 5).
const HIDDEN: f64 = 0.4;

/// Cycles of beginning to copy a row of an input channel, which is somewhere else for each: as
/// measured with AVX2 on Zen 5 (32 to 16 channels, 2 × 2 × 2, transposed, rows of 16 pixels).
const COPIED_ROW: f64 = 12.0;

/// The cheapest tile for a layer, and its cost.
pub(super) fn cheapest(layer: &Layer, isa: Isa) -> (Kernel, f64) {
    let small = layer.unroll() == Unroll::Size;
    let sums = if isa.lanes(layer.dtype().bytes()) > 1 { SMALL_SUMS } else { usize::MAX };
    let side = side_by_side(layer);
    let tried = |(kernel, _): &(Kernel, f64)| {
        let &Kernel::Channels { vectors, pixels, tail, phases, rest, .. } = kernel else { return false };
        let few = tail == 1 && rest.is_none() && vectors * pixels * phases <= sums;
        (phases == 1 || phases == side) && (!small || few)
    };
    let fallback = Kernel::Channels { vectors: 1, pixels: 2, tail: 1, band: band(layer), phases: 1, rest: None };
    least(candidates(layer, isa).filter(tried), fallback)
}

/// All tiles of a layer, each with its cost.
pub(super) fn candidates(layer: &Layer, isa: Isa) -> impl Iterator<Item = (Kernel, f64)> {
    let groups = layer.channel_groups();
    let band = band(layer);
    // Every rectangle is computed in all channels before the next one: each reads the weights of
    // its taps.
    let all = as_f64(groups.inputs) * layer.axes().iter().map(|axis| as_f64(axis.kernel())).product::<f64>();
    let streamed = streaming(layer, 1.0);
    let strips = strips(layer, isa);
    let again = streaming(layer, strips.iter().map(|strip| strip.count * strip.reduction / all).sum()) - streamed;
    let mut candidates = Vec::new();
    for way in ways(layer, isa) {
        let (vectors, share) = (way.vectors, way.share(layer));
        let rests = way.costs(layer, isa);
        for shape in all_shapes(layer, isa, vectors) {
            let tile = StripTile {
                layer,
                isa,
                groups,
                shape,
                evicted: sets::evicted(layer, shape[0] * isa.lanes(layer.dtype().bytes())),
            };
            let cycles: f64 = strips.iter().map(|strip| strip.cycles(&tile)).sum();
            let passes = as_f64(vectors / shape[0]);
            let cycles = cycles * passes * as_f64(groups.count);
            // What is read again in the same order is there in time, unless there is too little to
            // do meanwhile.
            let waited = (again * share - HIDDEN * cycles).max(0.0);
            let cycles = streamed * share + waited + reading(layer, passes) + cycles;
            candidates.extend(rests.iter().map(|(rest, more)| (kernel(shape, band, *rest), cycles + more)));
        }
    }
    candidates.into_iter()
}

/// The tiles of a layer that stay in registers.
pub(super) fn tiles(layer: &Layer, isa: Isa) -> impl Iterator<Item = Kernel> + use<> {
    let band = band(layer);
    let mut tiles = Vec::new();
    for way in ways(layer, isa) {
        for shape in all_shapes(layer, isa, way.vectors) {
            tiles.extend(way.rests.iter().map(|rest| kernel(shape, band, *rest)));
        }
    }
    tiles.into_iter()
}

fn kernel([vectors, pixels, tail, phases]: [usize; 4], band: usize, rest: Option<Rest>) -> Kernel {
    Kernel::Channels { vectors, pixels, tail, band, phases, rest }
}

/// Vectors, pixels, pixels of the tail and phases of all tiles of a layer, where a group has so
/// many vectors of output channels.
fn all_shapes(layer: &Layer, isa: Isa, count: usize) -> impl Iterator<Item = [usize; 4]> + use<> {
    let (side, long) = (side_by_side(layer), never_vertical(layer));
    (1..=4).filter(move |vectors| count.is_multiple_of(*vectors)).flat_map(move |vectors| {
        shapes(isa, vectors, side, long).map(move |[pixels, tail, phases]| [vectors, pixels, tail, phases])
    })
}

/// Pixels, pixels of the tail and phases of all tiles with `nv` vectors of channels, where so many
/// phases may lie `side` by side, and where no line is a column if tiles may be `long`.
fn shapes(isa: Isa, nv: usize, side: usize, long: bool) -> impl Iterator<Item = [usize; 3]> {
    let most = facts(isa).pixels[nv - 1];
    let long: &[usize] = if long { facts(isa).long[nv - 1] } else { &[] };
    let alone = (2..=most).flat_map(|np| (1..np).map(move |tail| [np, tail, 1]));
    // Few choices, so that each of them is tested.
    let alone = alone.chain(long.iter().flat_map(|np| tails(*np).into_iter().map(|tail| [*np, tail, 1])));
    // Few pixels each: single ones complete a line well enough.
    let phases = (2..=side).filter(move |phases| side.is_multiple_of(*phases));
    let together = phases.flat_map(move |phases| (1..=most / phases).map(move |np| [np, 1, phases]));
    alone.chain(together)
}

/// The tails of a long tile: half of it, or single pixels.
const fn tails(pixels: usize) -> [usize; 2] {
    [pixels / 2, 1]
}

/// Whether all lines of a layer are rows: there is but one row, or the kernel joins the axes into
/// one.
pub(super) fn never_vertical(layer: &Layer) -> bool {
    layer.rank() == 1 || layer.axes().iter().all(Axis::is_pointwise)
}

/// Cycles of storing one vector of a tile at neighbouring pixels.
pub(super) fn store(layer: &Layer) -> f64 {
    if layer.memory_format().output.is_contiguous() { STORE } else { STORE_WHOLE }
}

/// The phases of a row that may lie side by side in a tile: few, equally long whatever the size of
/// the input, and with a tap each.
pub(super) fn side_by_side(layer: &Layer) -> usize {
    // Phases are interleaved for the sake of stores; where channels lie side by side, each pixel is
    // stored for itself anyway.
    if !layer.memory_format().output.is_contiguous() {
        return 1;
    }
    let Some(axis) = layer.axes().last() else { return 1 };
    let Sampling::Transposed { output_padding } = axis.sampling() else { return 1 };
    let stride = axis.stride();
    // The output is (n - 1) * stride and this.
    let rest = (axis.extent() + output_padding) as i128 - axis.pad_before() as i128 - axis.pad_after() as i128;
    let whole = rest.rem_euclid(stride as i128) == 0 && axis.dilation() == 1 && axis.kernel() >= stride;
    if whole && stride <= MOST_PHASES { stride } else { 1 }
}

/// With more phases, a tile has too few pixels of each.
const MOST_PHASES: usize = 4;

/// The same in words.
pub(super) const SIDE_BY_SIDE: &str =
    "whose stride is 2, 3 or 4, not longer than the kernel, and divides the width of its output";

/// Rectangles of outputs of one size, each with its own valid taps.
struct Strip {
    /// How many such rectangles there are, over all planes.
    count: f64,
    rows: usize,
    columns: usize,
    /// Multiply-adds of an output, on average: cost grows with them by a constant factor.
    reduction: f64,
    /// Phases that alternate in a row of the output, where that is contiguous.
    alternating: usize,
    /// Whether neighbouring outputs of a column are not, which a tile stores as vectors.
    apart: bool,
    /// Cycles that a tap waits for its input, unless that is copied.
    waiting: f64,
    /// Whether it is, by tiles that go by way of the buffer.
    copied: bool,
}

/// A tile, and whose it is.
struct StripTile<'a> {
    layer: &'a Layer,
    isa: Isa,
    groups: Groups,
    /// Vectors, pixels, pixels of the tail and phases.
    shape: [usize; 4],
    /// Lines of the output that share a set of L1 beyond those that it keeps.
    evicted: f64,
}

impl Strip {
    fn cycles(&self, tile: &StripTile<'_>) -> f64 {
        let StripTile { layer, isa, groups, shape: [nv, np, tail, phases], evicted } = *tile;
        let (lanes, element) = (isa.lanes(layer.dtype().bytes()), layer.dtype().bytes());
        let channels = nv * lanes;
        let vertical = self.columns < np && self.rows > self.columns;
        let (count, pixels) = if vertical { (self.columns, self.rows) } else { (self.rows, self.columns) };
        let cut = LineTiles::new(pixels, np, tail);
        // A tile walks through the packed weights of its channels: they come from L2, unless they
        // fit in half of L1.
        let column = as_f64(channels * element);
        let fetch = if self.reduction * column > L1 / 2.0 { column / L2_BYTES_PER_CYCLE } else { 0.0 };
        // Phases of a row are put together in a buffer, if a tile of each fits. Otherwise, they are
        // stored number by number; so are the pixels of a column.
        let alternate = self.alternating > 1 && phases == 1;
        let room = OUTPUTS / element / channels;
        let buffered = alternate && lanes > 1 && self.alternating.saturating_mul(np.min(self.columns)) <= room;
        let store = if buffered {
            // Vectors of 32 bytes are transposed beside the multiply-adds of the next tile.
            STORE_WHOLE + if isa == Isa::Avx2 { 0.0 } else { STORE }
        } else if alternate || (self.apart && vertical) {
            SCATTER * as_f64(lanes)
        } else {
            store(layer)
        };
        // Phases side by side share what a tile costs, and each hides the latency of the others.
        let start = START / as_f64(phases);
        let evicted = if buffered { 0.0 } else { EVICTED * as_f64(channels) * evicted };
        // Stores wait for their lines while the next tile is computed.
        let stalled = |taps: f64| taps.mul_add(-MEANWHILE, evicted).max(0.0);
        // What a row of phases reads is copied for the tiles of all channels; other tiles wait.
        let copied = buffered && self.copied;
        let passes = as_f64(groups.outputs.div_ceil(channels) * self.alternating);
        let waiting = |np: usize| if copied { COPY * as_f64(np) / (as_f64(lanes) * passes) } else { self.waiting };
        let cycles = |np: usize| {
            let tap = tap(isa, as_f64(nv * np), loads(groups, nv, np), phases).max(fetch);
            let taps = self.reduction * (tap + waiting(np) + sets::waiting(layer, np));
            start + taps + store * as_f64(nv * np) + stalled(taps)
        };
        let line = as_f64(cut.full) * cycles(np) + as_f64(cut.tail) * cycles(tail) + as_f64(cut.single) * cycles(1);
        let copy = if copied { COPIED_ROW * as_f64(groups.inputs) / passes } else { 0.0 };
        self.count * as_f64(count) * (line + copy)
    }
}

/// Segments of one axis with equally many outputs.
///
/// At the borders of a large kernel, nearly every output is a segment of its own; one by one, those
/// of three axes would be too many to look at.
#[derive(Clone, Copy)]
struct Alike {
    outputs: usize,
    count: f64,
    /// The mean of the valid taps.
    taps: f64,
}

impl Alike {
    fn segments(axis: &Axis, size: usize) -> Vec<Self> {
        Self::group(segments(axis, size).iter().map(|segment| (segment.outputs, as_f64(segment.taps))))
    }

    /// Of outputs and their valid taps.
    fn group(segments: impl Iterator<Item = (usize, f64)>) -> Vec<Self> {
        let mut groups: Vec<Self> = Vec::new();
        for (outputs, taps) in segments {
            match groups.iter_mut().find(|group| group.outputs == outputs) {
                Some(group) => {
                    group.count += 1.0;
                    group.taps += (taps - group.taps) / group.count;
                }
                None => groups.push(Self { outputs, count: 1.0, taps }),
            }
        }
        groups
    }
}

fn strips(layer: &Layer, isa: Isa) -> Vec<Strip> {
    let inputs = layer.channel_groups().inputs;
    let pointwise = layer.axes().iter().all(Axis::is_pointwise);
    // Whole vectors of channels are stored wherever their pixel is.
    let apart = layer.memory_format().output.is_contiguous();
    let width = layer.axes().last().filter(|_| apart);
    let alternating = width.map_or(1, |width| Phase::count(width.numbers(), usize::MAX));
    let one = vec![Alike { outputs: 1, count: 1.0, taps: 1.0 }];
    let mut cuts: Vec<Vec<Vec<Alike>>> = layer
        .axes()
        .iter()
        .map(|axis| sizes(axis).into_iter().map(|size| Alike::segments(axis, size)).collect())
        .collect();
    while cuts.len() < 3 {
        cuts.insert(0, vec![one.clone()]);
    }
    let [depths, heights, widths] = cuts.as_slice() else { return Vec::new() };
    let waiting = waiting(layer, false);
    let contiguous = layer.memory_format().are_contiguous();
    let copied = contiguous && alternating > 1 && gathers(layer, 0, isa.lanes(layer.dtype().bytes()), 2);
    let mut strips = Vec::new();
    // Generic axes have several sizes each; it is enough that they vary together.
    for i in 0..depths.len().max(heights.len()).max(widths.len()) {
        let pick = |of: &[Vec<Alike>]| of.get(i).or(of.last()).cloned().unwrap_or_default();
        for depth in pick(depths) {
            for row in pick(heights) {
                for column in pick(widths) {
                    let reduction = as_f64(inputs) * depth.taps * row.taps * column.taps;
                    strips.push(if pointwise {
                        // The kernel joins the axes.
                        let columns = depth.outputs.saturating_mul(row.outputs).saturating_mul(column.outputs);
                        Strip { count: 1.0, rows: 1, columns, reduction, alternating, apart, waiting, copied }
                    } else {
                        let count = as_f64(depth.outputs) * depth.count * row.count * column.count;
                        Strip {
                            count,
                            rows: row.outputs,
                            columns: column.outputs,
                            reduction,
                            alternating,
                            apart,
                            waiting,
                            copied,
                        }
                    });
                }
            }
        }
    }
    strips
}
