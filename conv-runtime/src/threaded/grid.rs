//! How the outputs of a call are cut into equal shares.
//!
//! Outputs have six dimensions that can be cut, each into some equal parts: samples, groups, planes, rows, output channels of a group and
//! pixels of a row. The shares are the cells of that grid. What a share is follows from [`Extents`] alone: an output belongs to the one
//! whose ranges have its sample, its group, its place among the outputs of its phase along each axis, and its channel. Kernels with the
//! same extents therefore agree about shares, and no two shares have an output in common.

use crate::Problem;

/// A dimension of the outputs, in the order in which they are preferred where nothing else decides.
#[derive(Clone, Copy, Debug)]
pub enum Along {
    /// Samples of a batch.
    Samples,
    /// Groups of channels.
    Groups,
    /// Planes of each phase.
    Planes,
    /// Rows of each phase.
    Rows,
    /// Output channels of a group, as the kernel counts them: numbers or vectors.
    Channels,
    /// Outputs of a row of each phase.
    Pixels,
}

/// Number of dimensions.
const DIMENSIONS: usize = 6;

/// Multiply-adds in the time that it takes to read an element from a cache that threads do not share.
const READ: u64 = 16;

/// What a kernel cuts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extents {
    /// Along each dimension: what there is to cut, and how much of it stays together.
    counts: [usize; DIMENSIONS],
    units: [usize; DIMENSIONS],
    /// What these numbers count: phases along each axis, elements of a vector of channels, and whether the pixels of a row beyond those
    /// counted belong to the last part.
    phases: [usize; 3],
    lanes: usize,
    overhang: bool,
    /// Elements of the output, the input, the weights; weights of an output.
    outputs: usize,
    inputs: usize,
    weights: usize,
    fan_in: usize,
}

/// How many channels, rows and pixels a kernel keeps together.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tile {
    /// Elements of a vector of channels: 1 where pixels are in the lanes.
    pub(crate) lanes: usize,
    /// Vectors of channels.
    pub(crate) channels: usize,
    /// Rows.
    pub(crate) rows: usize,
    /// Pixels; `usize::MAX` keeps rows whole.
    pub(crate) pixels: usize,
    /// Pixels at the end of a row that go with those before them, whatever their number.
    pub(crate) overhang: usize,
}

impl Extents {
    /// Those of a kernel with this tile, on so many samples.
    #[inline(always)]
    pub(crate) fn new(problem: &Problem, samples: usize, tile: Tile) -> Self {
        let geometry = problem.geometry();
        let [planes, rows, columns] = problem.output();
        let phases = problem.phases();
        let counts = [
            samples,
            geometry.groups,
            planes.div_ceil(phases[0]),
            rows.div_ceil(phases[1]),
            problem.group_outputs().div_ceil(tile.lanes),
            columns.div_ceil(phases[2]).saturating_sub(tile.overhang).max(1),
        ];
        let fan_in = problem.group_inputs() * problem.taps();
        Self {
            counts,
            units: [1, 1, 1, tile.rows, tile.channels, tile.pixels],
            phases,
            lanes: tile.lanes,
            overhang: tile.overhang > 0,
            // Each is the length of a slice.
            outputs: samples * problem.output_len(),
            inputs: samples * problem.input_len(),
            weights: fan_in * geometry.out_channels,
            fan_in,
        }
    }

    /// Units along a dimension.
    const fn units(&self, along: usize) -> u64 {
        self.counts[along].div_ceil(self.units[along]) as u64
    }

    /// The time of the largest share, in multiply-adds, where dimensions are cut into so many parts.
    fn time(&self, parts: &[usize; DIMENSIONS]) -> u64 {
        let (mut largest, mut all) = (1_u64, 1_u64);
        for (along, parts) in parts.iter().enumerate() {
            let units = self.units(along);
            largest = largest.saturating_mul(units.div_ceil(*parts as u64));
            all = all.saturating_mul(units.max(1));
        }
        let work = (self.outputs as u64).saturating_mul(self.fan_in as u64);
        let [samples, groups, planes, rows, channels, pixels] = parts.map(|parts| parts as u64);
        let inputs = self.inputs as u64 / (samples * groups * planes * rows * pixels);
        let weights = self.weights as u64 / (groups * channels);
        (work / all).saturating_mul(largest).saturating_add(READ.saturating_mul(inputs.saturating_add(weights)))
    }
}

/// A call's outputs, cut.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Grid {
    extents: Extents,
    /// Along each dimension; their product is the number of shares.
    parts: [usize; DIMENSIONS],
}

impl Grid {
    /// `shares` of equal length, as far as possible, that read as little as possible: for each prime factor of their number, from the
    /// largest, the dimension that makes the largest share the shortest.
    pub(crate) fn new(extents: &Extents, shares: usize) -> Self {
        let mut parts = [1; DIMENSIONS];
        let mut left = shares.max(1);
        while left > 1 {
            let factor = largest_prime_factor(left);
            left /= factor;
            let mut best = (u64::MAX, parts);
            for along in 0..DIMENSIONS {
                let mut cut = parts;
                cut[along] *= factor;
                let time = extents.time(&cut);
                if time < best.0 {
                    best = (time, cut);
                }
            }
            // All of them take forever: whatever is cut, the product must be the number of shares.
            if best.0 == u64::MAX {
                best.1[0] *= factor;
            }
            parts = best.1;
        }
        Self { extents: *extents, parts }
    }

    /// Whether a kernel with these extents has this grid's shares.
    pub(crate) fn fits(&self, extents: &Extents) -> bool {
        self.extents == *extents
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

    /// The end of a run of outputs that ends where the part does: at `most`, where all outputs end there anyway.
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
        if parts == 1 && place == 0 {
            return (0, count);
        }
        let units = count.div_ceil(unit);
        // The first few are longer by one. No product is larger than `count` before it is rounded up to a whole unit.
        let start = |place: usize| {
            let place = place.min(parts);
            (units / parts * place + place.min(units % parts)).saturating_mul(unit).min(count)
        };
        (start(place), start(place + 1))
    }

    #[inline(always)]
    fn clip(self, end: usize, most: usize) -> usize {
        end.min(most)
    }
}

mod private {
    pub trait Sealed {}
    impl Sealed for super::Whole {}
    impl Sealed for super::Share {}
}
