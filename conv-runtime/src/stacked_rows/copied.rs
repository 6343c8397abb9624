//! Rows of input with their padding, elements that are a stride apart side by side.
//!
//! A vector of what a tap reads takes a mask where the row ends, and with a stride two loads and a
//! shuffle, or a load for each lane; and each column tap, and each tile that reads the row, would
//! do so again. Where there are many taps, rows are copied first, as many as there is room for, and
//! tiles read the copy:
//!
//! ```text
//! stride 2, padding 2, a row     a b c d e f g
//! its copy, in two parts         . a c e g .     . b d f . .
//! tap 0 of the outputs           ^ ^ ^ ^         (tap 1: the other part, from the same place)
//! tap 2                            ^ ^ ^ ^
//! ```
//!
//! The buffer lies on the stack, and has the same size for all layers.

use conv_geometry::RowCopy;
use conv_geometry::buffers::ROWS;

use super::{Sample, Tile};
use crate::known::Known;
use crate::memory;
use crate::scratch::Scratch;
use crate::simd::{Simd, load_strided};
use crate::{Border, Described, Element};

/// The buffer.
pub(super) type Buffer = Scratch<ROWS>;

/// Whether tiles of so many rows read copied rows, for tests that mean to have such.
#[doc(hidden)]
#[must_use]
pub const fn copies<L: Described, S: Simd<L::Element>, const NR: usize>() -> bool {
    Sample::<L, S>::copies::<NR>()
}

/// Rows of input that a buffer holds, padding or not.
#[derive(Clone, Copy)]
pub(super) struct Held {
    /// Position of the first, and of that after the last.
    first: isize,
    end: isize,
}

impl Held {
    /// None.
    pub(super) const NONE: Self = Self { first: 0, end: 0 };

    /// Whether it has so many rows from a position on.
    #[inline(always)]
    pub(super) const fn has(&self, window: isize, rows: usize) -> bool {
        self.first <= window && window + rows.cast_signed() <= self.end
    }
}

