//! Rows of input that tiles of several rows of outputs read in a copy.

use super::Isa;
use crate::{Layer, Size};

/// Bytes on the stack for a copy, as in the run time's `stacked_rows/copied.rs`.
pub const COPIED: usize = 16 * 1024;

/// A copy of rows of the input of a depthwise layer.
pub(super) struct Copied {
    /// Vectors that a row is copied in.
    pub(super) vectors: usize,
    /// Rows of which there is room.
    pub(super) room: usize,
}

impl Copied {
    /// How rows are copied, if they are: as the run time decides.
    pub(super) fn of(layer: &Layer, isa: Isa) -> Option<Self> {
        let lanes = isa.lanes(layer.dtype());
        let [outer @ .., _, width] = layer.axes() else { return None };
        let once = outer.iter().all(|axis| axis.kernel() == 1);
        let fixed = layer.axes().iter().all(|axis| matches!(axis.size(), Size::Fixed(_)));
        let Size::Fixed(size) = *width.size() else { return None };
        let outputs = usize::try_from(width.output(size as u64)?).ok()?;
        let (kernel, stride) = (width.kernel(), width.stride());
        let reused = kernel > 3 && kernel > stride.saturating_add(1) && outputs > lanes;
        if lanes == 1 || !once || !fixed || !reused {
            return None;
        }
        let before = usize::try_from(width.padding(size as u64).0).ok()?;
        let margin = before.div_ceil(stride).next_multiple_of(lanes);
        let read = outputs.next_multiple_of(lanes) + (kernel - 1).saturating_mul(width.dilation()) / stride;
        let stored = size.div_ceil(stride).next_multiple_of(lanes);
        let part = margin.saturating_add(read.next_multiple_of(lanes).max(stored));
        let room = (COPIED / layer.dtype().bytes()).checked_div(stride.saturating_mul(part))?;
        Some(Self { vectors: stride.saturating_mul(stored / lanes), room })
    }
}
