//! How a row of outputs is cut into tiles.

/// Tiles of one size from the first output on, and smaller ones at the end: as few of these as fill
/// the row. Where none are asked for, or none do, the last tile is as large as the others and
/// overlaps the one before it, unless they fill the row.
///
/// ```text
/// 14 outputs in tiles of 5 and 4   |0   |5   |10 |
/// 14 outputs in tiles of 5 alone   |0   |5   |9   |   with those from 9 to before 10 computed twice
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Cut {
    /// Outputs of the row.
    pub outputs: usize,
    pixels: usize,
    /// Outputs of the tiles at the end.
    pub tail: usize,
    /// Where the first of these begins.
    pub tail_start: usize,
}

impl Cut {
    /// Tiles of `pixels` and of `tail`, which is not more. A row that is shorter than a tile has
    /// none.
    #[inline(always)]
    #[must_use]
    pub const fn new(outputs: usize, pixels: usize, tail: usize) -> Self {
        let mut tail_start = outputs / pixels * pixels;
        if tail < pixels && tail_start < outputs {
            while tail_start > 0 {
                if (outputs - tail_start).is_multiple_of(tail) {
                    return Self { outputs, pixels, tail, tail_start };
                }
                tail_start -= pixels;
            }
        }
        Self { outputs, pixels, tail: pixels, tail_start: outputs.saturating_sub(pixels) }
    }

    /// How many tiles of either size there are.
    #[must_use]
    #[inline(always)]
    pub const fn counts(&self) -> [usize; 2] {
        let Self { outputs, pixels, tail, tail_start } = *self;
        if tail < pixels { [tail_start / pixels, (outputs - tail_start) / tail] } else { [outputs.div_ceil(pixels), 0] }
    }

    /// How many tiles can belong to different threads: one that overlaps the one before it goes
    /// with it.
    #[inline(always)]
    #[must_use]
    pub const fn tiles(&self) -> usize {
        let Self { outputs, pixels, tail, tail_start } = *self;
        let tiles = if tail < pixels {
            tail_start / pixels + (outputs - tail_start) / tail
        } else {
            tail_start.div_ceil(pixels)
        };
        // A row of one tile has it, where nothing overlaps.
        if tiles == 0 { 1 } else { tiles }
    }

    /// Where a tile begins, or the part that ends with the tiles before it.
    #[inline(always)]
    #[must_use]
    pub const fn start(&self, tile: usize) -> usize {
        let full = self.tail_start / self.pixels;
        if tile == self.tiles() {
            self.outputs
        } else if self.tail < self.pixels && tile > full {
            self.tail_start + (tile - full) * self.tail
        } else {
            tile * self.pixels
        }
    }
}

#[cfg(test)]
mod tests {
    use std::vec::Vec;

    use super::*;

    /// Where tiles begin that different threads may have.
    fn starts(outputs: usize, pixels: usize, tail: usize) -> Vec<usize> {
        let cut = Cut::new(outputs, pixels, tail);
        (0..=cut.tiles()).map(|tile| cut.start(tile)).collect()
    }

    #[test]
    fn smaller_tiles_fill_the_row() {
        assert_eq!(starts(14, 5, 4), [0, 5, 10, 14]);
        assert_eq!(starts(56, 6, 5), [0, 6, 12, 18, 24, 30, 36, 41, 46, 51, 56]);
        assert_eq!(starts(11, 6, 5), [0, 6, 11]);
    }

    #[test]
    fn tiles_that_overlap_go_with_the_one_before() {
        assert_eq!(starts(14, 5, 5), [0, 5, 14]);
        // Smaller tiles that fill no row, or are not needed.
        assert_eq!(starts(14, 6, 5), [0, 6, 14]);
        assert_eq!(starts(18, 6, 5), [0, 6, 18]);
        assert_eq!(starts(6, 6, 6), [0, 6]);
        assert_eq!(starts(7, 6, 6), [0, 7]);
    }

    #[test]
    fn every_output_is_in_a_tile() {
        for pixels in 1..15 {
            for tail in 1..=pixels {
                for outputs in pixels..200 {
                    let starts = starts(outputs, pixels, tail);
                    assert!(starts.windows(2).all(|pair| pair[0] < pair[1]), "{outputs} in {pixels} and {tail}");
                    assert_eq!((starts[0], starts[starts.len() - 1]), (0, outputs));
                    let cut = Cut::new(outputs, pixels, tail);
                    let filled = cut.tail < pixels;
                    let some = (1..=outputs / pixels).any(|full| (outputs - full * pixels).is_multiple_of(tail));
                    assert_eq!(filled, tail < pixels && some && !outputs.is_multiple_of(pixels));
                    if filled {
                        // One size, then the other.
                        let sizes: Vec<usize> = starts.windows(2).map(|pair| pair[1] - pair[0]).collect();
                        let full = sizes.iter().take_while(|size| **size == pixels).count();
                        assert!(full > 0 && full < sizes.len() && sizes[full..].iter().all(|size| *size == tail));
                        assert_eq!(cut.tail_start, full * pixels);
                    }
                }
            }
        }
    }
}
