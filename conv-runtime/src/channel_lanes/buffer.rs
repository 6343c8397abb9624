//! A buffer for pixels of all channels of a tile, from which rows are stored whole.

use conv_geometry::buffers::OUTPUTS;

use super::Sample;
use super::store::{Shape, scatter};
use crate::scratch::Scratch;
use crate::simd::{Simd, Streams, claim};
use crate::{Described, Element};

/// The buffer.
pub(super) type Buffer = Scratch<OUTPUTS>;

/// What the buffer holds at a time.
pub(super) struct Window {
    /// Channels of a pixel.
    pub(super) width: usize,
    /// Outputs of a row, of all phases.
    pub(super) outputs: usize,
    /// The first of them, in its row.
    pub(super) first: usize,
}

impl<L: Described, S: Simd<L::Element>> Sample<'_, L, S> {
    /// Leave to store past the caches, where the output leaves these before it is read.
    #[inline(always)]
    pub(super) fn streams(&self) -> Option<Streams<L::Element, S>> {
        if S::LANES == 16 && self.problem().outgrows(size_of::<L::Element>()) {
            Some(Streams::new(self.simd))
        } else {
            None
        }
    }

    /// Stores a row of the buffer, transposed; past the caches, with leave to do that.
    ///
    /// # Safety
    ///
    /// `source` points to the window's outputs, `width` channels each, and each of the first
    /// `channels` may be written as a row from `target` on, planes of the output apart.
    #[inline(always)]
    pub(super) unsafe fn store_window<const NV: usize>(
        &self,
        source: *const L::Element,
        target: *mut L::Element,
        window: &Window,
        channels: usize,
        streams: Option<&Streams<L::Element, S>>,
    ) {
        let Window { width, outputs, .. } = *window;
        let plane = self.problem().output_plane();
        if channels < width {
            let shape = Shape { pixels: outputs, phases: 1, width, channels, step: 1 };
            // SAFETY: the caller's promise.
            unsafe { scatter(source, &shape, plane, target) };
            return;
        }
        for v in 0..NV {
            let (source, target) = (source.wrapping_add(v * S::LANES), target.wrapping_add(v * S::LANES * plane));
            if streams.is_none() && self.problem().outgrows(size_of::<L::Element>()) {
                for lane in 0..S::LANES {
                    claim(self.simd, target.wrapping_add(lane * plane));
                }
            }
            let mut first = 0;
            while first + S::COLUMNS <= outputs {
                let (source, target) = (source.wrapping_add(first * width), target.wrapping_add(first));
                if let Some(streams) = streams {
                    // SAFETY: (1) so many outputs of the window from `first` on; (2) lanes are
                    // channels, whose rows may be written there; (3) the output is this call's,
                    // whose locals have the leave.
                    unsafe { self.simd.stream(streams, source, width, target, plane) };
                } else {
                    // SAFETY: (1) and (2) as for streams.
                    unsafe { self.simd.transpose(source, width, target, plane) };
                }
                first += S::COLUMNS;
            }
            while first < outputs {
                let count = (outputs - first).min(4);
                let mut columns = [self.simd.splat(L::Element::ZERO); 4];
                for j in 0..4 {
                    // Columns past the last one repeat it and are not stored.
                    let column = source.wrapping_add((first + j.min(count - 1)) * width);
                    // SAFETY: an output of the window.
                    columns[j] = unsafe { self.simd.load(column) };
                }
                // SAFETY: lanes are channels, `count` outputs from `first` on may be written.
                unsafe { self.simd.store_columns(target.wrapping_add(first), plane, columns, count) };
                first += 4;
            }
        }
    }
}
