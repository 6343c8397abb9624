//! Rows of input that tiles of several rows of outputs read in a copy.

use conv_geometry::RowCopy;

use super::Isa;
use super::cost::as_f64;
use super::rows::span;
use conv_spec::{Axis, Layer};

/// A copy of rows of the input of a depthwise layer.
pub(super) struct Copied {
    /// Vectors that a row is copied in.
    pub(super) vectors: usize,
    /// Rows of which there is room.
    room: usize,
}

impl Copied {
    /// How rows are copied, if they are.
    pub(super) fn of(layer: &Layer, isa: Isa) -> Option<Self> {
        let bytes = layer.dtype().bytes();
        let lanes = isa.lanes(bytes);
        let copy = RowCopy::of(&layer.shape()?, lanes, bytes)?;
        Some(Self { vectors: copy.width.stride.saturating_mul(copy.stored(lanes) / lanes), room: copy.room(bytes) })
    }

    /// Whether there is room for what so many rows of outputs read.
    pub(super) fn holds(&self, height: &Axis, rows: usize) -> bool {
        span(height, rows) <= self.room
    }

    /// Rows that are copied for a layer of so many `rows` of outputs: those at the end of a copy
    /// are those at the start of the next one.
    pub(super) fn rows(&self, height: &Axis, rows: f64) -> f64 {
        rows * as_f64(height.stride()) * (1.0 + as_f64(span(height, 1)) / as_f64(self.room))
    }
}
