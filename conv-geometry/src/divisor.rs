//! Numbers that are divided by.
//!
//! The fields of a checked [`Shape`](crate::Shape) are not zero. Where they are no constants, the
//! compiler does not know that, and a division is a call of a panic, which firmware must not have.

/// The number, which is not zero: said so that the compiler knows it.
#[must_use]
#[inline(always)]
pub const fn divisor(number: usize) -> usize {
    if number == 0 { 1 } else { number }
}
