//! Sizes of caches, in bytes, as kernels and their costs count on them.

/// A line.
pub const LINE: usize = 64;

/// Addresses this far apart, or multiples of it, have the same set of L1: a page, since processors
/// look for the address of a page meanwhile.
pub const PAGE: usize = 4096;

/// Lines of a set of L1, of cores that have few.
pub const WAYS: usize = 8;

/// Bytes of L1.
pub const L1: usize = 32 << 10;

/// What stays in L2: that of the smallest cores with AVX-512, and less than many others have, since
/// pages do not spread evenly over it.
pub const L2: usize = 1 << 20;

/// Weights that stay in L2 together with the input of a band. Where a group has more, output
/// channels with so many visit all bands before the next channels do.
pub const PANEL: usize = 768 << 10;

/// The largest power of two that divides a number of bytes, at most a [page](PAGE): addresses so
/// many bytes apart fall into the fewer sets, the larger it is.
#[must_use]
#[inline(always)]
pub const fn common_page(bytes: usize) -> usize {
    let common = bytes & bytes.wrapping_neg();
    if common < PAGE { common } else { PAGE }
}
