/// As the user says.
///
///`Conv1d`: 3 → 32 channels, kernel 3, stride 1, padding 0, dilation 1, groups 1, with bias.
///
///| | |
///|---|---|
///| input | 3 × 20 |
///| output | 32 × 18 |
///| output length | floor((20 + 0 + 0 - 3) / 1) + 1 = 18 |
///| memory format | input `contiguous_format` (channels, length), output `blocked` (blocks of channels, length, 8 channels) |
///| weights | 32 × 3 × 3 |
///| parameters | 320 |
///| multiply-adds | 5184 |
///| packed weights | 2560 bytes, blocks of 8 output channels |
///| scratch memory | 0 bytes |
///| stack | at most [`STACK_BYTES`](Self::STACK_BYTES), optimised |
///| unrolling | `auto` |
///| kernel, avx512 | `f64_conv_channels_4x6_avx512`: 4 vectors of channels × 6 pixels, lines completed by 3 |
///| kernel, avx2 | `f64_conv_whole_2x6_avx2`: 2 vectors of channels × 6 pixels, whole rows |
///| kernel, sse2 | `f64_conv_channels_4x2_sse2`: 4 vectors of channels × 2 pixels, lines completed by 1 |
///| kernel, neon | `f64_conv_whole_2x10_neon`: 2 vectors of channels × 10 pixels, whole rows ended by 8 |
///| kernel, relaxed_simd | `f64_conv_channels_2x5_relaxed_simd`: 2 vectors of channels × 5 pixels, lines completed by 4 |
///| kernel, simd128 | `f64_conv_channels_2x5_simd128`: 2 vectors of channels × 5 pixels, lines completed by 4 |
///| kernel, scalar | `f64_conv_channels_4x5_scalar`: 4 vectors of channels × 5 pixels, lines completed by 3 |
pub struct Generated<
    Store = ::conv_layer::__private::Weights<::core::primitive::f64, 320>,
