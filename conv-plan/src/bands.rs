//! How many pixels all output channels visit before the next ones; all of a panel, where weights
//! are more than one.

use conv_geometry::cache::PANEL;

use super::cost::{CACHE, as_f64};
use conv_spec::{Axis, Layer, MemoryFormat, Op};

/// A band of all pixels.
pub const UNBANDED: usize = 1 << 30;

/// Pixels that all output channels visit before the next ones: so many that the least is read from
/// beyond the cache.
///
/// With all pixels in one band, the input is read again for the next channels of each tile; with
/// several, all weights for each of them; but for what stays in cache.
pub(super) fn band(layer: &Layer) -> usize {
    // Channels of a tile have blocks of their own, which no others read: row by row, their weights
    // would be read again for nothing.
    if layer.lanewise() && layer.memory_format().input == MemoryFormat::Blocked {
        return UNBANDED;
    }
    let (Some(input), Some(output)) = (layer.input_shape(), layer.output_shape()) else { return 1 };
    let number = as_f64(layer.dtype().bytes());
    let bytes = |shape: &[usize]| shape.iter().map(|n| as_f64(*n)).product::<f64>() * number;
    // A matrix product: its one line reads every input once for each tile of channels, whatever the
    // band.
    if layer.axes().iter().all(Axis::is_pointwise) {
        return UNBANDED;
    }
    let (input, weights) = (bytes(&input), bytes(&layer.weight_shape()));
    // The same where all channels of a pixel stand together, as long as it is not memory that is
    // read 64 bytes here and there.
    if layer.lanewise() && input <= CACHE {
        return UNBANDED;
    }
    // Those of a tile, two blocks of 64 bytes for instance.
    let channels = as_f64(2 * layer.dtype().block());
    let groups = layer.channel_groups();
    let tiles = (as_f64(groups.outputs) / channels).ceil().max(1.0);
    let slice = weights / tiles / as_f64(groups.count);
    let passes = if groups.lanewise { 1.0 } else { tiles };
    let reads = |bytes: f64| missed(bytes + slice).mul_add(passes - 1.0, 1.0);
    let all = input.mul_add(reads(input), weights);
    let [outer @ .., height, width] = layer.axes() else {
        let Some(width) = layer.axes().last() else { return UNBANDED };
        let pixels = output.last().copied().unwrap_or(1);
        let line = |pixels: usize| {
            number * as_f64(layer.in_channels()) * (as_f64(pixels) * as_f64(width.stride()) + as_f64(width.extent()))
        };
        // The channels of a panel visit all bands before the next ones: its weights are read once,
        // and the input once for each panel. Rows of a transposed layer that are put together in a
        // buffer have none.
        let counted = layer.op() == Op::Conv;
        let panels = if counted { (weights / as_f64(groups.count) / as_f64(PANEL)).ceil().max(1.0) } else { 1.0 };
        let panel = if panels > 1.0 { as_f64(PANEL) } else { weights };
        let least = if panels > 1.0 { 5 } else { 6 };
        return best(
            (least..24).map(|i| 1 << i).take_while(|band| *band < pixels),
            [all, weights, slice, panel],
            |band| (line(band), (as_f64(pixels) / as_f64(band)).ceil(), input * panels, band),
        );
    };
    let columns = output.last().copied().unwrap_or(1);
    let rows = output.iter().rev().nth(1).copied().unwrap_or(1);
    let planes: f64 = outer.iter().map(|axis| as_f64(axis.kernel())).product();
    let depth = output.iter().rev().skip(2).take(outer.len()).map(|n| as_f64(*n)).product::<f64>();
    let line =
        number * as_f64(layer.in_channels()) * (as_f64(columns) * as_f64(width.stride()) + as_f64(width.extent()));
    let reach = |band: usize| as_f64(band) * as_f64(height.stride()) + as_f64(height.extent());
    let bands = (0..10).map(|i| 1 << i).take_while(|band| *band < rows);
    // All pixels are those of a plane: with several, each of them reads its input and the weights.
    let plane = line * reach(rows) * planes;
    let all = if depth > 1.0 { depth * plane.mul_add(reads(plane), weights) } else { all };
    best(bands, [all, weights, slice, weights], |band| {
        let (reach, count) = (line * reach(band) * planes, depth * (as_f64(rows) / as_f64(band)).ceil());
        (reach, count, input.min(reach * count), band * columns)
    })
}

/// The share of bytes, read again and again, that is not in the cache any more: a quarter of it
/// more than it holds, and all of them are gone.
fn missed(bytes: f64) -> f64 {
    ((bytes - CACHE) / (CACHE / 4.0)).clamp(0.0, 1.0)
}

/// The band of least traffic, given the bytes that it reads of the input, how many of them there
/// are, what they read together, and their pixels; all pixels where no band is better. `all` is the
/// traffic of these; the others are the bytes of the weights, of those of a tile, and of those that
/// a band visits before the next band.
fn best(
    bands: impl Iterator<Item = usize>,
    [all, weights, slice, panel]: [f64; 4],
    of: impl Fn(usize) -> (f64, f64, f64, usize),
) -> usize {
    let mut least = (all, UNBANDED);
    for band in bands {
        let (reach, count, input, pixels) = of(band);
        let fits = reach + slice <= CACHE;
        // Larger bands do not fit either; the smallest may still be better than none.
        if !fits && least.1 != UNBANDED {
            break;
        }
        let weights = if reach + panel <= CACHE { weights } else { weights * count };
        let traffic = input + weights;
        // Of equals the smallest band, whose input is the likeliest to be in L1.
        if traffic < least.0 || (traffic <= least.0 && least.1 == UNBANDED) {
            least = (traffic, pixels);
        }
        if !fits {
            break;
        }
    }
    least.1
}
