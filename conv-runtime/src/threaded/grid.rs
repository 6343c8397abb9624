//! How the outputs of a call are cut into equal shares.
//!
//! Outputs have six dimensions that can be cut, each into some equal parts: samples, groups,
//! planes, rows, output channels of a group and pixels of a row. The shares are the cells of that
//! grid. What a share is follows from [`Extents`] alone: an output belongs to the one whose ranges
//! have its sample, its group, its place among the outputs of its phase along each axis, and its
//! channel. Kernels with the same extents therefore agree about shares, and no two shares of a
//! kernel have an output in common: its units say of each dimension that is cut how (none of these
//! is [`UNCUT`]).
//!
//! Where two kernels share a call, the grid is that of the first, and the second cuts its own
//! outputs into as many parts. No share of the one has an output of the other either: their extents
//! have the same layout of outputs, so that an output is that of a channel to both, and no channel
//! is that of both.

use super::extents::{Along, DIMENSIONS, Extents, UNCUT};

/// A call's outputs, cut.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Grid {
    extents: Extents,
    /// Those of a second kernel, which computes other channels.
    second: Option<Extents>,
    /// Along each dimension; their product is the number of shares.
    parts: [usize; DIMENSIONS],
}

impl Grid {
    /// For so many threads: as many shares, or a few less, where that makes the largest of them
    /// shorter. Of 13 threads on 8 groups of 7 rows, 12 have a share each.
    pub(crate) fn new(extents: &Extents, threads: usize) -> Self {
        let mut best = Self::exactly(extents, threads);
        for fewer in (1..threads).rev().take(3) {
            let other = Self::exactly(extents, fewer);
            if extents.time(&other.parts) < extents.time(&best.parts) {
                best = other;
            }
        }
        best
    }

    /// `shares` of equal length, as far as possible, that read as little as possible: for each
    /// prime factor of their number, from the largest, the dimension that makes the largest share
    /// the shortest.
    fn exactly(extents: &Extents, shares: usize) -> Self {
        let mut parts = [1; DIMENSIONS];
        let mut left = shares.max(1);
        while left > 1 {
            let factor = largest_prime_factor(left);
            left /= factor;
            let mut best = (u64::MAX, parts);
            for along in 0..DIMENSIONS {
                let mut cut = parts;
                cut[along] *= factor;
                if cut[along] as u64 > extents.units(along) {
                    continue;
                }
                let time = extents.time(&cut);
                if time < best.0 {
                    best = (time, cut);
                }
            }
            // Where nothing can be cut, some shares are left without samples.
            if best.0 == u64::MAX {
                best.1[Along::Samples as usize] *= factor;
            }
            parts = best.1;
        }
        Self { extents: *extents, second: None, parts }
    }

    /// Whether a kernel with these extents has this grid's shares.
    pub(crate) fn fits(&self, extents: &Extents) -> bool {
        self.extents == *extents
    }

    /// The same numbers of parts for a second kernel with these extents, too; `None` where both
    /// compute a channel, or do not see the same outputs, or where the second keeps together what
    /// is cut. That it may have fewer units than parts leaves it some empty shares.
    pub(crate) fn with_second(self, extents: &Extents) -> Option<Self> {
        let apart = extents.channels.0 >= self.extents.channels.1 && extents.layout == self.extents.layout;
        let cut = self.parts.iter().zip(extents.units).all(|(parts, unit)| *parts == 1 || unit != UNCUT);
        (apart && cut).then_some(Self { second: Some(*extents), ..self })
    }

    /// Whether a second kernel with these extents has this grid's shares.
    pub(crate) fn fits_second(&self, extents: &Extents) -> bool {
        self.second == Some(*extents)
    }

    /// Number of shares.
    pub(crate) const fn shares(&self) -> usize {
        let [samples, groups, planes, rows, channels, pixels] = self.parts;
        samples * groups * planes * rows * channels * pixels
    }

    /// Share number `index`; beyond their number, one without outputs.
    pub(crate) fn share(&self, index: usize) -> Share {
        let mut places = [0; DIMENSIONS];
        let mut rest = index;
        // The innermost dimension fastest; what is left over makes the outermost range empty.
        for along in (1..DIMENSIONS).rev() {
            places[along] = rest % self.parts[along];
            rest /= self.parts[along];
        }
        places[0] = rest;
        Share { parts: self.parts, places }
    }
}

fn largest_prime_factor(number: usize) -> usize {
    let (mut rest, mut factor) = (number, 2);
    while factor * factor <= rest {
        if rest.is_multiple_of(factor) {
            rest /= factor;
        } else {
            factor += 1;
        }
    }
    rest
}

/// Which outputs a kernel computes. Sealed: that shares are disjoint rests on it.
pub trait Part: Copy + private::Sealed {
    /// The part of `count` along a dimension, from and to, in whole `unit`s.
    fn range(self, along: Along, count: usize, unit: usize) -> (usize, usize);

