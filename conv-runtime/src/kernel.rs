//! Kernels as types: what planning has decided about a layer's kernel is the type's parameters.
//!
//! A generated layer's plan names one for each instruction set ([`Planned`]). A plan has no code of
//! its own, which keeps rebuilds small: when something else in the user's file changes, the lines
//! of all that follows move, and functions that stand there would have to be compiled anew, with
//! the whole kernel inlined into them. Constants and types have no lines.

use crate::accepts::{Tiling, accepts_with};
use crate::channel_lanes;
#[cfg(doc)]
use crate::channel_lanes::{channel_lanes, whole_rows};
use crate::dispatch::VECTORS;
use crate::pixel_lanes;
use crate::simd::{Emulated, Simd};
use crate::stacked_rows;
use crate::threaded::Outputs;
use crate::{Described, Fitting, Isa};

/// The plan behind a generated type, which tests and benches run on a given instruction set.
pub trait Compiled {
    /// The plan.
    type Plan: Planned;
}

/// The plan of a generated type.
pub type PlanOf<L> = <L as Compiled>::Plan;

/// A kernel with its tile.
pub trait Kernel<L: Described + ?Sized>: sealed::Sealed {
    /// Bytes of the stack that its buffers take, with vectors of 1, 2, 4, 8 and 16 lanes.
    const BUFFERS: [usize; 5];

    /// The tile, as far as it depends on that whether the kernel computes a layer.
    const TILING: Tiling;

    /// Computes a call. A layer that the kernel cannot compute [does not compile](crate::accepts).
    ///
    /// # Errors
    ///
    /// Those of the call's outputs, if there are any.
    fn compute<S: Simd<L::Element>, O: Outputs<L::Element>>(simd: S, call: Fitting<'_, L, O>)
    -> Result<(), O::Refusal>;
}

mod sealed {
    pub trait Sealed {}
}

/// [`channel_lanes`](fn@channel_lanes): `NV` vectors of channels by `NP` pixels of `PH` phases,
/// lines completed by tiles of `TAIL` pixels, bands of `BAND` pixels.
#[derive(Debug)]
pub struct ChannelLanes<const NV: usize, const NP: usize, const TAIL: usize, const PH: usize, const BAND: usize>;

/// [`whole_rows`]: `NV` vectors of channels by `NP` pixels, rows ended by tiles of `TAIL` pixels,
/// bands of `BAND` pixels.
#[derive(Debug)]
pub struct WholeRows<const NV: usize, const NP: usize, const TAIL: usize, const BAND: usize>;

/// [`pixel_lanes`](mod@pixel_lanes): `NC` channels by `NV` vectors of pixels of `PH` phases.
#[derive(Debug)]
pub struct PixelLanes<const NC: usize, const NV: usize, const PH: usize>;

/// [`stacked_rows`](mod@stacked_rows): `NR` rows by `NV` vectors of pixels.
#[derive(Debug)]
pub struct StackedRows<const NR: usize, const NV: usize>;

/// [`plain`](pixel_lanes::plain): PyTorch's weights as they are.
#[derive(Debug)]
pub struct Plain;

/// The first `FIRST` output channels of each group by the kernel `A`, the others by `B`.
#[derive(Debug)]
pub struct Split<const FIRST: usize, A, B>(core::marker::PhantomData<(A, B)>);

/// What a function of a [`Simd`] type is for vectors of each length.
macro_rules! for_lanes {
    ($function:ident<L, S $(, $parameter:ident)*> in $module:ident) => {
        [
            $module::$function::<L, Emulated<1> $(, $parameter)*>(),
            $module::$function::<L, Emulated<2> $(, $parameter)*>(),
            $module::$function::<L, Emulated<4> $(, $parameter)*>(),
            $module::$function::<L, Emulated<8> $(, $parameter)*>(),
            $module::$function::<L, Emulated<16> $(, $parameter)*>(),
        ]
    };
}

/// Implements [`Kernel`] by the tile that says what it accepts, a function for calls that it
/// accepts, and one that says what its buffers take.
macro_rules! kernel {
    (
        [$($parameter:ident)*] $Kernel:ty,
        $tiling:expr,
        |$simd:ident, $known:ident, $call:ident| $run:expr,
        $($buffers:tt)*
    ) => {
        impl<$(const $parameter: usize),*> sealed::Sealed for $Kernel {}

        impl<L: Described, $(const $parameter: usize),*> Kernel<L> for $Kernel {
            const BUFFERS: [usize; 5] = for_lanes!($($buffers)*);
            const TILING: Tiling = $tiling;

            #[inline(always)]
            fn compute<S: Simd<L::Element>, O: Outputs<L::Element>>(
                $simd: S,
                call: Fitting<'_, L, O>,
            ) -> Result<(), O::Refusal> {
                const {
                    let accepted = accepts_with::<L>(&<Self as Kernel<L>>::TILING, S::LANES, O::CHANNELS);
                    assert!(accepted, "the kernel cannot compute this layer");
                }
                let $known = &call.known();
                let $call = call.into_call();
                // SAFETY: (1) a `Fitting` has slices of the lengths that its problem says, with the
                // plan's weights; (2) asserted above, for the channels of these outputs.
                unsafe { $run }
            }
        }
    };
}

kernel! {
    [NV NP TAIL PH BAND] ChannelLanes<NV, NP, TAIL, PH, BAND>,
    Tiling::Strips { vectors: NV, phases: PH },
    |simd, known, call| channel_lanes::strips::<L, S, O, NV, NP, TAIL, PH>(simd, known, BAND, call),
    buffers<L, S, PH> in channel_lanes
}
kernel! {
    [NV NP TAIL BAND] WholeRows<NV, NP, TAIL, BAND>,
    Tiling::WholeRows { vectors: NV, pixels: NP, tail: TAIL },
    |simd, known, call| channel_lanes::rows::<L, S, O, NV, NP, TAIL>(simd, known, BAND, call),
    buffers_of_rows<L, S, NV, NP> in channel_lanes
}
kernel! {
    [NC NV PH] PixelLanes<NC, NV, PH>,
    Tiling::Pixels { channels: NC, phases: PH },
    |simd, known, call| pixel_lanes::pixels::<L, S, O, NC, NV, PH>(simd, known, L::PACKING, call),
    buffers<L, S, NV, PH> in pixel_lanes
}
kernel! {
    [NR NV] StackedRows<NR, NV>,
    Tiling::Rows { rows: NR },
    |simd, known, call| stacked_rows::rows::<L, S, O, NR, NV>(simd, known, call),
    buffers<L, S> in stacked_rows
}
kernel! {
    [] Plain,
    Tiling::Plain,
    |simd, known, call| pixel_lanes::unpacked::<L, S, O>(simd, known, call),
    buffers_of_plain<L, S> in pixel_lanes
}

impl<const FIRST: usize, A: sealed::Sealed, B: sealed::Sealed> sealed::Sealed for Split<FIRST, A, B> {}

impl<L: Described, const FIRST: usize, A: Kernel<L>, B: Kernel<L>> Kernel<L> for Split<FIRST, A, B> {
    // One after the other, but the compiler need not put them in the same place.
    const BUFFERS: [usize; 5] = {
        let mut sums = A::BUFFERS;
        let mut at = 0;
        while at < sums.len() {
            sums[at] += B::BUFFERS[at];
            at += 1;
        }
        sums
    };

