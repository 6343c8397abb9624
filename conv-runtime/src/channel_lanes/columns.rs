//! Which pixels of a tile have a column tap, and where these read.
//!
//! Within a row, all pixels have the same taps, which a loop walks through ([`Inside`]). At a
//! border, each tap has its own pixels ([`Border`]); the loop over taps is then written out, and
//! what a pixel reads is a constant:
//!
//! ```text
//! kernel 3, padding 1, a tile of 4 pixels at the left border      tap 0 |  . 1 2 3
//!                                                                 tap 1 |  0 1 2 3
//!                                                                 tap 2 |  0 1 2 3
//! ```
//!
//! An element is found in four steps from the beginning of the row that a row tap reads: `start`,
//! the phase's `window`, the tap's `reach`, the `pixel`.

use conv_geometry::{Phase, Sampling, Taps, Valid};

use crate::{Axis, Border as Mode};

/// How the column taps of a tile's phases read a row of input.
pub(super) trait Columns<const PH: usize> {
    /// Whether the loop over taps is written out.
    const WRITTEN_OUT: bool;

    /// Elements ahead of all that is read.
    fn start(&self) -> usize;

    /// Elements from there to the window of the tile's first pixel, in phase `i`. The window may
    /// begin in the padding, before the row: only elements that exist are ever read.
    fn window(&self, i: usize) -> isize;

    /// Numbers of the taps of phase `i`.
    fn taps(&self, i: usize) -> Valid;

    /// Elements from the window to what tap `x` of phase `i` reads.
    fn reach(&self, i: usize, x: usize) -> isize;

    /// Elements from there to what the tap reads for pixel `p`; `None` where that is padding.
    fn pixel(&self, x: usize, p: usize) -> Option<isize>;
}

/// Pixels that all have the taps of their phase.
pub(super) struct Inside<'a, const PH: usize> {
    pub(super) walk: &'a Walk<PH>,
    /// Elements from the row's beginning to where the windows of the tile are counted from.
    pub(super) start: usize,
    /// The strip's columns, and the axis that they are taps of: asked at each use, since LLVM knows
    /// the constants of an axis only there as long as loops over phases are loops.
    pub(super) across: &'a [Taps; PH],
    pub(super) axis: &'a Axis,
    /// Elements between neighbouring pixels of the input.
    pub(super) pixel: isize,
}

/// How a tile walks through a row of input.
pub(super) struct Walk<const PH: usize> {
    /// Numbers of the taps of each phase.
    pub(super) columns: [Valid; PH],
    /// Input elements between neighbouring pixels.
    pub(super) step: usize,
    /// Input elements between neighbouring taps.
    pub(super) dilation: isize,
}

impl<const PH: usize> Walk<PH> {
    /// The walk of a row's interior, as far as it is the same for all of its phases or all of them
    /// lie side by side: of a transposed layer with dilated taps it is not known before the phase
    /// is.
    #[inline(always)]
    pub(super) fn interior(axis: &Axis, pixel: usize) -> Self {
        let Axis { kernel, stride, dilation, pad_before, sampling, .. } = *axis;
        let mut columns = [Valid { start: 0, end: kernel }; PH];
        let Sampling::Transposed { .. } = sampling else {
            let [step, dilation] = [stride, dilation].map(|elements| elements.wrapping_mul(pixel));
            return Self { columns, step, dilation: dilation.cast_signed() };
        };
        for phase in 0..PH {
            let first = if PH == stride { (phase + pad_before) % stride } else { 0 };
            columns[phase].end = kernel.saturating_sub(first).div_ceil(stride);
        }
        Self { columns, step: pixel, dilation: if dilation == 1 { -pixel.cast_signed() } else { 0 } }
    }
}

impl<const PH: usize> Columns<PH> for Inside<'_, PH> {
    const WRITTEN_OUT: bool = false;

    #[inline(always)]
    fn start(&self) -> usize {
        self.start
    }

    #[inline(always)]
    fn window(&self, i: usize) -> isize {
        let columns = self.across[i].of(self.axis);
        if columns.folded { 0 } else { columns.window.wrapping_mul(self.pixel) }
    }

    #[inline(always)]
    fn taps(&self, i: usize) -> Valid {
        self.walk.columns[i]
    }

    #[inline(always)]
    fn reach(&self, i: usize, x: usize) -> isize {
        let columns = self.across[i].of(self.axis);
        if columns.folded { columns.element(x) * self.pixel } else { x.cast_signed().wrapping_mul(self.walk.dilation) }
    }

    #[inline(always)]
    fn pixel(&self, _: usize, p: usize) -> Option<isize> {
        Some(p.wrapping_mul(self.walk.step).cast_signed())
    }
}

/// Pixels of a row of a convolution each of which has taps of its own.
pub(super) struct Border {
    /// The row's outputs.
    pub(super) columns: Phase,
    /// The tile's first pixel.
    pub(super) first: usize,
    /// Elements between neighbouring pixels of the input.
    pub(super) pixel: isize,
}

impl Columns<1> for Border {
    const WRITTEN_OUT: bool = true;

    #[inline(always)]
    fn start(&self) -> usize {
        0
    }

    #[inline(always)]
    fn window(&self, _: usize) -> isize {
        self.columns.window(self.first).wrapping_mul(self.pixel)
    }

    #[inline(always)]
    fn taps(&self, _: usize) -> Valid {
        Valid { start: 0, end: self.columns.taps }
    }

    #[inline(always)]
    fn reach(&self, _: usize, _: usize) -> isize {
        0
    }

    #[inline(always)]
    fn pixel(&self, x: usize, p: usize) -> Option<isize> {
        let columns = &self.columns;
        let window = columns.window(self.first);
        let position = window + x.cast_signed() * columns.dilation + (p * columns.stride).cast_signed();
        if position >= 0 && position < columns.size.cast_signed() {
            Some((position - window) * self.pixel)
        } else if matches!(columns.border, Mode::Zeros) {
            None
        } else {
            Some((columns.fold(position) - window) * self.pixel)
        }
    }
}
