//! What becomes of a sum before it is stored: the bias is added.
//!
//! Sums begin with zero, whatever the kernel and the instruction set, and the bias is added last.
//! A bias that is much larger than the products would otherwise round each of them: of 4096
//! products of 10⁻⁶, begun with a bias of 100, nothing is left. It is no slower where additions
//! have units of their own, and faster on Zen 5 with AVX-512: stores take time from multiply-adds
//! there, as if both read a sum through the same port, and a multiply-add to a register that has
//! just been zeroed reads none.

use crate::Element;
use crate::simd::Simd;

/// What is stored of a sum of products.
#[inline(always)]
pub(crate) fn epilogue<T: Element, S: Simd<T>>(simd: S, sum: S::Vector, bias: S::Vector) -> S::Vector {
    simd.add(sum, bias)
}
