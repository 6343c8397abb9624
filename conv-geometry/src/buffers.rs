//! Sizes of the kernels' buffers, in bytes. They lie on the stack, and do not depend on the layer.

/// Outputs of several phases, or of all rows of a strip, from which rows are stored whole: a small
/// part of L2. A strip of many rows has long columns at its border, whose tiles are wide.
pub const OUTPUTS: usize = 64 << 10;

/// A copy of the input of some pixels in all channels: what stays in L1. Of more, a copy was slower
/// than the planes themselves.
pub const PIXELS: usize = 32 << 10;

/// Copied rows of the input of one channel: what stays in L1 beside what is copied.
pub const ROWS: usize = 16 << 10;