impl<L: Described, S: Simd<L::Element>> Sample<'_, L, S> {
    /// How rows are copied; `None` where they are not.
    const LAYOUT: Option<RowCopy> = match &Known::<L>::FIXED {
        Some(problem) => RowCopy::of(problem, S::LANES, size_of::<L::Element>()),
        None => None,
    };

    /// Whether tiles of `NR` rows read copied rows: the buffer has room for those of a tile.
    pub(super) const fn copies<const NR: usize>() -> bool {
        match (&Known::<L>::FIXED, &Self::LAYOUT) {
            (Some(problem), Some(layout)) => {
                let height = &problem.geometry().axes[1];
                let last = (NR - 1).saturating_mul(height.stride).saturating_add((height.kernel - 1) * height.dilation);
                last < layout.room(size_of::<L::Element>())
            }
            _ => false,
        }
    }

    /// Fills a buffer with zeros, which stay where padding is: nothing if rows are not copied,
    /// however few.
    #[inline(always)]
    pub(super) fn clear(simd: S, buffer: &mut Buffer) {
        let Some(layout) = Self::LAYOUT else { return };
        let mut done = 0;
        while done < layout.room(size_of::<L::Element>()) * layout.pitch() {
            // SAFETY: the buffer has room for these rows, whose pitch is a number of whole vectors.
            unsafe { simd.store(buffer.start::<L::Element>().wrapping_add(done), simd.splat(L::Element::ZERO)) };
            done += S::LANES;
        }
    }

    /// Has the buffer hold the rows of input that a tile of `NR` rows reads, and with them as many
    /// as there is room for of those that the outputs to before row `end` read. Returns which of
    /// the rows in the buffer is the tile's first.
    ///
    /// # Safety
    ///
    /// - The output has the tile's plane, of which `tile.planes` are the valid taps, and `NR` rows
    ///   of it from `tile.row` on, and those to before `end`, which is after the first of them.
    /// - What is `held` is of the same channel and plane, or nothing.
    #[inline(always)]
    pub(super) unsafe fn hold<const NR: usize>(&self, held: &mut Held, tile: &Tile, end: usize) -> usize {
        if const { !Self::copies::<NR>() } || tile.planes.is_empty() {
            return 0;
        }
        let rows = self.problem().phase(1, 0);
        let window = rows.window(tile.row);
        if held.has(window, self.span(NR)) {
            return (window - held.first).cast_unsigned();
        }
        let [_, in_height, in_width] = self.problem().size();
        let plane = tile.planes.element(tile.planes.valid.start) * (in_height * in_width).cast_signed();
        let plane = self.input.wrapping_add(tile.group * self.problem().input_plane()).wrapping_offset(plane);
        // SAFETY:
        // - Rows are copied.
        // - `plane` is the plane of the group's only input that these outputs read.
        // - The rows are those that outputs read, as far outside of it as its padding at most.
        *held = unsafe { self.copy(plane, window, rows.window(end - 1) + self.span(1).cast_signed()) };
        0
    }

    /// Copies rows of input from position `window` to before `end`, or as many as there is room
    /// for. Those that are padding and read as zeros are left out.
    ///
    /// # Safety
    ///
    /// - Rows are [copied](Self::copies) for tiles of some size.
    /// - `plane` points to a plane of the input.
    /// - None of these rows is further outside of it than its padding is.
    #[inline(always)]
    unsafe fn copy(&self, plane: *const L::Element, window: isize, end: isize) -> Held {
        let Some(layout) = Self::LAYOUT else { return Held::NONE };
        let end = end.min(window + layout.room(size_of::<L::Element>()).cast_signed());
        let rows = self.problem().phase(1, 0);
        let zeros = matches!(self.known.axes()[1].border, Border::Zeros);
        for position in window..end {
            if zeros && !self.exists(position) {
                continue;
            }
            let row = if zeros { position } else { rows.fold(position) };
            let source = plane.wrapping_offset(row * layout.size.cast_signed());
            let target = self.buffer.wrapping_add((position - window).cast_unsigned() * layout.pitch());
            // SAFETY:
            // - `source` is a row of the input, which exists or is given by the border.
            // - The buffer has room for the row's copy, since it is among the first `room` ones.
            unsafe { self.copy_row(&layout, source, target) };
        }
        Held { first: window, end }
    }

    /// # Safety
    ///
    /// - `source` points to a row of the input.
    /// - `target` points to a row of the buffer, which has been cleared.
    #[inline(always)]
    unsafe fn copy_row(&self, layout: &RowCopy, source: *const L::Element, target: *mut L::Element) {
        let RowCopy { width, size, .. } = *layout;
        for apart in 0..width.stride.min(size) {
            let (source, target) = (source.wrapping_add(apart), target.wrapping_add(layout.place(apart.cast_signed())));
            let count = (size - apart).div_ceil(width.stride);
            let mut first = 0;
            while first < count {
                let source = source.wrapping_add(first * width.stride);
                // So many elements of the row, as constants where they fill a vector.
                let values = match (width.stride, count - first) {
                    // SAFETY: a vector of the row's elements follows.
                    (1, left) if left >= S::LANES => unsafe { self.simd.load(source) },
                    // SAFETY: `left` of the row's elements follow, fewer than a vector has.
                    (1, left) => unsafe { self.simd.load_range(source, 0, left) },
                    // SAFETY: a vector of elements follows, each a stride from the last.
                    (stride, left) if left >= S::LANES => unsafe {
                        load_strided(self.simd, source, stride, 0, S::LANES)
                    },
                    // SAFETY: `left` elements follow, each a stride from the last, fewer than a
                    // vector has.
                    (stride, left) => unsafe { load_strided(self.simd, source, stride, 0, left) },
                };
                // SAFETY: a part has room for a row's elements in whole vectors.
                unsafe { self.simd.store(target.wrapping_add(first), values) };
                first += S::LANES;
            }
        }
        if matches!(width.border, Border::Zeros) {
            return;
        }
        let columns = self.problem().phase(2, 0);
        let after = size.cast_signed()..layout.end();
        for element in (-width.pad_before.cast_signed()..0).chain(after) {
            // SAFETY: an element of the padding, folded, is one of the row.
            let value = unsafe { memory::read(source.wrapping_offset(columns.fold(element))) };
            // SAFETY: the parts of the row have room for what taps read, of which this element is
            // some.
            unsafe { memory::write(target.wrapping_add(layout.place(element)), value) };
        }
    }

    /// What column tap number `tap` reads of row number `row` in the buffer, from output number
    /// `first` on.
    ///
    /// # Safety
    ///
    /// - The buffer [holds](Held) the row, which was not left out.
    /// - `first` is a multiple of `LANES`, and an output.
    #[inline(always)]
    pub(super) unsafe fn copied(&self, row: usize, first: usize, tap: usize) -> S::Vector {
        let Some(layout) = Self::LAYOUT else { return self.simd.splat(L::Element::ZERO) };
        let place = row * layout.pitch() + layout.place(layout.element(tap)) + first;
        // SAFETY: a part holds what its taps read for as many vectors as hold the outputs.
        unsafe { self.simd.load(self.buffer.cast_const().wrapping_add(place)) }
    }
}
