//! From a call to the kernel of the best instruction set.
//!
//! [`Dispatch`] has one method per instruction set, each of which runs the kernel that the layer's
//! [plan](Planned) names for it. (One generic method that matched on the instruction set would
//! instantiate every arm for every set.) The functions here call that method inside a
//! `#[target_feature]` function, into which everything below it is inlined.

use core::marker::PhantomData;

use crate::kernel::{Kernel, Planned};
use crate::simd::{Scalar, Simd};
use crate::threaded::{First, Outputs, Rest};
use crate::{Error, Fitting, Isa, Number, Shape};

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

/// Kernels that a test or a bench wants to run, one per instruction set, which check their calls
/// themselves; run as [`ByHand<K>`](ByHand).
///
/// Nothing rests on an implementation: the methods have no way to touch an element but by kernels
/// of this crate, and these check the call (through [`Problem`](crate::Problem)) first.
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

/// [`Kernels`], as something that can be run.
#[derive(Debug)]
pub struct ByHand<K>(PhantomData<K>);

/// What can be run on an instruction set: [plans](Planned), and [`ByHand`] kernels.
pub trait Dispatch: Sized + sealed::Sealed {
    /// The layer's number type.
    type Number: Number;

    /// A call that has been checked, if kernels do not do that.
    type Checked<'a, O: Outputs<Self::Number>>;

    /// Why kernels may refuse such a call.
    type Refusal<O: Outputs<Self::Number>>: Into<Error>;

    /// Checks a call. What is found out about it stands in `room`, or is a constant.
    ///
    /// # Errors
    ///
    /// As [`Problem::new`](crate::Problem::new).
    fn check<'a, O: Outputs<Self::Number>>(
        call: Call<'a, Self::Number, O>,
        room: &'a mut Option<Shape>,
    ) -> Result<Self::Checked<'a, O>, Error>;

    /// Computes a call by the kernel for [`Isa::Avx512`].
    ///
    /// # Errors
    ///
    /// Those of the kernels, if there are any; so for the other methods.
    fn avx512<S: Simd<Self::Number>, O: Outputs<Self::Number>>(
        simd: S,
        call: Self::Checked<'_, O>,
    ) -> Result<(), Self::Refusal<O>>;

    /// Computes a call by the kernel for [`Isa::Avx2`].
    #[expect(clippy::missing_errors_doc, reason = "said once, above")]
    fn avx2<S: Simd<Self::Number>, O: Outputs<Self::Number>>(
        simd: S,
        call: Self::Checked<'_, O>,
    ) -> Result<(), Self::Refusal<O>>;

    /// Computes a call by the kernel for [`Isa::Sse2`].
    #[expect(clippy::missing_errors_doc, reason = "said once, above")]
    fn sse2<S: Simd<Self::Number>, O: Outputs<Self::Number>>(
        simd: S,
        call: Self::Checked<'_, O>,
    ) -> Result<(), Self::Refusal<O>>;

    /// Computes a call by the kernel for [`Isa::Neon`].
    #[expect(clippy::missing_errors_doc, reason = "said once, above")]
    fn neon<S: Simd<Self::Number>, O: Outputs<Self::Number>>(
        simd: S,
        call: Self::Checked<'_, O>,
    ) -> Result<(), Self::Refusal<O>>;

    /// Computes a call by the kernel for [`Isa::Simd128`].
    #[expect(clippy::missing_errors_doc, reason = "said once, above")]
    fn simd128<S: Simd<Self::Number>, O: Outputs<Self::Number>>(
        simd: S,
        call: Self::Checked<'_, O>,
    ) -> Result<(), Self::Refusal<O>>;

    /// Computes a call by the kernel for [`Isa::Scalar`].
    #[expect(clippy::missing_errors_doc, reason = "said once, above")]
    fn scalar<S: Simd<Self::Number>, O: Outputs<Self::Number>>(
        simd: S,
        call: Self::Checked<'_, O>,
    ) -> Result<(), Self::Refusal<O>>;
}

mod sealed {
    pub trait Sealed {}
    impl<L: crate::kernel::Planned> Sealed for L {}
    impl<K> Sealed for super::ByHand<K> {}
}

/// One method for each instruction set: of a plan, and by hand.
macro_rules! dispatch {
    ($($method:ident: $Kernel:ident),*) => {
        impl<L: Planned> Dispatch for L {
            type Number = L::Element;
            type Checked<'a, O: Outputs<L::Element>> = Fitting<'a, L, O>;
            type Refusal<O: Outputs<L::Element>> = O::Refusal;

            #[inline(always)]
            fn check<'a, O: Outputs<L::Element>>(
                call: Call<'a, L::Element, O>,
                room: &'a mut Option<Shape>,
            ) -> Result<Fitting<'a, L, O>, Error> {
                Fitting::new(call, room)
            }

            $(
                #[inline(always)]
                fn $method<S: Simd<L::Element>, O: Outputs<L::Element>>(
                    simd: S,
                    call: Fitting<'_, L, O>,
                ) -> Result<(), O::Refusal> {
                    <L::$Kernel as Kernel<L>>::compute(simd, call)
                }
            )*
        }

        impl<K: Kernels> Dispatch for ByHand<K> {
            type Number = K::Element;
            type Checked<'a, O: Outputs<K::Element>> = Call<'a, K::Element, O>;
            type Refusal<O: Outputs<K::Element>> = Error;

            #[inline(always)]
            fn check<'a, O: Outputs<K::Element>>(
                call: Call<'a, K::Element, O>,
                _: &'a mut Option<Shape>,
            ) -> Result<Call<'a, K::Element, O>, Error> {
                Ok(call)
            }

            $(
                #[inline(always)]
                fn $method<S: Simd<K::Element>, O: Outputs<K::Element>>(
                    simd: S,
                    call: Call<'_, K::Element, O>,
                ) -> Result<(), Error> {
                    K::$method(simd, call)
                }
            )*
        }
    };
}

