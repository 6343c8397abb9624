//! Layers without weights: sliding windows taken apart and put together.

use crate::axis::{Axis, Size};
use crate::layer::Dtype;

/// What is done with the windows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WindowsOp {
    /// `torch.nn.Unfold`: from an image (C, H, W) to its windows (C * taps, blocks).
    Unfold,
    /// `torch.nn.Fold`: from windows (C * taps, blocks) to the image (C, H, W) of their sums.
    Fold,
}

/// A checked `Unfold` or `Fold`.
///
/// As for [`Layer`](crate::Layer): every length is between 1 and 2³¹ - 1, the kernel fits into the
/// padded image, and no tensor is larger than 2⁴⁷ bytes. Shapes are for one sample.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Windows {
    pub(crate) op: WindowsOp,
    /// Of the image.
    pub(crate) channels: Size,
    pub(crate) dtype: Dtype,
    /// Height and width of the image, with the kernel along them.
    pub(crate) axes: [Axis; 2],
}

impl Windows {
    /// What is done.
    #[must_use]
    pub fn op(&self) -> WindowsOp {
        self.op
    }

    /// The name of `PyTorch`'s class.
    #[must_use]
    pub fn type_name(&self) -> &'static str {
        match self.op {
            WindowsOp::Unfold => "Unfold",
            WindowsOp::Fold => "Fold",
        }
    }

    /// Channels of the image, the ones *before* unfolding and *after* folding.
    #[must_use]
    pub fn channels(&self) -> &Size {
        &self.channels
    }

    /// The type of input and output.
    #[must_use]
    pub fn dtype(&self) -> Dtype {
        self.dtype
    }

    /// The image's height and width, each with the kernel along it; those
    /// of `Fold` are always fixed.
    #[must_use]
    pub fn axes(&self) -> &[Axis; 2] {
        &self.axes
    }

    /// Taps of the kernel.
    #[must_use]
    pub fn taps(&self) -> usize {
        self.axes.iter().map(Axis::kernel).fold(1, usize::saturating_mul)
    }

    /// Number of windows, where the image's size is fixed.
    #[must_use]
    pub fn blocks(&self) -> Option<usize> {
        let along = |axis: &Axis| usize::try_from(axis.output(u64::try_from(axis.size().fixed()?).ok()?)?).ok();
        self.axes.iter().map(along).try_fold(1, |blocks: usize, along| blocks.checked_mul(along?))
    }

    /// `[C, H, W]`, where all three are fixed.
    #[must_use]
    pub fn image_shape(&self) -> Option<Vec<usize>> {
        std::iter::once(self.channels.fixed()).chain(self.axes.iter().map(|axis| axis.size().fixed())).collect()
    }

    /// `[C * taps, blocks]`, where they are fixed.
    #[must_use]
    pub fn windows_shape(&self) -> Option<Vec<usize>> {
        Some(vec![self.channels.fixed()?.checked_mul(self.taps())?, self.blocks()?])
    }
}
