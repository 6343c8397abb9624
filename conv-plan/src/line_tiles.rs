//! How many tiles of each size compute a line of outputs, which is what tiles of strips are
//! compared by. Rows are cut by [`conv_geometry::Cut`], for planning and kernels alike.

/// How kernels with channels in the lanes cut a line, or a whole row, into tiles.
pub(super) struct LineTiles {
    pub(super) full: usize,
    pub(super) tail: usize,
    pub(super) single: usize,
}

impl LineTiles {
    /// As many tiles of `np` pixels as leave a multiple of `tail`; where none do, one more of them
    /// overlaps the one before it, and single pixels complete a line that is shorter than a tile.
    pub(super) fn new(pixels: usize, np: usize, tail: usize) -> Self {
        let most = pixels / np;
        // Whether a number of full tiles leaves a multiple of `tail` repeats with period `tail` at
        // the latest.
        let fits = (most.saturating_sub(tail)..=most).rev().find(|full| (pixels - full * np).is_multiple_of(tail));
        match fits {
            Some(full) => Self { full, tail: (pixels - full * np) / tail, single: 0 },
            None if pixels > np => Self { full: most + 1, tail: 0, single: 0 },
            None => Self { full: most, tail: (pixels - most * np) / tail, single: (pixels - most * np) % tail },
        }
    }
}
