//! Number types, and their way from a token to a kernel.

use crate::dispatch::{Dispatch, Done};
#[cfg(all(target_arch = "aarch64", target_feature = "neon", target_endian = "little"))]
use crate::simd::Neon;
#[cfg(all(target_family = "wasm", target_feature = "simd128"))]
use crate::simd::Simd128;
#[cfg(target_arch = "x86_64")]
use crate::simd::{Avx2, Avx512, Sse2};
use crate::simd::{Emulated, Scalar};
use crate::threaded::Outputs;
use crate::{Element, Error, Isa};

/// Number types that every instruction set has vectors of.
///
/// Its methods hand a token to the kernels: that the token implements [`Simd`](crate::simd::Simd) is known where the number
/// type is, and nowhere else. Sealed, as [`Element`] is.
pub trait Number: Element {
    #[cfg(target_arch = "x86_64")]
    #[doc(hidden)]
    fn avx512<D: Dispatch<Number = Self>, O: Outputs<Self>>(simd: Avx512, call: D::Checked<'_, O>) -> Done<D, O>;
    #[cfg(target_arch = "x86_64")]
    #[doc(hidden)]
    fn avx2<D: Dispatch<Number = Self>, O: Outputs<Self>>(simd: Avx2, call: D::Checked<'_, O>) -> Done<D, O>;
    #[cfg(target_arch = "x86_64")]
    #[doc(hidden)]
    fn sse2<D: Dispatch<Number = Self>, O: Outputs<Self>>(simd: Sse2, call: D::Checked<'_, O>) -> Done<D, O>;
    #[cfg(all(target_arch = "aarch64", target_feature = "neon", target_endian = "little"))]
    #[doc(hidden)]
    fn neon<D: Dispatch<Number = Self>, O: Outputs<Self>>(simd: Neon, call: D::Checked<'_, O>) -> Done<D, O>;
    #[cfg(all(target_family = "wasm", target_feature = "simd128"))]
    #[doc(hidden)]
    fn simd128<D: Dispatch<Number = Self>, O: Outputs<Self>>(simd: Simd128, call: D::Checked<'_, O>) -> Done<D, O>;
    #[doc(hidden)]
    fn emulated<D: Dispatch<Number = Self>, O: Outputs<Self>>(isa: Isa, call: D::Checked<'_, O>) -> Result<(), Error>;
}

/// Only what is always inlined has the features of the caller.
macro_rules! number {
    ($T:ty) => {
        impl Number for $T {
            number! { #[cfg(target_arch = "x86_64")] avx512: Avx512 }
            number! { #[cfg(target_arch = "x86_64")] avx2: Avx2 }
            number! { #[cfg(target_arch = "x86_64")] sse2: Sse2 }
            number! { #[cfg(all(target_arch = "aarch64", target_feature = "neon", target_endian = "little"))] neon: Neon }
            number! { #[cfg(all(target_family = "wasm", target_feature = "simd128"))] simd128: Simd128 }

            fn emulated<D: Dispatch<Number = Self>, O: Outputs<Self>>(
        isa: Isa,
        call: D::Checked<'_, O>,
    ) -> Result<(), Error> {
                match isa {
                    Isa::Avx512 => D::avx512(Emulated::<{ 64 / size_of::<$T>() }>, call).map_err(Into::into),
                    Isa::Avx2 => D::avx2(Emulated::<{ 32 / size_of::<$T>() }>, call).map_err(Into::into),
                    Isa::Sse2 => D::sse2(Emulated::<{ 16 / size_of::<$T>() }>, call).map_err(Into::into),
                    Isa::Neon => D::neon(Emulated::<{ 16 / size_of::<$T>() }>, call).map_err(Into::into),
                    Isa::Simd128 => D::simd128(Emulated::<{ 16 / size_of::<$T>() }>, call).map_err(Into::into),
                    Isa::Scalar => D::scalar(Scalar, call).map_err(Into::into),
                    _ => Err(Error::UnsupportedIsa(isa)),
                }
            }
        }
    };
    (#[$cfg:meta] $method:ident: $Token:ident) => {
        #[$cfg]
        #[inline(always)]
        fn $method<D: Dispatch<Number = Self>, O: Outputs<Self>>(simd: $Token, call: D::Checked<'_, O>) -> Done<D, O> {
            D::$method(simd, call)
        }
    };
}

number!(f32);
number!(f64);
