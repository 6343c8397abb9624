//! The input of a span, side by side.
//!
//! Where planes are a power of two apart, or nearly so, the same pixel of all channels falls into
//! few sets of L1 (and of L2): tiles of the next output channels, which read the same input, find
//! none of it there. Here it is copied before the first of them, to where it takes as many sets as
//! lines:
//!
//! ```text
//! for every span of NV * LANES pixels
//!   for every input channel:  buffer[channel] = pixels of the span
//!   for every tile of NC output channels:  read the buffer instead of the input
//! ```
//!
//! The buffer lies on the stack, and has the same size for all layers.

use conv_geometry::buffers::PIXELS;
use conv_geometry::ways::least_outputs;

use super::columns::interior;
use super::{Row, Sample, Span};
use crate::Described;
use crate::known::Known;
use crate::scratch::Scratch;
use crate::simd::Simd;

/// The buffer for input.
pub(super) type Buffer = Scratch<PIXELS>;

/// Whether tiles of a layer read a copy of the input, and whether phases take turns for it, for
/// tests that mean to have such.
#[doc(hidden)]
#[must_use]
pub const fn gathers<L: Described, S: Simd<L::Element>, const NV: usize, const PH: usize>() -> (bool, bool) {
    (Sample::<L, S>::gathers::<NV, PH>(), Sample::<L, S>::takes_turns::<NV, PH>())
}

/// Elements that the outputs of a span read from a row of input.
struct Reach {
    first: isize,
    count: usize,
}

impl<L: Described, S: Simd<L::Element>> Sample<'_, L, S> {
    /// Whether tiles of `NV` vectors inside of a row read a copy of the input: its planes are
    /// crowded, and the buffer has room for it.
    #[inline(always)]
    pub(super) const fn gathers<const NV: usize, const PH: usize>() -> bool {
        let room = PIXELS / size_of::<L::Element>() / Self::pitch::<NV, PH>();
        let least = least_outputs(S::LANES * size_of::<L::Element>(), NV);
        S::LANES > 1 && Known::<L>::has_crowded_input(room, least, PH) && Self::apart::<PH>() <= S::LANES
    }

    /// How far apart the elements are, at most, that equal numbers of neighbouring phases read.
    const fn apart<const PH: usize>() -> usize {
        let Some(problem) = &Known::<L>::FIXED else { return usize::MAX };
        let [_, _, widths] = problem.phases();
        let (mut x, mut most) = (0, 0);
        while x + 1 < widths && PH > 1 {
            let [one, other] = [problem.phase(2, x), problem.phase(2, x + 1)];
            let apart = one.origin.abs_diff(other.origin);
            if one.taps > 0 && other.taps > 0 && apart > most {
                most = apart;
            }
            x += PH;
        }
        most
    }

    /// Elements of the buffer for each input channel: the pixels of a span, and, where there are
    /// two phases, what the other one reads beside them, [at most](Self::apart) a vector.
    const fn pitch<const NV: usize, const PH: usize>() -> usize {
        (NV + PH - 1) * S::LANES
    }

    /// What the outputs of a span read: one element each, of which different phases may read
    /// different ones. Without taps, the first is of no account. A phase alone may have a stride:
    /// the elements are those of the copy then.
    #[inline(always)]
    fn reach<const PH: usize>(&self, row: &Row<PH>, span: Span) -> Reach {
        let [_, _, width] = self.known.axes();
        let (mut first, mut end) = (isize::MAX, isize::MIN);
        for i in 0..PH {
            let columns = row.columns[i].of(width);
            if columns.taps > 0 {
                let window = columns.window(span.first);
                first = first.min(window);
                end = end.max(window + span.pixels.cast_signed());
            }
        }
        Reach { first, count: if first < end { (end - first).cast_unsigned() } else { 0 } }
    }

    /// Where a tile of `NV` vectors finds what the outputs of a span read of an input channel in a
    /// phase, side by side.
    #[inline(always)]
    pub(super) fn gathered<const NV: usize, const PH: usize>(
        &self,
        row: &Row<PH>,
        span: Span,
        [channel, phase]: [usize; 2],
    ) -> *const L::Element {
        let [_, _, width] = self.known.axes();
        let start = self.buffer.cast_const().wrapping_add(channel * Self::pitch::<NV, PH>());
        // One phase alone begins where the copy does.
        let apart =
            if PH == 1 { 0 } else { row.columns[phase].of(width).window(span.first) - self.reach(row, span).first };
        start.wrapping_offset(apart)
    }

    /// Copies what a span of `NV` vectors reads of each input channel of its group, if the copy
    /// does not hold that line of the input already.
    ///
    /// # Safety
    ///
    /// - [`gathers`](Self::gathers) is true of `NV` and `PH`.
    /// - The row is one of the output, of a group that the problem has, and its taps are valid for
    ///   it; it has the span, of `NV` vectors, of which [`inside`](super::columns::inside) is true
    ///   for all phases.
    /// - What is `held` has been copied for the same span of another row of the group.
    #[inline(always)]
    pub(super) unsafe fn gather<const NV: usize, const PH: usize>(
        &self,
        row: &Row<PH>,
        span: Span,
        held: &mut Option<isize>,
    ) {
        let Self { simd, input, .. } = *self;
        let problem = self.problem();
        let [depth, height, width] = self.known.axes();
        let (planes, rows) = (row.planes.of(depth), row.rows.of(height));
        let Reach { first, count } = self.reach(row, span);
        if planes.is_empty() || rows.is_empty() || count == 0 {
            return;
        }
        let [_, in_height, in_width] = problem.size();
        let inputs = problem.group_inputs();
        let line = planes.element(planes.valid.start) * in_height.cast_signed() + rows.element(rows.valid.start);
        if held.replace(line) == Some(line) {
            return;
        }
        let start = input.wrapping_offset(line * in_width.cast_signed());
        let columns = row.columns[0].of(width);
        // At most a vector, as `gathers` says.
        let more = count - span.pixels;
        for channel in 0..inputs {
            let source = start.wrapping_add((row.group * inputs + channel) * problem.input_plane());
            let target = self.buffer.wrapping_add(channel * Self::pitch::<NV, PH>());
            for v in 0..NV {
                let done = v * S::LANES;
                let values = if PH == 1 {
                    // SAFETY: `source` is a row of the input, and what the phase reads of it for a
                    // span that is inside exists.
                    unsafe { interior(simd, &columns, source, span.first + done, 0) }
                } else {
                    // SAFETY: a vector of what the phase with the first window reads, which exists,
                    // since the span is inside.
                    unsafe { simd.load(source.wrapping_offset(first).wrapping_add(done)) }
                };
                // SAFETY: the buffer has a pitch for each channel, of `NV` vectors at least.
                unsafe { simd.store(target.wrapping_add(done), values) };
            }
            if more > 0 {
                let done = NV * S::LANES;
                // SAFETY: what the phase with the last window reads after that, at most a vector,
                // as `gathers` says; it exists, since the span is inside.
                let values = unsafe { simd.load_range(source.wrapping_offset(first).wrapping_add(done), 0, more) };
                // SAFETY: the pitch has another vector where there are two phases.
                unsafe { simd.store(target.wrapping_add(done), values) };
            }
        }
    }
}
