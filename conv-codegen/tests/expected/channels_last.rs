/// As the user says.
///
///`Conv2d`: 40 → 40 channels, kernel 3, stride 1, padding 1, dilation 1, groups 40, with bias.
///
///| | |
///|---|---|
///| input | 40 × 14 × W |
///| output | 40 × 14 × OUT_W |
///| output height | floor((14 + 1 + 1 - 3) / 1) + 1 = 14 |
///| output width | floor((W + 1 + 1 - 3) / 1) + 1 |
///| memory format | `channels_last` (height, width, channels) |
///| weights | 40 × 1 × 3 × 3 |
///| parameters | 400 |
///| packed weights | 1920 bytes, blocks of 16 channels, each with its own weights |
///| scratch memory | 0 bytes |
///| stack | at most [`STACK_BYTES`](Self::STACK_BYTES), optimised |
///| unrolling | `auto` |
///| kernel, avx512 | `f32_conv_channels_3x6_avx512`: 3 vectors of channels × 6 pixels, lines completed by 5, bands of 1 pixels |
///| kernel, avx2 | `f32_conv_channels_1x8_avx2`: 1 vectors of channels × 8 pixels, lines completed by 6, bands of 1 pixels |
///| kernel, sse2 | `f32_conv_channels_2x5_sse2`: 2 vectors of channels × 5 pixels, lines completed by 3, bands of 1 pixels |
///| kernel, neon | `f32_conv_channels_2x8_neon`: 2 vectors of channels × 8 pixels, lines completed by 6, bands of 1 pixels |
///| kernel, relaxed_simd | `f32_conv_channels_2x5_relaxed_simd`: 2 vectors of channels × 5 pixels, lines completed by 3, bands of 1 pixels |
///| kernel, simd128 | `f32_conv_channels_2x5_simd128`: 2 vectors of channels × 5 pixels, lines completed by 3, bands of 1 pixels |
///| kernel, scalar | `f32_conv_channels_4x5_scalar`: 4 vectors of channels × 5 pixels, lines completed by 3, bands of 1 pixels |
pub struct Generated<
    Store = ::conv_layer::__private::Weights<::core::primitive::f32, 480>,
