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

/// The input of a layer type.
pub type Input<L> = <L as Layer>::Input;
/// The output of a layer type.
pub type Output<L> = <L as Layer>::Output;
/// The weights of a layer type, in PyTorch's layout.
pub type WeightArray<L> = <L as Layer>::Weight;
