//! Sliding windows of an image, taken apart and put together: `torch.nn.Unfold` and
//! `torch.nn.Fold`.
//!
//! The windows of an image (C, H, W) are a matrix (C * taps, blocks): the channel is slowest, then
//! the kernel's row, then its column; blocks stand row by row. Nothing is multiplied, so one plain
//! loop serves all instruction sets: it copies or adds whole rows.

use crate::problem::length;
use crate::{Axis, Border, Element, Error, Limit, Operand, Sampling};

/// What a call takes of the stack at most, in builds with `opt-level = 3`: it has no buffers.
pub const STACK_BYTES: usize = crate::kernel::FRAMES;

/// The kernel's path over height and width.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Windows {
    /// Height and width, padded with zeros.
    pub axes: [Axis; 2],
}

impl Windows {
    /// Number of windows along height and width of an image of this size.
    ///
    /// # Errors
    ///
    /// [`Error::InputTooSmall`] when the kernel does not fit.
    pub const fn positions(&self, size: [usize; 2]) -> Result<[usize; 2], Error> {
        let [height, width] = &self.axes;
        let minimum = [height.minimum(), width.minimum()];
        match (height.output(size[0]), width.output(size[1])) {
            (Some(rows), Some(columns)) => Ok([rows, columns]),
            _ if size[0] < minimum[0] => Err(too_small(1, size[0], minimum[0])),
            _ if size[1] < minimum[1] => Err(too_small(2, size[1], minimum[1])),
            _ => Err(Error::TooLarge),
        }
    }

    /// Number of windows of an image of this size.
    ///
    /// # Errors
    ///
    /// As [`positions`](Self::positions), and [`Error::TooLarge`].
    ///
    /// ```
    /// use conv_runtime::__private::{Axis, windows::Windows};
    /// let windows = Windows { axes: [Axis::conv(2, 1, 1, [0, 0]), Axis::conv(3, 1, 1, [0, 0])] };
    /// assert_eq!(windows.blocks([3, 4]), Ok(4));
    /// ```
    pub const fn blocks(&self, size: [usize; 2]) -> Result<usize, Error> {
        match self.positions(size) {
            Ok([rows, columns]) => match rows.checked_mul(columns) {
                Some(blocks) => Ok(blocks),
                None => Err(Error::TooLarge),
            },
            Err(error) => Err(error),
        }
    }

    /// Rows of the matrix of windows of an image with so many channels: `channels * taps`; `None`
    /// when it overflows.
    #[must_use]
    pub const fn rows(&self, channels: usize) -> Option<usize> {
        let [height, width] = &self.axes;
        match height.kernel.checked_mul(width.kernel) {
            Some(taps) => taps.checked_mul(channels),
            None => None,
        }
    }

    /// Takes images (C, H, W) apart into matrices (C * taps, blocks): any number of samples, one
    /// after the other.
    ///
    /// # Errors
    ///
    /// Whatever does not fit; nothing has been written then.
    ///
    /// ```
    /// use conv_runtime::__private::{Axis, windows::Windows};
    /// let windows = Windows { axes: [Axis::conv(2, 1, 1, [0, 0]), Axis::conv(2, 1, 1, [0, 0])] };
    /// let error = windows.unfold::<f32>([0, 3, 4], &[], &mut []).unwrap_err();
    /// assert_eq!(error.to_string(), "number of channels (dimension 0 of (C, H, W)) is 0, expected at least 1");
    /// ```
    #[inline]
    pub fn unfold<T: Element>(&self, image: [usize; 3], input: &[T], output: &mut [T]) -> Result<(), Error> {
        let sizes = self.sizes(image)?.ok_or(NO_CHANNELS)?;
        if !input.len().is_multiple_of(sizes.image) {
            return Err(Error::Batch { operand: Operand::Input, sample: sizes.image, found: input.len() });
        }
        let expected = (input.len() / sizes.image).checked_mul(sizes.matrix).ok_or(Error::TooLarge)?;
        length(Operand::Output, expected, output.len())?;
        for (image, matrix) in input.chunks_exact(sizes.plane).zip(output.chunks_exact_mut(sizes.windows)) {
            for (tap, blocks) in self.taps().zip(matrix.chunks_exact_mut(sizes.blocks)) {
                for (row, blocks) in blocks.chunks_exact_mut(sizes.columns).enumerate() {
                    self.copy(row, tap, (image, sizes.width), blocks);
                }
            }
        }
        Ok(())
    }

    /// Puts matrices (C * taps, blocks) together to images (C, H, W): the sums of all elements that
    /// windows have at a place. Any number of samples, one after the other.
    ///
    /// # Errors
    ///
    /// Whatever does not fit; nothing has been written then.
    ///
    /// ```
    /// use conv_runtime::__private::{Axis, windows::Windows};
    /// let windows = Windows { axes: [Axis::conv(2, 1, 1, [0, 0]), Axis::conv(3, 1, 1, [0, 0])] };
    /// let error = windows.fold::<f32>([0, 3, 4], &[], &mut []).unwrap_err();
    /// assert_eq!(error.to_string(), "number of channels (dimension 0 of (C, H, W)) is 0, expected at least 1");
    /// ```
    #[inline]
    pub fn fold<T: Element>(&self, image: [usize; 3], input: &[T], output: &mut [T]) -> Result<(), Error> {
        let sizes = self.sizes(image)?.ok_or(NO_CHANNELS)?;
        if !input.len().is_multiple_of(sizes.matrix) {
            return Err(Error::Batch { operand: Operand::Input, sample: sizes.matrix, found: input.len() });
        }
        let expected = (input.len() / sizes.matrix).checked_mul(sizes.image).ok_or(Error::TooLarge)?;
        length(Operand::Output, expected, output.len())?;
        for (matrix, image) in input.chunks_exact(sizes.windows).zip(output.chunks_exact_mut(sizes.plane)) {
            image.fill(T::ZERO);
            for (tap, blocks) in self.taps().zip(matrix.chunks_exact(sizes.blocks)) {
                for (row, blocks) in blocks.chunks_exact(sizes.columns).enumerate() {
                    self.add(row, tap, blocks, (&mut *image, sizes.width));
                }
            }
        }
        Ok(())
    }

