//! From a call to the kernel of the best instruction set.
//!
//! [`Dispatch`] has one method for each row of the table of instruction sets
//! (`conv_geometry::isa`), each of which runs the kernel that the layer's [plan](Planned) names for
//! it. (One generic method that matched on the instruction set would instantiate every arm for
//! every set.) The functions here call that method inside a `#[target_feature]` function, into
//! which everything below it is inlined.

use core::marker::PhantomData;

use crate::kernel::{Kernel, Planned};
use crate::simd::{self, Simd};
use crate::threaded::{First, Outputs, Rest};
use crate::{Error, Fitting, Isa, Number, Shape};

/// The slices of one call, in PyTorch's row-major layout unless the layer has other [memory
/// formats](crate::Formats): any whole number of samples.
///
/// Its output is a slice, or a [share](crate::threaded) of one.
#[derive(Debug)]
pub struct Call<'a, T, O = &'a mut [T]> {
    /// Samples of `(in_channels, spatial…)`.
    pub input: &'a [T],
    /// Samples of `(out_channels, spatial…)`.
    pub output: O,
    /// Weights and bias as [packed](crate::Packing), or PyTorch's weights as they are, for kernels
    /// that read these.
    pub weights: &'a [T],
    /// The bias, where it is not packed with the weights.
    pub bias: Option<&'a [T]>,
    /// Spatial size of the input: depth, height, width. Layers of a fixed size ignore it.
    pub size: [usize; 3],
}

impl<T, O> Call<'_, T, O> {
    /// The call for the first `N` output channels of each group alone: another kernel computes [the
    /// rest](Self::rest).
    #[inline(always)]
    pub const fn first<const N: usize>(&mut self) -> Call<'_, T, First<'_, O, N>> {
        let Call { input, ref mut output, weights, bias, size } = *self;
        Call { input, output: First::new(output), weights, bias, size }
    }

    /// The call for the output channels of each group but the first `N`, after a kernel that has
    /// computed [these](Self::first).
    #[inline(always)]
    pub const fn rest<const N: usize>(&mut self) -> Call<'_, T, Rest<'_, O, N>> {
        let Call { input, ref mut output, weights, bias, size } = *self;
        Call { input, output: Rest::new(output), weights, bias, size }
    }
}

/// [`Kernels`], as something that can be run.
#[derive(Debug)]
pub struct ByHand<K>(PhantomData<K>);

/// The traits with a method for each instruction set, and what implements them.
macro_rules! methods {
    ($(
        $(#[$doc:meta])*
        $Set:ident, $set:ident, $enter:ident: $bytes:tt bytes, $registers:tt registers,
        on [$target:meta] with [$($feature:tt)*];
    )*) => {
        /// Kernels that a test or a bench wants to run, one per instruction set, which check their
        /// calls themselves; run as [`ByHand<K>`](ByHand). Those that are not written are the
        /// scalar ones, with vectors.
        ///
        /// Nothing rests on an implementation: the methods have no way to touch an element but by
        /// kernels of this crate, and these check the call (through [`Problem`](crate::Problem))
        /// first.
        pub trait Kernels {
            /// The layer's number type.
            type Element: Number;

            methods! { @kernels $($Set $set)* }
        }

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

            $(
                #[doc = concat!("Computes a call by the kernel for [`Isa::", stringify!($Set), "`].")]
                ///
                /// # Errors
                ///
                /// Those of the kernels, if there are any.
                fn $set<S: Simd<Self::Number>, O: Outputs<Self::Number>>(
                    simd: S,
                    call: Self::Checked<'_, O>,
                ) -> Result<(), Self::Refusal<O>>;
            )*
        }

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
                fn $set<S: Simd<L::Element>, O: Outputs<L::Element>>(
                    simd: S,
                    call: Fitting<'_, L, O>,
                ) -> Result<(), O::Refusal> {
                    <L::$Set as Kernel<L>>::compute(simd, call)
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
                fn $set<S: Simd<K::Element>, O: Outputs<K::Element>>(
                    simd: S,
                    call: Call<'_, K::Element, O>,
                ) -> Result<(), Error> {
                    K::$set(simd, call)
                }
            )*
        }
    };
    (@kernels $Last:ident $last:ident) => {
        #[doc = concat!("For [`Isa::", stringify!($Last), "`].")]
        ///
        /// # Errors
        ///
        /// As [`Problem::new`](crate::Problem::new).
        fn $last<S: Simd<Self::Element>>(
            simd: S,
            call: Call<'_, Self::Element, impl Outputs<Self::Element>>,
        ) -> Result<(), Error>;
    };
    (@kernels $Set:ident $set:ident $($others:tt)*) => {
        #[doc = concat!("For [`Isa::", stringify!($Set), "`].")]
        ///
        /// # Errors
        ///
        /// As [`Problem::new`](crate::Problem::new).
        #[inline(always)]
        fn $set<S: Simd<Self::Element>>(
            simd: S,
            call: Call<'_, Self::Element, impl Outputs<Self::Element>>,
        ) -> Result<(), Error> {
            Self::scalar(simd, call)
        }
        methods! { @kernels $($others)* }
    };
}

