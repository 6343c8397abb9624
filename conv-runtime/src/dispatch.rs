//! From a call to the kernel of the best instruction set.
//!
//! [`Kernels`] has one method per instruction set, each of which runs the kernel that the layer's
//! [plan](crate::kernel::Planned) names for it. (One generic method that matched on the instruction set would
//! instantiate every arm for every set.) The functions here call that method inside a
//! `#[target_feature]` function, into which everything below it is inlined.

use crate::simd::{Scalar, Simd};
use crate::threaded::{First, Outputs, Rest, Shared};
use crate::{Error, Isa, Number};

/// The slices of one call, in PyTorch's row-major layout unless the layer has other [memory formats](crate::Formats): any whole number of
/// samples.
///
/// Its output is a slice, or a [share](crate::threaded) of one.
#[derive(Debug)]
pub struct Call<'a, T, O = &'a mut [T]> {
    /// Samples of `(in_channels, spatial…)`.
    pub input: &'a [T],
    /// Samples of `(out_channels, spatial…)`.
    pub output: O,
    /// Weights and bias as [packed](crate::Packing), or PyTorch's weights as they are, for kernels that read these.
    pub weights: &'a [T],
    /// The bias, where it is not packed with the weights.
    pub bias: Option<&'a [T]>,
    /// Spatial size of the input: depth, height, width. Layers of a fixed size ignore it.
    pub size: [usize; 3],
}

impl<T, O> Call<'_, T, O> {
    /// The call for the first `N` output channels of each group alone: another kernel computes [the rest](Self::rest).
    #[inline(always)]
    pub const fn first<const N: usize>(&mut self) -> Call<'_, T, First<'_, O, N>> {
        let Call { input, ref mut output, weights, bias, size } = *self;
        Call { input, output: First::new(output), weights, bias, size }
    }

    /// The call for the output channels of each group but the first `N`, after a kernel that has computed [these](Self::first).
    #[inline(always)]
    pub const fn rest<const N: usize>(&mut self) -> Call<'_, T, Rest<'_, O, N>> {
        let Call { input, ref mut output, weights, bias, size } = *self;
        Call { input, output: Rest::new(output), weights, bias, size }
    }
}

/// The kernels of a layer, one per instruction set: those of its [plan](crate::kernel::Planned), or what a
/// test or a bench wants to run.
///
/// Every method checks the call (through [`Problem`](crate::Problem)) before it touches an element.
pub trait Kernels {
    /// The layer's number type.
    type Element: Number;

    /// For [`Isa::Avx512`].
    ///
    /// # Errors
    ///
    /// As [`Problem::new`](crate::Problem::new); so for the other methods.
    fn avx512<S: Simd<Self::Element>>(
        simd: S,
        call: Call<'_, Self::Element, impl Outputs<Self::Element>>,
    ) -> Result<(), Error>;

    /// For [`Isa::Avx2`].
    #[expect(clippy::missing_errors_doc, reason = "said once, above")]
    fn avx2<S: Simd<Self::Element>>(
        simd: S,
        call: Call<'_, Self::Element, impl Outputs<Self::Element>>,
    ) -> Result<(), Error>;

    /// For [`Isa::Sse2`].
    #[expect(clippy::missing_errors_doc, reason = "said once, above")]
    fn sse2<S: Simd<Self::Element>>(
        simd: S,
        call: Call<'_, Self::Element, impl Outputs<Self::Element>>,
    ) -> Result<(), Error>;

    /// For [`Isa::Neon`].
    #[expect(clippy::missing_errors_doc, reason = "said once, above")]
    fn neon<S: Simd<Self::Element>>(
        simd: S,
        call: Call<'_, Self::Element, impl Outputs<Self::Element>>,
    ) -> Result<(), Error>;

    /// For [`Isa::Simd128`].
    #[expect(clippy::missing_errors_doc, reason = "said once, above")]
    fn simd128<S: Simd<Self::Element>>(
        simd: S,
        call: Call<'_, Self::Element, impl Outputs<Self::Element>>,
    ) -> Result<(), Error>;

    /// For [`Isa::Scalar`].
    #[expect(clippy::missing_errors_doc, reason = "said once, above")]
    fn scalar<S: Simd<Self::Element>>(
        simd: S,
        call: Call<'_, Self::Element, impl Outputs<Self::Element>>,
    ) -> Result<(), Error>;
}

