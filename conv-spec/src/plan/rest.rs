//! Output channels that fill no vector: with pixels in their lanes, they need no lanes of their own.

use super::cost::reading;
use super::groups::{Groups, lane_by_lane};
use super::{Isa, pixels};
use crate::{Layer, Op};

/// The tile of those output channels of a group that fill no vector: `channels` by `vectors` of pixels in registers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Rest {
    /// Output channels.
    pub channels: usize,
    /// Vectors of pixels.
    pub vectors: usize,
}

/// Channels of a layer of which some fill vectors, and some do not.
#[derive(Clone, Copy)]
pub(super) struct Split {
    /// Vectors that are filled.
    pub(super) vectors: usize,
    /// Channels of each group that are left over.
    rest: usize,
}

impl Split {
    /// Of a layer with channels of both kinds, which it can have in different lanes: input and output are contiguous, as pixels in the lanes
    /// need it. Phases of transposed layers would be stored one number at a time.
    pub(super) fn of(layer: &Layer, isa: Isa) -> Option<Self> {
        let lanes = isa.lanes(layer.dtype());
        let outputs = Groups::of(layer).outputs;
        let (vectors, rest) = (outputs / lanes, outputs % lanes);
        let fits = layer.op() == Op::Conv && layer.memory_format().are_contiguous() && !lane_by_lane(layer);
        (fits && vectors > 0 && rest > 0).then_some(Self { vectors, rest })
    }

    /// The tiles that the rest can have.
    fn tiles(self, isa: Isa) -> impl Iterator<Item = Rest> {
        pixels::VECTORS.into_iter().filter_map(move |vectors| {
            let most = isa.facts().sums[0] / vectors;
            let channels = (1..=pixels::MOST_CHANNELS.min(most)).rev().find(|tile| self.rest.is_multiple_of(*tile))?;
            Some(Rest { channels, vectors })
        })
    }
}

/// Vectors of a group's output channels, and what there can be for the rest, with the cycles that it takes.
pub(super) struct Way {
    pub(super) vectors: usize,
    pub(super) rests: Vec<(Option<Rest>, f64)>,
}

/// The ways to compute the channels of a layer in vectors: all of them, the last vector filled up, or without those that fill none.
pub(super) fn ways(layer: &Layer, isa: Isa) -> impl Iterator<Item = Way> + use<> {
    let groups = Groups::of(layer);
    let all = Way { vectors: groups.vectors(layer, isa), rests: vec![(None, 0.0)] };
    let split = Split::of(layer, isa).map(|split| {
        // All pixels are visited once more.
        let read = reading(layer, 1.0);
        let cycles =
            |Rest { channels, vectors }| pixels::cycles(layer, isa, [channels, vectors, 1], split.rest * groups.count);
        let rests = split.tiles(isa).map(|rest| (Some(rest), read + cycles(rest))).collect();
        Way { vectors: split.vectors, rests }
    });
    [Some(all), split].into_iter().flatten()
}
