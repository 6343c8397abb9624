//! Whole rows of an output whose lines would not stay in the cache from one tile to the next.
//!
//! A tile has a part of a line of the cache in each of its channels, and planes are often whole
//! pages apart, so that these lines share a set of L1: they would leave it, and come back for the
//! next tile. Here some tiles of a row are computed into a buffer, from which lines are written
//! whole, and past the caches where the output leaves these before it is read:
//!
//! ```text
//! for every window of a row, in a tile's channels
//!   for every tile:  buffer[pixel] = sums
//!   store the whole lines of the buffer, transposed to rows of pixels, and keep what is left
//!
//! buffer:  NP pixels, where the last tile of a row may begin | less than a line that was left | the window's tiles
//! ```

use core::marker::PhantomData;

use super::buffer::Window;
use super::source::{Buffered, Direct, InPlace};
use super::tiles::Tiles;
use super::{Line, Sample};
use crate::Described;
use crate::known::Known;
use crate::scratch::Scratch;
use crate::simd::{Simd, Streams};
use crate::threaded::Part;

/// Pixels that are stored in one go: a line of the cache, or two of `f64`.
const LINE: usize = 16;

/// Bytes of the buffer: they stay in L1.
const NEAR: usize = 16 * 1024;

/// The buffer.
pub(super) type RowBuffer = Scratch<NEAR>;

/// Whether rows of a layer are computed into a buffer with such tiles, for tests that mean to have
/// some.
#[doc(hidden)]
#[must_use]
pub const fn buffers_rows<L: Described, S: Simd<L::Element>, const NV: usize, const NP: usize>() -> bool {
    Sample::<L, S>::buffers_rows::<NV, NP>()
}

impl<L: Described, S: Simd<L::Element>> Sample<'_, L, S> {
    /// Whether rows are computed into a buffer: a vector is as long as a line of pixels, and the
    /// output has more of these than caches keep, or a tile writes to more lines that share a set
    /// of L1 than stay there.
    pub(super) const fn buffers_rows<const NV: usize, const NP: usize>() -> bool {
        let far = S::LANES == LINE && Known::<L>::outgrows();
        let crowded = S::LANES > 1 && Known::<L>::has_crowded_output(NV * S::LANES);
        // The buffer has room for a tile, for one before it, and for a part of a line.
        (far || crowded) && !L::FORMATS.output.has_pixels() && Self::room(NV) >= 2 * NP + LINE
    }

    /// Pixels of so many vectors in the buffer.
    const fn room(vectors: usize) -> usize {
        NEAR / size_of::<L::Element>() / (vectors * S::LANES)
    }
}

impl<L: Described, S: Simd<L::Element>> Tiles<'_, L, S, 1, InPlace, Direct> {
    /// Computes this row by way of a buffer.
    ///
    /// # Safety
    ///
    /// 1. As [`Sample::whole`](super::Sample): `line` is a row of the output, and the group has
    ///    `vector + NV` vectors of output channels.
    /// 2. `buffer` points to a [`RowBuffer`].
    /// 3. [`buffers_rows`](Sample::buffers_rows) is true of `NV` and `NP`: the buffer has room for
    ///    `2 * NP + LINE` pixels or more.
    #[inline(always)]
    pub(super) unsafe fn buffered_row<const NV: usize, const NP: usize, const TAIL: usize>(
        &self,
        buffer: *mut L::Element,
        streams: Option<&Streams<L::Element, S>>,
        part: impl Part,
    ) {
        let problem = self.sample.problem();
        let (first, end) = self.share::<NP, TAIL>(part);
        let width = NV * S::LANES;
        // Pixels that the buffer has room for, beside what is left of a line, and what the last
        // tile computes once more: `NP` or more (3).
        let room = Sample::<L, S>::room(NV) - NP - LINE;
        let target = self.line.start.wrapping_add(self.first_output() * problem.output_plane() + self.line.output);
        // How far into a line of the cache the row begins, in all channels.
        let shift = if problem.output_plane().is_multiple_of(LINE) {
            target.addr() / size_of::<L::Element>() % LINE
        } else {
            0
        };
        let Self { sample, vector, planes, strip, .. } = *self;
        // Pixels from `begin` to before `to` are in the buffer.
        let (mut begin, mut to) = (first, first);
        while to < end {
            let full = to.saturating_add(room - NP);
            let line = Line {
                start: buffer.wrapping_add(NP * width).wrapping_sub(begin * width),
                output: 0,
                output_step: width,
                ..*self.line
            };
            let tiles =
                Tiles::<L, S, 1, InPlace, Buffered> { sample, vector, planes, strip, line: &line, ways: PhantomData };
            while to < end && to <= full {
                // SAFETY: a tile begins there, in a row that fits (1). It ends at most `NP` pixels
                // after `full`, which is `room` after where the window began; `begin` is less than
                // a line before that. From `begin` on there are thus less than `room + LINE`
                // pixels, for which the buffer has room after its first `NP` (2, 3); these are for
                // the pixels that a tile has in common with the one before, at most `NP`.
                to = unsafe { tiles.next::<NV, NP, TAIL>(to) };
            }
            // A part of a line, whole lines, and at the end a part of one again.
            let whole = (begin + shift).next_multiple_of(LINE) - shift;
            let stored = if to == end { to } else { ((to + shift) / LINE * LINE).saturating_sub(shift).max(begin) };
            for (begin, stored) in [(begin, whole.min(stored)), (whole, stored)] {
                if begin < stored {
                    let window = Window { width, outputs: stored - begin, first: begin };
                    let channels = problem.group_outputs() - vector * S::LANES;
                    let source = line.start.wrapping_add(begin * width);
                    // SAFETY: tiles have written these outputs, which are part of a row of these
                    // channels.
                    unsafe {
                        sample.store_window::<NV>(
                            source,
                            target.wrapping_add(begin),
                            &window,
                            channels.min(width),
                            streams,
                        );
                    }
                }
            }
            for v in 0..(to - stored) * NV {
                // SAFETY: less than a line of pixels that tiles have written.
                let values = unsafe { sample.simd.load(line.start.wrapping_add(stored * width + v * S::LANES)) };
                // SAFETY: the buffer has room for a line after `NP` pixels; what was there has been
                // stored, or moved on before.
                unsafe { sample.simd.store(buffer.wrapping_add(NP * width + v * S::LANES), values) };
            }
            begin = stored;
        }
    }
}
