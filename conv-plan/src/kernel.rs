//! The kernels that there are, and what their tiles are called.

use super::{Isa, Packing, Rest};
use conv_spec::requests::KernelKind;
use conv_spec::{Dtype, Format};

/// A kernel and its tile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kernel {
    /// Output channels in the lanes: `vectors` of channels by `pixels` in registers, lines ended
    /// with tiles of `tail` pixels, `band` pixels visited by all channels before the next ones.
    Channels {
        /// Vectors of output channels.
        vectors: usize,
        /// Pixels.
        pixels: usize,
        /// Pixels of the smaller tile that completes lines.
        tail: usize,
        /// Pixels in a band: whole lines, or a part of one.
        band: usize,
        /// Neighbouring phases of a transposed layer that lie side by side in the tile, each with
        /// as many pixels; otherwise 1.
        phases: usize,
        /// The tile of the channels that fill no vector; `None` where they are in the last vector,
        /// which is filled up.
        rest: Option<Rest>,
    },
    /// Output channels in the lanes: `vectors` of channels by `pixels` in registers, whole rows in
    /// tiles, `band` pixels visited by all channels before the next ones.
    WholeRows {
        /// Vectors of output channels.
        vectors: usize,
        /// Pixels.
        pixels: usize,
        /// Pixels of the smaller tiles that end rows, which these fill; `None` where all have as
        /// many pixels, and the last one overlaps the one before it unless they fill the row.
        tail: Option<usize>,
        /// Pixels in a band of whole rows.
        band: usize,
        /// As those of [`Channels`](Self::Channels).
        rest: Option<Rest>,
    },
    /// Output pixels in the lanes: `channels` by `vectors` of pixels in registers.
    Pixels {
        /// Output channels.
        channels: usize,
        /// Vectors of pixels.
        vectors: usize,
        /// Neighbouring phases of a transposed layer that lie side by side in the tile, each with
        /// as many vectors; otherwise 1.
        phases: usize,
    },
    /// Output pixels in the lanes, several rows of one channel in registers.
    Rows {
        /// Rows of outputs.
        rows: usize,
        /// Vectors of pixels.
        vectors: usize,
    },
}

impl Kernel {
    /// The kernel's name: number type, operation, what the lanes hold, the tile, the instruction
    /// set.
    ///
    /// ```
    /// use conv_spec::Dtype;
    /// use conv_plan::{Isa, Kernel};
    /// let kernel = Kernel::Channels { vectors: 2, pixels: 6, tail: 4, band: 1, phases: 1, rest: None };
    /// assert_eq!(kernel.name(Dtype::F32, Isa::Avx2), "f32_conv_channels_2x6_avx2");
    /// ```
    #[must_use]
    pub fn name(&self, dtype: Dtype, isa: Isa) -> String {
        let (dtype, isa) = (dtype.name(), isa.name());
        let tile = match self {
            Self::Channels { vectors, pixels, phases: 1, .. } => format!("channels_{vectors}x{pixels}"),
            Self::Channels { vectors, pixels, phases, .. } => format!("channels_{vectors}x{pixels}x{phases}"),
            Self::WholeRows { vectors, pixels, .. } => format!("whole_{vectors}x{pixels}"),
            Self::Pixels { channels, vectors, phases: 1 } => format!("pixels_{channels}x{vectors}"),
            Self::Pixels { channels, vectors, phases } => format!("pixels_{channels}x{vectors}x{phases}"),
            Self::Rows { rows, vectors } => format!("rows_{rows}x{vectors}"),
        };
        match self.rest() {
            None => format!("{dtype}_conv_{tile}_{isa}"),
            Some(Rest { channels, vectors, .. }) => format!("{dtype}_conv_{tile}_rest_{channels}x{vectors}_{isa}"),
        }
    }

