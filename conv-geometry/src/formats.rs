//! In which order the numbers of input and output lie in memory.

use crate::{Geometry, block};

/// In which order a tensor's elements lie in memory; the names are those of
/// [`torch.memory_format`](https://docs.pytorch.org/docs/stable/tensor_attributes.html#torch-memory-format).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum MemoryFormat {
    /// Channel by channel, row-major: `[[[T; W]; H]; C]`.
    #[default]
    Contiguous,
    /// Pixel by pixel, with all channels of a pixel side by side: `[[[T; C]; W]; H]`.
    ChannelsLast,
    /// Block by block of [as many channels](block) as fill 64 bytes, and within a block pixel by
    /// pixel: `[[[[T; BLOCK]; W]; H]; C / BLOCK]`. oneDNN calls it `nChw16c`.
    Blocked,
}

/// The memory formats of a layer's input and output. Weights do not depend on them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Formats {
    /// Of the input.
    pub input: MemoryFormat,
    /// Of the output.
    pub output: MemoryFormat,
}

impl MemoryFormat {
    /// All of them, the default first.
    pub const ALL: &[Self] = &[Self::Contiguous, Self::ChannelsLast, Self::Blocked];

    /// The name in a specification.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Contiguous => "contiguous_format",
            Self::ChannelsLast => "channels_last",
            Self::Blocked => "blocked",
        }
    }

    /// Whether rows of pixels are contiguous: the default.
    #[inline(always)]
    #[must_use]
    pub const fn is_contiguous(self) -> bool {
        !self.has_pixels()
    }

    /// Elements between neighbouring pixels of a channel, in a tensor of so many `channels`.
    ///
    /// ```
    /// use conv_geometry::MemoryFormat;
    /// assert_eq!(MemoryFormat::Contiguous.pixel(64, 4), 1);
    /// assert_eq!(MemoryFormat::ChannelsLast.pixel(64, 4), 64);
    /// assert_eq!(MemoryFormat::Blocked.pixel(64, 4), 16);
    /// ```
    #[doc(hidden)]
    #[inline(always)]
    #[must_use]
    pub const fn pixel(self, channels: usize, bytes: usize) -> usize {
        match self {
            Self::Contiguous => 1,
            Self::ChannelsLast => channels,
            Self::Blocked => block(bytes),
        }
    }

    /// The first element of a channel, in a tensor whose channels have `plane` pixels.
    ///
    /// ```
    /// use conv_geometry::MemoryFormat;
    /// assert_eq!(MemoryFormat::Contiguous.channel(18, 100, 4), 1800);
    /// assert_eq!(MemoryFormat::ChannelsLast.channel(18, 100, 4), 18);
    /// assert_eq!(MemoryFormat::Blocked.channel(18, 100, 4), 1602);
    /// ```
    #[doc(hidden)]
    #[inline(always)]
    #[must_use]
    pub const fn channel(self, channel: usize, plane: usize, bytes: usize) -> usize {
        match self {
            Self::Contiguous => channel * plane,
            Self::ChannelsLast => channel,
            Self::Blocked => {
                let block = block(bytes);
                channel / block * block * plane + channel % block
            }
        }
    }

    /// Whether neighbouring channels of a pixel are neighbours in memory.
    #[doc(hidden)]
    #[inline(always)]
    #[must_use]
    pub const fn has_pixels(self) -> bool {
        !matches!(self, Self::Contiguous)
    }

    /// Whether a tensor of so many channels can have this format.
    #[inline(always)]
    #[must_use]
    pub const fn fits(self, channels: usize, bytes: usize) -> bool {
        !matches!(self, Self::Blocked) || channels.is_multiple_of(block(bytes))
    }
}

impl Formats {
    /// PyTorch's default on both sides.
    pub const CONTIGUOUS: Self = Self { input: MemoryFormat::Contiguous, output: MemoryFormat::Contiguous };

    /// Whether this is PyTorch's default on both sides.
    #[inline(always)]
    #[must_use]
    pub const fn are_contiguous(self) -> bool {
        !self.input.has_pixels() && !self.output.has_pixels()
    }

    /// Whether a layer can have these formats: channels in blocks are whole blocks.
    #[inline(always)]
    #[must_use]
    pub const fn fit(self, geometry: &Geometry, bytes: usize) -> bool {
        self.input.fits(geometry.in_channels, bytes) && self.output.fits(geometry.out_channels, bytes)
    }

    /// Whether all channels of a layer can be computed side by side, each from its own input: it is
    /// depthwise, and on both sides the channels of a pixel are neighbours.
    #[inline(always)]
    #[must_use]
    pub const fn lanewise(self, geometry: &Geometry) -> bool {
        self.input.has_pixels() && self.output.has_pixels() && geometry.is_depthwise()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every format puts every element somewhere, and no two at the same place.
    #[test]
    fn formats_are_permutations() {
        for format in MemoryFormat::ALL.iter().copied() {
            for (channels, plane) in [(16, 1), (32, 7), (48, 35), (1, 1)] {
                if !format.fits(channels, 4) {
                    continue;
                }
                let mut seen = [false; 48 * 35];
                for channel in 0..channels {
                    for pixel in 0..plane {
                        let place = format.channel(channel, plane, 4) + pixel * format.pixel(channels, 4);
                        assert!(!core::mem::replace(&mut seen[place], true), "{format:?}: {channel}, {pixel}");
                    }
                }
                assert!(seen[..channels * plane].iter().all(|seen| *seen), "{format:?}");
            }
        }
    }
}
