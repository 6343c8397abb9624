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

use conv_geometry::buffers::ROWS;

use super::{Sample, Tile};
use crate::known::Known;
use crate::memory;
use crate::scratch::Scratch;
use crate::simd::{Simd, load_strided};
use crate::{Axis, Border, Described, Element};

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

/// How a row is copied: a part for each element of the stride, in each of which a margin comes
/// before the row's first element.
#[derive(Clone, Copy)]
struct Layout {
    width: Axis,
    /// Elements of the row, outputs.
    size: usize,
    outputs: usize,
    /// Elements of a margin, of a part.
    margin: usize,
    part: usize,
}

impl Layout {
    const fn new(width: Axis, size: usize, outputs: usize, lanes: usize) -> Self {
        let margin = width.pad_before.div_ceil(width.stride).next_multiple_of(lanes);
        // What the last vector of outputs reads, and what is stored of the row.
        let read = outputs.next_multiple_of(lanes) + (width.kernel - 1) * width.dilation / width.stride;
        let stored = size.div_ceil(width.stride).next_multiple_of(lanes);
        let part = margin + if read > stored { read.next_multiple_of(lanes) } else { stored };
        Self { width, size, outputs, margin, part }
    }

    /// Elements of a copied row.
    #[inline(always)]
    const fn pitch(&self) -> usize {
        self.width.stride.saturating_mul(self.part)
    }

    /// Rows that a buffer has room for.
    #[inline(always)]
    const fn room<T>(&self) -> usize {
        ROWS / size_of::<T>() / self.pitch()
    }

    /// Where an element of the row is, or of its padding, from the first of its copy.
    #[inline(always)]
    const fn place(&self, element: isize) -> usize {
        let stride = self.width.stride.cast_signed();
        let (part, number) = (element.rem_euclid(stride), element.div_euclid(stride));
        part.cast_unsigned() * self.part + self.margin.wrapping_add_signed(number)
    }

    /// What column tap number `tap` reads for the first output.
    #[inline(always)]
    const fn element(&self, tap: usize) -> isize {
        (tap * self.width.dilation).cast_signed() - self.width.pad_before.cast_signed()
    }

    /// The element after the last that a tap reads.
    #[inline(always)]
    const fn end(&self) -> isize {
        self.element(self.width.kernel - 1) + ((self.outputs - 1) * self.width.stride).cast_signed() + 1
    }
}

impl<L: Described, S: Simd<L::Element>> Sample<'_, L, S> {
    /// How rows are copied; `None` where they are not.
    ///
    /// They are where an output reads rows of one plane of one channel: those of several would have
    /// to be in the buffer together. The buffer has room for the rows of one row of outputs, at
    /// least. As measured, a copy is worth while from four column taps on, if these are more than
    /// the stride by two, and rows of outputs are longer than a vector.
    const LAYOUT: Option<Layout> = match &Known::<L>::FIXED {
        Some(problem) => {
            let [depth, height, width] = problem.geometry().axes;
            let ([_, _, size], [_, _, outputs]) = (problem.size(), problem.output());
            let once = problem.group_inputs() == 1 && depth.most_taps() == 1 && !problem.geometry().is_transposed();
            let reused = width.kernel > 3 && width.kernel > width.stride + 1 && outputs > S::LANES;
            if S::LANES > 1 && once && reused {
                let layout = Layout::new(width, size, outputs, S::LANES);
                let fits = (height.kernel - 1) * height.dilation < layout.room::<L::Element>();
                if fits { Some(layout) } else { None }
            } else {
                None
            }
        }
        None => None,
    };

    /// Whether tiles of `NR` rows read copied rows: the buffer has room for those of a tile.
    pub(super) const fn copies<const NR: usize>() -> bool {
        match (&Known::<L>::FIXED, &Self::LAYOUT) {
            (Some(problem), Some(layout)) => {
                let height = &problem.geometry().axes[1];
                let last = (NR - 1).saturating_mul(height.stride).saturating_add((height.kernel - 1) * height.dilation);
                last < layout.room::<L::Element>()
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
        while done < layout.room::<L::Element>() * layout.pitch() {
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
        let end = end.min(window + layout.room::<L::Element>().cast_signed());
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
    unsafe fn copy_row(&self, layout: &Layout, source: *const L::Element, target: *mut L::Element) {
        let Layout { width, size, .. } = *layout;
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
