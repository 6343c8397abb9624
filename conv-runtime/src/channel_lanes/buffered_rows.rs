//! Whole rows of an output that leaves the cache before it is read.
//!
//! A tile has a part of a line of the cache in each of its channels, and planes are often whole pages apart, so that these lines share a set of L1: they
//! would leave it, and come back for the next tile. Here some tiles of a row are computed into a buffer, from which lines are written whole, and past the caches:
//!
//! ```text
//! for every window of a row, in a tile's channels
//!   for every tile:  buffer[pixel] = sums
//!   store the buffer, transposed to rows of pixels
//! ```

use super::buffer::{BUFFER, Window};
use super::tiles::Tiles;
use super::{Line, Sample};
use crate::Described;
use crate::known::Known;
use crate::simd::Simd;
use crate::threaded::{Along, Part, pixel_unit};

/// Pixels of a line of the cache.
const LINE: usize = 16;

/// Bytes of the buffer that are used, so that they stay in L1.
const NEAR: usize = 16 * 1024;

impl<L: Described, S: Simd<L::Element>> Sample<'_, L, S> {
    /// Whether rows are computed into a buffer: a vector is a line of the cache, and the output has more of them than caches keep.
    pub(super) const fn buffers_rows() -> bool {
        S::LANES == LINE && !L::FORMATS.output.has_pixels() && Known::<L>::outgrows()
    }
}

impl<L: Described, S: Simd<L::Element>> Tiles<'_, L, S, 1, false> {
    /// Computes this row by way of a buffer.
    ///
    /// # Safety
    ///
    /// As [`Sample::whole`](super::Sample): `line` is a row of the output, and the group has `vector + NV` vectors of output channels. `buffer` points to a
    /// [`Buffer`](super::buffer::Buffer). What is written is [drained](Simd::drain) before the call is over.
    #[inline(always)]
    pub(super) unsafe fn buffered_row<const NV: usize, const NP: usize>(
        &self,
        buffer: *mut L::Element,
        part: impl Part,
    ) {
        let problem = self.sample.problem();
        let [_, _, pixels] = problem.output();
        let last = pixels - NP;
        // Where tiles begin; of a row of one tile, one pixel stands for it.
        let (first, end) = part.range(Along::Pixels, last.max(1), pixel_unit(problem, NP));
        let end = if first < end && end == last.max(1) { pixels } else { end };
        let width = NV * S::LANES;
        let room = NEAR.min(BUFFER) / size_of::<L::Element>() / width;
        // Whole tiles, and whole lines if there is room for so many.
        let lines = NP << (LINE.trailing_zeros() - NP.trailing_zeros().min(LINE.trailing_zeros()));
        let step = if lines <= room { room / lines * lines } else { room / NP * NP };
        let mut from = first;
        while from < end {
            let to = end.min(from.saturating_add(step));
            // The last tile of a row overlaps the one before it, whose last pixels are then stored twice.
            let begin = if to == pixels { from.min(last) } else { from };
            let line = Line { start: buffer.wrapping_sub(begin * width), output: 0, output_step: width, ..*self.line };
            let Self { sample, vector, planes, strip, .. } = *self;
            let tiles = Tiles::<L, S, 1, true> { sample, vector, planes, strip, line: &line };
            let mut pixel = begin;
            if pixel == 0 {
                // SAFETY: the row has `NP` pixels, and so has the buffer.
                unsafe { tiles.at_border::<NV, NP>(0) };
                pixel = NP;
            }
            let inside = to.min(last);
            while pixel < inside {
                // SAFETY: there are more than `NP` pixels from there on, all taps are valid for these, and the buffer has room for them.
                unsafe { tiles.inside::<NV, NP>(pixel) };
                pixel += NP;
            }
            if to == pixels && last > 0 {
                // SAFETY: the row has `NP` pixels from there, and so has the buffer.
                unsafe { tiles.at_border::<NV, NP>(last) };
            }
            let window = Window { width, outputs: to - begin, first: begin };
            let offset = self.first_output() * problem.output_plane() + self.line.output + begin;
            let channels = problem.group_outputs() - self.vector * S::LANES;
            // SAFETY: the tiles have written all outputs of the window, which is part of a row of these channels.
            unsafe {
                sample.store_window::<NV>(buffer, self.line.start.wrapping_add(offset), &window, channels.min(width));
            }
            from = to;
        }
    }
}
