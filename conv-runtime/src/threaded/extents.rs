//! What there is to cut of a call's outputs, in which units, and how long a part takes.

use crate::{MemoryFormat, Shape};

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
    /// Output channels of a group, as the kernel counts them: single ones, or by the tile.
    Channels,
    /// Outputs of a row of each phase.
    Pixels,
}

/// Number of dimensions.
pub(super) const DIMENSIONS: usize = 6;

/// Multiply-adds in the time that it takes to read an element from a cache that threads do not
/// share.
const READ: u64 = 16;

/// A unit that keeps all of a dimension together. Where that is a constant, so are a kernel's
/// loops.
pub(crate) const UNCUT: usize = usize::MAX;

/// The unit of `count` channels in tiles of so many.
#[inline(always)]
pub(crate) const fn channel_unit(count: usize, tile: usize) -> usize {
    if count <= tile { UNCUT } else { tile }
}

/// The unit of pixels in tiles of so many: they are cut where there is nothing else to cut, in rows
/// that are planes.
#[inline(always)]
pub(crate) const fn pixel_unit(problem: &Shape, tile: usize) -> usize {
    let [planes, rows, _] = problem.output();
    if planes == 1 && rows == 1 { tile } else { UNCUT }
}

/// What a kernel cuts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extents {
    /// Along each dimension: what there is to cut, and how much of it stays together.
    counts: [usize; DIMENSIONS],
    pub(super) units: [usize; DIMENSIONS],
    /// What these numbers count: channels that count as one, and what of a row.
    lanes: usize,
    columns: Columns,
    /// Output channels of a group that are computed, from and to.
    pub(super) channels: (usize, usize),
    pub(super) layout: Layout,
    /// Elements of the output, the input, the weights; weights of an output.
    outputs: usize,
    inputs: usize,
    weights: usize,
    fan_in: usize,
}

/// What outputs there are: where each lies in memory follows from this.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Layout {
    samples: usize,
    groups: usize,
    /// Output channels of a group.
    channels: usize,
    /// Outputs of a channel along each axis, and phases.
    size: [usize; 3],
    phases: [usize; 3],
    format: MemoryFormat,
}

/// How many channels, rows and pixels a kernel keeps together.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tile {
    /// Channels that count as one: those of a tile's vectors, 1 where pixels are in the lanes.
    pub(crate) lanes: usize,
    /// As many of them, or [`UNCUT`].
    pub(crate) channels: usize,
    /// Rows.
    pub(crate) rows: usize,
    /// Pixels, or tiles if these are counted, or [`UNCUT`].
    pub(crate) pixels: usize,
    /// What is counted along a row.
    pub(crate) columns: Columns,
}

/// What is counted along a row of outputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Columns {
    /// The pixels of each phase, of which not all have as many: each is cut by its own number.
    Pixels,
    /// The same of all phases together, which are cut by the number of the first.
    Phases,
    /// Tiles of these sizes: not all have as many pixels.
    Tiles {
        /// How many of them there are.
        count: usize,
        /// Pixels of those that a row begins with, and of those that end it.
        sizes: [usize; 2],
    },
}

impl Extents {
    /// Those of a kernel with this tile, on so many samples, in output channels of each group from
    /// the first to before the second.
    #[inline(always)]
    pub(crate) fn new(problem: &Shape, samples: usize, channels: (usize, usize), tile: Tile) -> Self {
        let geometry = problem.geometry();
        let [planes, rows, columns] = problem.output();
        let phases = problem.phases();
        let counts = [
            samples,
            problem.groups(),
            planes.div_ceil(phases[0]),
            rows.div_ceil(phases[1]),
            (channels.1 - channels.0).div_ceil(tile.lanes),
            match tile.columns {
                Columns::Pixels | Columns::Phases => columns.div_ceil(phases[2]),
                Columns::Tiles { count, .. } => count,
            },
        ];
        let fan_in = problem.group_inputs() * problem.taps();
        Self {
            counts,
            units: [1, 1, 1, tile.rows, tile.channels, tile.pixels],
            lanes: tile.lanes,
            columns: tile.columns,
            channels,
            layout: Layout {
                samples,
                groups: problem.groups(),
                channels: problem.group_outputs(),
                size: problem.output(),
                phases,
                format: problem.formats().output,
            },
            // Each is the length of a slice.
            outputs: samples * problem.output_len(),
            inputs: samples * problem.input_len(),
            weights: fan_in * geometry.out_channels,
            fan_in,
        }
    }

    /// Units along a dimension.
    pub(super) const fn units(&self, along: usize) -> u64 {
        self.counts[along].div_ceil(self.units[along]) as u64
    }

    /// The time of the largest share, in multiply-adds, where dimensions are cut into so many
    /// parts.
    pub(super) fn time(&self, parts: &[usize; DIMENSIONS]) -> u64 {
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
