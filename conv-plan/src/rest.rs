//! Output channels that fill no vector: with pixels in their lanes, they need no lanes of their
//! own.

use super::cost::{as_f64, reading};
use super::groups::vectors;
use super::isa::facts;
use super::{Isa, pixels};
use conv_geometry::Groups;
use conv_spec::{Layer, MemoryFormat, Op};

/// The tile of those output channels of a group that fill no vector: `channels` by `vectors` of
/// pixels in registers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Rest {
    /// The first of them: so many fill vectors.
    pub first: usize,
    /// Output channels of the tile.
    pub channels: usize,
    /// Vectors of pixels.
    pub vectors: usize,
}

/// Why no channels are left to a tile of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Undivided {
    /// Phases would be stored one number at a time.
    Transposed,
    /// Vectors of pixels need rows of pixels.
    Format(MemoryFormat),
    /// There are less than a vector's.
    NoVector,
    /// They are whole vectors.
    AllVectors,
}

/// Output channels of a group, of which some fill vectors, and some do not.
#[derive(Clone, Copy)]
pub(super) struct Split {
    filled: usize,
    rest: usize,
}

impl Split {
    pub(super) fn of(layer: &Layer, isa: Isa) -> Result<Self, Undivided> {
        let lanes = isa.lanes(layer.dtype().bytes());
        let outputs = layer.channel_groups().outputs;
        let formats = layer.memory_format();
        if layer.op() != Op::Conv {
            return Err(Undivided::Transposed);
        }
        if let Some(format) = [formats.input, formats.output].into_iter().find(|format| !format.is_contiguous()) {
            return Err(Undivided::Format(format));
        }
        match outputs % lanes {
            _ if outputs < lanes => Err(Undivided::NoVector),
            0 => Err(Undivided::AllVectors),
            rest => Ok(Self { filled: outputs - rest, rest }),
        }
    }

    /// The tiles that the rest can have.
    fn tiles(self, isa: Isa) -> impl Iterator<Item = Rest> {
        pixels::VECTORS.into_iter().filter_map(move |vectors| {
            let most = facts(isa).sums[0] / vectors;
            let channels = (1..=pixels::MOST_CHANNELS.min(most)).rev().find(|tile| self.rest.is_multiple_of(*tile))?;
            Some(Rest { first: self.filled, channels, vectors })
        })
    }
}

/// Vectors of a group's output channels, and the tiles that there can be for the rest, if there is
/// one.
pub(super) struct Way {
    pub(super) vectors: usize,
    pub(super) rests: Vec<Option<Rest>>,
}

/// The ways to compute the channels of a layer in vectors: all of them, the last vector filled up,
/// or without those that fill none.
pub(super) fn ways(layer: &Layer, isa: Isa) -> impl Iterator<Item = Way> + use<> {
    let all = Way { vectors: vectors(layer, isa), rests: vec![None] };
    let split = Split::of(layer, isa).ok().map(|split| Way {
        vectors: split.filled / isa.lanes(layer.dtype().bytes()),
        rests: split.tiles(isa).map(Some).collect(),
    });
    [Some(all), split].into_iter().flatten()
}

impl Way {
    /// The share of the layer's weights that the vectors read.
    pub(super) fn share(&self, layer: &Layer) -> f64 {
        match self.rests.first() {
            Some(Some(rest)) => as_f64(rest.first) / as_f64(layer.channel_groups().outputs),
            _ => 1.0,
        }
    }

    /// The tiles of the rest, each with the cycles that it takes.
    pub(super) fn costs(self, layer: &Layer, isa: Isa) -> Vec<(Option<Rest>, f64)> {
        let Groups { count, outputs, .. } = layer.channel_groups();
        let cycles = |Rest { first, channels, vectors }| {
            // All pixels are visited once more.
            reading(layer, 1.0) + pixels::cycles(layer, isa, [channels, vectors, 1], (outputs - first) * count)
        };
        self.rests.into_iter().map(|rest| (rest, rest.map_or(0.0, cycles))).collect()
    }
}
