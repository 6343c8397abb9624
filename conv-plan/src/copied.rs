//! Rows of input that tiles of several rows of outputs read in a copy.

use conv_geometry::buffers::ROWS;

use super::Isa;
use super::cost::as_f64;
use super::rows::span;
use conv_spec::{Axis, Layer, Size};

/// A copy of rows of the input of a depthwise layer.
pub(super) struct Copied {
    /// Vectors that a row is copied in.
    pub(super) vectors: usize,
    /// Rows of which there is room.
    room: usize,
}

impl Copied {
    /// How rows are copied, if they are: as the run time decides.
    pub(super) fn of(layer: &Layer, isa: Isa) -> Option<Self> {
        let lanes = isa.lanes(layer.dtype().bytes());
        let [outer @ .., height, width] = layer.axes() else { return None };
        let once = outer.iter().all(|axis| axis.kernel() == 1);
        let fixed = layer.axes().iter().all(|axis| matches!(axis.size(), Size::Fixed(_)));
        let Size::Fixed(size) = *width.size() else { return None };
        let outputs = usize::try_from(width.output(size as u64)?).ok()?;
        let (kernel, stride) = (width.kernel(), width.stride());
        let reused = kernel > 3 && kernel > stride.saturating_add(1) && outputs > lanes;
        if lanes == 1 || !once || !fixed || !reused {
            return None;
        }
        let whole = |elements: usize| elements.div_ceil(lanes).saturating_mul(lanes);
        let before = usize::try_from(width.padding(size as u64).0).ok()?;
        let reach = (kernel - 1).saturating_mul(width.dilation()) / stride;
        let (read, stored) = (whole(whole(outputs).saturating_add(reach)), whole(size.div_ceil(stride)));
        let part = whole(before.div_ceil(stride)).saturating_add(read.max(stored));
        let room = (ROWS / layer.dtype().bytes()).checked_div(stride.saturating_mul(part))?;
        let copied = Self { vectors: stride.saturating_mul(stored / lanes), room };
        copied.holds(height, 1).then_some(copied)
    }

    /// Whether there is room for what so many rows of outputs read.
    pub(super) fn holds(&self, height: &Axis, rows: usize) -> bool {
        span(height, rows) <= self.room
    }

    /// Rows that are copied for a layer of so many `rows` of outputs: those at the end of a copy are those at the start of the next one.
    pub(super) fn rows(&self, height: &Axis, rows: f64) -> f64 {
        rows * as_f64(height.stride()) * (1.0 + as_f64(span(height, 1)) / as_f64(self.room))
    }
}
