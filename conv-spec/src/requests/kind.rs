//! Kernels and the numbers of their tiles, as specifications name them.

/// The kernels, whatever their tiles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KernelKind {
    /// Output channels in the lanes, strips of outputs.
    Channels,
    /// Output channels in the lanes, whole rows.
    WholeRows,
    /// Output pixels in the lanes.
    Pixels,
    /// Output pixels in the lanes, several rows of one channel.
    Rows,
}

impl KernelKind {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Channels, Self::WholeRows, Self::Pixels, Self::Rows];

    /// The word for it in a specification.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Channels => "channels",
            Self::WholeRows => "whole_rows",
            Self::Pixels => "pixels",
            Self::Rows => "rows",
        }
    }

    /// The keys of a tile: those that must be given, and the others.
    #[must_use]
    pub fn keys(self) -> &'static [&'static str] {
        match self {
            Self::Channels => &["vectors", "pixels", "tail", "band", "phases", "rest"],
            Self::WholeRows => &["vectors", "pixels", "tail", "band", "rest"],
            Self::Pixels => &["channels", "vectors", "phases"],
            Self::Rows => &["rows", "vectors"],
        }
    }

    /// What a key of a tile is unless given, 0 where that is none; of `band`, the planner decides.
    #[must_use]
    pub fn default(self, key: &str) -> usize {
        usize::from(key != "rest" && !(self == Self::WholeRows && key == "tail"))
    }

    /// The keys that must be given.
    #[must_use]
    pub fn required(self) -> &'static [&'static str] {
        self.keys().split_at(2).0
    }

    /// The keys that may be left out.
    #[must_use]
    pub fn optional(self) -> &'static [&'static str] {
        self.keys().split_at(2).1
    }
}
