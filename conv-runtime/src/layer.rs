use crate::Executor;

/// A layer whose input size is fixed: what `conv_layer!` implements for the types it generates.
///
/// It names the array types, so that code can be written once for any layer, and layers that do not fit together do not
/// compile together:
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
/// ```
pub trait Layer {
    /// One sample of the input: `[[[f32; W]; H]; C]` for a layer of rank 2, in other orders as its [memory format](crate::MemoryFormat) says.
    type Input;
    /// One sample of the output.
    type Output;
    /// The weights in PyTorch's layout, `(out, in/groups, kernel…)`.
    type Weight;

    /// Computes one sample.
    fn forward(&self, input: &Self::Input, output: &mut Self::Output);

    /// Computes one sample on the threads of an executor, or, if the layer has no such form, on this one.
    fn forward_threaded(&self, executor: &dyn Executor, input: &Self::Input, output: &mut Self::Output)
    where
        Self: Sized,
    {
        let _ = executor;
        self.forward(input, output);
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
/// | `Stem` | in the value | `Stem::new`, `from_slices`, `init` |
/// | [`Boxed<Stem>`](Boxed) | on the heap | `Stem::boxed`, `boxed_from_slices`, `boxed_init` |
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
pub type WeightArray<L> = <L as Layer>::Weight;