    const TILING: Tiling = Tiling::Split(FIRST, &A::TILING, &B::TILING);

    #[inline(always)]
    fn compute<S: Simd<L::Element>, O: Outputs<L::Element>>(
        simd: S,
        mut call: Fitting<'_, L, O>,
    ) -> Result<(), O::Refusal> {
        A::compute(simd, call.first::<FIRST>())?;
        B::compute(simd, call.rest::<FIRST>())
    }
}

/// What a call takes of the stack at most, beside its buffers, in builds with `opt-level = 3`:
/// frames were measured, of 3.8 KiB at most on x86-64 (shares with AVX-512), and of 1.1 KiB on a
/// Cortex-M4F (f64). Tests hold both.
pub(crate) const FRAMES: usize = if VECTORS {
    8 * 1024
} else {
    // Registers of four or of eight bytes.
    512 * size_of::<usize>()
};

macro_rules! planned {
    ($(
        $(#[$doc:meta])*
        $Set:ident, $set:ident, $enter:ident: $bytes:tt bytes, $registers:tt registers,
        on [$target:meta] with [$($feature:tt)*];
    )*) => {
        /// A layer and the kernel that planning has chosen for each instruction set; implemented by
        /// generated code.
        pub trait Planned: Described {
            $(
                #[doc = concat!("The kernel for [`Isa::", stringify!($Set), "`](crate::Isa::", stringify!($Set), ").")]
                type $Set: Kernel<Self>;
            )*
        }

        /// Bytes of the stack that a call of a layer takes at most, with `opt-level = 3`, on the
        /// instruction set of this target that takes most: the buffers of its kernel, or of its
        /// functional form, and an allowance for everything else.
        #[must_use]
        pub const fn stack_bytes<L: Planned>() -> usize {
            let mut most = 0;
            $(
                if cfg!($target) {
                    most = larger(most, buffers::<L, L::$Set>($bytes));
                }
            )*
            most + FRAMES
        }

        /// Whether the kernels of a plan, for each instruction set, compute its layer, with all
        /// channels that there are.
        pub(crate) const fn all_accept<L: Planned>() -> bool {
            const ALL: (usize, usize) = (0, usize::MAX);
            true $(
                && accepts_with::<L>(
                    &<L::$Set as Kernel<L>>::TILING,
                    Isa::$Set.lanes(size_of::<L::Element>()),
                    ALL,
                )
            )*
        }
    };
}

conv_geometry::isa_table! { planned }

/// Bytes of a kernel's buffers with vectors of so many bytes, or of those of the functional form,
/// if these take more; of one lane, if 0.
const fn buffers<L: Described, K: Kernel<L>>(vector: usize) -> usize {
    let plain = for_lanes!(buffers_of_plain<L, S> in pixel_lanes);
    let index = match vector / size_of::<L::Element>() {
        16 => 4,
        8 => 3,
        4 => 2,
        2 => 1,
        _ => 0,
    };
    larger(K::BUFFERS[index], plain[index])
}

const fn larger(a: usize, b: usize) -> usize {
    if a > b { a } else { b }
}