/// Whether the target has an instruction set with vectors.
pub const VECTORS: bool = cfg!(any(
    target_arch = "x86_64",
    all(target_arch = "aarch64", target_feature = "neon", target_endian = "little"),
    all(target_family = "wasm", target_feature = "simd128")
));

/// Runs a layer on the best instruction set available.
///
/// # Errors
///
/// As [`Problem::new`](crate::Problem::new).
#[inline]
pub fn run<K: Kernels>(call: Call<'_, K::Element>) -> Result<(), Error> {
    K::enter(call)
}

/// Runs a layer on a given instruction set: for tests and measurements.
///
/// # Errors
///
/// [`Error::UnsupportedIsa`] when it is not available here, otherwise as [`run`].
#[inline]
pub fn run_on<K: Kernels>(isa: Isa, call: Call<'_, K::Element>) -> Result<(), Error> {
    given::<K>(isa, call)
}

/// As [`run`], for a share of the outputs.
pub(crate) fn run_share<K: Kernels>(call: Call<'_, K::Element, Shared<'_, K::Element>>) -> Result<(), Error> {
    best::<K>(call)
}

/// As [`run_on`], for a share of the outputs.
pub(crate) fn run_share_on<K: Kernels>(
    isa: Isa,
    call: Call<'_, K::Element, Shared<'_, K::Element>>,
) -> Result<(), Error> {
    given::<K>(isa, call)
}

/// Runs the plan of an instruction set that this CPU may lack, on plain arrays of as many lanes: the same tiles and loops,
/// without the intrinsics. For tests.
///
/// # Errors
///
/// As [`run`].
pub fn run_emulated<K: Kernels>(isa: Isa, call: Call<'_, K::Element>) -> Result<(), Error> {
    K::Element::emulated::<K>(isa, call)
}

#[inline]
fn best<K: Kernels>(call: Call<'_, K::Element, impl Outputs<K::Element>>) -> Result<(), Error> {
    #[cfg(target_arch = "x86_64")]
    return x86_64::run::<K>(call);
    #[cfg(all(target_arch = "aarch64", target_feature = "neon", target_endian = "little"))]
    return K::enter_neon(call);
    #[cfg(all(target_family = "wasm", target_feature = "simd128"))]
    return K::enter_simd128(call);
    #[allow(unreachable_code, reason = "reached on targets without vectors")]
    K::enter_scalar(call)
}

#[inline]
fn given<K: Kernels>(isa: Isa, call: Call<'_, K::Element, impl Outputs<K::Element>>) -> Result<(), Error> {
    match isa {
        #[cfg(target_arch = "x86_64")]
        Isa::Avx512 | Isa::Avx2 | Isa::Sse2 => x86_64::run_on::<K>(isa, call),
        #[cfg(all(target_arch = "aarch64", target_feature = "neon", target_endian = "little"))]
        Isa::Neon => K::enter_neon(call),
        #[cfg(all(target_family = "wasm", target_feature = "simd128"))]
        Isa::Simd128 => K::enter_simd128(call),
        Isa::Scalar => K::enter_scalar(call),
        _ => Err(Error::UnsupportedIsa(isa)),
    }
}