dispatch!(avx512: Avx512, avx2: Avx2, sse2: Sse2, neon: Neon, simd128: Simd128, scalar: Scalar);

/// Whether the target has an instruction set with vectors.
pub const VECTORS: bool = cfg!(any(
    target_arch = "x86_64",
    all(target_arch = "aarch64", target_feature = "neon", target_endian = "little"),
    all(target_family = "wasm", target_feature = "simd128")
));

/// Computes a call that fits, on the best instruction set available.
#[inline]
pub fn compute<L: Planned>(call: Fitting<'_, L>) {
    let Ok(()) = L::enter(call);
}

/// Checks a call, and hands it to a function that [computes](compute) it: one that has the layer's
/// machine code, which this one has not.
///
/// # Errors
///
/// As [`Problem::new`](crate::Problem::new).
#[inline]
pub fn check<L: Planned>(call: Call<'_, L::Element>, compute: impl FnOnce(Fitting<'_, L>)) -> Result<(), Error> {
    let mut room = None;
    compute(Fitting::new(call, &mut room)?);
    Ok(())
}

/// Runs a layer on the best instruction set available.
///
/// # Errors
///
/// As [`Problem::new`](crate::Problem::new).
#[inline]
pub fn run<D: Dispatch>(call: Call<'_, D::Number>) -> Result<(), Error> {
    let mut room = None;
    D::enter(D::check(call, &mut room)?).map_err(Into::into)
}

/// Runs a layer on a given instruction set: for tests and measurements.
///
/// # Errors
///
/// [`Error::UnsupportedIsa`] when it is not available here, otherwise as [`run`].
#[inline]
pub fn run_on<D: Dispatch>(isa: Isa, call: Call<'_, D::Number>) -> Result<(), Error> {
    let mut room = None;
    given::<D, _>(isa, D::check(call, &mut room)?)
}

/// Runs the plan of an instruction set that this CPU may lack, on plain arrays of as many lanes: the same tiles and loops,
/// without the intrinsics. For tests.
///
/// # Errors
///
/// As [`run`].
pub fn run_emulated<D: Dispatch>(isa: Isa, call: Call<'_, D::Number>) -> Result<(), Error> {
    let mut room = None;
    D::Number::emulated::<D, _>(isa, D::check(call, &mut room)?)
}

/// What comes of a call.
pub(crate) type Done<D, O> = Result<(), <D as Dispatch>::Refusal<O>>;

/// Computes a call on the best instruction set available.
#[inline]
pub(crate) fn best<D: Dispatch, O: Outputs<D::Number>>(call: D::Checked<'_, O>) -> Done<D, O> {
    #[cfg(target_arch = "x86_64")]
    return x86_64::run::<D, O>(call);
    #[cfg(all(target_arch = "aarch64", target_feature = "neon", target_endian = "little"))]
    return D::enter_neon(call);
    #[cfg(all(target_family = "wasm", target_feature = "simd128"))]
    return D::enter_simd128(call);
    #[allow(unreachable_code, reason = "reached on targets without vectors")]
    D::enter_scalar(call)
}