    /// The end of a run of outputs that ends where the part does: at `most`, where all outputs end
    /// there anyway.
    fn clip(self, end: usize, most: usize) -> usize;
}

/// All outputs.
#[derive(Clone, Copy, Debug)]
pub struct Whole;

/// A cell of a grid.
#[derive(Clone, Copy, Debug)]
pub struct Share {
    parts: [usize; DIMENSIONS],
    places: [usize; DIMENSIONS],
}

impl Part for Whole {
    #[inline(always)]
    fn range(self, _: Along, count: usize, _: usize) -> (usize, usize) {
        (0, count)
    }

    #[inline(always)]
    fn clip(self, end: usize, _: usize) -> usize {
        end
    }
}

impl Part for Share {
    #[inline(always)]
    fn range(self, along: Along, count: usize, unit: usize) -> (usize, usize) {
        let (parts, place) = (self.parts[along as usize], self.places[along as usize]);
        if unit == UNCUT || (parts == 1 && place == 0) {
            // What is kept together is not cut.
            return (0, count);
        }
        cell(parts, place, count, unit)
    }

    #[inline(always)]
    fn clip(self, end: usize, most: usize) -> usize {
        end.min(most)
    }
}

/// Place number `place` of `parts`, in whole units: a function, since what is inlined into kernels
/// hides their constants from the optimiser.
#[inline(never)]
fn cell(parts: usize, place: usize, count: usize, unit: usize) -> (usize, usize) {
    let units = count.div_ceil(unit);
    // The first few are longer by one. No product is larger than `count` before it is rounded up to
    // a whole unit.
    let start = |place: usize| {
        let place = place.min(parts);
        (units / parts * place + place.min(units % parts)).saturating_mul(unit).min(count)
    };
    (start(place), start(place + 1))
}

mod private {
    pub trait Sealed {}
    impl Sealed for super::Whole {}
    impl Sealed for super::Share {}
}

#[cfg(test)]
mod tests {
    use std::vec::Vec;

    use super::super::extents::{Columns, Tile, channel_unit, pixel_unit};
    use super::*;
    use crate::{Axis, Geometry, Sampling, Shape};

    fn layer(channels: [usize; 2], groups: usize, each: Axis, rank: usize, size: [usize; 3]) -> Shape {
        let mut axes = [Axis::UNIT; 3];
        axes[3 - rank..].fill(each);
        let geometry = Geometry { in_channels: channels[0], out_channels: channels[1], groups, axes };
        Shape::new(geometry, size, 4).unwrap().joined()
    }

    fn tile(lanes: usize, channels: usize, rows: usize, pixels: usize) -> Tile {
        Tile { lanes, channels, rows, pixels, columns: Columns::Pixels }
    }

    #[test]
    fn tiles_of_a_row_are_counted_whatever_their_pixels() {
        let problem = layer([1, 1], 1, Axis::conv(3, 1, 1, [1, 1]), 1, [1, 1, 56]);
        let columns = Columns::Tiles { count: 10, sizes: [6, 5] };
        let (parts, largest) = halves(&problem, Tile { columns, ..tile(16, UNCUT, 1, 1) });
        assert_eq!((parts[Along::Pixels as usize], largest), (2, 0.5));
        // Others are not cut alike.
        let [same, other] = [[6, 5], [6, 4]].map(|sizes| {
            let columns = Columns::Tiles { count: 10, sizes };
            Extents::new(&problem, 1, (0, 1), Tile { columns, ..tile(16, UNCUT, 1, 1) })
        });
        assert!(Grid::new(&same, 2).fits(&same) && !Grid::new(&same, 2).fits(&other));
    }

    /// Numbers of parts of two shares, and how much of all units the largest has.
    fn halves(problem: &Shape, tile: Tile) -> ([usize; DIMENSIONS], f64) {
        let extents = Extents::new(problem, 1, (0, problem.group_outputs()), tile);
        let grid = Grid::new(&extents, 2);
        #[expect(clippy::cast_precision_loss, reason = "small numbers")]
        let ratio = |along: usize| {
            let units = extents.units(along);
            units.div_ceil(grid.parts[along] as u64) as f64 / units as f64
        };
        (grid.parts, (0..DIMENSIONS).map(ratio).product())
    }

