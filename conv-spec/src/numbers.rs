//! The numbers that arguments and lengths can be.

/// The largest number that an argument can be.
pub(crate) const MAX_INTEGER: u32 = 0x7fff_ffff;

/// The largest length along an axis.
pub(crate) const MAX_LENGTH: u64 = MAX_INTEGER as u64;

/// Lossless: the compiler's `usize` is never narrower, and the numbers are at most [`MAX_INTEGER`].
pub(crate) fn index(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}