    /// The kernel as one asks for it in a specification: what stands for an instruction set in the
    /// table `plan`.
    ///
    /// ```
    /// use conv_spec::Format;
    /// use conv_plan::Kernel;
    /// let kernel = Kernel::Rows { rows: 4, vectors: 2 };
    /// assert_eq!(kernel.request(Format::Toml), r#"{ kernel = "rows", rows = 4, vectors = 2 }"#);
    /// assert_eq!(kernel.request(Format::Call), r#"{"kernel": "rows", "rows": 4, "vectors": 2}"#);
    /// ```
    #[must_use]
    pub fn request(&self, format: Format) -> String {
        let kind = self.kind();
        let mut numbers: Vec<(&str, usize)> = kind.keys().iter().map(|key| (*key, self.number(key))).collect();
        numbers
            .retain(|(key, number)| !kind.optional().contains(key) || *number != kind.default(key) || *key == "band");
        let entry = |key: &str, value: String| match format {
            Format::Toml => format!("{key} = {value}"),
            Format::Json | Format::Call => format!("\"{key}\": {value}"),
        };
        let mut entries = vec![entry("kernel", format!("\"{}\"", kind.word()))];
        entries.extend(numbers.into_iter().map(|(key, number)| entry(key, number.to_string())));
        match format {
            Format::Toml => format!("{{ {} }}", entries.join(", ")),
            Format::Json | Format::Call => format!("{{{}}}", entries.join(", ")),
        }
    }

    /// Whether the kernel reads weights that are packed so.
    #[must_use]
    pub fn reads(&self, packing: Packing, dtype: Dtype) -> bool {
        match (self, packing) {
            (Self::Channels { .. } | Self::WholeRows { .. }, packing) => packing != Packing::Rows,
            (Self::Rows { .. }, packing) => packing == Packing::Rows,
            (Self::Pixels { .. }, Packing::Rows) => true,
            (Self::Pixels { .. }, Packing::Lanes) => false,
            (Self::Pixels { channels, .. }, Packing::Blocks) => dtype.block().is_multiple_of(*channels),
        }
    }

    pub(super) fn kind(&self) -> KernelKind {
        match self {
            Self::Channels { .. } => KernelKind::Channels,
            Self::WholeRows { .. } => KernelKind::WholeRows,
            Self::Pixels { .. } => KernelKind::Pixels,
            Self::Rows { .. } => KernelKind::Rows,
        }
    }

    /// What the tile has under a key of its [`KernelKind`]; the default under others.
    pub(super) fn number(&self, key: &str) -> usize {
        match (self, key) {
            (
                Self::Channels { vectors, .. }
                | Self::WholeRows { vectors, .. }
                | Self::Pixels { vectors, .. }
                | Self::Rows { vectors, .. },
                "vectors",
            ) => *vectors,
            (Self::Channels { pixels, .. } | Self::WholeRows { pixels, .. }, "pixels") => *pixels,
            (Self::Channels { phases, .. } | Self::Pixels { phases, .. }, "phases") => *phases,
            (Self::Channels { band, .. } | Self::WholeRows { band, .. }, "band") => *band,
            (Self::Channels { tail, .. } | Self::WholeRows { tail: Some(tail), .. }, "tail") => *tail,
            (Self::Pixels { channels, .. }, "channels") => *channels,
            (Self::Rows { rows, .. }, "rows") => *rows,
            (_, "rest") => self.rest().map_or(self.kind().default("rest"), |rest| rest.vectors),
            _ => self.kind().default(key),
        }
    }

    /// The tile of the channels that fill no vector, where these have one of their own.
    #[must_use]
    pub fn rest(&self) -> Option<Rest> {
        match self {
            Self::Channels { rest, .. } | Self::WholeRows { rest, .. } => *rest,
            Self::Pixels { .. } | Self::Rows { .. } => None,
        }
    }

    /// The same tile with another band; kernels without bands as they are.
    pub(super) fn banded(self, band: usize) -> Self {
        match self {
            Self::Channels { vectors, pixels, tail, phases, rest, .. } => {
                Self::Channels { vectors, pixels, tail, band, phases, rest }
            }
            Self::WholeRows { vectors, pixels, tail, rest, .. } => {
                Self::WholeRows { vectors, pixels, tail, band, rest }
            }
            Self::Pixels { .. } | Self::Rows { .. } => self,
        }
    }
}
