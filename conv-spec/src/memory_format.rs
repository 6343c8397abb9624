//! In which order input and output lie in memory.

/// In which order the numbers of an input or output lie in memory, after `torch.memory_format`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum MemoryFormat {
    /// Channel by channel, `[[[f32; W]; H]; C]`: `torch.contiguous_format`.
    #[default]
    Contiguous,
    /// Pixel by pixel, `[[[f32; C]; W]; H]`: `torch.channels_last`.
    ChannelsLast,
    /// 64 bytes of channels by 64 bytes of channels, each pixel by pixel: `[[[[f32; 16]; W]; H]; C / 16]`. What oneDNN calls
    /// `nChw16c`.
    Blocked,
}

impl MemoryFormat {
    /// All of them, the default first.
    pub const ALL: [Self; 3] = [Self::Contiguous, Self::ChannelsLast, Self::Blocked];

    /// Whether rows of pixels are contiguous: the default.
    #[must_use]
    pub fn is_contiguous(self) -> bool {
        self == Self::Contiguous
    }

    /// The word in a specification.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Contiguous => "contiguous_format",
            Self::ChannelsLast => "channels_last",
            Self::Blocked => "blocked",
        }
    }
}

/// The memory formats of a layer's input and output.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Formats {
    /// Of the input.
    pub input: MemoryFormat,
    /// Of the output.
    pub output: MemoryFormat,
}

impl Formats {
    /// Whether both are the default.
    ///
    /// ```
    /// use conv_spec::{Format, Formats, MemoryFormat, Source};
    ///
    /// let formats = |text| {
    ///     conv_spec::check(&Source { name: "inline", text, format: Format::Call }).unwrap().memory_format()
    /// };
    /// assert!(formats("nn.Conv2d(16, 32, 3)").are_contiguous());
    /// let first = formats("nn.Conv2d(3, 32, 3, memory_format={'output': 'channels_last'})");
    /// assert!(!first.are_contiguous());
    /// assert_eq!(first, Formats { input: MemoryFormat::Contiguous, output: MemoryFormat::ChannelsLast });
    /// ```
    #[must_use]
    pub fn are_contiguous(self) -> bool {
        self.input.is_contiguous() && self.output.is_contiguous()
    }
}
