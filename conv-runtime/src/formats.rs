use crate::{Element, Geometry};

/// In which order a tensor's elements lie in memory; the names are those of
/// [`torch.memory_format`](https://docs.pytorch.org/docs/stable/tensor_attributes.html#torch-memory-format).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum MemoryFormat {
    /// Channel by channel, row-major: `[[[T; W]; H]; C]`.
    #[default]
    Contiguous,
    /// Pixel by pixel, with all channels of a pixel side by side: `[[[T; C]; W]; H]`.
    ChannelsLast,
    /// Block by block of [`Element::BLOCK`] channels, 64 bytes, and within a block pixel by pixel:
    /// `[[[[T; BLOCK]; W]; H]; C / BLOCK]`. oneDNN calls it `nChw16c`.
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
    /// Elements between neighbouring pixels of a channel, in a tensor of so many `channels`.
    ///
    /// ```
    /// use conv_runtime::MemoryFormat;
    /// assert_eq!(MemoryFormat::Contiguous.pixel::<f32>(64), 1);
    /// assert_eq!(MemoryFormat::ChannelsLast.pixel::<f32>(64), 64);
    /// assert_eq!(MemoryFormat::Blocked.pixel::<f32>(64), 16);
    /// ```
    #[inline(always)]
    #[must_use]
    pub const fn pixel<T: Element>(self, channels: usize) -> usize {
        match self {
            Self::Contiguous => 1,
            Self::ChannelsLast => channels,
            Self::Blocked => T::BLOCK,
        }
    }

    /// The first element of a channel, in a tensor whose channels have `plane` pixels.
    ///
    /// ```
    /// use conv_runtime::MemoryFormat;
    /// assert_eq!(MemoryFormat::Contiguous.channel::<f32>(18, 100), 1800);
    /// assert_eq!(MemoryFormat::ChannelsLast.channel::<f32>(18, 100), 18);
    /// assert_eq!(MemoryFormat::Blocked.channel::<f32>(18, 100), 1602);
    /// ```
    #[inline(always)]
    #[must_use]
    pub const fn channel<T: Element>(self, channel: usize, plane: usize) -> usize {
        match self {
            Self::Contiguous => channel * plane,
            Self::ChannelsLast => channel,
            Self::Blocked => channel / T::BLOCK * T::BLOCK * plane + channel % T::BLOCK,
        }
    }

    /// Whether neighbouring channels of a pixel are neighbours in memory.
    #[inline(always)]
    #[must_use]
    pub const fn has_pixels(self) -> bool {
        !matches!(self, Self::Contiguous)
    }

    /// Whether a tensor of so many channels can have this format.
    #[inline(always)]
    #[must_use]
    const fn fits<T: Element>(self, channels: usize) -> bool {
        !matches!(self, Self::Blocked) || channels.is_multiple_of(T::BLOCK)
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
    pub const fn fit<T: Element>(self, geometry: &Geometry) -> bool {
        self.input.fits::<T>(geometry.in_channels) && self.output.fits::<T>(geometry.out_channels)
    }

    /// Whether all channels of a layer can be computed side by side, each from its own input: it is depthwise, and on both sides the
    /// channels of a pixel are neighbours.
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
        for format in [MemoryFormat::Contiguous, MemoryFormat::ChannelsLast, MemoryFormat::Blocked] {
            for (channels, plane) in [(16, 1), (32, 7), (48, 35), (1, 1)] {
                if !format.fits::<f32>(channels) {
                    continue;
                }
                let mut seen = [false; 48 * 35];
                for channel in 0..channels {
                    for pixel in 0..plane {
                        let place = format.channel::<f32>(channel, plane) + pixel * format.pixel::<f32>(channels);
                        assert!(!core::mem::replace(&mut seen[place], true), "{format:?}: {channel}, {pixel}");
                    }
                }
                assert!(seen[..channels * plane].iter().all(|seen| *seen), "{format:?}");
            }
        }
    }
}
