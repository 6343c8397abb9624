//! Tiles with output pixels in the lanes.

use super::cost::{SCATTER, START, STORE, as_f64, least, tap};
use super::strips::sizes;
use super::{Isa, Kernel};
use crate::{Axis, Layer, Op, PaddingMode};

/// The cheapest tile for a layer, and its cost.
pub(super) fn cheapest(layer: &Layer, isa: Isa) -> (Kernel, f64) {
    let outputs = layer.out_channels() / layer.groups();
    let sums = isa.facts().sums;
    let candidates = (1..=8).filter(|nc| outputs.is_multiple_of(*nc)).flat_map(|nc| {
        (1..=8)
            .filter(move |nv| nc * nv <= sums)
            .map(move |nv| (Kernel::Pixels { channels: nc, vectors: nv }, cycles(layer, isa, nc, nv)))
    });
    least(candidates, Kernel::Pixels { channels: 1, vectors: 1 })
}

fn cycles(layer: &Layer, isa: Isa, nc: usize, nv: usize) -> f64 {
    let Some((width, others)) = layer.axes().split_last() else { return 0.0 };
    let inputs = layer.in_channels() / layer.groups();
    let per_vector = isa.lanes(layer.dtype());
    let transposed = layer.op() == Op::ConvTranspose;
    // Each output of a transposed layer sums over every `stride`-th tap.
    let taps = |axis: &Axis| as_f64(axis.kernel()) / if transposed { as_f64(axis.stride()) } else { 1.0 };
    let reduction: f64 = layer.axes().iter().map(taps).product::<f64>() * as_f64(inputs);
    // A strided vector is two loads and a shuffle, or one load for each lane; at a border, loads are masked as well, or look up
    // each lane.
    let (loads, masked) = match width.stride() {
        _ if transposed => (1, 4),
        1 => (1, 4),
        2 => (3, 8),
        _ => (per_vector + 2, per_vector + 6),
    };
    let masked = if layer.padding_mode() == PaddingMode::Zeros { masked } else { 4 * per_vector };
    let lines_of_row = if transposed { width.stride() } else { 1 };
    let store = if lines_of_row > 1 { SCATTER * as_f64(per_vector) } else { STORE };
    let tile = |nv: usize, loads: usize| START + reduction * tap(nc * nv, nc + loads * nv, 1) + store * as_f64(nc * nv);
    let pointwise = layer.axes().iter().all(Axis::is_pointwise);
    let mut total = 0.0;
    for (i, size) in sizes(width).into_iter().enumerate() {
        let mut rows = 1.0;
        for axis in others {
            let sizes = sizes(axis);
            rows *= output(axis, sizes.get(i).or(sizes.last()).copied().unwrap_or(1));
        }
        let columns = output(width, size);
        // The kernel joins the axes of a pointwise layer, and walks through a row once for each phase.
        let (lines, pixels) = if pointwise {
            (1.0, rows * columns)
        } else {
            (rows * as_f64(lines_of_row), (columns / as_f64(lines_of_row)).ceil())
        };
        let vectors = (pixels / as_f64(per_vector)).ceil();
        // One vector at either end of a row meets padding, or is not full.
        let (before, after) = width.padding(size as u64);
        let border = [before > 0, after > 0 || pixels % as_f64(per_vector) > 0.0];
        let border = border.into_iter().filter(|border| *border).fold(0.0, |sum, _| sum + 1.0_f64).min(vectors);
        let full = ((vectors - border) / as_f64(nv)).floor();
        let single = vectors - full * as_f64(nv);
        total += lines * (full * tile(nv, loads) + single * tile(1, masked));
    }
    total * as_f64(layer.out_channels() / nc)
}

#[expect(clippy::cast_precision_loss, reason = "an estimate")]
fn output(axis: &Axis, size: usize) -> f64 {
    axis.output(size as u64).unwrap_or(0) as f64
}
