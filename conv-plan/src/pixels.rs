//! Tiles with output pixels in the lanes.

use super::channels::SMALL_SUMS;
use super::cost::{L1, L2_BYTES_PER_CYCLE, MEANWHILE, SCATTER, START, as_f64, least, streaming, tap};
use super::gathered::{COPY, crowded, gathers, readers, uncopied};
use super::isa::facts;
use super::load::Load;
use super::strips::{mean_taps, sizes};
use super::{Isa, Kernel, Packing, sets};
use conv_spec::{Axis, Border, Layer, Sampling, Unroll};

/// Vectors of pixels that tiles have: few choices, so that each of them is tested.
pub(super) const VECTORS: [usize; 5] = [1, 2, 3, 4, 7];

/// The most output channels of a tile.
pub(super) const MOST_CHANNELS: usize = 8;

/// Cycles of storing a vector of neighbouring pixels.
const STORE: f64 = 1.5;

/// The numbers of phases that may lie side by side in a tile: all of a transposed layer with such a
/// stride.
pub(super) const INTERLEAVED: [usize; 1] = [2];

/// The cheapest tile for a layer whose weights are packed so, and its cost.
pub(super) fn cheapest(layer: &Layer, packing: Packing, isa: Isa) -> (Kernel, f64) {
    let small = layer.unroll() == Unroll::Size && isa.lanes(layer.dtype().bytes()) > 1;
    let tried = |(kernel, _): &(Kernel, f64)| {
        let &Kernel::Pixels { channels, vectors, phases } = kernel else { return false };
        kernel.reads(packing, layer.dtype()) && (!small || channels * vectors * phases <= SMALL_SUMS)
    };
    least(candidates(layer, isa).filter(tried), Kernel::Pixels { channels: 1, vectors: 1, phases: 1 })
}

/// All tiles of a layer, each with its cost.
pub(super) fn candidates(layer: &Layer, isa: Isa) -> impl Iterator<Item = (Kernel, f64)> {
    tiles(layer, isa).map(move |kernel| {
        let cycles = match kernel {
            Kernel::Pixels { channels, vectors, phases } => {
                cycles(layer, isa, [channels, vectors, phases], layer.out_channels())
            }
            _ => f64::INFINITY,
        };
        (kernel, cycles)
    })
}

/// The tiles of a layer that stay in registers.
pub(super) fn tiles(layer: &Layer, isa: Isa) -> impl Iterator<Item = Kernel> + use<> {
    let outputs = layer.channel_groups().outputs;
    let side = side_by_side(layer);
    // Of tiles that cost the same, those of many channels read the input less often.
    (1..=MOST_CHANNELS).rev().filter(move |channels| outputs.is_multiple_of(*channels)).flat_map(move |channels| {
        [1].into_iter().chain(side).flat_map(move |phases| {
            let most = facts(isa).sums[phases - 1];
            let fits = move |vectors: &usize| channels * vectors * phases <= most;
            VECTORS.into_iter().filter(fits).map(move |vectors| Kernel::Pixels { channels, vectors, phases })
        })
    })
}

/// Cycles until a store to a part of a line that has left L1 is done, for each line that shares its
/// set beyond those that stay there. As measured with AVX2 on Zen 5, 1 to 24 channels of 3 x 3 on
/// 32 x 32.
const EVICTED_PART: f64 = 1.0;

/// Sums beside which the masks of vectors that touch a border stay in registers, where a mask is a
/// vector: with twelve, all of them are spilled.
const MASKED_SUMS: usize = 8;

/// Loads more that count for a vector of a plane whose bytes are no multiple of a vector's, so that
/// most planes begin within one: as measured with AVX2 on Zen 5, 96 to 16 and 32 channels of 1 x 1
/// on 57 x 57.
const MISALIGNED: f64 = 0.7;

/// Bytes of a line of the cache.
const LINE: f64 = 64.0;

/// The phases of a row that may lie side by side in a tile.
pub(super) fn side_by_side(layer: &Layer) -> Option<usize> {
    let axis = layer.axes().last()?;
    let transposed = matches!(axis.sampling(), Sampling::Transposed { .. });
    Some(axis.stride()).filter(|stride| transposed && INTERLEAVED.contains(stride))
}

