//! Number types, and their way from a token to a kernel.

use crate::dispatch::{Dispatch, Done};
use crate::simd::{self, Emulated};
use crate::threaded::Outputs;
use crate::{Element, Error, Isa};

macro_rules! number {
    // Vectors of a set that this CPU may lack, for its kernel.
    (@emulated $T:ty, 0) => { simd::Scalar };
    (@emulated $T:ty, $bytes:tt) => { Emulated::<{ $bytes / size_of::<$T>() }> };
    (@implement $T:ty: $(
        $(#[$doc:meta])*
        $Set:ident, $set:ident, $enter:ident: $bytes:tt bytes, $registers:tt registers,
        on [$target:meta] with [$($feature:tt)*];
    )*) => {
        impl Number for $T {
            $(
                #[cfg($target)]
                #[inline(always)]
                fn $set<D: Dispatch<Number = Self>, O: Outputs<Self>>(
                    simd: simd::$Set,
                    call: D::Checked<'_, O>,
                ) -> Done<D, O> {
                    D::$set(simd, call)
                }
            )*

            fn emulated<D: Dispatch<Number = Self>, O: Outputs<Self>, const SET: usize>(
                call: D::Checked<'_, O>,
            ) -> Result<(), Error> {
                $(if const { SET == Isa::$Set as usize } {
                    return D::$set(number!(@emulated $T, $bytes), call).map_err(Into::into);
                })*
                Err(Error::Geometry)
            }

            fn emulated_on<D: Dispatch<Number = Self>, O: Outputs<Self>>(
                isa: Isa,
                call: D::Checked<'_, O>,
            ) -> Result<(), Error> {
                match isa {
                    $(Isa::$Set => Self::emulated::<D, O, { Isa::$Set as usize }>(call),)*
                    _ => Err(Error::UnsupportedIsa(isa)),
                }
            }
        }
    };
    ($(
        $(#[$doc:meta])*
        $Set:ident, $set:ident, $enter:ident: $bytes:tt bytes, $registers:tt registers,
        on [$target:meta] with [$($feature:tt)*];
    )*) => {
        /// Number types that every instruction set has vectors of.
        ///
        /// Its methods hand a token to the kernels: that the token implements [`Simd`](simd::Simd)
        /// is known where the number type is, and nowhere else; only what is always inlined has the
        /// features of the caller. Sealed, as [`Element`] is.
        pub trait Number: Element {
            $(
                #[cfg($target)]
                #[doc(hidden)]
                fn $set<D: Dispatch<Number = Self>, O: Outputs<Self>>(
                    simd: simd::$Set,
                    call: D::Checked<'_, O>,
                ) -> Done<D, O>;
            )*
            #[doc(hidden)]
            fn emulated<D: Dispatch<Number = Self>, O: Outputs<Self>, const SET: usize>(
                call: D::Checked<'_, O>,
            ) -> Result<(), Error>;
            #[doc(hidden)]
            fn emulated_on<D: Dispatch<Number = Self>, O: Outputs<Self>>(
                isa: Isa,
                call: D::Checked<'_, O>,
            ) -> Result<(), Error>;
        }
    };
}

conv_geometry::isa_table! { number }
conv_geometry::isa_table! { number @implement f32: }
conv_geometry::isa_table! { number @implement f64: }