> {
    weights: Store,
}
#[doc(hidden)]
mod __conv_layer_Generated {
    type LayerGeometry = ::conv_layer::__private::plans::GeometryOf<
        3,
        32,
        1,
        ::conv_layer::__private::plans::Unit,
        ::conv_layer::__private::plans::Unit,
        ::conv_layer::__private::plans::AxisOf<
            3,
            1,
            1,
            0,
            0,
            ::conv_layer::__private::plans::Conv,
            ::conv_layer::__private::plans::Zeros,
        >,
    >;
    type InputSize = ::conv_layer::__private::plans::Fixed<1, 1, 20>;
    /// The layer's plan.
    pub type Plan = ::conv_layer::__private::plans::b07::Plan<
        ::core::primitive::f64,
        LayerGeometry,
        InputSize,
        ::conv_layer::__private::plans::FormatsOf<
            ::conv_layer::__private::plans::Contiguous,
            ::conv_layer::__private::plans::Blocked,
        >,
        ::conv_layer::__private::plans::Auto,
        ::conv_layer::__private::plans::Blocks,
        ::conv_layer::__private::plans::KernelsOf<
            ::conv_layer::__private::ChannelLanes<4, 6, 3, 1, 1073741824>,
            ::conv_layer::__private::WholeRows<2, 6, 6, 1073741824>,
            ::conv_layer::__private::ChannelLanes<4, 2, 1, 1, 1073741824>,
            ::conv_layer::__private::WholeRows<2, 10, 8, 1073741824>,
            ::conv_layer::__private::ChannelLanes<2, 5, 4, 1, 1073741824>,
            ::conv_layer::__private::ChannelLanes<2, 5, 4, 1, 1073741824>,
            ::conv_layer::__private::ChannelLanes<4, 5, 3, 1, 1073741824>,
        >,
    >;
    pub const GEOMETRY: ::conv_layer::__private::Geometry = <LayerGeometry as ::conv_layer::__private::plans::Is<
        ::conv_layer::__private::Geometry,
    >>::VALUE;
    pub const PACKING: ::conv_layer::__private::Packing = <::conv_layer::__private::plans::Blocks as ::conv_layer::__private::plans::Is<
        ::conv_layer::__private::Packing,
    >>::VALUE;
    pub const SIZE: [::core::primitive::usize; 3] = InputSize::ARRAY;
    const _: () = ::core::assert!(
        ::core::matches!(::conv_layer::__private::Shape::new(GEOMETRY, SIZE,
        ::core::mem::size_of:: < ::core::primitive::f64 > ()),
        ::core::result::Result::Ok(_)),
        "a tensor of `Generated` is too large for the target's addresses"
    );
    const _: () = ::core::assert!(
        ::conv_layer::__private::accepts:: < Plan > (),
        "a kernel cannot compute `Generated`"
    );
    const _: () = ::core::assert!(
        ::core::matches!(PACKING.len(& GEOMETRY, ::core::mem::size_of:: <
        ::core::primitive::f64 > ()), ::core::option::Option::Some(320))
    );
    /// Computes a call that fits: all of the layer's machine code.
    #[inline(never)]
    pub fn compute(call: ::conv_layer::__private::Fitting<'_, Plan>) {
        ::conv_layer::__private::dispatch::compute::<Plan>(call);
    }
    #[inline]
    pub fn run(
        call: ::conv_layer::__private::Call<'_, ::core::primitive::f64>,
    ) -> ::core::result::Result<(), ::conv_layer::__private::Error> {
        ::conv_layer::__private::dispatch::check::<Plan>(call, compute)
    }
    #[inline(never)]
    pub fn run_on(
        isa: ::conv_layer::__private::Isa,
        call: ::conv_layer::__private::Call<'_, ::core::primitive::f64>,
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
        pub const WEIGHT_SHAPE: [::core::primitive::usize; 3] = [32, 3, 3];
        /// Weights and biases.
        pub const PARAMETERS: ::core::primitive::u64 = 320;
        /// Shape of a sample of the input: channels, then the spatial axes.
        pub const INPUT_SHAPE: [::core::primitive::usize; 2] = [3, 20];
        /// Shape of a sample of the output: channels, then the spatial axes.
        pub const OUTPUT_SHAPE: [::core::primitive::usize; 2] = [32, 18];
        /// Multiply-adds of a sample, those with padding counted.
        pub const MACS: ::core::primitive::u64 = 5184;
        /// Bytes of RAM that a call touches besides its [stack](Self::STACK_BYTES): one
        /// sample of input and output, and the scratch memory.
        pub const RAM_BYTES: ::core::primitive::usize = 5088;
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
        pub const FLASH_BYTES: ::core::primitive::usize = 2560;
        /// How much of the kernels' loops is written out.
        pub const UNROLL: ::conv_layer::__private::Unroll = ::conv_layer::__private::Unroll::Auto;
        /// The kernel for each instruction set.
        pub const KERNELS: &'static [(
            ::conv_layer::__private::Isa,
            &'static ::core::primitive::str,
        )] = &[
            (::conv_layer::__private::Isa::Avx512, "f64_conv_channels_4x6_avx512"),
            (::conv_layer::__private::Isa::Avx2, "f64_conv_whole_2x6_avx2"),
            (::conv_layer::__private::Isa::Sse2, "f64_conv_channels_4x2_sse2"),
            (::conv_layer::__private::Isa::Neon, "f64_conv_whole_2x10_neon"),
            (
                ::conv_layer::__private::Isa::RelaxedSimd,
                "f64_conv_channels_2x5_relaxed_simd",
            ),
            (::conv_layer::__private::Isa::Simd128, "f64_conv_channels_2x5_simd128"),
            (::conv_layer::__private::Isa::Scalar, "f64_conv_channels_4x5_scalar"),
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
            weight: &[[[::core::primitive::f64; 3]; 3]; 32],
            bias: &[::core::primitive::f64; 32],
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
            weight: &[::core::primitive::f64],
            bias: &[::core::primitive::f64],
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
            weight: &[::core::primitive::f64],
            bias: &[::core::primitive::f64],
        ) -> ::core::result::Result<(), ::conv_layer::__private::Error> {
            <::conv_layer::__private::Weights<
                ::core::primitive::f64,
                320,
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
                ::core::primitive::f64,
                320,
            >>::draw::<__conv_layer_Generated::Plan>(&mut layer.weights, true, rng);
            layer
        }
    }
    impl<
        Store: ::core::convert::AsRef<
                ::conv_layer::__private::Weights<::core::primitive::f64, 320>,
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
        ) -> &::conv_layer::__private::Weights<::core::primitive::f64, 320> {
            ::core::convert::AsRef::<
                ::conv_layer::__private::Weights<::core::primitive::f64, 320>,
            >::as_ref(&self.weights)
        }
    }
    impl Generated<
        ::conv_layer::__private::Box<
            ::conv_layer::__private::Weights<::core::primitive::f64, 320>,
        >,
    > {
        /// As `new`, with the weights on the heap; they are never on the stack.
        #[must_use]
        #[inline]
        pub fn boxed(
            weight: &[[[::core::primitive::f64; 3]; 3]; 32],
            bias: &[::core::primitive::f64; 32],
        ) -> Self {
            let mut weights = <::conv_layer::__private::Weights<
                ::core::primitive::f64,
                320,
            >>::boxed();
            <::conv_layer::__private::Weights<
                ::core::primitive::f64,
                320,
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
            weight: &[::core::primitive::f64],
            bias: &[::core::primitive::f64],
        ) -> ::core::result::Result<Self, ::conv_layer::__private::Error> {
            let mut weights = <::conv_layer::__private::Weights<
                ::core::primitive::f64,
                320,
            >>::boxed();
            match <::conv_layer::__private::Weights<
                ::core::primitive::f64,
                320,
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
                ::core::primitive::f64,
                320,
            >>::boxed();
            <::conv_layer::__private::Weights<
                ::core::primitive::f64,
                320,
            >>::draw::<__conv_layer_Generated::Plan>(&mut weights, true, rng);
            Self { weights }
        }
    }
    impl ::conv_layer::__private::Stored for Generated {
        type Packed = ::conv_layer::__private::Weights<::core::primitive::f64, 320>;
        type Boxed = Generated<
            ::conv_layer::__private::Box<
                ::conv_layer::__private::Weights<::core::primitive::f64, 320>,
            >,
        >;
        type Borrowed<'a> = Generated<
            &'a ::conv_layer::__private::Weights<::core::primitive::f64, 320>,
        >;
    }
    impl<
        Store: ::core::convert::AsRef<
                ::conv_layer::__private::Weights<::core::primitive::f64, 320>,
            >,
    > Generated<Store> {
        /// Computes one sample.
        #[inline]
        pub fn forward(
            &self,
            input: &[[::core::primitive::f64; 20]; 3],
            output: &mut [[[::core::primitive::f64; 8]; 18]; 4],
        ) {
            __conv_layer_Generated::compute(
                ::conv_layer::__private::Fitting::<
                    __conv_layer_Generated::Plan,
                >::sample::<
                    1,
                    1,
                    20,
                    _,
                    _,
                    _,
                >(
                    input,
                    output,
                    ::core::convert::AsRef::<
                        ::conv_layer::__private::Weights<::core::primitive::f64, 320>,
                    >::as_ref(&self.weights),
                ),
            );
        }
        /// Computes a batch of any number of samples, none included.
        ///
        /// # Errors
        ///
        /// `Error::Length` when there are not as many outputs as inputs.
        #[inline]
        pub fn forward_batch(
            &self,
            inputs: &[[[::core::primitive::f64; 20]; 3]],
            outputs: &mut [[[[::core::primitive::f64; 8]; 18]; 4]],
        ) -> ::core::result::Result<(), ::conv_layer::__private::Error> {
            __conv_layer_Generated::run(::conv_layer::__private::Call {
                input: inputs.as_flattened().as_flattened(),
                output: outputs.as_flattened_mut().as_flattened_mut().as_flattened_mut(),
                weights: ::core::convert::AsRef::<
                    ::conv_layer::__private::Weights<::core::primitive::f64, 320>,
                >::as_ref(&self.weights)
                    .as_slice(),
                bias: ::core::option::Option::None,
                size: __conv_layer_Generated::SIZE,
            })
        }
        /// Computes any whole number of samples that lie one after the other in slices, inputs in `contiguous_format` and outputs in `blocked`.
        ///
        /// # Errors
        ///
        /// `Error::Batch` when `input` is not a whole number of samples, `Error::Length` when
        /// `output` is not as many.
        #[inline]
        pub fn forward_slice(
            &self,
            input: &[::core::primitive::f64],
            output: &mut [::core::primitive::f64],
        ) -> ::core::result::Result<(), ::conv_layer::__private::Error> {
            __conv_layer_Generated::run(::conv_layer::__private::Call {
                input: input,
                output: output,
                weights: ::core::convert::AsRef::<
                    ::conv_layer::__private::Weights<::core::primitive::f64, 320>,
                >::as_ref(&self.weights)
                    .as_slice(),
                bias: ::core::option::Option::None,
                size: __conv_layer_Generated::SIZE,
            })
        }
        /// The layer on several threads, `on(&pool)`, or on a given instruction set,
        /// `on(Isa::Avx2)`: as this type, what it returns has `forward`,
        /// `forward_batch` and `forward_slice`.
        #[inline]
        pub fn on<Policy: ::conv_layer::__private::Policy>(
            &self,
            policy: Policy,
        ) -> ::conv_layer::__private::Runner<'_, Self, Policy> {
            ::conv_layer::__private::Layer::on(self, policy)
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
                ::conv_layer::__private::Weights<::core::primitive::f64, 320>,
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
                        ::conv_layer::__private::Weights<::core::primitive::f64, 320>,
                    >::as_ref(&self.weights),
                ),
            )
        }
    }
    impl<
        Store: ::core::convert::AsRef<
                ::conv_layer::__private::Weights<::core::primitive::f64, 320>,
            >,
    > ::conv_layer::__private::AnyLayer for Generated<Store> {
        type Element = ::core::primitive::f64;
        type Weight = [[[::core::primitive::f64; 3]; 3]; 32];
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
            input: &[::core::primitive::f64],
            output: &mut [::core::primitive::f64],
        ) -> ::core::result::Result<(), ::conv_layer::__private::Error> {
            __conv_layer_Generated::run(::conv_layer::__private::Call {
                input: input,
                output: output,
                weights: ::core::convert::AsRef::<
                    ::conv_layer::__private::Weights<::core::primitive::f64, 320>,
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
            input: &[::core::primitive::f64],
            output: &mut [::core::primitive::f64],
        ) -> ::core::result::Result<(), ::conv_layer::__private::Error> {
            __conv_layer_Generated::run_on(
                isa,
                ::conv_layer::__private::Call {
                    input: input,
                    output: output,
                    weights: ::core::convert::AsRef::<
                        ::conv_layer::__private::Weights<::core::primitive::f64, 320>,
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
            input: &[::core::primitive::f64],
            output: &mut [::core::primitive::f64],
        ) -> ::core::result::Result<(), ::conv_layer::__private::Error> {
            ::conv_layer::__private::threaded::run::<
                __conv_layer_Generated::Plan,
            >(
                executor,
                ::conv_layer::__private::Call {
                    input: input,
                    output: output,
                    weights: ::core::convert::AsRef::<
                        ::conv_layer::__private::Weights<::core::primitive::f64, 320>,
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
            input: &[::core::primitive::f64],
            output: &mut [::core::primitive::f64],
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
                        ::conv_layer::__private::Weights<::core::primitive::f64, 320>,
                    >::as_ref(&self.weights)
                        .as_slice(),
                    bias: ::core::option::Option::None,
                    size: size,
                },
            )
        }
    }
    impl<
        Store: ::core::convert::AsRef<
                ::conv_layer::__private::Weights<::core::primitive::f64, 320>,
            >,
    > ::conv_layer::__private::Layer for Generated<Store> {
        type Input = [[::core::primitive::f64; 20]; 3];
        type Output = [[[::core::primitive::f64; 8]; 18]; 4];
        const INPUT_SHAPE: &'static [::core::primitive::usize] = &<Generated>::INPUT_SHAPE;
        const OUTPUT_SHAPE: &'static [::core::primitive::usize] = &<Generated>::OUTPUT_SHAPE;
        const MACS: ::core::primitive::u64 = <Generated>::MACS;
        const RAM_BYTES: ::core::primitive::usize = <Generated>::RAM_BYTES;
        const __SIZE: [::core::primitive::usize; 3] = __conv_layer_Generated::SIZE;
        #[inline]
        fn forward(&self, input: &Self::Input, output: &mut Self::Output) {
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
            ::conv_layer::__private::Weights<::core::primitive::f64, 320>,
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
                ::conv_layer::__private::Weights<::core::primitive::f64, 320>,
            >,
    > Generated<Store> {
        #[deprecated(note = "now `on(isa).forward_slice`")]
        #[doc(hidden)]
        #[inline]
        pub fn forward_on(
            &self,
            isa: ::conv_layer::__private::Isa,
            input: &[::core::primitive::f64],
            output: &mut [::core::primitive::f64],
        ) -> ::core::result::Result<(), ::conv_layer::__private::Error> {
            ::conv_layer::__private::Runner::forward_slice(
                &::conv_layer::__private::Layer::on(self, isa),
                input,
                output,
            )
        }
        #[deprecated(note = "now `on(executor).forward`")]
        #[doc(hidden)]
        #[inline]
        pub fn forward_threaded(
            &self,
            executor: &dyn ::conv_layer::__private::Executor,
            input: &[[::core::primitive::f64; 20]; 3],
            output: &mut [[[::core::primitive::f64; 8]; 18]; 4],
        ) {
            ::conv_layer::__private::Runner::forward(
                &::conv_layer::__private::Layer::on(self, executor),
                input,
                output,
            );
        }
        #[deprecated(note = "now `on(executor).forward_batch`")]
        #[doc(hidden)]
        #[inline]
        pub fn forward_batch_threaded(
            &self,
            executor: &dyn ::conv_layer::__private::Executor,
            inputs: &[[[::core::primitive::f64; 20]; 3]],
            outputs: &mut [[[[::core::primitive::f64; 8]; 18]; 4]],
        ) -> ::core::result::Result<(), ::conv_layer::__private::Error> {
            ::conv_layer::__private::Runner::forward_batch(
                &::conv_layer::__private::Layer::on(self, executor),
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
            input: &[::core::primitive::f64],
            output: &mut [::core::primitive::f64],
        ) -> ::core::result::Result<(), ::conv_layer::__private::Error> {
            ::conv_layer::__private::Runner::forward_slice(
                &::conv_layer::__private::Layer::on(self, executor),
                input,
                output,
            )
        }
    }
};
