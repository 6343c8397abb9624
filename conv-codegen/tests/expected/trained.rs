///`ConvTranspose1d`: 1 → 1 channels, kernel 2, stride 1, padding 0, dilation 1, groups 1, without bias.
///
///| | |
///|---|---|
///| input | 1 × 3 |
///| output | 1 × 4 |
///| output length | (3 - 1) * 1 - 0 - 0 + 2 + 0 = 4 |
///| weights | 1 × 1 × 2 |
///| parameters | 2 |
///| multiply-adds | 6 |
///| packed weights | 24 bytes, by output channel |
///| scratch memory | 0 bytes |
///| stack | at most [`STACK_BYTES`](Self::STACK_BYTES), optimised |
///| unrolling | `auto` |
///| `forward` | straight-line code |
///| kernel, avx512 | `f64_conv_pixels_1x1_avx512`: 1 channels × 1 vectors of pixels |
///| kernel, avx2 | `f64_conv_pixels_1x1_avx2`: 1 channels × 1 vectors of pixels |
///| kernel, sse2 | `f64_conv_pixels_1x2_sse2`: 1 channels × 2 vectors of pixels |
///| kernel, neon | `f64_conv_pixels_1x2_neon`: 1 channels × 2 vectors of pixels |
///| kernel, relaxed_simd | `f64_conv_pixels_1x2_relaxed_simd`: 1 channels × 2 vectors of pixels |
///| kernel, simd128 | `f64_conv_pixels_1x2_simd128`: 1 channels × 2 vectors of pixels |
///| kernel, scalar | `f64_conv_pixels_1x4_scalar`: 1 channels × 4 vectors of pixels |
pub struct Generated<
    Store = ::conv_layer::__private::Weights<::core::primitive::f64, 3>,
