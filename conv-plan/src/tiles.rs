//! Which tiles a layer can have: asked by the planner and by the reader of the key `plan`.

use super::{Isa, Kernel, KernelKind, channels, pixels, rows, whole_rows};
use conv_spec::{Layer, MemoryFormat};

/// Why a layer cannot have a kernel, whatever its tile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unavailable {
    /// Blocks of so many output channels would take so many times the weights.
    Blocks {
        channels: usize,
        times: usize,
    },
    /// A side is not contiguous.
    Format {
        side: &'static str,
        format: MemoryFormat,
    },
    Transposed,
    /// Not depthwise.
    Dense,
    OneAxis,
    Pointwise,
    /// The size of an axis is generic.
    OpenSize,
    /// More taps along a row than the kernel unrolls.
    ManyTaps {
        taps: usize,
        most: usize,
    },
    /// The instruction set has no such tiles.
    Isa,
    /// Rows of so few outputs.
    ShortRows {
        outputs: usize,
    },
    /// More than the first and the last tile of a row meet padding.
    WidePadding,
    /// Two rows of outputs read so many rows of input.
    TallKernel {
        rows: usize,
        most: usize,
    },
    /// The smallest tile has so many multiply-adds, which are written out.
    MuchCode {
        products: usize,
        most: usize,
    },
}

/// The tiles of a kernel that a layer can have with an instruction set: one at least, or why there
/// are none. All of them stay in registers, and all of them are tested.
pub(super) fn tiles(layer: &Layer, isa: Isa, kind: KernelKind) -> Result<Vec<Kernel>, Unavailable> {
    match kind {
        KernelKind::Channels => blocks(layer).map(|()| channels::tiles(layer, isa).collect()),
        KernelKind::WholeRows => blocks(layer).and_then(|()| whole_rows::tiles(layer, isa)),
        KernelKind::Pixels => contiguous(layer).map(|()| pixels::tiles(layer, isa).collect()),
        KernelKind::Rows => contiguous(layer).and_then(|()| rows::tiles(layer, isa)),
    }
}

/// The same with the cost of each.
pub(super) fn candidates(layer: &Layer, isa: Isa, kind: KernelKind) -> Vec<(Kernel, f64)> {
    let fit = match kind {
        KernelKind::Channels | KernelKind::WholeRows => blocks(layer),
        KernelKind::Pixels | KernelKind::Rows => contiguous(layer),
    };
    match (kind, fit) {
        (_, Err(_)) => Vec::new(),
        (KernelKind::Channels, Ok(())) => channels::candidates(layer, isa).collect(),
        (KernelKind::WholeRows, Ok(())) => whole_rows::candidates(layer, isa).collect(),
        (KernelKind::Pixels, Ok(())) => pixels::candidates(layer, isa).collect(),
        (KernelKind::Rows, Ok(())) => rows::candidates(layer, isa).collect(),
    }
}

/// Vectors of pixels are read from rows of pixels, and written to them.
fn contiguous(layer: &Layer) -> Result<(), Unavailable> {
    let formats = layer.memory_format();
    let sides = [("input", formats.input), ("output", formats.output)];
    match sides.into_iter().find(|(_, format)| !format.is_contiguous()) {
        Some((side, format)) => Err(Unavailable::Format { side, format }),
        None => Ok(()),
    }
}

/// Blocks of output channels may at most double the weights, where there is a choice.
pub(super) fn blocks(layer: &Layer) -> Result<(), Unavailable> {
    if !layer.memory_format().are_contiguous() {
        return Ok(());
    }
    let (real, filled) = (layer.out_channels(), layer.filled_channels());
    // Both are below 2^36, but for the compiler's own width.
    if filled as u128 > 2 * real as u128 {
        let times = filled.checked_div(real).unwrap_or(0);
        return Err(Unavailable::Blocks { channels: layer.dtype().block(), times });
    }
    Ok(())
}
