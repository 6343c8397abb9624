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
        let sample = self.sample(image)?;
        let Sizes { image, matrix, .. } = sample.sizes;
        length(Operand::Output, outputs(input.len(), image, matrix)?, output.len())?;
        sample.unfold(input, output);
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
        let sample = self.sample(image)?;
        let Sizes { image, matrix, .. } = sample.sizes;
        length(Operand::Output, outputs(input.len(), matrix, image)?, output.len())?;
        sample.fold(input, output);
        Ok(())
    }

    /// The windows of an image (C, H, W).
    ///
    /// # Errors
    ///
    /// Whatever does not fit.
    pub const fn sample(&self, image: [usize; 3]) -> Result<Sample, Error> {
        const fn is_plain(axis: &Axis) -> bool {
            matches!((axis.sampling, axis.border), (Sampling::Conv, Border::Zeros))
        }
        let [channels, height, width] = image;
        let [down, across] = &self.axes;
        if !is_plain(down) || !is_plain(across) {
            return Err(Error::Geometry);
        }
        let [rows, columns] = match self.positions([height, width]) {
            Ok(positions) => positions,
            Err(error) => return Err(error),
        };
        // Positions in the padded image are counted, too.
        let (Some(padded_height), Some(padded_width)) = (down.span(height), across.span(width)) else {
            return Err(Error::TooLarge);
        };
        let (Some(plane), Some(blocks), Some(taps), Some(_)) = (
            height.checked_mul(width),
            rows.checked_mul(columns),
            self.rows(1),
            padded_height.checked_mul(padded_width),
        ) else {
            return Err(Error::TooLarge);
        };
        let Some(windows) = taps.checked_mul(blocks) else { return Err(Error::TooLarge) };
        let (Some(image), Some(matrix)) = (plane.checked_mul(channels), windows.checked_mul(channels)) else {
            return Err(Error::TooLarge);
        };
        if channels == 0 {
            return Err(NO_CHANNELS);
        }
        Ok(Sample { windows: *self, sizes: Sizes { plane, blocks, windows, columns, width, image, matrix } })
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
}

/// The elements of so many samples of the output, where the input has `found` elements, samples of
/// `from`, and the output samples of `to`.
fn outputs(found: usize, from: usize, to: usize) -> Result<usize, Error> {
    if !found.is_multiple_of(from) {
        return Err(Error::Batch { operand: Operand::Input, sample: from, found });
    }
    (found / from).checked_mul(to).ok_or(Error::TooLarge)
}

/// The windows of an image of a size that they fit, and what they are computed with.
#[derive(Clone, Copy, Debug)]
pub struct Sample {
    windows: Windows,
    sizes: Sizes,
}

impl Sample {
    /// Asserts, while compiling, that samples have these sizes: elements of an image and of a
    /// matrix.
    ///
    /// # Panics
    ///
    /// When they have not, or the windows do not fit the image: a generated layer does not compile
    /// then.
    #[must_use]
    pub const fn asserted(windows: &Windows, image: [usize; 3], elements: [usize; 2]) -> Self {
        match windows.sample(image) {
            Ok(sample) => {
                let Sizes { image, matrix, .. } = sample.sizes;
                assert!(elements[0] == image && elements[1] == matrix, "the arrays have other sizes");
                sample
            }
            Err(_) => panic!("the windows do not fit the image"),
        }
    }

    /// Takes images apart into matrices: as many whole channels as both slices have.
    #[inline]
    pub fn unfold<T: Element>(&self, input: &[T], output: &mut [T]) {
        let Self { windows, sizes } = self;
        for (image, matrix) in input.chunks_exact(sizes.plane).zip(output.chunks_exact_mut(sizes.windows)) {
            for (tap, blocks) in windows.taps().zip(matrix.chunks_exact_mut(sizes.blocks)) {
                for (row, blocks) in blocks.chunks_exact_mut(sizes.columns).enumerate() {
                    windows.copy(row, tap, (image, sizes.width), blocks);
                }
            }
        }
    }

    /// Puts matrices together to images: as many whole channels as both slices have.
    #[inline]
    pub fn fold<T: Element>(&self, input: &[T], output: &mut [T]) {
        let Self { windows, sizes } = self;
        for (matrix, image) in input.chunks_exact(sizes.windows).zip(output.chunks_exact_mut(sizes.plane)) {
            image.fill(T::ZERO);
            for (tap, blocks) in windows.taps().zip(matrix.chunks_exact(sizes.blocks)) {
                for (row, blocks) in blocks.chunks_exact(sizes.columns).enumerate() {
                    windows.add(row, tap, blocks, (&mut *image, sizes.width));
                }
            }
        }
    }
}

/// Of an image (C, H, W).
const fn too_small(axis: usize, size: usize, minimum: usize) -> Error {
    Error::InputTooSmall { axis, rank: 2, size, minimum, limit: Limit::Kernel }
}

const NO_CHANNELS: Error = too_small(0, 0, 1);

/// Elements, none of them zero.
#[derive(Clone, Copy, Debug)]
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