    #[test]
    fn two_shares_take_equal_time() {
        let three = Axis::conv(3, 1, 1, [1, 1]);
        let up = Axis::conv(4, 2, 1, [1, 1]).sampled(Sampling::Transposed { output_padding: 0 });
        let one = Axis::conv(1, 1, 1, [0, 0]);
        let cut = |along: Along| {
            let mut parts = [1; DIMENSIONS];
            parts[along as usize] = 2;
            (parts, 0.5)
        };
        let dense = |problem| {
            let tiles = Shape::group_outputs(&problem).div_ceil(64);
            halves(&problem, tile(64, channel_unit(tiles, 1), 1, pixel_unit(&problem, 6)))
        };
        assert_eq!(dense(layer([64, 64], 1, three, 2, [1, 56, 56])), cut(Along::Rows));
        assert_eq!(dense(layer([64, 64], 1, three, 2, [1, 224, 224])), cut(Along::Rows));
        // Seven rows have no half, and the weights are most of what is read.
        assert_eq!(dense(layer([256, 512], 1, three, 2, [1, 7, 7])), cut(Along::Channels));
        assert_eq!(dense(layer([256, 128], 1, up, 2, [1, 16, 16])), cut(Along::Channels));
        assert_eq!(dense(layer([64, 64], 1, three, 3, [8, 28, 28])), cut(Along::Planes));
        // All pixels in one row.
        assert_eq!(halves(&layer([32, 64], 1, one, 2, [1, 112, 112]), tile(64, UNCUT, 1, 7)), cut(Along::Pixels));
        let depthwise = layer([32, 32], 32, three, 2, [1, 112, 112]);
        assert_eq!(halves(&depthwise, tile(1, 1, 8, UNCUT)), cut(Along::Groups));
    }

    #[test]
    fn a_second_kernel_has_other_channels_of_the_same_outputs() {
        let three = Axis::conv(3, 1, 1, [1, 1]);
        let problem = layer([6, 33], 1, three, 2, [1, 5, 11]);
        let first = Extents::new(&problem, 1, (0, 32), tile(16, 1, 1, UNCUT));
        let grid = Grid::new(&first, 12);
        let fits = |extents: &Extents| grid.with_second(extents).is_some();
        assert!(grid.parts[Along::Channels as usize] > 1);
        let rest = Extents::new(&problem, 1, (32, 33), tile(1, 1, 1, UNCUT));
        assert!(fits(&rest) && grid.with_second(&rest).is_some_and(|grid| grid.fits_second(&rest)));
        assert!(!grid.fits_second(&rest) && !fits(&first));
        assert!(!fits(&Extents::new(&problem, 1, (31, 33), tile(1, 1, 1, UNCUT))));
        // Kept together, the one channel would be in all shares.
        assert!(!fits(&Extents::new(&problem, 1, (32, 33), tile(1, UNCUT, 1, UNCUT))));
        let other = layer([6, 33], 1, three, 2, [1, 11, 5]);
        assert!(!fits(&Extents::new(&other, 1, (32, 33), tile(1, 1, 1, UNCUT))));
        assert!(!fits(&Extents::new(&problem, 2, (32, 33), tile(1, 1, 1, UNCUT))));
        // Each place belongs to one share, whether there are as many units as parts or not.
        let mut owners = 0;
        for share in 0..grid.shares() {
            let (from, to) = grid.share(share).range(Along::Channels, 1, 1);
            let (row, end) = grid.share(share).range(Along::Rows, 5, 1);
            owners += (to - from) * (end - row);
        }
        let others: usize = [Along::Samples, Along::Groups, Along::Planes, Along::Pixels]
            .map(|along| grid.parts[along as usize])
            .iter()
            .product();
        assert_eq!(owners, 5 * others);
    }

    #[test]
    fn a_prime_number_of_threads_is_no_limit() {
        let three = Axis::conv(3, 1, 1, [1, 1]);
        let extents = Extents::new(&layer([8, 8], 8, three, 2, [1, 56, 56]), 1, (0, 1), tile(1, 1, 8, UNCUT));
        let mut parts = [1; DIMENSIONS];
        (parts[Along::Groups as usize], parts[Along::Rows as usize]) = (3, 4);
        assert_eq!(Grid::new(&extents, 13).parts, parts);
    }

    #[test]
    fn shares_are_all_there_is_and_disjoint() {
        let three = Axis::conv(3, 1, 1, [1, 1]);
        let problem = layer([6, 24], 2, three, 3, [3, 5, 11]);
        let extents = Extents::new(&problem, 3, (0, 12), tile(4, 2, 2, 4));
        for shares in 1..40 {
            let grid = Grid::exactly(&extents, shares);
            assert_eq!(grid.shares(), shares);
            for (count, unit) in [(1, 1), (3, 1), (7, 2), (12, 5), (usize::MAX, 3), (0, 1)] {
                for along in [Along::Samples, Along::Groups, Along::Planes, Along::Rows, Along::Channels, Along::Pixels]
                {
                    let ranges: Vec<_> = (0..shares).map(|index| grid.share(index).range(along, count, unit)).collect();
                    let mut end = 0;
                    let mut different: Vec<_> = ranges.clone();
                    different.sort_unstable();
                    different.dedup();
                    for (first, next) in different.into_iter().filter(|(first, end)| first < end) {
                        assert_eq!(first, end);
                        assert!(first.is_multiple_of(unit));
                        end = next;
                    }
                    assert_eq!(end, count);
                }
            }
            let none = grid.share(shares);
            assert_eq!(none.range(Along::Samples, 3, 1), (3, 3));
            // Each place once.
            let mut places: Vec<_> = (0..shares).map(|index| grid.share(index).places).collect();
            places.sort_unstable();
            places.dedup();
            assert_eq!(places.len(), shares);
        }
    }
}
