#[cfg(all(target_arch = "aarch64", target_feature = "neon", target_endian = "little"))]
use crate::simd::Neon;
#[cfg(all(target_family = "wasm", target_feature = "simd128"))]
use crate::simd::Simd128;
#[cfg(target_arch = "x86_64")]
use crate::simd::{Avx2, Avx512, Sse2};
use crate::simd::{Emulated, Scalar};
use crate::threaded::Outputs;
use crate::{Call, Element, Error, Isa, Kernels};

/// Number types that every instruction set has vectors of.
///
/// Its methods hand a token to the kernels: that the token implements [`Simd`](crate::simd::Simd) is known where the number
/// type is, and nowhere else. Sealed, as [`Element`] is.
pub trait Number: Element {
    #[cfg(target_arch = "x86_64")]
    #[doc(hidden)]
    fn avx512<K: Kernels<Element = Self>>(simd: Avx512, call: Call<'_, Self, impl Outputs<Self>>) -> Result<(), Error>;
    #[cfg(target_arch = "x86_64")]
    #[doc(hidden)]
    fn avx2<K: Kernels<Element = Self>>(simd: Avx2, call: Call<'_, Self, impl Outputs<Self>>) -> Result<(), Error>;
    #[cfg(target_arch = "x86_64")]
    #[doc(hidden)]
    fn sse2<K: Kernels<Element = Self>>(simd: Sse2, call: Call<'_, Self, impl Outputs<Self>>) -> Result<(), Error>;
    #[cfg(all(target_arch = "aarch64", target_feature = "neon", target_endian = "little"))]
    #[doc(hidden)]
    fn neon<K: Kernels<Element = Self>>(simd: Neon, call: Call<'_, Self, impl Outputs<Self>>) -> Result<(), Error>;
    #[cfg(all(target_family = "wasm", target_feature = "simd128"))]
    #[doc(hidden)]
    fn simd128<K: Kernels<Element = Self>>(
        simd: Simd128,
        call: Call<'_, Self, impl Outputs<Self>>,
    ) -> Result<(), Error>;
    #[doc(hidden)]
    fn emulated<K: Kernels<Element = Self>>(isa: Isa, call: Call<'_, Self, impl Outputs<Self>>) -> Result<(), Error>;
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

            fn emulated<K: Kernels<Element = Self>>(isa: Isa, call: Call<'_, Self, impl Outputs<Self>>) -> Result<(), Error> {
                match isa {
                    Isa::Avx512 => K::avx512(Emulated::<{ 64 / size_of::<$T>() }>, call),
                    Isa::Avx2 => K::avx2(Emulated::<{ 32 / size_of::<$T>() }>, call),
                    Isa::Sse2 => K::sse2(Emulated::<{ 16 / size_of::<$T>() }>, call),
                    Isa::Neon => K::neon(Emulated::<{ 16 / size_of::<$T>() }>, call),
                    Isa::Simd128 => K::simd128(Emulated::<{ 16 / size_of::<$T>() }>, call),
                    Isa::Scalar => K::scalar(Scalar, call),
                    _ => Err(Error::UnsupportedIsa(isa)),
                }
            }
        }
    };
    (#[$cfg:meta] $method:ident: $Token:ident) => {
        #[$cfg]
        #[inline(always)]
        fn $method<K: Kernels<Element = Self>>(simd: $Token, call: Call<'_, Self, impl Outputs<Self>>) -> Result<(), Error> {
            K::$method(simd, call)
        }
    };
}

number!(f32);
number!(f64);