/// Cycles of so many output `channels` of a layer, over all groups, with such a tile.
pub(super) fn cycles(layer: &Layer, isa: Isa, [nc, nv, ph]: [usize; 3], channels: usize) -> f64 {
    let Some((width, others)) = layer.axes().split_last() else { return 0.0 };
    let mut load = Load::new(layer, isa);
    let lanes = isa.lanes(layer.dtype().bytes());
    let masked = layer.border() == Border::Zeros && load.inside <= Load::plain(isa);
    if isa == Isa::Avx2 && masked && nc * nv * ph > MASKED_SUMS {
        load.border *= 2.0;
    }
    let pointwise = layer.axes().iter().all(Axis::is_pointwise);
    if isa == Isa::Avx2 && pointwise && !planes_hold_vectors(layer, lanes) {
        load.inside += MISALIGNED;
    }
    // All channels of a span write to a part of a line before the next part: the line may have left
    // L1 by then.
    let evicted =
        if as_f64(nv * ph * lanes * layer.dtype().bytes()) < LINE { sets::evicted(layer, channels) } else { 0.0 };
    let transposed = matches!(width.sampling(), Sampling::Transposed { .. });
    let inputs = as_f64(layer.channel_groups().inputs);
    // Along a row, taps that meet padding are computed like others; of a transposed layer, each
    // output has every `stride`-th tap.
    let across = as_f64(width.kernel()) / if transposed { as_f64(width.stride()) } else { 1.0 };
    let width_stride = if transposed { 1 } else { width.stride() };
    // A row is walked through once for each phase, or all that lie side by side.
    let lines_of_row = if transposed { (width.stride() / ph).max(1) } else { 1 };
    let store = if lines_of_row > 1 { 2.0 * SCATTER * as_f64(lanes) } else { STORE };
    let bytes = as_f64(lanes * layer.dtype().bytes());
    let readers = readers(layer);
    let tile = |nv: usize, load: f64, reduction: f64, inside: bool| {
        let copied = inside && gathers(layer, nv * lanes, lanes, ph);
        // A copy begins with a line of the cache.
        let load = if copied { load.min(1.0) } else { load };
        let loads = load.mul_add(as_f64(nv), as_f64(nc));
        let tap = as_f64(ph) * tap(isa, as_f64(nc * nv), [loads, as_f64(nc)], ph);
        // What a tile reads of the input is read again for the next channels: from L1, or, where
        // planes a large part of a page apart fall into few of its sets, from L2. A copy is made
        // once for all of them.
        let read_lines = (as_f64(nv * width_stride) * bytes / LINE).ceil();
        let tap = if crowded(layer) && !copied { (tap + 1.0).max(uncopied(read_lines)) } else { tap };
        let read = (reduction / across) * (as_f64(nv * width_stride) + 1.0) * bytes;
        let fetch = if copied {
            COPY * inputs * as_f64(nv) * as_f64(nc) / (as_f64(channels) * readers)
        } else if read > L1 && paged(layer) && !crowded(layer) {
            read / L2_BYTES_PER_CYCLE / 4.0
        } else {
            0.0
        };
        // Stores wait for their lines while the next tile is computed.
        let stalled = (reduction * tap).mul_add(-MEANWHILE, EVICTED_PART * as_f64(nc) * evicted).max(0.0);
        START + reduction * tap + fetch + store * as_f64(nc * nv * ph) + stalled
    };
    let (mut total, mut spans) = (0.0, 0.0);
    for (i, size) in sizes(width).into_iter().enumerate() {
        let mut rows = 1.0;
        let mut reduction = inputs * across;
        for axis in others {
            let sizes = sizes(axis);
            let size = sizes.get(i).or(sizes.last()).copied().unwrap_or(1);
            rows *= output(axis, size);
            reduction *= mean_taps(axis, size);
        }
        let full = tile(nv, load.inside, reduction, true);
        let [border, single] = [nv, 1].map(|nv| tile(nv, load.border, reduction, false));
        let columns = output(width, size);
        // The kernel joins the axes of a pointwise layer.
        let (stretches, pixels) = if pointwise {
            (1.0, rows * columns)
        } else {
            let phases = if transposed { as_f64(width.stride()) } else { 1.0 };
            (rows * as_f64(lines_of_row), (columns / phases).ceil())
        };
        let vectors = (pixels / as_f64(lanes)).ceil();
        let tiles = (vectors / as_f64(nv)).floor();
        let rest = vectors - tiles * as_f64(nv);
        // One tile at either end of a row meets padding, or is not full.
        let (before, after) = width.padding(size);
        let ragged = rest == 0.0 && (after > 0 || pixels % as_f64(lanes) > 0.0);
        let borders = [before > 0, ragged].into_iter().filter(|border| *border).fold(0.0, |sum, _| sum + 1.0_f64);
        let borders = borders.min(tiles);
        spans += stretches * (vectors / as_f64(nv)).ceil();
        total += stretches * ((tiles - borders) * full + borders * border + rest * single);
    }
    // All channels visit some pixels before the next ones; each phase has a part of the weights.
    let phases: f64 = layer.axes().iter().map(|axis| as_f64(axis.stride())).product();
    let part = if transposed { as_f64(ph) / phases } else { 1.0 };
    let share = as_f64(channels) / as_f64(layer.out_channels());
    streaming(layer, part * spans) * share + total * as_f64(channels / nc)
}

/// Whether all planes of the input begin with a vector.
fn planes_hold_vectors(layer: &Layer, lanes: usize) -> bool {
    let bytes = lanes * layer.dtype().bytes();
    layer.input_shape().is_none_or(|shape| sets::plane(layer, &shape).is_multiple_of(bytes))
}

/// Whether the planes of the input are whole pages.
fn paged(layer: &Layer) -> bool {
    layer.input_shape().is_some_and(|shape| sets::plane(layer, &shape).is_multiple_of(4096))
}

pub(super) fn output(axis: &Axis, size: usize) -> f64 {
    axis.output(size).map_or(0.0, as_f64)
}
