//! The time that no direct kernel goes below: that of its multiply-adds at the peak, or that
//! of touching every byte once.
//!
//! Kernels with fewer multiply-adds than the definition has (Winograd, FFT) may.

#![expect(clippy::cast_precision_loss, reason = "counts far below 2^53")]

use conv_spec::{Axis, Layer};

use crate::bandwidth::LEVELS;

/// What a call cannot do without.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Work {
    /// Multiply-adds, those with padding left out.
    pub macs: u64,
    /// Bytes of input, weights, bias and output.
    pub bytes: u64,
}

impl Work {
    /// That of a layer; `None` where a size is generic.
    #[must_use]
    pub fn new(layer: &Layer) -> Option<Self> {
        let wide = |number: usize| u64::try_from(number).ok();
        let product =
            |shape: Vec<usize>| shape.into_iter().map(wide).try_fold(1, |all: u64, size| all.checked_mul(size?));
        let pairs = layer.axes().iter().map(pairs).try_fold(1, |all: u64, pairs| all.checked_mul(pairs?))?;
        let channels = wide(layer.in_channels() / layer.groups() * layer.out_channels())?;
        let numbers = product(layer.input_shape()?)? + product(layer.output_shape()?)? + layer.parameters();
        Some(Self { macs: channels * pairs, bytes: numbers * wide(layer.dtype().bytes())? })
    }

    /// Seconds at a peak in GFLOP/s and the bandwidths of [`LEVELS`] in GB/s.
    #[must_use]
    pub fn seconds(self, peak: f64, bandwidths: [f64; 4]) -> f64 {
        let level = LEVELS.iter().position(|level| self.bytes <= level.capacity).unwrap_or(LEVELS.len() - 1);
        let multiplying = 2.0 * self.macs as f64 / peak;
        let touching = self.bytes as f64 / bandwidths[level];
        multiplying.max(touching) / 1e9
    }
}

/// Outputs and taps of an axis that meet an element of the input.
fn pairs(axis: &Axis) -> Option<u64> {
    let size = axis.size().fixed()?;
    let outputs = axis.output(size)?;
    let meet =
        |output| (0..axis.kernel()).filter(|tap| axis.source(size, output, *tap).is_some()).map(|_| 1).sum::<u64>();
    Some((0..outputs).map(meet).sum())
}
