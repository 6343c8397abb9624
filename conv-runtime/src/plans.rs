//! Plans as types made of their numbers: layers that are equal in all of them share machine code.
//!
//! What planning has decided about a layer, its geometry, sizes, formats and kernels, is written
//! out as the parameters of a type, `Plan<…>`. Two layers of equal numbers, in whatever modules and
//! calls of the macro, thereby have the same plan, and the compiler makes the functions of a plan
//! once in each crate. Networks repeat their layers: of ResNet-18's twenty convolutions, eleven are
//! different.
//!
//! Functions of a plan would nevertheless stand together in one unit of an incremental build, for
//! rustc puts a method into a unit that is named after the module of its type, so that an edit of
//! one layer would compile all others again. The type therefore exists once in each of 64 modules,
//! `b00` to `b3f`. Which of them a layer names follows from its numbers; the macro computes it.
//!
//! Values that are not numbers are types too ([`Is`]), since stable Rust has no other constants as
//! parameters.

use core::marker::PhantomData;

use crate::kernel::{Kernel, Planned};
use crate::{Axis, Border, Described, Formats, Geometry, MemoryFormat, Packing, Sampling, Unroll};

/// A type that stands for a value.
pub trait Is<V>: sealed::Sealed {
    /// The value.
    const VALUE: V;
}

/// A type that stands for the size of a layer's input.
pub trait InputSize: sealed::Sealed {
    /// Depth, height, width; `None` where they are known at run time only.
    const SIZE: Option<[usize; 3]>;
}

pub(crate) mod sealed {
    /// Nothing outside of this crate stands for a value: a plan says what its parameters say.
    pub trait Sealed {}
}

