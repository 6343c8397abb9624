//! The output channels that a call computes: all of a group, or those that one of two kernels has
//! left to the other, and how many of them stay together when threads share them.

use crate::Shape;
use crate::threaded::channel_unit;

/// The output channels of each group that a kernel computes.
#[derive(Clone, Copy)]
pub(super) struct Channels {
    pub(super) first: usize,
    pub(super) count: usize,
    /// How many of them stay together. What another kernel has left is cut as that one's channels
    /// are: into more parts than it has tiles, perhaps, some of which are empty.
    pub(super) unit: usize,
}

impl Channels {
    /// Those from `first` to before `end`, in tiles of so many.
    #[inline(always)]
    pub(super) const fn new(problem: &Shape, (first, end): (usize, usize), tile: usize) -> Self {
        let count = end - first;
        let unit = if count < problem.group_outputs() { tile } else { channel_unit(count, tile) };
        Self { first, count, unit }
    }
}
