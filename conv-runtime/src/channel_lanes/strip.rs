//! What tiles are cut from: strips of outputs, and their lines.

use conv_geometry::{Span, Taps};

/// A rectangle of outputs in a plane, all of a phase with the same valid taps.
pub(super) struct Strip<T, const PH: usize> {
    pub(super) group: usize,
    pub(super) rows: Taps,
    /// For each of the phases that lie side by side.
    pub(super) columns: [Taps; PH],
    /// The taps of these phases among the packed weights.
    pub(super) weights: [Span; PH],
    /// Outputs of a phase along height and width.
    pub(super) outputs: [usize; 2],
    pub(super) destination: Destination<T>,
}

/// Where a strip's outputs go.
#[derive(Clone, Copy)]
pub(super) struct Destination<T> {
    /// The output, or a buffer.
    pub(super) start: *mut T,
    /// Elements before the first one.
    pub(super) first: usize,
    /// Elements between neighbouring pixels of a row.
    pub(super) pixel: usize,
    /// Elements between neighbouring rows.
    pub(super) row: usize,
}

/// Outputs in a line: a row, or a column of a narrow strip.
pub(super) struct Line<T> {
    /// Pixels of each phase.
    pub(super) pixels: usize,
    /// Input elements from the strip's first output to the line's.
    pub(super) input: usize,
    /// Input elements between the windows of neighbouring pixels.
    pub(super) input_step: usize,
    /// As the strip's.
    pub(super) start: *mut T,
    /// Output elements from a channel's first to the line's first.
    pub(super) output: usize,
    /// Output elements between neighbouring pixels of a phase.
    pub(super) output_step: usize,
}