/// One type for each variant of an enumeration.
macro_rules! markers {
    ($($of:ident: $($(#[$meta:meta])* $marker:ident)*;)*) => {$($(
        $(#[$meta])*
        #[derive(Debug)]
        pub struct $marker;
        impl sealed::Sealed for $marker {}
        impl Is<$of> for $marker {
            const VALUE: $of = $of::$marker;
        }
    )*)*};
}

markers! {
    Sampling:
        /// [`Sampling::Conv`].
        Conv
        /// [`Sampling::SameUpper`].
        SameUpper
        /// [`Sampling::SameLower`].
        SameLower;
    Border:
        /// [`Border::Zeros`].
        Zeros
        /// [`Border::Reflect`].
        Reflect
        /// [`Border::Replicate`].
        Replicate
        /// [`Border::Circular`].
        Circular;
    MemoryFormat:
        /// [`MemoryFormat::Contiguous`].
        Contiguous
        /// [`MemoryFormat::ChannelsLast`].
        ChannelsLast
        /// [`MemoryFormat::Blocked`].
        Blocked;
    Unroll:
        /// [`Unroll::Auto`].
        Auto
        /// [`Unroll::Size`].
        Size
        /// [`Unroll::Speed`].
        Speed;
    Packing:
        /// [`Packing::Blocks`].
        Blocks
        /// [`Packing::Rows`].
        Rows
        /// [`Packing::Lanes`].
        Lanes;
}

/// [`Sampling::Transposed`].
#[derive(Debug)]
pub struct Transposed<const OUTPUT_PADDING: usize>;

impl<const OUTPUT_PADDING: usize> sealed::Sealed for Transposed<OUTPUT_PADDING> {}
impl<const OUTPUT_PADDING: usize> Is<Sampling> for Transposed<OUTPUT_PADDING> {
    const VALUE: Sampling = Sampling::Transposed { output_padding: OUTPUT_PADDING };
}

/// An [`Axis`], its fields in their order.
#[derive(Debug)]
pub struct AxisOf<
    const KERNEL: usize,
    const STRIDE: usize,
    const DILATION: usize,
    const PAD_BEFORE: usize,
    const PAD_AFTER: usize,
    S = Conv,
    B = Zeros,
>(PhantomData<(S, B)>);

/// [`Axis::UNIT`].
pub type Unit = AxisOf<1, 1, 1, 0, 0>;

impl<
    const KERNEL: usize,
    const STRIDE: usize,
    const DILATION: usize,
    const PAD_BEFORE: usize,
    const PAD_AFTER: usize,
    S,
    B,
> sealed::Sealed for AxisOf<KERNEL, STRIDE, DILATION, PAD_BEFORE, PAD_AFTER, S, B>
{
}

impl<
    const KERNEL: usize,
    const STRIDE: usize,
    const DILATION: usize,
    const PAD_BEFORE: usize,
    const PAD_AFTER: usize,
    S: Is<Sampling>,
    B: Is<Border>,
> Is<Axis> for AxisOf<KERNEL, STRIDE, DILATION, PAD_BEFORE, PAD_AFTER, S, B>
{
    const VALUE: Axis =
        Axis::conv(KERNEL, STRIDE, DILATION, [PAD_BEFORE, PAD_AFTER]).sampled(S::VALUE).bordered(B::VALUE);
}

/// A [`Geometry`], its fields in their order.
#[derive(Debug)]
pub struct GeometryOf<const IN: usize, const OUT: usize, const GROUPS: usize, D, H, W>(PhantomData<(D, H, W)>);

impl<const IN: usize, const OUT: usize, const GROUPS: usize, D, H, W> sealed::Sealed
    for GeometryOf<IN, OUT, GROUPS, D, H, W>
{
}

impl<const IN: usize, const OUT: usize, const GROUPS: usize, D: Is<Axis>, H: Is<Axis>, W: Is<Axis>> Is<Geometry>
    for GeometryOf<IN, OUT, GROUPS, D, H, W>
{
    const VALUE: Geometry =
        Geometry { in_channels: IN, out_channels: OUT, groups: GROUPS, axes: [D::VALUE, H::VALUE, W::VALUE] };
}

/// [`Formats`]: those of input and output.
#[derive(Debug)]
pub struct FormatsOf<I = Contiguous, O = Contiguous>(PhantomData<(I, O)>);

impl<I, O> sealed::Sealed for FormatsOf<I, O> {}
impl<I: Is<MemoryFormat>, O: Is<MemoryFormat>> Is<Formats> for FormatsOf<I, O> {
    const VALUE: Formats = Formats { input: I::VALUE, output: O::VALUE };
}

/// An input of a fixed size: depth, height, width.
#[derive(Debug)]
pub struct Fixed<const D: usize, const H: usize, const W: usize>;

impl<const D: usize, const H: usize, const W: usize> Fixed<D, H, W> {
    /// Depth, height, width.
    pub const ARRAY: [usize; 3] = [D, H, W];
}

impl<const D: usize, const H: usize, const W: usize> sealed::Sealed for Fixed<D, H, W> {}
impl<const D: usize, const H: usize, const W: usize> InputSize for Fixed<D, H, W> {
    const SIZE: Option<[usize; 3]> = Some(Self::ARRAY);
}

/// An input whose size is known at run time.
#[derive(Debug)]
pub struct Open;

impl sealed::Sealed for Open {}
impl InputSize for Open {
    const SIZE: Option<[usize; 3]> = None;
}

/// What there is for all instruction sets, and the type of plans, of one bucket.
macro_rules! plan {
    (@sets $(
        $(#[$doc:meta])*
        $Set:ident, $set:ident, $enter:ident: $bytes:tt bytes, $registers:tt registers,
        on [$target:meta] with [$($feature:tt)*];
    )*) => {
        /// The kernels of a plan, one for each instruction set in the order of
        /// [`Isa::ALL`](crate::Isa::ALL).
        #[derive(Debug)]
        pub struct KernelsOf<$($Set),*>(PhantomData<($($Set,)*)>);

        impl<L: Described, K: Kernel<Self>> Planned for OneKernel<L, K> {
            $(type $Set = K;)*
        }
    };
    ($(
        $(#[$doc:meta])*
        $Set:ident, $set:ident, $enter:ident: $bytes:tt bytes, $registers:tt registers,
        on [$target:meta] with [$($feature:tt)*];
    )*) => {
        /// What planning has decided about a layer: number type, geometry, input size,
        /// formats, unrolling, layout of the packed weights, kernels.
        #[derive(Debug)]
        pub struct Plan<T, G, S, F, U, P, K>(PhantomData<(T, G, S, F, U, P, K)>);

        impl<T, G, S, F, U, P, K> Described for Plan<T, G, S, F, U, P, K>
        where
            T: Number,
            G: Is<Geometry>,
            S: InputSize,
            F: Is<Formats>,
            U: Is<Unroll>,
            P: Is<Packing>,
        {
            type Element = T;
            const GEOMETRY: Option<Geometry> = Some(G::VALUE);
            const SIZE: Option<[usize; 3]> = S::SIZE;
            const PACKING: Option<Packing> = Some(P::VALUE);
            const FORMATS: Formats = F::VALUE;
            const UNROLL: Unroll = U::VALUE;
        }

        impl<T, G, S, F, U, P, $($Set),*> Planned for Plan<T, G, S, F, U, P, KernelsOf<$($Set),*>>
        where
            T: Number,
            G: Is<Geometry>,
            S: InputSize,
            F: Is<Formats>,
            U: Is<Unroll>,
            P: Is<Packing>,
            $($Set: Kernel<Self>,)*
        {
            $(type $Set = $Set;)*
        }
    };
}

conv_geometry::isa_table! { plan @sets }

/// A layer with one kernel for all instruction sets: for tests and documentation.
#[derive(Debug)]
pub struct OneKernel<L, K>(PhantomData<(L, K)>);

impl<L: Described, K> Described for OneKernel<L, K> {
    type Element = L::Element;
    const GEOMETRY: Option<Geometry> = L::GEOMETRY;
    const SIZE: Option<[usize; 3]> = L::SIZE;
    const PACKING: Option<Packing> = L::PACKING;
    const FORMATS: Formats = L::FORMATS;
    const UNROLL: Unroll = L::UNROLL;
}

/// The type of plans, in a module for each bucket.
macro_rules! buckets {
    ($($bucket:ident)*) => {
        $(pub mod $bucket {
            //! The plans of one bucket.

            use core::marker::PhantomData;

            use super::{Formats, Geometry, InputSize, Is, KernelsOf, Packing, Unroll};
            use crate::kernel::{Kernel, Planned};
            use crate::{Described, Number};

            conv_geometry::isa_table! { plan }
        })*
    };
}

buckets! {
    b00 b01 b02 b03 b04 b05 b06 b07 b08 b09 b0a b0b b0c b0d b0e b0f
    b10 b11 b12 b13 b14 b15 b16 b17 b18 b19 b1a b1b b1c b1d b1e b1f
    b20 b21 b22 b23 b24 b25 b26 b27 b28 b29 b2a b2b b2c b2d b2e b2f
    b30 b31 b32 b33 b34 b35 b36 b37 b38 b39 b3a b3b b3c b3d b3e b3f
}
