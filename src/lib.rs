//! Convolution layers, checked while your crate compiles and compiled to SIMD kernels of their own.
//!
//! [`conv_layer!`] reads a layer's specification, from a TOML or JSON file or as the `PyTorch`
//! constructor pasted as it stands, refuses what cannot work, and generates a type with the layer's
//! `forward`:
//!
//! ```
//! use conv_layer::conv_layer;
//!
//! conv_layer! {
//!     /// Blurs a gray image of 6 × 8 pixels.
//!     struct Blur = nn.Conv2d(1, 1, 3, padding=1, bias=False, input_shape=(1, 6, 8));
//! }
//!
//! // Weights in PyTorch's layout: (out, in / groups, kernel…). A `static` is packed while compiling.
//! static BLUR: Blur = Blur::new(&[[[[1.0 / 9.0; 3]; 3]]]);
//!
//! let image = [[[9.0; 8]; 6]];
//! let mut blurred = [[[0.0; 8]; 6]];
//! BLUR.forward(&image, &mut blurred);
//! assert!((blurred[0][3][3] - 9.0).abs() < 1e-5);
//! assert!((blurred[0][0][0] - 4.0).abs() < 1e-5); // a corner sees four pixels, the rest is padding
//! ```
//!
//! # Specifications
//!
//! Keys are the arguments of [`torch.nn.Conv1d`], [`Conv2d`], [`Conv3d`], of their transposed and
//! lazy forms, of `Unfold` and `Fold`, with their meaning and defaults; [`parameters`] lists them
//! all. Ours are `input_shape`: `[C, spatial…]` without the batch, whose spatial entries are
//! numbers, or names (a named axis, like one that is left out, is generic); padding that differs
//! before and after an axis; TensorFlow's `SAME`; `memory_format`, after `torch.memory_format`; and
//! `weights`, below.
//!
//! - *Fixed size*: every size of the generated code is a constant, and shapes are array types:
//!   layers that do not fit together do not compile together.
//! - *Generic size*: `forward` infers the sizes from its arguments' types and asserts at compile
//!   time that the output's fit.
//! - *Sizes known at run time*: `forward_slice(size, input, output)` returns a `Result`.
//!
//! # What is generated
//!
//! See the documentation of any generated type for its shapes, counts and plan, [`Layer`] for code
//! over any layer of a fixed size, [`OpenLayer`] over any other, [`AnyLayer`] over both;
//! [`performance`] says how fast layers are, and why; [`numerics`], how exact; [`threads`], how to
//! run one on several cores; [`recipes`], what layers do besides: sound block by block, weights
//! that are read at run time, gradients, linear layers and pooling. All arrays and slices are
//! row-major, as in `PyTorch`: `(channels, spatial…)` for a sample, samples one after the other; or
//! in the layer's [`MemoryFormat`], where the specification has a `memory_format`.
//!
//! | | |
//! |---|---|
//! | `new(&weight, &bias)`, `from_slices`, `load` | the layer in place; `new` is `const` |
//! | `boxed(&weight, &bias)`, `boxed_from_slices` | the weights on the heap, never on the stack (feature `alloc`) |
//! | `random(&mut rng)`, `boxed_random` | drawn as `PyTorch` does by default, from an [`Rng`]; `random` is `const` |
//! | `pretrained()` | with the `weights` of the specification, read from a safetensors file while compiling; `const` |
//! | `with(weights)` | around packed weights anywhere, `&'static Weights` among them |
//! | `forward(&input, &mut output)` | one sample |
//! | `forward_batch(&inputs, &mut outputs)` | any number of samples, none included |
//! | `forward_slice(input, &mut output)` | samples in slices of numbers |
//! | `on(&pool)`, `on(Isa::Avx2)` | the three of them on several [`threads`], or on a given instruction set: see [`Policy`] |
//! | `functional(&input, &weight, &bias, &mut output)`, `functional_slice` | weights that come with the call, as for `torch.nn.functional.conv2d`, read where they are; of layers without a `memory_format` |
//! | `INPUT_SHAPE`, `OUTPUT_SHAPE`, `WEIGHT_SHAPE`, `MACS`, `PARAMETERS`, `RAM_BYTES`, `STACK_BYTES`, `FLASH_BYTES`, `SCRATCH_BYTES`, `KERNELS` | what is known beforehand |
//! | `input_shape(size)`, `output_shape(size)`, `output_size(size)`, `macs(size)`, `ram_bytes(size)` | what depends on the size, where that is open; `const` |
//! | the types [`Boxed<Layer>`](Boxed), [`Borrowed<'a, Layer>`](Borrowed) | for fields of structs: see [`Stored`] |
//!
//! Without a bias (`bias = false`), the constructors take the weight alone.
//!
//! # Weights
//!
//! *Trained weights* are read while compiling: `weights = "model.safetensors"` in a specification
//! names a file, relative to the folder of the crate's `Cargo.toml`, that
//! `safetensors.torch.save_file` has written. A layer's tensors are called `<layer>.weight` and
//! `<layer>.bias`, after the specification's file or, for one that is written inline, after the
//! type in snake case; or `weight` and `bias`, where a module was saved alone; or whatever
//! `tensors` says: another name for the layer, or a list of the two tensors' names. Shapes and
//! types are checked. `F16`, `BF16` and `F32` become the layer's type exactly, as does `F64` in
//! layers of double precision. The packed weights are read-only data of the program, and
//! `pretrained()` refers to them: no work when the program starts, no copy, no allocator. Numbers
//! that are NaN or infinite are a warning.
//!
//! *Random weights* are drawn as `PyTorch` does by default, the same for a seed on every target and
//! whatever the packing:
//!
//! ```
//! use conv_layer::{Rng, conv_layer};
//!
//! conv_layer! {
//!     struct Mix = nn.Conv1d(8, 4, 3, input_shape=(8, 32));
//! }
//!
//! static MIX: Mix = Mix::random(&mut Rng::seeded(7)); // drawn while compiling
//! let mut rng = Rng::seeded(7);
//! assert_eq!(Mix::boxed_random(&mut rng).weights(), MIX.weights());
//! ```
//!
//! rustc denies constants that take it long (`long_running_const_eval`), which begins at some
//! hundred thousand weights that are drawn or packed for a `static`; `#[allow]` it there, or box
//! the layer. `pretrained()` is free of that.
//!
//! # Features
//!
//! - `std` (default): the instruction set is detected at run time, once per call; `Threads` and
//!   `Pool`.
//! - `rayon`: [rayon](https://docs.rs/rayon-core)'s pools run layers on several [`threads`].
//! - `ndarray`: views of [ndarray](https://docs.rs/ndarray) as inputs and outputs, without a copy:
//!   see [`Array`].
//! - `alloc` (with `std`): `boxed` and [`Boxed`], and `zeroed` for inputs and outputs on the heap.
//! - Neither: `no_std`, no heap; the compile target's features choose the instruction set.
//!
//! [`torch.nn.Conv1d`]: https://docs.pytorch.org/docs/stable/generated/torch.nn.Conv1d.html
//! [`Conv2d`]: https://docs.pytorch.org/docs/stable/generated/torch.nn.Conv2d.html
//! [`Conv3d`]: https://docs.pytorch.org/docs/stable/generated/torch.nn.Conv3d.html