/// The functions that are compiled for an instruction set.
///
/// They are methods of the type that has the kernels, since rustc compiles a method together with
/// its type: when that stands in a module of its own, as generated types do, the code of a layer is
/// a unit of its own, and an incremental build compiles no other layer's code again. There is one
/// copy for each layer and each kind of output (all of them, or a share), however many callers:
/// none is worth inlining. Those with features more than the caller's cannot be.
trait Entry: Kernels {
    /// [`best`] for all outputs, for layers of equal plans to share the choice as well.
    fn enter(call: Call<'_, Self::Element>) -> Result<(), Error>;
    /// As [`best`], with AVX-512.
    ///
    /// # Safety
    ///
    /// The CPU has the features that the token stands for.
    #[cfg(target_arch = "x86_64")]
    unsafe fn enter_avx512(
        simd: crate::simd::Avx512,
        call: Call<'_, Self::Element, impl Outputs<Self::Element>>,
    ) -> Result<(), Error>;
    /// As [`best`], with AVX2.
    ///
    /// # Safety
    ///
    /// The CPU has the features that the token stands for.
    #[cfg(target_arch = "x86_64")]
    unsafe fn enter_avx2(
        simd: crate::simd::Avx2,
        call: Call<'_, Self::Element, impl Outputs<Self::Element>>,
    ) -> Result<(), Error>;
    #[cfg(target_arch = "x86_64")]
    fn enter_sse2(call: Call<'_, Self::Element, impl Outputs<Self::Element>>) -> Result<(), Error>;
    #[cfg(all(target_arch = "aarch64", target_feature = "neon", target_endian = "little"))]
    fn enter_neon(call: Call<'_, Self::Element, impl Outputs<Self::Element>>) -> Result<(), Error>;
    #[cfg(all(target_family = "wasm", target_feature = "simd128"))]
    fn enter_simd128(call: Call<'_, Self::Element, impl Outputs<Self::Element>>) -> Result<(), Error>;
    fn enter_scalar(call: Call<'_, Self::Element, impl Outputs<Self::Element>>) -> Result<(), Error>;
}

impl<K: Kernels> Entry for K {
    #[inline(never)]
    fn enter(call: Call<'_, K::Element>) -> Result<(), Error> {
        best::<K>(call)
    }

    // The lists of features are those that the tokens' `new` tests.
    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx512f,avx512vl,avx512bw,avx512dq,avx2,fma")]
    unsafe fn enter_avx512(
        simd: crate::simd::Avx512,
        call: Call<'_, K::Element, impl Outputs<K::Element>>,
    ) -> Result<(), Error> {
        K::Element::avx512::<K>(simd, call)
    }

    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx2,fma")]
    unsafe fn enter_avx2(
        simd: crate::simd::Avx2,
        call: Call<'_, K::Element, impl Outputs<K::Element>>,
    ) -> Result<(), Error> {
        K::Element::avx2::<K>(simd, call)
    }

    #[cfg(target_arch = "x86_64")]
    #[inline(never)]
    fn enter_sse2(call: Call<'_, K::Element, impl Outputs<K::Element>>) -> Result<(), Error> {
        K::Element::sse2::<K>(crate::simd::Sse2::new(), call)
    }

    #[cfg(all(target_arch = "aarch64", target_feature = "neon", target_endian = "little"))]
    #[inline(never)]
    fn enter_neon(call: Call<'_, K::Element, impl Outputs<K::Element>>) -> Result<(), Error> {
        K::Element::neon::<K>(crate::simd::Neon::new(), call)
    }

    #[cfg(all(target_family = "wasm", target_feature = "simd128"))]
    #[inline(never)]
    fn enter_simd128(call: Call<'_, K::Element, impl Outputs<K::Element>>) -> Result<(), Error> {
        K::Element::simd128::<K>(crate::simd::Simd128::new(), call)
    }

    #[inline(never)]
    fn enter_scalar(call: Call<'_, K::Element, impl Outputs<K::Element>>) -> Result<(), Error> {
        K::scalar(Scalar, call)
    }
}

#[cfg(target_arch = "x86_64")]
mod x86_64 {
    use super::{Call, Entry, Error, Isa, Kernels, Outputs};
    use crate::simd::{Avx2, Avx512};

    #[inline]
    pub(super) fn run<K: Kernels>(call: Call<'_, K::Element, impl Outputs<K::Element>>) -> Result<(), Error> {
        if let Some(simd) = Avx512::new() {
            // SAFETY: the token exists only where the CPU has the features.
            return unsafe { K::enter_avx512(simd, call) };
        }
        if let Some(simd) = Avx2::new() {
            // SAFETY: as above.
            return unsafe { K::enter_avx2(simd, call) };
        }
        K::enter_sse2(call)
    }

    #[inline]
    pub(super) fn run_on<K: Kernels>(
        isa: Isa,
        call: Call<'_, K::Element, impl Outputs<K::Element>>,
    ) -> Result<(), Error> {
        let unsupported = Err(Error::UnsupportedIsa(isa));
        match isa {
            // SAFETY: the token exists only where the CPU has the features.
            Isa::Avx512 => Avx512::new().map_or(unsupported, |simd| unsafe { K::enter_avx512(simd, call) }),
            // SAFETY: as above.
            Isa::Avx2 => Avx2::new().map_or(unsupported, |simd| unsafe { K::enter_avx2(simd, call) }),
            Isa::Sse2 => K::enter_sse2(call),
            _ => unsupported,
        }
    }
}
