//! Where the channels of a tile lie in memory, and what its lanes multiply.

use conv_geometry::Shape;
use conv_geometry::cache::L1;

use super::Sample;
use super::source::{Sink, Source};
use super::tiles::Tiles;
use crate::memory;
use crate::simd::{AHEAD, Simd, fetch, opaque};
use crate::{Described, Element, Sampling};

/// Whether a group's input channels are many, and do not stay in L1 from one tile to the next.
#[inline(always)]
const fn overflows<T>(shape: &Shape) -> bool {
    let inputs = shape.group_inputs();
    inputs > 2 * AHEAD && inputs * shape.input_plane() >= L1 / size_of::<T>()
}

impl<L: Described, S: Simd<L::Element>> Sample<'_, L, S> {
    /// Elements between neighbouring pixels of the input.
    #[inline(always)]
    pub(super) fn input_pixel(&self) -> usize {
        L::FORMATS.input.pixel(self.problem().geometry().in_channels, size_of::<L::Element>())
    }

    /// Elements between neighbouring pixels of the output.
    #[inline(always)]
    pub(super) fn output_pixel(&self) -> usize {
        L::FORMATS.output.pixel(self.problem().geometry().out_channels, size_of::<L::Element>())
    }

    /// Elements from the output's first to the first of a channel.
    #[inline(always)]
    pub(super) fn output_channel(&self, channel: usize) -> usize {
        L::FORMATS.output.channel(channel, self.problem().output_plane(), size_of::<L::Element>())
    }

    /// Whether each lane has an input channel of its own; otherwise all have the same.
    #[inline(always)]
    fn lanewise(&self) -> bool {
        // From the layer, where it is a constant.
        L::FORMATS.lanewise(L::GEOMETRY.as_ref().unwrap_or(self.problem().geometry()))
    }
}

impl<L: Described, S: Simd<L::Element>, const PH: usize, In: Source, Out: Sink> Tiles<'_, L, S, PH, In, Out> {
    /// The tile's first output channel, counted over all groups.
    #[inline(always)]
    pub(super) fn first_output(&self) -> usize {
        self.strip.group * self.sample.problem().group_outputs() + self.vector * S::LANES
    }

    /// The first input channel that the tile reads: of its first lane, or of all.
    #[inline(always)]
    pub(super) fn first_input(&self) -> usize {
        if self.sample.lanewise() {
            return self.vector * S::LANES;
        }
        self.strip.group * self.sample.problem().group_inputs()
    }

    /// Elements from the input's first to the first of a channel.
    #[inline(always)]
    pub(super) fn input_channel(&self, channel: usize) -> usize {
        L::FORMATS.input.channel(channel, self.sample.problem().input_plane(), size_of::<L::Element>())
    }

    /// Has the cache bring in what a tile of `NP` pixels of a row will read instead of this `row`
    /// some channels later. Of a column it brings in its first row: columns are few, and asking for
    /// them would cost the others.
    #[inline(always)]
    pub(super) fn fetch_ahead<const NP: usize>(&self, row: *const L::Element) {
        // Nothing that a layer unknown at compile time needs is constant: it would be loops inside
        // of loops.
        let problem = self.sample.problem();
        // Phases of a row that follow each other read the same input: of more than two, too few
        // wait for it.
        let many_phases = problem.phases()[2] > 2;
        if const { S::LANES > 1 && NP > 1 && L::GEOMETRY.is_some() && !L::FORMATS.input.has_pixels() }
            && overflows::<L::Element>(problem)
            && !(Out::BUFFERED && many_phases)
        {
            let [_, _, width] = self.sample.known.axes();
            let (step, reach) = match width.sampling {
                Sampling::Transposed { .. } => (1, 0),
                _ => (width.stride, (width.kernel - 1) * width.dilation),
            };
            // Of a stride that no second pixel uses, too many to be fetched.
            let elements = (NP - 1).saturating_mul(step).saturating_add(1 + reach);
            fetch(opaque(row, 10).wrapping_add(AHEAD * problem.input_plane()), elements);
        }
    }

    /// Whether all lanes of `vectors` vectors are channels, where a lane that is none would read
    /// beyond them.
    #[inline(always)]
    pub(super) fn is_full(&self, vectors: usize) -> bool {
        let channels = self.sample.problem().group_outputs();
        !self.sample.lanewise()
            || channels.is_multiple_of(vectors * S::LANES)
            || (self.vector + vectors) * S::LANES <= channels
    }

    /// What the lanes of the tile's vectors multiply with their weights: the element, or where each
    /// lane has an input channel of its own, those from there on.
    ///
    /// # Safety
    ///
    /// `element` points to an element of the input, in the channel that is the tile's
    /// [first](Self::first_input) or the same number of channels later in its group. With `FULL`,
    /// [`is_full`](Self::is_full) is true of `NV` vectors.
    #[inline(always)]
    pub(super) unsafe fn values<const NV: usize, const FULL: bool>(
        &self,
        element: *const L::Element,
    ) -> [S::Vector; NV] {
        let simd = self.sample.simd;
        if !self.sample.lanewise() {
            // SAFETY: the caller's promise.
            return [simd.splat(unsafe { memory::read(element) }); NV];
        }
        let first = self.vector * S::LANES;
        let channels = self.sample.problem().group_outputs();
        let mut values = [simd.splat(L::Element::ZERO); NV];
        for v in 0..NV {
            // Vectors do not cross a block: their lanes divide it.
            let ahead = self.input_channel(first + v * S::LANES) - self.input_channel(first);
            let source = element.wrapping_add(ahead);
            values[v] = if FULL {
                // SAFETY: as many channels, which are neighbours, as the vector has lanes.
                unsafe { simd.load(source) }
            } else {
                // SAFETY: as many as there are.
                unsafe { simd.load_range(source, 0, channels.saturating_sub(first + v * S::LANES).min(S::LANES)) }
            };
        }
        values
    }
}