#![no_std]
#![forbid(unsafe_code)]

#[cfg(feature = "rayon")]
pub use conv_runtime::Rayon;
pub use conv_runtime::{
    AnyLayer, Array, Borrowed, Dimensions, Error, Executor, Fits, Input, Isa, Layer, Limit, MemoryFormat, OpenLayer,
    OpenRunner, Operand, Output, Packed, Policy, Rng, Runner, Stored, Unroll, WeightArray, Weights,
};
#[cfg(feature = "alloc")]
pub use conv_runtime::{Boxed, Zero, zeroed};
#[cfg(feature = "std")]
pub use conv_runtime::{Pool, Threads};
#[cfg(feature = "ndarray")]
pub use ndarray;

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;

/// Generates types for layers.
///
/// ```
/// conv_layer::conv_layer! {
///     /// The first layer of a `ResNet`, from a file next to `Cargo.toml`.
///     #[derive(Clone)]
///     pub struct Stem = "layer_specs/stem.toml";
///
///     /// The same notation as in Python; sizes are generic, since `input_shape` is not given.
///     pub struct Odd = nn.Conv2d(16, 33, (3, 5), stride=(2, 1), padding=(4, 2), dilation=(3, 1));
/// }
/// ```
///
/// A path is relative to the folder of the crate's `Cargo.toml`; the extension, `.toml` or `.json`,
/// tells the notation; editing the file rebuilds the crate. Attributes and doc comments end up on
/// the struct, followed by a description of the layer and its plan; `cfg`, also inside `cfg_attr`,
/// switches everything of the layer on and off, and a `deprecated` layer warns its users alone.
///
/// # Errors
///
/// Compile errors, all mistakes of a specification at once, each with its place in the file and a
/// way out:
///
/// ```compile_fail
/// conv_layer::conv_layer! {
///     struct Grouped = nn.Conv2d(16, 32, 3, groups=3);
/// }
/// ```
///
/// ```text
/// error: `groups` divides neither `in_channels` nor `out_channels`
/// ```
#[cfg(feature = "alloc")]
#[macro_export]
macro_rules! conv_layer {
    ($($definitions:tt)*) => { $crate::__private::layers! { ($crate, true) $($definitions)* } };
}

/// Generates types for layers; see the documentation with the default features.
#[cfg(not(feature = "alloc"))]
#[macro_export]
macro_rules! conv_layer {
    ($($definitions:tt)*) => { $crate::__private::layers! { ($crate, false) $($definitions)* } };
}

#[doc = include_str!("../docs/parameters.md")]
pub mod parameters {}

#[doc = include_str!("../docs/performance.md")]
pub mod performance {}

#[doc = include_str!("../docs/numerics.md")]
pub mod numerics {}

#[doc = include_str!("../docs/threads.md")]
pub mod threads {}

#[doc = include_str!("../docs/recipes.md")]
pub mod recipes {}