> {
    weights: Store,
}
#[doc(hidden)]
mod __conv_layer_Generated {
    type LayerGeometry = ::conv_layer::__private::plans::GeometryOf<
        40,
        40,
        40,
        ::conv_layer::__private::plans::Unit,
        ::conv_layer::__private::plans::AxisOf<
            3,
            1,
            1,
            1,
            1,
            ::conv_layer::__private::plans::Conv,
            ::conv_layer::__private::plans::Zeros,
        >,
        ::conv_layer::__private::plans::AxisOf<
            3,
            1,
            1,
            1,
            1,
            ::conv_layer::__private::plans::Conv,
            ::conv_layer::__private::plans::Zeros,
        >,
    >;
    type InputSize = ::conv_layer::__private::plans::Open;
    /// The layer's plan.
    pub type Plan = ::conv_layer::__private::plans::b15::Plan<
        ::core::primitive::f32,
        LayerGeometry,
        InputSize,
        ::conv_layer::__private::plans::FormatsOf<
            ::conv_layer::__private::plans::ChannelsLast,
            ::conv_layer::__private::plans::ChannelsLast,
        >,
        ::conv_layer::__private::plans::Auto,
        ::conv_layer::__private::plans::Lanes,
        ::conv_layer::__private::plans::KernelsOf<
            ::conv_layer::__private::ChannelLanes<3, 6, 5, 1, 1>,
            ::conv_layer::__private::ChannelLanes<1, 8, 6, 1, 1>,
            ::conv_layer::__private::ChannelLanes<2, 5, 3, 1, 1>,
            ::conv_layer::__private::ChannelLanes<2, 8, 6, 1, 1>,
            ::conv_layer::__private::ChannelLanes<2, 5, 3, 1, 1>,
            ::conv_layer::__private::ChannelLanes<2, 5, 3, 1, 1>,
            ::conv_layer::__private::ChannelLanes<4, 5, 3, 1, 1>,
        >,
    >;
    pub const GEOMETRY: ::conv_layer::__private::Geometry = <LayerGeometry as ::conv_layer::__private::plans::Is<
        ::conv_layer::__private::Geometry,
    >>::VALUE;
    pub const PACKING: ::conv_layer::__private::Packing = <::conv_layer::__private::plans::Lanes as ::conv_layer::__private::plans::Is<
        ::conv_layer::__private::Packing,
    >>::VALUE;
    const _: () = ::core::assert!(
        ::conv_layer::__private::accepts:: < Plan > (),
        "a kernel cannot compute `Generated`"
    );
    const _: () = ::core::assert!(
        ::core::matches!(PACKING.len(& GEOMETRY, ::core::mem::size_of:: <
        ::core::primitive::f32 > ()), ::core::option::Option::Some(480))
    );
    /// Computes a call that fits: all of the layer's machine code.
    #[inline(never)]
    pub fn compute(call: ::conv_layer::__private::Fitting<'_, Plan>) {
        ::conv_layer::__private::dispatch::compute::<Plan>(call);
    }
    #[inline]
    pub fn run(
        call: ::conv_layer::__private::Call<'_, ::core::primitive::f32>,
    ) -> ::core::result::Result<(), ::conv_layer::__private::Error> {
        ::conv_layer::__private::dispatch::check::<Plan>(call, compute)
    }
    #[inline(never)]
    pub fn run_on(
        isa: ::conv_layer::__private::Isa,
        call: ::conv_layer::__private::Call<'_, ::core::primitive::f32>,
    ) -> ::core::result::Result<(), ::conv_layer::__private::Error> {
        ::conv_layer::__private::dispatch::run_on::<Plan>(isa, call)
    }
}
const _: () = {
    use ::conv_layer::__private::variables::*;
    impl ::conv_layer::__private::Compiled for Generated {
        type Plan = __conv_layer_Generated::Plan;
    }
    impl Generated {
        /// Shape of the weights in PyTorch's layout: output channels, input
        /// channels of a group, the kernel.
        pub const WEIGHT_SHAPE: [::core::primitive::usize; 4] = [40, 1, 3, 3];
        /// Weights and biases.
        pub const PARAMETERS: ::core::primitive::u64 = 400;
        /// Bytes that a call needs besides its arguments and its [stack](Self::STACK_BYTES).
        pub const SCRATCH_BYTES: ::core::primitive::usize = 0;
        /// Bytes of the stack that a call takes at most, on each of its threads, in a build with
        /// `opt-level = 3`, on the instruction set of this target that takes most: the buffers of
        /// its kernel, and an allowance for everything else.
        pub const STACK_BYTES: ::core::primitive::usize = ::conv_layer::__private::stack_bytes::<
            __conv_layer_Generated::Plan,
        >();
        /// Bytes of the packed weights: read-only data when the layer is a
        /// `static`, without the code.
        pub const FLASH_BYTES: ::core::primitive::usize = 1920;
        /// How much of the kernels' loops is written out.
        pub const UNROLL: ::conv_layer::__private::Unroll = ::conv_layer::__private::Unroll::Auto;
        /// The kernel for each instruction set.
        pub const KERNELS: &'static [(
            ::conv_layer::__private::Isa,
            &'static ::core::primitive::str,
        )] = &[
            (::conv_layer::__private::Isa::Avx512, "f32_conv_channels_3x6_avx512"),
            (::conv_layer::__private::Isa::Avx2, "f32_conv_channels_1x8_avx2"),
            (::conv_layer::__private::Isa::Sse2, "f32_conv_channels_2x5_sse2"),
            (::conv_layer::__private::Isa::Neon, "f32_conv_channels_2x8_neon"),
            (
                ::conv_layer::__private::Isa::RelaxedSimd,
                "f32_conv_channels_2x5_relaxed_simd",
            ),
            (::conv_layer::__private::Isa::Simd128, "f32_conv_channels_2x5_simd128"),
            (::conv_layer::__private::Isa::Scalar, "f32_conv_channels_4x5_scalar"),
        ];
        /// All weights zero: a place to load into.
        pub const ZERO: Self = Self {
            weights: ::conv_layer::__private::Weights::ZERO,
        };
        /// A layer with weights (and bias) in PyTorch's layout; in a `static`,
        /// it is packed while compiling.
        #[must_use]
        #[inline]
        pub const fn new(
            weight: &[[[[::core::primitive::f32; 3]; 3]; 1]; 40],
            bias: &[::core::primitive::f32; 40],
        ) -> Self {
            Self {
                weights: ::conv_layer::__private::Weights::of_arrays::<
                    __conv_layer_Generated::Plan,
                    _,
                    _,
                >(weight, ::core::option::Option::Some(bias)),
            }
        }
        /// As `new`, from slices in the same order.
        ///
        /// # Errors
        ///
        /// `Error::Length` when a slice has the wrong number of elements.
        #[inline]
        pub const fn from_slices(
            weight: &[::core::primitive::f32],
            bias: &[::core::primitive::f32],
        ) -> ::core::result::Result<Self, ::conv_layer::__private::Error> {
            match ::conv_layer::__private::Weights::new(
                __conv_layer_Generated::PACKING,
                &__conv_layer_Generated::GEOMETRY,
                weight,
                ::core::option::Option::Some(bias),
            ) {
                ::core::result::Result::Ok(weights) => {
                    ::core::result::Result::Ok(Self { weights })
                }
                ::core::result::Result::Err(error) => ::core::result::Result::Err(error),
            }
        }
        /// Replaces the weights (and bias) in place, from slices in PyTorch's layout.
        ///
        /// # Errors
        ///
        /// `Error::Length` when a slice has the wrong number of elements;
        /// the weights are unchanged then.
        #[inline]
        pub const fn load(
            &mut self,
            weight: &[::core::primitive::f32],
            bias: &[::core::primitive::f32],
        ) -> ::core::result::Result<(), ::conv_layer::__private::Error> {
            <::conv_layer::__private::Weights<
                ::core::primitive::f32,
                480,
            >>::load(
                &mut self.weights,
                __conv_layer_Generated::PACKING,
                &__conv_layer_Generated::GEOMETRY,
                weight,
                ::core::option::Option::Some(bias),
            )
        }
        /// A layer with random weights, drawn as PyTorch does by default: uniformly between
        /// `-1 / sqrt(fan_in)` and `1 / sqrt(fan_in)`, in the order of PyTorch's weight and bias.
        #[must_use]
        #[inline]
        pub const fn random(rng: &mut ::conv_layer::__private::Rng) -> Self {
            let mut layer = Self::ZERO;
            <::conv_layer::__private::Weights<
                ::core::primitive::f32,
                480,
            >>::draw::<__conv_layer_Generated::Plan>(&mut layer.weights, true, rng);
            layer
        }
    }
    impl<
        Store: ::core::convert::AsRef<
                ::conv_layer::__private::Weights<::core::primitive::f32, 480>,
            >,
    > Generated<Store> {
        /// A layer around weights that are packed already, wherever they are.
        #[must_use]
        #[inline]
        pub const fn with(weights: Store) -> Self {
            Self { weights }
        }
        /// The packed weights.
        #[must_use]
        #[inline]
        pub fn weights(
            &self,
        ) -> &::conv_layer::__private::Weights<::core::primitive::f32, 480> {
            ::core::convert::AsRef::<
                ::conv_layer::__private::Weights<::core::primitive::f32, 480>,
            >::as_ref(&self.weights)
        }
    }
    impl Generated<
        ::conv_layer::__private::Box<
            ::conv_layer::__private::Weights<::core::primitive::f32, 480>,
        >,
    > {
        /// As `new`, with the weights on the heap; they are never on the stack.
        #[must_use]
        #[inline]
        pub fn boxed(
            weight: &[[[[::core::primitive::f32; 3]; 3]; 1]; 40],
            bias: &[::core::primitive::f32; 40],
        ) -> Self {
            let mut weights = <::conv_layer::__private::Weights<
                ::core::primitive::f32,
                480,
            >>::boxed();
            <::conv_layer::__private::Weights<
                ::core::primitive::f32,
                480,
            >>::load_arrays::<
                __conv_layer_Generated::Plan,
                _,
                _,
            >(&mut weights, weight, ::core::option::Option::Some(bias));
            Self { weights }
        }
        /// As `boxed`, from slices in the same order.
        ///
        /// # Errors
        ///
        /// `Error::Length` when a slice has the wrong number of elements.
        #[inline]
        pub fn boxed_from_slices(
            weight: &[::core::primitive::f32],
            bias: &[::core::primitive::f32],
        ) -> ::core::result::Result<Self, ::conv_layer::__private::Error> {
            let mut weights = <::conv_layer::__private::Weights<
                ::core::primitive::f32,
                480,
            >>::boxed();
            match <::conv_layer::__private::Weights<
                ::core::primitive::f32,
                480,
            >>::load(
                &mut weights,
                __conv_layer_Generated::PACKING,
                &__conv_layer_Generated::GEOMETRY,
                weight,
                ::core::option::Option::Some(bias),
            ) {
                ::core::result::Result::Ok(()) => {
                    ::core::result::Result::Ok(Self { weights })
                }
                ::core::result::Result::Err(error) => ::core::result::Result::Err(error),
            }
        }
        /// As `random`, with the weights on the heap.
        #[must_use]
        #[inline]
        pub fn boxed_random(rng: &mut ::conv_layer::__private::Rng) -> Self {
            let mut weights = <::conv_layer::__private::Weights<
                ::core::primitive::f32,
                480,
            >>::boxed();
            <::conv_layer::__private::Weights<
                ::core::primitive::f32,
                480,
            >>::draw::<__conv_layer_Generated::Plan>(&mut weights, true, rng);
            Self { weights }
        }
    }
    impl ::conv_layer::__private::Stored for Generated {
        type Packed = ::conv_layer::__private::Weights<::core::primitive::f32, 480>;
        type Boxed = Generated<
            ::conv_layer::__private::Box<
                ::conv_layer::__private::Weights<::core::primitive::f32, 480>,
            >,
        >;
        type Borrowed<'a> = Generated<
            &'a ::conv_layer::__private::Weights<::core::primitive::f32, 480>,
        >;
    }
    impl Generated {
        /// The spatial output size for a spatial input size, outermost axis first.
        ///
        /// # Errors
        ///
        /// `Error::InputTooSmall` when the kernel does not fit, `Error::Size` when an axis has
        /// another, fixed size.
        #[inline]
        pub const fn output_size(
            size: [::core::primitive::usize; 2],
        ) -> ::core::result::Result<
            [::core::primitive::usize; 2],
            ::conv_layer::__private::Error,
        > {
            if size[0] != 14 {
                return ::core::result::Result::Err(::conv_layer::__private::Error::Size {
                    axis: 1,
                    rank: 2,
                    expected: 14,
                    found: size[0],
                });
            }
            match ::conv_layer::__private::Geometry::output_size(
                &__conv_layer_Generated::GEOMETRY,
                [1, size[0], size[1]],
            ) {
                ::core::result::Result::Ok(output) => {
                    ::core::result::Result::Ok([output[1], output[2]])
                }
                ::core::result::Result::Err(error) => {
                    ::core::result::Result::Err(
                        ::conv_layer::__private::Error::of(error).of_rank(2),
                    )
                }
            }
        }
    }
    impl<
        Store: ::core::convert::AsRef<
                ::conv_layer::__private::Weights<::core::primitive::f32, 480>,
            >,
    > Generated<Store> {
        /// Computes one sample; the sizes are inferred from the arrays, and an output of the
        /// wrong size does not compile.
        ///
        /// A build finds that, `cargo check` does not.
        #[inline]
        pub fn forward<
            const W: ::core::primitive::usize,
            const OUT_W: ::core::primitive::usize,
        >(
            &self,
            input: &[[[::core::primitive::f32; 40]; W]; 14],
            output: &mut [[[::core::primitive::f32; 40]; OUT_W]; 14],
        ) {
            const {
                ::conv_layer::__private::sizes::output(
                    &__conv_layer_Generated::GEOMETRY.axes[2],
                    "width",
                    ("W", W),
                    ("OUT_W", OUT_W),
                    "floor((W + 1 + 1 - 3) / 1) + 1",
                )
            }
            const {
                ::core::assert!(
                    !
                    ::core::matches!(::conv_layer::__private::Shape::new(__conv_layer_Generated::GEOMETRY,
                    [1, 14, W], ::core::mem::size_of:: < ::core::primitive::f32 > ()),
                    ::core::result::Result::Err(::conv_layer::__private::Fault::TooLarge)),
                    "tensor exceeds the address space"
                );
            }
            if let ::core::option::Option::Some(call) = ::conv_layer::__private::Fitting::<
                __conv_layer_Generated::Plan,
            >::asserted::<
                1,
                14,
                { W },
                _,
                _,
                _,
            >(
                input,
                output,
                ::core::convert::AsRef::<
                    ::conv_layer::__private::Weights<::core::primitive::f32, 480>,
                >::as_ref(&self.weights),
            ) {
                __conv_layer_Generated::compute(call);
            }
        }
        /// Computes a batch of any number of samples, none included.
        ///
        /// # Errors
        ///
        /// `Error::Length` when there are not as many outputs as inputs.
        #[inline]
        pub fn forward_batch<
            const W: ::core::primitive::usize,
            const OUT_W: ::core::primitive::usize,
        >(
            &self,
            inputs: &[[[[::core::primitive::f32; 40]; W]; 14]],
            outputs: &mut [[[[::core::primitive::f32; 40]; OUT_W]; 14]],
        ) -> ::core::result::Result<(), ::conv_layer::__private::Error> {
            const {
                ::conv_layer::__private::sizes::output(
                    &__conv_layer_Generated::GEOMETRY.axes[2],
                    "width",
                    ("W", W),
                    ("OUT_W", OUT_W),
                    "floor((W + 1 + 1 - 3) / 1) + 1",
                )
            }
            const {
                ::core::assert!(
                    !
                    ::core::matches!(::conv_layer::__private::Shape::new(__conv_layer_Generated::GEOMETRY,
                    [1, 14, W], ::core::mem::size_of:: < ::core::primitive::f32 > ()),
                    ::core::result::Result::Err(::conv_layer::__private::Fault::TooLarge)),
                    "tensor exceeds the address space"
                );
            }
            __conv_layer_Generated::run(::conv_layer::__private::Call {
                input: inputs.as_flattened().as_flattened().as_flattened(),
                output: outputs.as_flattened_mut().as_flattened_mut().as_flattened_mut(),
                weights: ::core::convert::AsRef::<
                    ::conv_layer::__private::Weights<::core::primitive::f32, 480>,
                >::as_ref(&self.weights)
                    .as_slice(),
                bias: ::core::option::Option::None,
                size: [1, 14, W],
            })
        }
        /// Computes any whole number of samples of a spatial size known at run time, in `channels_last`, one after the other.
        ///
        /// # Errors
        ///
        /// Those of `output_size`; `Error::Batch` when `input` is not a whole number of
        /// samples, `Error::Length` when `output` is not as many.
        #[inline]
        pub fn forward_slice(
            &self,
            size: [::core::primitive::usize; 2],
            input: &[::core::primitive::f32],
            output: &mut [::core::primitive::f32],
        ) -> ::core::result::Result<(), ::conv_layer::__private::Error> {
            match Generated::output_size(size) {
                ::core::result::Result::Ok(_) => {
                    __conv_layer_Generated::run(::conv_layer::__private::Call {
                        input: input,
                        output: output,
                        weights: ::core::convert::AsRef::<
                            ::conv_layer::__private::Weights<::core::primitive::f32, 480>,
                        >::as_ref(&self.weights)
                            .as_slice(),
                        bias: ::core::option::Option::None,
                        size: [1, size[0], size[1]],
                    })
                }
                ::core::result::Result::Err(error) => ::core::result::Result::Err(error),
            }
        }
        /// The layer on several threads, `on(&pool)`, or on a given instruction set,
        /// `on(Isa::Avx2)`: as this type, what it returns has `forward`,
        /// `forward_batch` and `forward_slice`.
        #[inline]
        pub fn on<Policy: ::conv_layer::__private::Policy>(
            &self,
            policy: Policy,
        ) -> ::conv_layer::__private::OpenRunner<'_, Self, Policy> {
            ::conv_layer::__private::OpenLayer::on(self, policy)
        }
    }
    #[automatically_derived]
    impl<Store: ::core::clone::Clone> ::core::clone::Clone for Generated<Store> {
        #[inline]
        fn clone(&self) -> Self {
            Self {
                weights: ::core::clone::Clone::clone(&self.weights),
            }
        }
        #[inline]
        fn clone_from(&mut self, layer: &Self) {
            ::core::clone::Clone::clone_from(&mut self.weights, &layer.weights);
        }
    }
    impl<
        Store: ::core::convert::AsRef<
                ::conv_layer::__private::Weights<::core::primitive::f32, 480>,
            >,
    > ::core::fmt::Debug for Generated<Store> {
        fn fmt(
            &self,
            formatter: &mut ::core::fmt::Formatter<'_>,
        ) -> ::core::fmt::Result {
            ::core::fmt::DebugStruct::finish(
                ::core::fmt::DebugStruct::field(
                    &mut ::core::fmt::Formatter::debug_struct(formatter, "Generated"),
                    "weights",
                    ::core::convert::AsRef::<
                        ::conv_layer::__private::Weights<::core::primitive::f32, 480>,
                    >::as_ref(&self.weights),
                ),
            )
        }
    }
    impl<
        Store: ::core::convert::AsRef<
                ::conv_layer::__private::Weights<::core::primitive::f32, 480>,
            >,
    > ::conv_layer::__private::AnyLayer for Generated<Store> {
        type Element = ::core::primitive::f32;
        type Weight = [[[[::core::primitive::f32; 3]; 3]; 1]; 40];
        const NAME: &'static ::core::primitive::str = "Generated";
        const WEIGHT_SHAPE: &'static [::core::primitive::usize] = &<Generated>::WEIGHT_SHAPE;
        const PARAMETERS: ::core::primitive::u64 = <Generated>::PARAMETERS;
        const SCRATCH_BYTES: ::core::primitive::usize = <Generated>::SCRATCH_BYTES;
        const STACK_BYTES: ::core::primitive::usize = <Generated>::STACK_BYTES;
        const FLASH_BYTES: ::core::primitive::usize = <Generated>::FLASH_BYTES;
        const KERNELS: &'static [(
            ::conv_layer::__private::Isa,
            &'static ::core::primitive::str,
        )] = <Generated>::KERNELS;
        #[inline]
        fn __run(
            &self,
            size: [::core::primitive::usize; 3],
            input: &[::core::primitive::f32],
            output: &mut [::core::primitive::f32],
        ) -> ::core::result::Result<(), ::conv_layer::__private::Error> {
            __conv_layer_Generated::run(::conv_layer::__private::Call {
                input: input,
                output: output,
                weights: ::core::convert::AsRef::<
                    ::conv_layer::__private::Weights<::core::primitive::f32, 480>,
                >::as_ref(&self.weights)
                    .as_slice(),
                bias: ::core::option::Option::None,
                size: size,
            })
        }
        #[inline]
        fn __run_on(
            &self,
            isa: ::conv_layer::__private::Isa,
            size: [::core::primitive::usize; 3],
            input: &[::core::primitive::f32],
            output: &mut [::core::primitive::f32],
        ) -> ::core::result::Result<(), ::conv_layer::__private::Error> {
            __conv_layer_Generated::run_on(
                isa,
                ::conv_layer::__private::Call {
                    input: input,
                    output: output,
                    weights: ::core::convert::AsRef::<
                        ::conv_layer::__private::Weights<::core::primitive::f32, 480>,
                    >::as_ref(&self.weights)
                        .as_slice(),
                    bias: ::core::option::Option::None,
                    size: size,
                },
            )
        }
        #[inline]
        fn __run_threaded(
            &self,
            executor: &dyn ::conv_layer::__private::Executor,
            size: [::core::primitive::usize; 3],
            input: &[::core::primitive::f32],
            output: &mut [::core::primitive::f32],
        ) -> ::core::result::Result<(), ::conv_layer::__private::Error> {
            ::conv_layer::__private::threaded::run::<
                __conv_layer_Generated::Plan,
            >(
                executor,
                ::conv_layer::__private::Call {
                    input: input,
                    output: output,
                    weights: ::core::convert::AsRef::<
                        ::conv_layer::__private::Weights<::core::primitive::f32, 480>,
                    >::as_ref(&self.weights)
                        .as_slice(),
                    bias: ::core::option::Option::None,
                    size: size,
                },
            )
        }
        #[inline]
        fn __run_threaded_on(
            &self,
            executor: &dyn ::conv_layer::__private::Executor,
            isa: ::conv_layer::__private::Isa,
            size: [::core::primitive::usize; 3],
            input: &[::core::primitive::f32],
            output: &mut [::core::primitive::f32],
        ) -> ::core::result::Result<(), ::conv_layer::__private::Error> {
            ::conv_layer::__private::threaded::run_isa::<
                __conv_layer_Generated::Plan,
            >(
                executor,
                isa,
                ::conv_layer::__private::Call {
                    input: input,
                    output: output,
                    weights: ::core::convert::AsRef::<
                        ::conv_layer::__private::Weights<::core::primitive::f32, 480>,
                    >::as_ref(&self.weights)
                        .as_slice(),
                    bias: ::core::option::Option::None,
                    size: size,
                },
            )
        }
    }
    /// The shapes of input and output.
    const fn shapes(
        size: [::core::primitive::usize; 2],
    ) -> ::core::result::Result<
        ([::core::primitive::usize; 3], [::core::primitive::usize; 3]),
        ::conv_layer::__private::Error,
    > {
        match <Generated>::output_size(size) {
            ::core::result::Result::Ok(output) => {
                ::core::result::Result::Ok((
                    [40, size[0], size[1]],
                    [40, output[0], output[1]],
                ))
            }
            ::core::result::Result::Err(error) => ::core::result::Result::Err(error),
        }
    }
    impl Generated {
        /// Shape of a sample of the input, for a size: that of the input's spatial axes, outermost first.
        ///
        /// # Errors
        ///
        /// `Error::InputTooSmall` when the kernel does not fit, `Error::Size` when an
        /// axis has another, fixed size.
        #[inline]
        pub const fn input_shape(
            size: [::core::primitive::usize; 2],
        ) -> ::core::result::Result<
            [::core::primitive::usize; 3],
            ::conv_layer::__private::Error,
        > {
            match shapes(size) {
                ::core::result::Result::Ok((input, _)) => {
                    ::core::result::Result::Ok(input)
                }
                ::core::result::Result::Err(error) => ::core::result::Result::Err(error),
            }
        }
        /// Shape of a sample of the output, for a size.
        ///
        /// # Errors
        ///
        /// As `input_shape`.
        #[inline]
        pub const fn output_shape(
            size: [::core::primitive::usize; 2],
        ) -> ::core::result::Result<
            [::core::primitive::usize; 3],
            ::conv_layer::__private::Error,
        > {
            match shapes(size) {
                ::core::result::Result::Ok((_, output)) => {
                    ::core::result::Result::Ok(output)
                }
                ::core::result::Result::Err(error) => ::core::result::Result::Err(error),
            }
        }
        /// Multiply-adds of a sample, those with padding counted, for a size.
        ///
        /// # Errors
        ///
        /// As `input_shape`, and `Error::TooLarge`.
        #[inline]
        pub const fn macs(
            size: [::core::primitive::usize; 2],
        ) -> ::core::result::Result<
            ::core::primitive::u64,
            ::conv_layer::__private::Error,
        > {
            match shapes(size) {
                ::core::result::Result::Ok(_) => {
                    ::conv_layer::__private::open::macs(
                        &__conv_layer_Generated::GEOMETRY,
                        [1, size[0], size[1]],
                    )
                }
                ::core::result::Result::Err(error) => ::core::result::Result::Err(error),
            }
        }
        /// Bytes of RAM that a call touches besides its [stack](Self::STACK_BYTES), for a
        /// size: one sample of input and output, and the scratch memory.
        ///
        /// # Errors
        ///
        /// As `input_shape`, and `Error::TooLarge`.
        #[inline]
        pub const fn ram_bytes(
            size: [::core::primitive::usize; 2],
        ) -> ::core::result::Result<
            ::core::primitive::usize,
            ::conv_layer::__private::Error,
        > {
            match shapes(size) {
                ::core::result::Result::Ok((input, output)) => {
                    ::conv_layer::__private::open::ram_bytes::<
                        ::core::primitive::f32,
                    >(&input, &output, 0)
                }
                ::core::result::Result::Err(error) => ::core::result::Result::Err(error),
            }
        }
    }
    impl<
        Store: ::core::convert::AsRef<
                ::conv_layer::__private::Weights<::core::primitive::f32, 480>,
            >,
    > ::conv_layer::__private::OpenLayer for Generated<Store> {
        type Size = [::core::primitive::usize; 2];
        type InputShape = [::core::primitive::usize; 3];
        type OutputShape = [::core::primitive::usize; 3];
        #[inline]
        fn input_shape(
            size: [::core::primitive::usize; 2],
        ) -> ::core::result::Result<
            [::core::primitive::usize; 3],
            ::conv_layer::__private::Error,
        > {
            <Generated>::input_shape(size)
        }
        #[inline]
        fn output_shape(
            size: [::core::primitive::usize; 2],
        ) -> ::core::result::Result<
            [::core::primitive::usize; 3],
            ::conv_layer::__private::Error,
        > {
            <Generated>::output_shape(size)
        }
        #[inline]
        fn macs(
            size: [::core::primitive::usize; 2],
        ) -> ::core::result::Result<
            ::core::primitive::u64,
            ::conv_layer::__private::Error,
        > {
            <Generated>::macs(size)
        }
        #[inline]
        fn ram_bytes(
            size: [::core::primitive::usize; 2],
        ) -> ::core::result::Result<
            ::core::primitive::usize,
            ::conv_layer::__private::Error,
        > {
            <Generated>::ram_bytes(size)
        }
        #[inline]
        fn __size(
            size: [::core::primitive::usize; 2],
        ) -> ::core::result::Result<
            [::core::primitive::usize; 3],
            ::conv_layer::__private::Error,
        > {
            match shapes(size) {
                ::core::result::Result::Ok(_) => {
                    ::core::result::Result::Ok([1, size[0], size[1]])
                }
                ::core::result::Result::Err(error) => ::core::result::Result::Err(error),
            }
        }
    }
    impl<
        const W: ::core::primitive::usize,
        const OUT_W: ::core::primitive::usize,
        Store: ::core::convert::AsRef<
                ::conv_layer::__private::Weights<::core::primitive::f32, 480>,
            >,
    > ::conv_layer::__private::Fits<
        [[[::core::primitive::f32; 40]; W]; 14],
        [[[::core::primitive::f32; 40]; OUT_W]; 14],
    > for Generated<Store> {
        const __SIZE: [::core::primitive::usize; 3] = {
            const {
                ::conv_layer::__private::sizes::output(
                    &__conv_layer_Generated::GEOMETRY.axes[2],
                    "width",
                    ("W", W),
                    ("OUT_W", OUT_W),
                    "floor((W + 1 + 1 - 3) / 1) + 1",
                )
            }
            const {
                ::core::assert!(
                    !
                    ::core::matches!(::conv_layer::__private::Shape::new(__conv_layer_Generated::GEOMETRY,
                    [1, 14, W], ::core::mem::size_of:: < ::core::primitive::f32 > ()),
                    ::core::result::Result::Err(::conv_layer::__private::Fault::TooLarge)),
                    "tensor exceeds the address space"
                );
            }
            [1, 14, W]
        };
        #[inline]
        fn __forward(
            &self,
            input: &[[[::core::primitive::f32; 40]; W]; 14],
            output: &mut [[[::core::primitive::f32; 40]; OUT_W]; 14],
        ) {
            Self::forward(self, input, output);
        }
    }
    impl Generated {
        #[deprecated(note = "now `random`")]
        #[doc(hidden)]
        #[must_use]
        #[inline]
        pub const fn init(rng: &mut ::conv_layer::__private::Rng) -> Self {
            Self::random(rng)
        }
    }
    impl Generated<
        ::conv_layer::__private::Box<
            ::conv_layer::__private::Weights<::core::primitive::f32, 480>,
        >,
    > {
        #[deprecated(note = "now `boxed_random`")]
        #[doc(hidden)]
        #[must_use]
        #[inline]
        pub fn boxed_init(rng: &mut ::conv_layer::__private::Rng) -> Self {
            Self::boxed_random(rng)
        }
    }
    impl<
        Store: ::core::convert::AsRef<
                ::conv_layer::__private::Weights<::core::primitive::f32, 480>,
            >,
    > Generated<Store> {
        #[deprecated(note = "now `on(isa).forward_slice`")]
        #[doc(hidden)]
        #[inline]
        pub fn forward_on(
            &self,
            isa: ::conv_layer::__private::Isa,
            size: [::core::primitive::usize; 2],
            input: &[::core::primitive::f32],
            output: &mut [::core::primitive::f32],
        ) -> ::core::result::Result<(), ::conv_layer::__private::Error> {
            ::conv_layer::__private::OpenRunner::forward_slice(
                &::conv_layer::__private::OpenLayer::on(self, isa),
                size,
                input,
                output,
            )
        }
        #[deprecated(note = "now `on(executor).forward`")]
        #[doc(hidden)]
        #[inline]
        pub fn forward_threaded<
            const W: ::core::primitive::usize,
            const OUT_W: ::core::primitive::usize,
        >(
            &self,
            executor: &dyn ::conv_layer::__private::Executor,
            input: &[[[::core::primitive::f32; 40]; W]; 14],
            output: &mut [[[::core::primitive::f32; 40]; OUT_W]; 14],
        ) {
            ::conv_layer::__private::OpenRunner::forward(
                &::conv_layer::__private::OpenLayer::on(self, executor),
                input,
                output,
            );
        }
        #[deprecated(note = "now `on(executor).forward_batch`")]
        #[doc(hidden)]
        #[inline]
        pub fn forward_batch_threaded<
            const W: ::core::primitive::usize,
            const OUT_W: ::core::primitive::usize,
        >(
            &self,
            executor: &dyn ::conv_layer::__private::Executor,
            inputs: &[[[[::core::primitive::f32; 40]; W]; 14]],
            outputs: &mut [[[[::core::primitive::f32; 40]; OUT_W]; 14]],
        ) -> ::core::result::Result<(), ::conv_layer::__private::Error> {
            ::conv_layer::__private::OpenRunner::forward_batch(
                &::conv_layer::__private::OpenLayer::on(self, executor),
                inputs,
                outputs,
            )
        }
        #[deprecated(note = "now `on(executor).forward_slice`")]
        #[doc(hidden)]
        #[inline]
        pub fn forward_slice_threaded(
            &self,
            executor: &dyn ::conv_layer::__private::Executor,
            size: [::core::primitive::usize; 2],
            input: &[::core::primitive::f32],
            output: &mut [::core::primitive::f32],
        ) -> ::core::result::Result<(), ::conv_layer::__private::Error> {
            ::conv_layer::__private::OpenRunner::forward_slice(
                &::conv_layer::__private::OpenLayer::on(self, executor),
                size,
                input,
                output,
            )
        }
    }
};
