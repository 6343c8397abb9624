//! Rows of input that kernels copy with their padding, elements that are a stride apart side by
//! side.

use crate::buffers::ROWS;
use crate::{Axis, Shape};

/// How a row is copied: a part for each element of the stride, in each of which a margin comes
/// before the row's first element.
#[derive(Clone, Copy, Debug)]
pub struct RowCopy {
    /// The axis along the row.
    pub width: Axis,
    /// Elements of the row.
    pub size: usize,
    /// Outputs of the row.
    pub outputs: usize,
    /// Elements of a margin.
    pub margin: usize,
    /// Elements of a part.
    pub part: usize,
}

impl RowCopy {
    /// How the rows of a layer are copied; `None` where they are not.
    ///
    /// They are where an output reads rows of one plane of one channel: those of several would have
    /// to be in the buffer together. The buffer has room for the rows of one row of outputs, at
    /// least. As measured, a copy is worth while from four column taps on, if these are more than
    /// the stride by two, and rows of outputs are longer than a vector.
    #[must_use]
    #[inline(always)]
    pub const fn of(shape: &Shape, lanes: usize, bytes: usize) -> Option<Self> {
        let [depth, height, width] = shape.geometry().axes;
        let ([_, _, size], [_, _, outputs]) = (shape.size(), shape.output());
        let once = shape.group_inputs() == 1 && depth.most_taps() == 1 && !shape.geometry().is_transposed();
        let reused = width.kernel > 3 && width.kernel > width.stride + 1 && outputs > lanes;
        if lanes == 1 || !once || !reused {
            return None;
        }
        let copy = Self::new(width, size, outputs, lanes);
        if (height.kernel - 1) * height.dilation < copy.room(bytes) { Some(copy) } else { None }
    }

    /// Elements that are stored of a part, a multiple of a vector's.
    #[must_use]
    #[inline(always)]
    pub const fn stored(&self, lanes: usize) -> usize {
        self.size.div_ceil(self.width.stride).next_multiple_of(lanes)
    }

    #[inline(always)]
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
    #[must_use]
    pub const fn pitch(&self) -> usize {
        self.width.stride.saturating_mul(self.part)
    }

    /// Rows that a buffer has room for.
    #[inline(always)]
    #[must_use]
    pub const fn room(&self, bytes: usize) -> usize {
        ROWS / bytes / self.pitch()
    }

    /// Where an element of the row is, or of its padding, from the first of its copy.
    #[inline(always)]
    #[must_use]
    pub const fn place(&self, element: isize) -> usize {
        let stride = self.width.stride.cast_signed();
        let (part, number) = (element.rem_euclid(stride), element.div_euclid(stride));
        part.cast_unsigned() * self.part + self.margin.wrapping_add_signed(number)
    }

    /// What column tap number `tap` reads for the first output.
    #[inline(always)]
    #[must_use]
    pub const fn element(&self, tap: usize) -> isize {
        (tap * self.width.dilation).cast_signed() - self.width.pad_before.cast_signed()
    }

    /// The element after the last that a tap reads.
    #[inline(always)]
    #[must_use]
    pub const fn end(&self) -> isize {
        self.element(self.width.kernel - 1) + ((self.outputs - 1) * self.width.stride).cast_signed() + 1
    }
}