> {
    weights: Store,
}
#[doc(hidden)]
mod __conv_layer_Generated {
    type LayerGeometry = ::conv_layer::__private::plans::GeometryOf<
        1,
        1,
        1,
        ::conv_layer::__private::plans::Unit,
        ::conv_layer::__private::plans::Unit,
        ::conv_layer::__private::plans::AxisOf<
            2,
            1,
            1,
            0,
            0,
            ::conv_layer::__private::plans::Transposed<0>,
            ::conv_layer::__private::plans::Zeros,
        >,
    >;
    type InputSize = ::conv_layer::__private::plans::Fixed<1, 1, 3>;
    /// The layer's plan.
    pub type Plan = ::conv_layer::__private::plans::b2d::Plan<
        ::core::primitive::f64,
        LayerGeometry,
        InputSize,
        ::conv_layer::__private::plans::FormatsOf<
            ::conv_layer::__private::plans::Contiguous,
            ::conv_layer::__private::plans::Contiguous,
        >,
        ::conv_layer::__private::plans::Auto,
        ::conv_layer::__private::plans::Rows,
        ::conv_layer::__private::plans::KernelsOf<
            ::conv_layer::__private::PixelLanes<1, 1, 1>,
            ::conv_layer::__private::PixelLanes<1, 1, 1>,
            ::conv_layer::__private::PixelLanes<1, 2, 1>,
            ::conv_layer::__private::PixelLanes<1, 2, 1>,
            ::conv_layer::__private::PixelLanes<1, 2, 1>,
            ::conv_layer::__private::PixelLanes<1, 2, 1>,
            ::conv_layer::__private::PixelLanes<1, 4, 1>,
        >,
    >;
    pub const GEOMETRY: ::conv_layer::__private::Geometry = <LayerGeometry as ::conv_layer::__private::plans::Is<
        ::conv_layer::__private::Geometry,
    >>::VALUE;
    pub const PACKING: ::conv_layer::__private::Packing = <::conv_layer::__private::plans::Rows as ::conv_layer::__private::plans::Is<
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
        ::core::primitive::f64 > ()), ::core::option::Option::Some(3))
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
    #[inline(never)]
    pub fn straight(
        weights: &[::core::primitive::f64; 3],
        input: &[[::core::primitive::f64; 3]; 1],
        output: &mut [[::core::primitive::f64; 4]; 1],
    ) {
        output[0][0] = weights[1] * input[0][0] + weights[0];
        output[0][1] = weights[1] * input[0][1] + weights[2] * input[0][0] + weights[0];
        output[0][2] = weights[1] * input[0][2] + weights[2] * input[0][1] + weights[0];
        output[0][3] = weights[2] * input[0][2] + weights[0];
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
        pub const WEIGHT_SHAPE: [::core::primitive::usize; 3] = [1, 1, 2];
        /// Weights and biases.
        pub const PARAMETERS: ::core::primitive::u64 = 2;
        /// Shape of a sample of the input: channels, then the spatial axes.
        pub const INPUT_SHAPE: [::core::primitive::usize; 2] = [1, 3];
        /// Shape of a sample of the output: channels, then the spatial axes.
        pub const OUTPUT_SHAPE: [::core::primitive::usize; 2] = [1, 4];
        /// Multiply-adds of a sample, those with padding counted.
        pub const MACS: ::core::primitive::u64 = 6;
        /// Bytes of RAM that a call touches besides its [stack](Self::STACK_BYTES): one
        /// sample of input and output, and the scratch memory.
        pub const RAM_BYTES: ::core::primitive::usize = 56;
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
        pub const FLASH_BYTES: ::core::primitive::usize = 24;
        /// How much of the kernels' loops is written out.
        pub const UNROLL: ::conv_layer::__private::Unroll = ::conv_layer::__private::Unroll::Auto;
        /// The kernel for each instruction set.
        pub const KERNELS: &'static [(
            ::conv_layer::__private::Isa,
            &'static ::core::primitive::str,
        )] = &[
            (::conv_layer::__private::Isa::Avx512, "f64_conv_pixels_1x1_avx512"),
            (::conv_layer::__private::Isa::Avx2, "f64_conv_pixels_1x1_avx2"),
            (::conv_layer::__private::Isa::Sse2, "f64_conv_pixels_1x2_sse2"),
            (::conv_layer::__private::Isa::Neon, "f64_conv_pixels_1x2_neon"),
            (
                ::conv_layer::__private::Isa::RelaxedSimd,
                "f64_conv_pixels_1x2_relaxed_simd",
            ),
            (::conv_layer::__private::Isa::Simd128, "f64_conv_pixels_1x2_simd128"),
            (::conv_layer::__private::Isa::Scalar, "f64_conv_pixels_1x4_scalar"),
        ];
        /// All weights zero: a place to load into.
        pub const ZERO: Self = Self {
            weights: ::conv_layer::__private::Weights::ZERO,
        };
        /// A layer with weights (and bias) in PyTorch's layout; in a `static`,
        /// it is packed while compiling.
        #[must_use]
        #[inline]
        pub const fn new(weight: &[[[::core::primitive::f64; 2]; 1]; 1]) -> Self {
            Self {
                weights: ::conv_layer::__private::Weights::of_arrays::<
                    __conv_layer_Generated::Plan,
                    _,
                    _,
                >(weight, ::core::option::Option::None::<&[::core::primitive::f64; 1]>),
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
        ) -> ::core::result::Result<Self, ::conv_layer::__private::Error> {
            match ::conv_layer::__private::Weights::new(
                __conv_layer_Generated::PACKING,
                &__conv_layer_Generated::GEOMETRY,
                weight,
                ::core::option::Option::None,
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
        ) -> ::core::result::Result<(), ::conv_layer::__private::Error> {
            <::conv_layer::__private::Weights<
                ::core::primitive::f64,
                3,
            >>::load(
                &mut self.weights,
                __conv_layer_Generated::PACKING,
                &__conv_layer_Generated::GEOMETRY,
                weight,
                ::core::option::Option::None,
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
                3,
            >>::draw::<__conv_layer_Generated::Plan>(&mut layer.weights, false, rng);
            layer
        }
    }
    impl<
        Store: ::core::convert::AsRef<
                ::conv_layer::__private::Weights<::core::primitive::f64, 3>,
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
        ) -> &::conv_layer::__private::Weights<::core::primitive::f64, 3> {
            ::core::convert::AsRef::<
                ::conv_layer::__private::Weights<::core::primitive::f64, 3>,
            >::as_ref(&self.weights)
        }
    }
    impl Generated<
        ::conv_layer::__private::Box<
            ::conv_layer::__private::Weights<::core::primitive::f64, 3>,
        >,
    > {
        /// As `new`, with the weights on the heap; they are never on the stack.
        #[must_use]
        #[inline]
        pub fn boxed(weight: &[[[::core::primitive::f64; 2]; 1]; 1]) -> Self {
            let mut weights = <::conv_layer::__private::Weights<
                ::core::primitive::f64,
                3,
            >>::boxed();
            <::conv_layer::__private::Weights<
                ::core::primitive::f64,
                3,
            >>::load_arrays::<
                __conv_layer_Generated::Plan,
                _,
                _,
            >(
                &mut weights,
                weight,
                ::core::option::Option::None::<&[::core::primitive::f64; 1]>,
            );
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
        ) -> ::core::result::Result<Self, ::conv_layer::__private::Error> {
            let mut weights = <::conv_layer::__private::Weights<
                ::core::primitive::f64,
                3,
            >>::boxed();
            match <::conv_layer::__private::Weights<
                ::core::primitive::f64,
                3,
            >>::load(
                &mut weights,
                __conv_layer_Generated::PACKING,
                &__conv_layer_Generated::GEOMETRY,
                weight,
                ::core::option::Option::None,
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
                3,
            >>::boxed();
            <::conv_layer::__private::Weights<
                ::core::primitive::f64,
                3,
            >>::draw::<__conv_layer_Generated::Plan>(&mut weights, false, rng);
            Self { weights }
        }
    }
    impl ::conv_layer::__private::Stored for Generated {
        type Packed = ::conv_layer::__private::Weights<::core::primitive::f64, 3>;
        type Boxed = Generated<
            ::conv_layer::__private::Box<
                ::conv_layer::__private::Weights<::core::primitive::f64, 3>,
            >,
        >;
        type Borrowed<'a> = Generated<
            &'a ::conv_layer::__private::Weights<::core::primitive::f64, 3>,
        >;
    }
    static PRETRAINED: ::conv_layer::__private::Weights<::core::primitive::f64, 3> = ::conv_layer::__private::Weights::from_le_bytes(
        b"\0\0\0\0\0\0\0\0\0\0\0\0\0\0\xF8?\0\0\0\0\0\0\xF8\x7F",
    );
    impl Generated<
        &'static ::conv_layer::__private::Weights<::core::primitive::f64, 3>,
    > {
        /// The layer with the weights of its specification, which are part of the program:
        /// nothing is copied.
        #[must_use]
        #[inline]
        pub const fn pretrained() -> Self {
            Self { weights: &PRETRAINED }
        }
    }
    impl ::core::default::Default
    for Generated<&'static ::conv_layer::__private::Weights<::core::primitive::f64, 3>> {
        #[inline]
        fn default() -> Self {
            Self::pretrained()
        }
    }
    impl<
        Store: ::core::convert::AsRef<
                ::conv_layer::__private::Weights<::core::primitive::f64, 3>,
            >,
    > Generated<Store> {
        /// Computes one sample.
        #[inline]
        pub fn forward(
            &self,
            input: &[[::core::primitive::f64; 3]; 1],
            output: &mut [[::core::primitive::f64; 4]; 1],
        ) {
            __conv_layer_Generated::straight(
                ::core::convert::AsRef::<
                    ::conv_layer::__private::Weights<::core::primitive::f64, 3>,
                >::as_ref(&self.weights)
                    .as_array(),
                input,
                output,
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
            inputs: &[[[::core::primitive::f64; 3]; 1]],
            outputs: &mut [[[::core::primitive::f64; 4]; 1]],
        ) -> ::core::result::Result<(), ::conv_layer::__private::Error> {
            __conv_layer_Generated::run(::conv_layer::__private::Call {
                input: inputs.as_flattened().as_flattened(),
                output: outputs.as_flattened_mut().as_flattened_mut(),
                weights: ::core::convert::AsRef::<
                    ::conv_layer::__private::Weights<::core::primitive::f64, 3>,
                >::as_ref(&self.weights)
                    .as_slice(),
                bias: ::core::option::Option::None,
                size: __conv_layer_Generated::SIZE,
            })
        }
        /// Computes any whole number of samples that lie one after the other in slices, row-major.
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
                    ::conv_layer::__private::Weights<::core::primitive::f64, 3>,
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
                ::conv_layer::__private::Weights<::core::primitive::f64, 3>,
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
                        ::conv_layer::__private::Weights<::core::primitive::f64, 3>,
                    >::as_ref(&self.weights),
                ),
            )
        }
    }
    impl<
        Store: ::core::convert::AsRef<
                ::conv_layer::__private::Weights<::core::primitive::f64, 3>,
            >,
    > ::conv_layer::__private::AnyLayer for Generated<Store> {
        type Element = ::core::primitive::f64;
        type Weight = [[[::core::primitive::f64; 2]; 1]; 1];
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
                    ::conv_layer::__private::Weights<::core::primitive::f64, 3>,
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
                        ::conv_layer::__private::Weights<::core::primitive::f64, 3>,
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
                        ::conv_layer::__private::Weights<::core::primitive::f64, 3>,
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
                        ::conv_layer::__private::Weights<::core::primitive::f64, 3>,
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
                ::conv_layer::__private::Weights<::core::primitive::f64, 3>,
            >,
    > ::conv_layer::__private::Layer for Generated<Store> {
        type Input = [[::core::primitive::f64; 3]; 1];
        type Output = [[::core::primitive::f64; 4]; 1];
        const INPUT_SHAPE: &'static [::core::primitive::usize] = &<Generated>::INPUT_SHAPE;
        const OUTPUT_SHAPE: &'static [::core::primitive::usize] = &<Generated>::OUTPUT_SHAPE;
        const MACS: ::core::primitive::u64 = <Generated>::MACS;
        const RAM_BYTES: ::core::primitive::usize = <Generated>::RAM_BYTES;
        const __SIZE: [::core::primitive::usize; 3] = __conv_layer_Generated::SIZE;
        const __STRAIGHT: ::core::primitive::bool = true;
        #[inline]
        fn forward(&self, input: &Self::Input, output: &mut Self::Output) {
            Self::forward(self, input, output);
        }
    }
    impl Generated {
        ///Computes one sample with weights given for this call, in PyTorch's layout, as `torch.nn.functional.conv_transpose1d` does.
        ///
        /// Weights that stay the same belong in a layer: packed once, they are read faster.
        #[inline]
        pub fn functional(
            input: &[[::core::primitive::f64; 3]; 1],
            weight: &[[[::core::primitive::f64; 2]; 1]; 1],
            output: &mut [[::core::primitive::f64; 4]; 1],
        ) {
            ::conv_layer::__private::dispatch::compute::<
                ::conv_layer::__private::Functional<__conv_layer_Generated::Plan>,
            >(
                ::conv_layer::__private::Fitting::plain::<
                    1,
                    1,
                    3,
                    _,
                    _,
                    _,
                >(input, output, weight),
            );
        }
        /// As `functional`, on slices: any whole number of samples.
        ///
        /// # Errors
        ///
        /// `Error::Length` or `Error::Batch` when a slice has the wrong number of elements;
        /// those of `output_size` where the layer has it.
        #[inline]
        pub fn functional_slice(
            input: &[::core::primitive::f64],
            weight: &[::core::primitive::f64],
            output: &mut [::core::primitive::f64],
        ) -> ::core::result::Result<(), ::conv_layer::__private::Error> {
            ::conv_layer::__private::dispatch::run::<
                ::conv_layer::__private::Functional<__conv_layer_Generated::Plan>,
            >(::conv_layer::__private::Call {
                input: input,
                output: output,
                weights: weight,
                bias: ::core::option::Option::None,
                size: __conv_layer_Generated::SIZE,
            })
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
            ::conv_layer::__private::Weights<::core::primitive::f64, 3>,
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
                ::conv_layer::__private::Weights<::core::primitive::f64, 3>,
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
            input: &[[::core::primitive::f64; 3]; 1],
            output: &mut [[::core::primitive::f64; 4]; 1],
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
            inputs: &[[[::core::primitive::f64; 3]; 1]],
            outputs: &mut [[[::core::primitive::f64; 4]; 1]],
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
const _: fn() = {
    #[deprecated(
        note = "tensor `up.weight` has 1 NaN among its 2 numbers, the first at index 1"
    )]
    fn weights_that_are_not_finite() {}
    weights_that_are_not_finite
};
