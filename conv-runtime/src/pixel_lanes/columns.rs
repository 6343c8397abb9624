//! The inputs of neighbouring outputs of a row, as a vector.

use conv_geometry::Phase;

use crate::Border;
use crate::Element;
use crate::memory;
use crate::simd::{Simd, load_strided};

/// Whether all elements that the outputs `x..x + pixels` read from a row exist.
#[inline(always)]
pub(crate) const fn inside(columns: &Phase, x: usize, pixels: usize) -> bool {
    if columns.taps == 0 {
        return true;
    }
    let reach = (columns.taps - 1).cast_signed() * columns.dilation;
    let (back, ahead) = if reach < 0 { (reach, 0) } else { (0, reach) };
    columns.window(x) + back >= 0 && columns.window(x + pixels - 1) + ahead < columns.size.cast_signed()
}

/// The inputs of column tap number `tap` for outputs `x..x + LANES` of a phase.
///
/// # Safety
///
/// - `source` points to a row of the input.
/// - What the tap reads for these outputs exists in it.
/// - `LANES <= 16`.
#[inline(always)]
pub(crate) unsafe fn interior<T: Element, S: Simd<T>>(
    simd: S,
    columns: &Phase,
    source: *const T,
    x: usize,
    tap: usize,
) -> S::Vector {
    let source = source.wrapping_offset(columns.window(x) + tap.cast_signed() * columns.dilation);
    match columns.stride {
        // SAFETY: `LANES` elements from there exist.
        1 => unsafe { simd.load(source) },
        2 => {
            // SAFETY: `2 * LANES - 1` elements exist, of which these are the first.
            let low = unsafe { simd.load(source) };
            // SAFETY: `2 * LANES - 1` elements exist, of which these are the last.
            let high = unsafe { simd.load(source.wrapping_add(S::LANES - 1)) };
            simd.every_other(low, high)
        }
        // SAFETY: an element for each lane exists, a stride (not zero) from the last.
        stride => unsafe { load_strided(simd, source, stride, 0, S::LANES) },
    }
}

/// The inputs of column tap number `tap` for outputs `x..x + pixels` of a phase, with what the
/// border gives where they are padding; the other lanes are of no account.
///
/// # Safety
///
/// - `source` points to a row of the input.
/// - The phase has these outputs.
/// - `pixels <= LANES <= 16`.
#[inline(always)]
pub(crate) unsafe fn border<T: Element, S: Simd<T>>(
    simd: S,
    columns: &Phase,
    source: *const T,
    x: usize,
    pixels: usize,
    tap: usize,
) -> S::Vector {
    // Lane i reads element position + i * stride.
    let position = columns.window(x) + tap.cast_signed() * columns.dilation;
    if !matches!(columns.border, Border::Zeros) {
        let mut lanes = [T::ZERO; 16];
        for (i, lane) in lanes.iter_mut().enumerate().take(pixels) {
            let element = columns.fold(position + (i * columns.stride).cast_signed());
            // SAFETY: a tap of an output reads, folded, an element of the row.
            *lane = unsafe { memory::read(source.wrapping_offset(element)) };
        }
        // SAFETY: the array holds 16 elements, at least `LANES`.
        return unsafe { simd.load(lanes.as_ptr()) };
    }
    let left = columns.size.cast_signed() - position;
    let first = if position < 0 { position.unsigned_abs().div_ceil(columns.stride).min(S::LANES) } else { 0 };
    let end = if left < 0 { 0 } else { left.unsigned_abs().div_ceil(columns.stride) };
    let end = end.clamp(first, S::LANES);
    let source = source.wrapping_offset(position);
    if columns.stride == 1 {
        // SAFETY: lanes `first..end` are elements of the row, and `first <= end <= LANES`.
        return unsafe { simd.load_range(source, first, end) };
    }
    // SAFETY: lanes `first..end` are elements of the row, `columns.stride` (not zero) apart, and
    // `first <= end <= LANES <= 16`.
    unsafe { load_strided(simd, source, columns.stride, first, end) }
}