/// Computes a call on a given instruction set, if it is available.
#[inline]
pub(crate) fn given<D: Dispatch, O: Outputs<D::Number>>(isa: Isa, call: D::Checked<'_, O>) -> Result<(), Error> {
    match isa {
        #[cfg(target_arch = "x86_64")]
        Isa::Avx512 | Isa::Avx2 | Isa::Sse2 => x86_64::run_on::<D, O>(isa, call),
        #[cfg(all(target_arch = "aarch64", target_feature = "neon", target_endian = "little"))]
        Isa::Neon => D::enter_neon(call).map_err(Into::into),
        #[cfg(all(target_family = "wasm", target_feature = "simd128"))]
        Isa::Simd128 => D::enter_simd128(call).map_err(Into::into),
        Isa::Scalar => D::enter_scalar(call).map_err(Into::into),
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
trait Entry: Dispatch {
    /// [`best`] for all outputs, for layers of equal plans to share the choice as well.
    fn enter<'a>(call: Self::Checked<'a, &'a mut [Self::Number]>) -> Done<Self, &'a mut [Self::Number]>;
    /// As [`best`], with AVX-512.
    ///
    /// # Safety
    ///
    /// 1. The CPU has the features that are enabled.
    #[cfg(target_arch = "x86_64")]
    unsafe fn enter_avx512<O: Outputs<Self::Number>>(
        simd: crate::simd::Avx512,
        call: Self::Checked<'_, O>,
    ) -> Done<Self, O>;
    /// As [`best`], with AVX2.
    ///
    /// # Safety
    ///
    /// 1. The CPU has the features that are enabled.
    #[cfg(target_arch = "x86_64")]
    unsafe fn enter_avx2<O: Outputs<Self::Number>>(
        simd: crate::simd::Avx2,
        call: Self::Checked<'_, O>,
    ) -> Done<Self, O>;
    #[cfg(target_arch = "x86_64")]
    fn enter_sse2<O: Outputs<Self::Number>>(call: Self::Checked<'_, O>) -> Done<Self, O>;
    #[cfg(all(target_arch = "aarch64", target_feature = "neon", target_endian = "little"))]
    fn enter_neon<O: Outputs<Self::Number>>(call: Self::Checked<'_, O>) -> Done<Self, O>;
    #[cfg(all(target_family = "wasm", target_feature = "simd128"))]
    fn enter_simd128<O: Outputs<Self::Number>>(call: Self::Checked<'_, O>) -> Done<Self, O>;
    fn enter_scalar<O: Outputs<Self::Number>>(call: Self::Checked<'_, O>) -> Done<Self, O>;
}

impl<D: Dispatch> Entry for D {
    #[inline(never)]
    fn enter<'a>(call: Self::Checked<'a, &'a mut [Self::Number]>) -> Done<Self, &'a mut [Self::Number]> {
        best::<D, _>(call)
    }

    // The lists of features are those that the tokens' `new` tests.
    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx512f,avx512vl,avx512bw,avx512dq,avx2,fma")]
    unsafe fn enter_avx512<O: Outputs<Self::Number>>(
        simd: crate::simd::Avx512,
        call: Self::Checked<'_, O>,
    ) -> Done<Self, O> {
        Self::Number::avx512::<Self, O>(simd, call)
    }

    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx2,fma")]
    unsafe fn enter_avx2<O: Outputs<Self::Number>>(
        simd: crate::simd::Avx2,
        call: Self::Checked<'_, O>,
    ) -> Done<Self, O> {
        Self::Number::avx2::<Self, O>(simd, call)
    }

    #[cfg(target_arch = "x86_64")]
    #[inline(never)]
    fn enter_sse2<O: Outputs<Self::Number>>(call: Self::Checked<'_, O>) -> Done<Self, O> {
        Self::Number::sse2::<Self, O>(crate::simd::Sse2::new(), call)
    }

    #[cfg(all(target_arch = "aarch64", target_feature = "neon", target_endian = "little"))]
    #[inline(never)]
    fn enter_neon<O: Outputs<Self::Number>>(call: Self::Checked<'_, O>) -> Done<Self, O> {
        Self::Number::neon::<Self, O>(crate::simd::Neon::new(), call)
    }

    #[cfg(all(target_family = "wasm", target_feature = "simd128"))]
    #[inline(never)]
    fn enter_simd128<O: Outputs<Self::Number>>(call: Self::Checked<'_, O>) -> Done<Self, O> {
        Self::Number::simd128::<Self, O>(crate::simd::Simd128::new(), call)
    }

    #[inline(never)]
    fn enter_scalar<O: Outputs<Self::Number>>(call: Self::Checked<'_, O>) -> Done<Self, O> {
        Self::scalar(Scalar, call)
    }
}

#[cfg(target_arch = "x86_64")]
mod x86_64 {
    use super::{Dispatch, Done, Entry, Error, Isa, Outputs};
    use crate::simd::{Avx2, Avx512};

    #[inline]
    pub(super) fn run<D: Dispatch, O: Outputs<D::Number>>(call: D::Checked<'_, O>) -> Done<D, O> {
        if let Some(simd) = Avx512::new() {
            // SAFETY: (1) the token exists only where the CPU has the features.
            return unsafe { D::enter_avx512(simd, call) };
        }
        if let Some(simd) = Avx2::new() {
            // SAFETY: (1) the token exists only where the CPU has the features.
            return unsafe { D::enter_avx2(simd, call) };
        }
        D::enter_sse2(call)
    }

    #[inline]
    pub(super) fn run_on<D: Dispatch, O: Outputs<D::Number>>(isa: Isa, call: D::Checked<'_, O>) -> Result<(), Error> {
        let done = match isa {
            Isa::Avx512 => {
                let Some(simd) = Avx512::new() else { return Err(Error::UnsupportedIsa(isa)) };
                // SAFETY: (1) the token exists only where the CPU has the features.
                unsafe { D::enter_avx512(simd, call) }
            }
            Isa::Avx2 => {
                let Some(simd) = Avx2::new() else { return Err(Error::UnsupportedIsa(isa)) };
                // SAFETY: (1) the token exists only where the CPU has the features.
                unsafe { D::enter_avx2(simd, call) }
            }
            Isa::Sse2 => D::enter_sse2(call),
            _ => return Err(Error::UnsupportedIsa(isa)),
        };
        done.map_err(Into::into)
    }
}
