//! A copy of the input that all phases of a part of a row read.
//!
//! A tile broadcasts a few pixels of every input channel. Where planes are whole pages, or a large
//! part of one, those of all channels share few sets of L1, and are gone from there before the next
//! tile, phase or output channel reads the pixels beside them. Here they are put side by side
//! first, as `pixel_lanes` does it. Outputs have one tap each, so that it is one row of each input
//! channel.

use conv_geometry::buffers::PIXELS;
use conv_geometry::ways::least_outputs;

use conv_geometry::Taps;

use super::Sample;
use crate::Described;
use crate::known::Known;
use crate::scratch::Scratch;
use crate::simd::Simd;

/// The copy.
pub(super) type Copied = Scratch<PIXELS>;

impl<L: Described, S: Simd<L::Element>> Sample<'_, L, S> {
    /// Elements of the copy for each input channel; 0 where none is made.
    pub(super) const fn pitch() -> usize {
        let vectors = Known::<L>::channel_share(PIXELS / size_of::<L::Element>()) / S::LANES;
        let least = least_outputs(S::LANES * size_of::<L::Element>(), 1);
        // Of two phases or more.
        let crowded = Known::<L>::may_alternate() && Known::<L>::has_crowded_input(usize::MAX, least, 2);
        if crowded && S::LANES > 1 && !L::FORMATS.input.has_pixels() { vectors * S::LANES } else { 0 }
    }

    /// How many pixels of each phase read no more elements of a row than the copy has room for.
    ///
    /// One pixel or more, since phases that read at all are no further apart than one element:
    /// [crowded](Known::has_crowded_input) input has no taps that are further from each other than
    /// outputs of a phase.
    #[inline(always)]
    pub(super) fn copied_pixels(&self) -> usize {
        let [_, _, width] = self.known.axes();
        let [_, _, phases] = self.problem().phases();
        let (mut first, mut last) = (isize::MAX, isize::MIN);
        for x in 0..phases {
            let phase = self.problem().phase(2, x).of(width);
            if phase.taps > 0 {
                (first, last) = (first.min(phase.window(0)), last.max(phase.window(0)));
            }
        }
        let apart = if first < last { (last - first).unsigned_abs() } else { 0 };
        Self::pitch().saturating_sub(apart).max(1)
    }

    /// Copies what the phases of a row read for their outputs from number `from` to before `end`:
    /// no more than there is [room](Self::copied_pixels) for. Tiles find it from the result on as
    /// they would find the row from the beginning of the input on.
    ///
    /// # Safety
    ///
    /// 1. As [`run`](Self::run); `planes` and `rows` are the taps of a plane and of a row of
    ///    outputs.
    /// 2. From `from` to before `end` there are at most [`copied_pixels`](Self::copied_pixels).
    /// 3. `copy` points to a [`Copied`], and [`pitch`](Self::pitch) is not 0.
    #[inline(always)]
    pub(super) unsafe fn gather(
        &self,
        group: usize,
        [planes, rows]: [&Taps; 2],
        (from, end): (usize, usize),
        copy: *mut L::Element,
    ) -> *const L::Element {
        let [depth, height, width] = self.known.axes();
        let (planes, rows) = (planes.of(depth), rows.of(height));
        let [_, in_height, in_width] = self.problem().size();
        let [_, _, phases] = self.problem().phases();
        let (mut first, mut last) = (in_width.cast_signed(), 0);
        for x in 0..phases {
            let phase = self.problem().phase(2, x).of(width);
            let (from, end) = (from.min(phase.outputs), end.min(phase.outputs));
            if phase.taps > 0 && from < end {
                first = first.min(phase.window(from)).max(0);
                last = last.max(phase.window(end)).min(in_width.cast_signed());
            }
        }
        if planes.is_empty() || rows.is_empty() || first >= last {
            return copy;
        }
        // At most a pitch: as many elements as pixels, and as many more as the phases are apart
        // (2). Of a single pixel these are two, and a pitch is a vector or more (3).
        let count = (last - first).unsigned_abs();
        let line = planes.element(planes.valid.start) * in_height.cast_signed() + rows.element(rows.valid.start);
        let start = self.input.wrapping_offset(line * in_width.cast_signed() + first);
        let inputs = self.problem().group_inputs();
        for channel in 0..inputs {
            let source = start.wrapping_add((group * inputs + channel) * self.problem().input_plane());
            let target = copy.wrapping_add(channel * Self::pitch());
            let mut done = 0;
            while done < count {
                let left = count - done;
                let source = source.wrapping_add(done);
                let values = if left >= S::LANES {
                    // SAFETY: elements of a row of the input, which the valid taps read (1).
                    unsafe { self.simd.load(source) }
                } else {
                    // SAFETY: as above.
                    unsafe { self.simd.load_range(source, 0, left) }
                };
                // SAFETY: the copy has room for a pitch for each channel (3), which is whole
                // vectors and no less than `count`, as said there.
                unsafe { self.simd.store(target.wrapping_add(done), values) };
                done += S::LANES;
            }
        }
        copy.cast_const().wrapping_offset(-first)
    }
}