    /// The kernel's taps, row by row.
    fn taps(&self) -> impl Iterator<Item = [usize; 2]> + use<> {
        let [rows, columns] = [self.axes[0].kernel, self.axes[1].kernel];
        (0..rows).flat_map(move |row| (0..columns).map(move |column| [row, column]))
    }

    /// Copies what the windows of one row have at a tap.
    #[inline]
    fn copy<T: Element>(&self, row: usize, tap: [usize; 2], (image, width): (&[T], usize), blocks: &mut [T]) {
        let Some(line) = self.line(row, tap[0]).and_then(|line| image.chunks_exact(width).nth(line)) else {
            blocks.fill(T::ZERO);
            return;
        };
        let reach = Reach::new(&self.axes[1], tap[1], width, blocks.len());
        let (before, rest) = blocks.split_at_mut_checked(reach.before).unwrap_or_default();
        let (inside, after) = rest.split_at_mut_checked(reach.blocks).unwrap_or_default();
        before.fill(T::ZERO);
        after.fill(T::ZERO);
        if self.axes[1].stride == 1
            && let Some(found) = line.get(reach.element..reach.element + reach.blocks)
        {
            inside.copy_from_slice(found);
            return;
        }
        let found = line.iter().skip(reach.element).step_by(self.axes[1].stride);
        for (block, value) in inside.iter_mut().zip(found) {
            *block = *value;
        }
    }

    /// Adds what the windows of one row have at a tap.
    #[inline]
    fn add<T: Element>(&self, row: usize, tap: [usize; 2], blocks: &[T], (image, width): (&mut [T], usize)) {
        let Some(line) = self.line(row, tap[0]).and_then(|line| image.chunks_exact_mut(width).nth(line)) else {
            return;
        };
        let reach = Reach::new(&self.axes[1], tap[1], width, blocks.len());
        let targets = line.iter_mut().skip(reach.element).step_by(self.axes[1].stride);
        for (target, block) in targets.zip(blocks.iter().skip(reach.before).take(reach.blocks)) {
            *target += *block;
        }
    }

    /// The image's row that windows number `row` have at row `tap` of the kernel; it may lie beyond
    /// the image.
    fn line(&self, row: usize, tap: usize) -> Option<usize> {
        let axis = &self.axes[0];
        (row * axis.stride + tap * axis.dilation).checked_sub(axis.pad_before)
    }

    /// `None` where there are no channels.
    #[inline]
    fn sizes(&self, image: [usize; 3]) -> Result<Option<Sizes>, Error> {
        let [channels, height, width] = image;
        let plain = |axis: &Axis| axis.sampling == Sampling::Conv && axis.border == Border::Zeros;
        if !self.axes.iter().all(plain) {
            return Err(Error::Geometry);
        }
        let [rows, columns] = self.positions([height, width])?;
        let sizes = || {
            // Positions in the padded image are counted, too.
            self.axes[0].span(height)?.checked_mul(self.axes[1].span(width)?)?;
            let plane = height.checked_mul(width)?;
            let blocks = rows.checked_mul(columns)?;
            let windows = self.rows(1)?.checked_mul(blocks)?;
            let (image, matrix) = (plane.checked_mul(channels)?, windows.checked_mul(channels)?);
            Some(Sizes { plane, blocks, windows, columns, width, image, matrix })
        };
        let sizes = sizes().ok_or(Error::TooLarge)?;
        Ok((channels > 0).then_some(sizes))
    }
}

/// Of an image (C, H, W).
const fn too_small(axis: usize, size: usize, minimum: usize) -> Error {
    Error::InputTooSmall { axis, rank: 2, size, minimum, limit: Limit::Kernel }
}

const NO_CHANNELS: Error = too_small(0, 0, 1);

/// Elements, none of them zero.
struct Sizes {
    /// A channel of the image.
    plane: usize,
    /// A row of the matrix.
    blocks: usize,
    /// The rows of a channel.
    windows: usize,
    /// Windows in a row of the image.
    columns: usize,
    width: usize,
    image: usize,
    matrix: usize,
}

/// The windows of a row that have an element at a tap.
struct Reach {
    /// Windows before the first of them.
    before: usize,
    /// Their number.
    blocks: usize,
    /// The first one's element in the row.
    element: usize,
}

impl Reach {
    fn new(axis: &Axis, tap: usize, width: usize, columns: usize) -> Self {
        let shift = tap * axis.dilation;
        let before = axis.pad_before.saturating_sub(shift).div_ceil(axis.stride).min(columns);
        let end = (width + axis.pad_before).saturating_sub(shift).div_ceil(axis.stride).clamp(before, columns);
        let element = before.saturating_mul(axis.stride).saturating_add(shift).saturating_sub(axis.pad_before);
        Self { before, blocks: end - before, element }
    }
}
