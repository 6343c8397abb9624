//! What code that is generic over layers names: the traits of generated types, and the types that
//! these traits have.
//!
//! Every layer is an [`AnyLayer`]: that has what does not depend on the input's size. A layer of
//! fixed size is a [`Layer`] as well, whose sizes are constants and whose samples are types; one of
//! open size is an [`OpenLayer`](crate::OpenLayer), whose sizes are functions.

use crate::{Array, Element, Error, Executor, Isa, Policy, Runner};

/// What is known of a layer, of fixed size or not, while compiling: what `conv_layer!` implements
/// for all types that it generates.
///
/// The constants are those of the type itself, so that code can be written once for any layer:
///
/// ```
/// use conv_runtime::{AnyLayer, Isa};
///
/// /// One row of a report.
/// fn row<L: AnyLayer>() -> String {
///     let kernel = L::kernel(Isa::best()).unwrap_or("none");
///     format!("{}: {} bytes of weights, {kernel}", L::NAME, L::FLASH_BYTES)
/// }
/// ```
///
/// It is not for other types to implement: methods may be added in any release.
pub trait AnyLayer {
    /// The number type.
    type Element: Element;
    /// The weights in PyTorch's layout, `(out, in/groups, kernel…)`; `()` for layers without.
    type Weight;

    /// The type's name.
    const NAME: &'static str;
    /// Shape of the weights in PyTorch's layout; empty for layers without.
    const WEIGHT_SHAPE: &'static [usize];
    /// Weights and biases.
    const PARAMETERS: u64;
    /// Bytes that a call needs besides its arguments and its stack.
    const SCRATCH_BYTES: usize;
    /// Bytes of the stack that a call takes at most, on each of its threads, in a build with
    /// `opt-level = 3`.
    const STACK_BYTES: usize;
    /// Bytes of the packed weights: read-only data when the layer is a `static`, without the code.
    const FLASH_BYTES: usize;
    /// The kernel for each instruction set; empty for layers that have a plain loop for all.
    const KERNELS: &'static [(Isa, &'static str)];

    /// The kernel that runs on an instruction set.
    #[must_use]
    fn kernel(isa: Isa) -> Option<&'static str> {
        Self::KERNELS.iter().find(|(of, _)| *of == isa).map(|(_, kernel)| *kernel)
    }

    /// Computes whole samples of a spatial size on the best instruction set.
    #[doc(hidden)]
    fn __run(&self, size: [usize; 3], input: &[Self::Element], output: &mut [Self::Element]) -> Result<(), Error>;

    /// As `__run`, on a given instruction set.
    #[doc(hidden)]
    #[inline]
    fn __run_on(
        &self,
        isa: Isa,
        size: [usize; 3],
        input: &[Self::Element],
        output: &mut [Self::Element],
    ) -> Result<(), Error> {
        if isa.is_available() { self.__run(size, input, output) } else { Err(Error::UnsupportedIsa(isa)) }
    }

    /// As `__run`, on the threads of an executor, where the layer can be.
    #[doc(hidden)]
    #[inline]
    fn __run_threaded(
        &self,
        executor: &dyn Executor,
        size: [usize; 3],
        input: &[Self::Element],
        output: &mut [Self::Element],
    ) -> Result<(), Error> {
        let _ = executor;
        self.__run(size, input, output)
    }

    /// As `__run_threaded`, on a given instruction set.
    #[doc(hidden)]
    #[inline]
    fn __run_threaded_on(
        &self,
        executor: &dyn Executor,
        isa: Isa,
        size: [usize; 3],
        input: &[Self::Element],
        output: &mut [Self::Element],
    ) -> Result<(), Error> {
        let _ = executor;
        self.__run_on(isa, size, input, output)
    }
}

/// A layer whose input size is fixed: what `conv_layer!` implements for the types it generates.
///
/// It has the constants of such a type, those of [`AnyLayer`] and those that depend on the size, and
/// names the array types, so that code can be written once for any layer, and layers that do not fit
/// together do not compile together:
///
/// ```
/// use conv_runtime::Layer;
///
/// fn chain<A, B>(a: &A, b: &B, input: &A::Input, middle: &mut A::Output, output: &mut B::Output)
/// where
///     A: Layer,
///     B: Layer<Input = A::Output>,
/// {
///     a.forward(input, middle);
///     b.forward(middle, output);
/// }
///
/// /// Multiply-adds for each byte that is read or written.
/// fn intensity<L: Layer>() -> u64 {
///     L::MACS / (L::RAM_BYTES + L::FLASH_BYTES) as u64
/// }
/// ```
pub trait Layer: AnyLayer {
    /// One sample of the input: `[[[f32; W]; H]; C]` for a layer of rank 2, in other orders as its
    /// [memory format](crate::MemoryFormat) says.
    type Input: Array<Element = Self::Element>;
    /// One sample of the output.
    type Output: Array<Element = Self::Element>;

