//! Where the bytes of a file of weights come from.

use std::borrow::Cow;
use std::ops::Range;

/// A file of weights: a length, and bytes that are read when they are needed.
///
/// A layer takes a small part of a model's file. Whoever opens files reads the ranges that
/// [`Archive::read`] and [`pack`] ask for, and no others; bytes in memory are a file as they stand.
///
/// [`Archive::read`]: super::Archive::read
/// [`pack`]: super::pack
pub trait File {
    /// The number of its bytes.
    fn length(&self) -> u64;

    /// The bytes of a range, which lies within the file.
    ///
    /// # Errors
    ///
    /// Why they cannot be read, in words.
    fn bytes(&self, range: Range<u64>) -> Result<Cow<'_, [u8]>, String>;
}

impl File for [u8] {
    fn length(&self) -> u64 {
        // No slice is longer.
        u64::try_from(self.len()).unwrap_or(u64::MAX)
    }

    fn bytes(&self, range: Range<u64>) -> Result<Cow<'_, [u8]>, String> {
        let range = usize::try_from(range.start).ok().zip(usize::try_from(range.end).ok());
        let bytes = range.and_then(|(start, end)| self.get(start..end));
        bytes.map(Cow::Borrowed).ok_or_else(|| "its end is missing".to_owned())
    }
}

/// The bytes of a range, and no fewer.
pub(crate) fn bytes<F: File + ?Sized>(file: &F, range: Range<u64>) -> Result<Cow<'_, [u8]>, String> {
    let length = range.end.saturating_sub(range.start);
    let bytes = file.bytes(range)?;
    if u64::try_from(bytes.len()) == Ok(length) { Ok(bytes) } else { Err("its end is missing".to_owned()) }
}