conv_geometry::isa_table! { methods }

mod sealed {
    pub trait Sealed {}
    impl<L: crate::kernel::Planned> Sealed for L {}
    impl<K> Sealed for super::ByHand<K> {}
}

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

/// Runs the plan of an instruction set that this CPU may lack, on plain arrays of as many lanes:
/// the same tiles and loops, without the intrinsics. For tests.
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

/// The functions that are compiled for an instruction set, and the choice among them.
macro_rules! entries {
    // A function that has all that it needs wherever it is compiled, ends the choice.
    (@first [] $D:ident $enter:ident $Set:ident $call:ident) => {
        // SAFETY: (1) no features are enabled.
        return unsafe { $D::$enter(simd::$Set::new(), $call) }
    };
    (@first [$($feature:tt)+] $D:ident $enter:ident $Set:ident $call:ident) => {
        if let Some(simd) = simd::$Set::new() {
            // SAFETY: (1) the token exists only where the CPU has the features.
            return unsafe { $D::$enter(simd, $call) };
        }
    };
    (@token [] $Set:ident) => { simd::$Set::new() };
    (@token [$($feature:tt)+] $Set:ident) => {
        match simd::$Set::new() {
            Some(simd) => simd,
            None => return Err(Error::UnsupportedIsa(Isa::$Set)),
        }
    };
    (@entry [] $($function:tt)*) => {
        #[inline(never)]
        $($function)*
    };
    // The token's `new` asks for the same features.
    (@entry [$($feature:tt)+] $($function:tt)*) => {
        #[target_feature($(enable = $feature),+)]
        $($function)*
    };
    ($(
        $(#[$doc:meta])*
        $Set:ident, $set:ident, $enter:ident: $bytes:tt bytes, $registers:tt registers,
        on [$target:meta] with [$($feature:tt)*];
    )*) => {
        /// Whether the target has an instruction set with vectors.
        pub const VECTORS: bool = false $(|| (cfg!($target) && Isa::$Set.vector_bytes() > 0))*;

        /// Computes a call on the best instruction set available.
        #[allow(unreachable_code, reason = "no set is better than one that the whole target has")]
        #[inline]
        pub(crate) fn best<D: Dispatch, O: Outputs<D::Number>>(call: D::Checked<'_, O>) -> Done<D, O> {
            $(
                #[cfg($target)]
                {
                    entries! { @first [$($feature)*] D $enter $Set call }
                }
            )*
        }

        /// Computes a call on a given instruction set, if it is available.
        #[inline]
        pub(crate) fn given<D: Dispatch, O: Outputs<D::Number>>(
            isa: Isa,
            call: D::Checked<'_, O>,
        ) -> Result<(), Error> {
            match isa {
                $(
                    #[cfg($target)]
                    Isa::$Set => {
                        let simd = entries! { @token [$($feature)*] $Set };
                        // SAFETY: (1) the token exists only where the CPU has the features.
                        unsafe { D::$enter(simd, call) }.map_err(Into::into)
                    }
                )*
                _ => Err(Error::UnsupportedIsa(isa)),
            }
        }

        /// The functions that are compiled for an instruction set.
        ///
        /// They are methods of the type that has the kernels, since rustc compiles a method
        /// together with its type: when that stands in a module of its own, as generated types do,
        /// the code of a layer is a unit of its own, and an incremental build compiles no other
        /// layer's code again. There is one copy for each layer and each kind of output (all of
        /// them, or a share), however many callers: none is worth inlining. Those with features
        /// more than the caller's cannot be.
        trait Entry: Dispatch {
            /// [`best`] for all outputs, for layers of equal plans to share the choice as well.
            fn enter<'a>(
                call: Self::Checked<'a, &'a mut [Self::Number]>,
            ) -> Done<Self, &'a mut [Self::Number]>;

            $(
                /// As [`best`], with one instruction set.
                ///
                /// # Safety
                ///
                /// 1. The CPU has the features that are enabled, if any are.
                #[cfg($target)]
                unsafe fn $enter<O: Outputs<Self::Number>>(
                    simd: simd::$Set,
                    call: Self::Checked<'_, O>,
                ) -> Done<Self, O>;
            )*
        }

        impl<D: Dispatch> Entry for D {
            #[inline(never)]
            fn enter<'a>(
                call: Self::Checked<'a, &'a mut [Self::Number]>,
            ) -> Done<Self, &'a mut [Self::Number]> {
                best::<D, _>(call)
            }

            $(
                entries! { @entry [$($feature)*]
                    #[cfg($target)]
                    unsafe fn $enter<O: Outputs<Self::Number>>(
                        simd: simd::$Set,
                        call: Self::Checked<'_, O>,
                    ) -> Done<Self, O> {
                        Self::Number::$set::<Self, O>(simd, call)
                    }
                }
            )*
        }
    };
}

conv_geometry::isa_table! { entries }