    /// Shape of a sample of the input: channels, then the spatial axes.
    const INPUT_SHAPE: &'static [usize];
    /// Shape of a sample of the output: channels, then the spatial axes.
    const OUTPUT_SHAPE: &'static [usize];
    /// Multiply-adds of a sample, those with padding counted.
    const MACS: u64;
    /// Bytes of RAM that a call touches besides its stack: one sample of input and output, and the
    /// scratch memory.
    const RAM_BYTES: usize;

    /// The spatial size, as kernels count it.
    #[doc(hidden)]
    const __SIZE: [usize; 3];
    /// Whether `forward` is straight-line code, and not a kernel, on this target.
    #[doc(hidden)]
    const __STRAIGHT: bool = false;

    /// Computes one sample.
    fn forward(&self, input: &Self::Input, output: &mut Self::Output);

    /// Computes a batch of any number of samples, none included.
    ///
    /// # Errors
    ///
    /// [`Error::Length`] when there are not as many outputs as inputs.
    #[inline]
    fn forward_batch(&self, inputs: &[Self::Input], outputs: &mut [Self::Output]) -> Result<(), Error> {
        self.__run(Self::__SIZE, Self::Input::flattened(inputs), Self::Output::flattened_mut(outputs))
    }

    /// Computes any whole number of samples that lie one after the other in slices, in the order of
    /// the arrays.
    ///
    /// # Errors
    ///
    /// [`Error::Batch`] when `input` is not a whole number of samples, [`Error::Length`] when
    /// `output` is not as many.
    #[inline]
    fn forward_slice(&self, input: &[Self::Element], output: &mut [Self::Element]) -> Result<(), Error> {
        self.__run(Self::__SIZE, input, output)
    }

    /// The layer on several threads, or on a given instruction set: see [`Policy`].
    #[inline]
    fn on<P: Policy>(&self, policy: P) -> Runner<'_, Self, P>
    where
        Self: Sized,
    {
        Runner::new(self, policy)
    }

    #[deprecated(note = "now `on(executor).forward`")]
    #[doc(hidden)]
    #[inline]
    fn forward_threaded(&self, executor: &dyn Executor, input: &Self::Input, output: &mut Self::Output)
    where
        Self: Sized,
    {
        self.on(executor).forward(input, output);
    }
}

/// A layer that has weights: what `conv_layer!` implements for the types it generates, whether
/// their sizes are fixed or not.
///
/// A layer type by itself holds its weights in place. The other forms have types with the length of
/// the packed weights in them, a number that changes with the specification and from version to
/// version. These names do without it, for fields of structs, arguments and results:
///
/// | type | the weights are | made by |
/// |---|---|---|
/// | `Stem` | in the value | `Stem::new`, `from_slices`, `random` |
/// | [`Boxed<Stem>`](Boxed) | on the heap | `Stem::boxed`, `boxed_from_slices`, `boxed_random` |
/// | [`Borrowed<'a, Stem>`](Borrowed) | elsewhere, in a `static` for instance | `Stem::pretrained`, `Stem::with` |
pub trait Stored {
    /// The packed weights: [`Weights`](crate::Weights).
    type Packed;
    /// The layer with its weights on the heap.
    #[cfg(feature = "alloc")]
    type Boxed;
    /// The layer with its weights elsewhere.
    type Borrowed<'a>;
}

/// The packed weights of a layer type.
pub type Packed<L> = <L as Stored>::Packed;
/// A layer with its weights on the heap.
#[cfg(feature = "alloc")]
pub type Boxed<L> = <L as Stored>::Boxed;
/// A layer whose weights are borrowed.
pub type Borrowed<'a, L> = <L as Stored>::Borrowed<'a>;

/// The input of a layer type.
pub type Input<L> = <L as Layer>::Input;
/// The output of a layer type.
pub type Output<L> = <L as Layer>::Output;
/// The weights of a layer type, in PyTorch's layout.
pub type WeightArray<L> = <L as AnyLayer>::Weight;
