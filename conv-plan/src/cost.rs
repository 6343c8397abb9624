//! Estimated cycles of a kernel on a layer.
//!
//! The model is that of a core with two multiply-add units and two load ports, and a latency of
//! four cycles (and a half, since sums do not always start as soon as they could): what Intel since
//! Skylake and AMD since Zen 2 have. For each tap a tile takes the largest of its multiply-adds /
//! 2, its loads / 2, and the latency (each sum waits for its predecessor). Storing a tile costs a
//! fixed amount for each vector. SSE2 has no multiply-add: products and additions have units of
//! their own, as on AMD since Zen, and broadcasts take a shuffle beside them.

use conv_geometry::cache;

use super::{Isa, Kernel, Packing, channels, pixels, rows, tiles, whole_rows};
use conv_spec::{Layer, Op, Unroll};

/// Cycles of one tap of a tile with `sums` sums and `loads` loads, of which some are broadcasts,
/// where as many other `chains` of sums as are given, itself included, go on at the same time.
pub(super) fn tap(isa: Isa, sums: f64, [loads, broadcasts]: [f64; 2], chains: usize) -> f64 {
    const LATENCY: f64 = 4.5;
    const LOOP: f64 = 0.25;
    // Without a fused multiply-add, sums wait for additions only. A broadcast is a load and a
    // shuffle, beside products and additions: as measured on Zen 5, tiles of channels of 2 x 5 and
    // 4 x 2, and of pixels of 4 x 2, 2 x 4 and 1 x 7.
    let (latency, shuffle) = if isa == Isa::Sse2 { (3.0, 0.31) } else { (LATENCY, 0.0) };
    let busy = sums.mul_add(0.5, shuffle * broadcasts).max(0.5 * loads) + LOOP;
    busy.max(latency / as_f64(chains))
}

/// Cycles of storing one vector of a tile, transposed: its channels go to different planes.
pub(super) const STORE: f64 = 4.0;

/// The same where its channels lie side by side.
pub(super) const STORE_WHOLE: f64 = 1.0;

/// Cycles until a store to a line of the output that has left L1 is done, for each line that shares
/// its set beyond those that stay there. As measured on Zen 5, 3 × 3 and 1 × 1 layers of 3 and 16
/// inputs: tiles of 16 lines wait 7 to 14 cycles for each of them, of 32 lines 24 to 34.
pub(super) const EVICTED: f64 = 2.0;

/// The share of the next tile's multiply-adds that go on meanwhile: as measured with 12 inputs and
/// more, where next to nothing is waited for.
pub(super) const MEANWHILE: f64 = 0.8;

/// Cycles of storing one number of a tile, where neighbours go to different places.
pub(super) const SCATTER: f64 = 1.5;

/// Cycles of starting a tile: addresses, biases, branches.
pub(super) const START: f64 = 12.0;

/// Bytes of L2 that planning counts on.
#[expect(clippy::cast_precision_loss, reason = "a power of two")]
pub(super) const CACHE: f64 = cache::L2 as f64;

/// Bytes of L1.
#[expect(clippy::cast_precision_loss, reason = "a power of two")]
pub(super) const L1: f64 = cache::L1 as f64;

/// Bytes that L2 delivers in a cycle, sustained, while the input takes its share.
pub(super) const L2_BYTES_PER_CYCLE: f64 = 26.0;

/// Bytes that a cache beyond L2 delivers in a cycle; half of them where many cores share it.
const L3_BYTES_PER_CYCLE: f64 = 16.0;

/// Cycles of reading a layer's weights so many times, if they do not stay in L2.
pub(super) fn streaming(layer: &Layer, times: f64) -> f64 {
    let weights = bytes(layer, &layer.weight_shape());
    if weights > CACHE { times * weights / L3_BYTES_PER_CYCLE } else { 0.0 }
}

/// Cycles that tiles wait for a layer's input, which each of so many tiles of channels reads in
/// each phase, if it does not stay in L2: it is larger, or phases that do not share a buffer read
/// it again after weights that are. Where all of it stays there, they have not been seen to wait.
pub(super) fn reading(layer: &Layer, tiles: f64) -> f64 {
    // As measured: of the time that reading takes, a third is waited for.
    const WAITED: f64 = 0.32;
    let Some(shape) = layer.input_shape().filter(|_| !layer.lanewise()) else { return 0.0 };
    let input = bytes(layer, &shape);
    let (phases, evicted) = match layer.op() {
        Op::ConvTranspose => {
            let alone = !layer.memory_format().output.is_contiguous();
            let phases = layer.axes().iter().map(|axis| as_f64(axis.stride())).product();
            (phases, alone && bytes(layer, &layer.weight_shape()) > CACHE)
        }
        Op::Conv => (1.0, false),
    };
    if evicted || input > CACHE { WAITED * tiles * phases * input / L2_BYTES_PER_CYCLE } else { 0.0 }
}

/// Bytes of an array.
fn bytes(layer: &Layer, shape: &[usize]) -> f64 {
    shape.iter().map(|size| as_f64(*size)).product::<f64>() * as_f64(layer.dtype().bytes())
}

/// The cheapest kernel for a packing, and its cost.
pub(super) fn cheapest(layer: &Layer, packing: Packing, isa: Isa) -> (Kernel, f64) {
    let contiguous = layer.memory_format().are_contiguous();
    let kernels = match packing {
        // One number at a time, lanes do not matter, and tiles of channels are those that have been
        // tuned; they are small code, too.
        Packing::Blocks | Packing::Lanes if isa == Isa::Scalar || layer.unroll() == Unroll::Size => {
            [Some(channels::cheapest(layer, isa)), None, None]
        }
        Packing::Blocks | Packing::Lanes => [
            whole_rows::cheapest(layer, isa),
            Some(channels::cheapest(layer, isa)),
            contiguous.then(|| pixels::cheapest(layer, packing, isa)),
        ],
        Packing::Rows => [rows::cheapest(layer, isa), Some(pixels::cheapest(layer, packing, isa)), None],
    };
    least(kernels.into_iter().flatten(), Kernel::Pixels { channels: 1, vectors: 1, phases: 1 })
}

/// The cost of a kernel.
pub(super) fn of(layer: &Layer, isa: Isa, kernel: Kernel) -> f64 {
    let mut candidates = tiles::candidates(layer, isa, kernel.kind()).into_iter();
    // Bands are not counted.
    let same = |(of, _): &(Kernel, f64)| of.banded(0) == kernel.banded(0);
    candidates.find(same).map_or(f64::INFINITY, |(_, cost)| cost)
}

/// The candidate of least cost; the first of equals.
pub(super) fn least(candidates: impl Iterator<Item = (Kernel, f64)>, fallback: Kernel) -> (Kernel, f64) {
    candidates.fold((fallback, f64::INFINITY), |best, next| if next.1 < best.1 { next } else { best })
}

/// Exact below 2^53; beyond that the estimate does not need the last digits.
#[expect(clippy::cast_precision_loss, reason = "an estimate")]
pub(super) fn as_f64(n: usize) -> f64 {
    n as f64
}
