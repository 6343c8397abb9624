//! Where tiles read their input, and where their sums go.

/// Where a tile's rows of input are.
pub(super) trait Source {
    /// Whether tiles find a [copy](super::gathered) of what they read.
    const STAGED: bool;
}

/// In the input.
pub(super) struct InPlace;

/// In a copy.
pub(super) struct Staged;

impl Source for InPlace {
    const STAGED: bool = false;
}

impl Source for Staged {
    const STAGED: bool = true;
}

/// Where a tile's sums go.
pub(super) trait Sink {
    /// Whether pixels are the vectors of a tile side by side, in a [buffer](super::buffer).
    const BUFFERED: bool;
}

/// To the output.
pub(super) struct Direct;

/// To a buffer, from which rows are stored whole.
pub(super) struct Buffered;

impl Sink for Direct {
    const BUFFERED: bool = false;
}

impl Sink for Buffered {
    const BUFFERED: bool = true;
}
