//! Where and how a call runs: [`Policy`], and a layer with one, [`Runner`].
//!
//! A layer's own methods run on the calling thread and the best instruction set: nearly all calls.
//! Everything else is a policy, so that each form of a call (arrays, batches, slices) is written
//! once. The code behind a policy is compiled where it is used: nobody's program grows by threads
//! that it does not ask for.

use crate::{AnyLayer, Array, Error, Executor, Fits, Isa, Layer, OpenLayer};

/// How a call runs other than on the calling thread and the best instruction set; what a layer's
/// `on` takes.
///
/// | policy | the call runs | computing one sample returns |
/// |---|---|---|
/// | `&executor` | on the threads of an [`Executor`]: the same result to the bit | nothing: it cannot fail |
/// | [`Isa`] | on the calling thread, on an instruction set: for tests and measurements | `Error::UnsupportedIsa` when it is not available here |
/// | `(&executor, isa)` | both | the same |
///
/// Layers that take no longer than it takes to wake a thread are computed on the calling thread, as
/// are `Unfold` and `Fold`.
pub trait Policy: private::Sealed {
    /// What computing one sample returns: nothing, or a `Result`.
    type Outcome;

    /// Whether the call has threads to run on, and the best instruction set.
    #[doc(hidden)]
    const THREADED: bool;

    #[doc(hidden)]
    fn run<L: AnyLayer>(
        &self,
        layer: &L,
        size: [usize; 3],
        input: &[L::Element],
        output: &mut [L::Element],
    ) -> Result<(), Error>;

    /// The outcome of a sample whose arrays have the right sizes; `alone` computes it on this
    /// thread alone, which cannot fail.
    #[doc(hidden)]
    fn outcome(result: Result<(), Error>, alone: impl FnOnce()) -> Self::Outcome;
}

impl Policy for Isa {
    type Outcome = Result<(), Error>;
    const THREADED: bool = false;

    #[inline]
    fn run<L: AnyLayer>(
        &self,
        layer: &L,
        size: [usize; 3],
        input: &[L::Element],
        output: &mut [L::Element],
    ) -> Result<(), Error> {
        layer.__run_on(*self, size, input, output)
    }

    #[inline]
    fn outcome(result: Result<(), Error>, _: impl FnOnce()) -> Self::Outcome {
        result
    }
}

impl<E: Executor + ?Sized> Policy for &E {
    type Outcome = ();
    const THREADED: bool = true;

    #[inline]
    fn run<L: AnyLayer>(
        &self,
        layer: &L,
        size: [usize; 3],
        input: &[L::Element],
        output: &mut [L::Element],
    ) -> Result<(), Error> {
        layer.__run_threaded(self, size, input, output)
    }

    #[inline]
    fn outcome(result: Result<(), Error>, alone: impl FnOnce()) {
        if result.is_err() {
            alone();
        }
    }
}

impl<E: Executor + ?Sized> Policy for (&E, Isa) {
    type Outcome = Result<(), Error>;
    const THREADED: bool = false;

    #[inline]
    fn run<L: AnyLayer>(
        &self,
        layer: &L,
        size: [usize; 3],
        input: &[L::Element],
        output: &mut [L::Element],
    ) -> Result<(), Error> {
        layer.__run_threaded_on(&self.0, self.1, size, input, output)
    }

    #[inline]
    fn outcome(result: Result<(), Error>, _: impl FnOnce()) -> Self::Outcome {
        result
    }
}

mod private {
    pub trait Sealed {}
    impl Sealed for crate::Isa {}
    impl<E: crate::Executor + ?Sized> Sealed for &E {}
    impl<E: crate::Executor + ?Sized> Sealed for (&E, crate::Isa) {}
}

/// A layer of fixed size with a [`Policy`]; what `layer.on(policy)` returns.
///
/// ```
/// use conv_runtime::{Array, Executor, Isa, Layer};
///
/// /// Whether the best instruction set has the result of several threads.
/// fn agree<L: Layer<Element = f32>>(layer: &L, threads: &dyn Executor, input: &L::Input, outputs: [&mut L::Output; 2]) -> bool {
///     let [one, two] = outputs;
///     layer.on(Isa::best()).forward(input, one).expect("the best one is available");
///     layer.on(threads).forward(input, two);
///     one.flat() == two.flat()
/// }
/// ```
#[derive(Clone, Copy, Debug)]
#[must_use = "it runs nothing by itself: call one of its methods"]
pub struct Runner<'a, L, P> {
    layer: &'a L,
    policy: P,
}

impl<'a, L: Layer, P: Policy> Runner<'a, L, P> {
    #[inline]
    pub(crate) const fn new(layer: &'a L, policy: P) -> Self {
        Self { layer, policy }
    }

    /// Computes one sample.
    ///
    /// # Errors
    ///
    /// `Error::UnsupportedIsa`, with a policy that can have it.
    #[inline]
    pub fn forward(&self, input: &L::Input, output: &mut L::Output) -> P::Outcome {
        let result = if L::__STRAIGHT && P::THREADED {
            // The same to the bit as `forward`, which has no kernel.
            self.layer.forward(input, output);
            Ok(())
        } else {
            self.policy.run(self.layer, L::__SIZE, input.flat(), output.flat_mut())
        };
        P::outcome(result, || self.layer.forward(input, output))
    }

    /// Computes a batch of any number of samples, none included.
    ///
    /// # Errors
    ///
    /// Those of the layer's `forward_batch`, and `Error::UnsupportedIsa`.
    #[inline]
    pub fn forward_batch(&self, inputs: &[L::Input], outputs: &mut [L::Output]) -> Result<(), Error> {
        self.forward_slice(L::Input::flattened(inputs), L::Output::flattened_mut(outputs))
    }

    /// Computes any whole number of samples that lie one after the other in slices.
    ///
    /// # Errors
    ///
    /// Those of the layer's `forward_slice`, and `Error::UnsupportedIsa`.
    #[inline]
    pub fn forward_slice(&self, input: &[L::Element], output: &mut [L::Element]) -> Result<(), Error> {
        self.policy.run(self.layer, L::__SIZE, input, output)
    }
}

/// A layer of open size with a [`Policy`]; what `layer.on(policy)` returns.
#[derive(Clone, Copy, Debug)]
#[must_use = "it runs nothing by itself: call one of its methods"]
pub struct OpenRunner<'a, L, P> {
    layer: &'a L,
    policy: P,
}

impl<'a, L: OpenLayer, P: Policy> OpenRunner<'a, L, P> {
    #[inline]
    pub(crate) const fn new(layer: &'a L, policy: P) -> Self {
        Self { layer, policy }
    }

    /// Computes one sample; the sizes are inferred from the arrays, and an output of the wrong size
    /// does not compile.
    ///
    /// # Errors
    ///
    /// `Error::UnsupportedIsa`, with a policy that can have it.
    #[inline]
    pub fn forward<I, O>(&self, input: &I, output: &mut O) -> P::Outcome
    where
        I: Array<Element = L::Element>,
        O: Array<Element = L::Element>,
        L: Fits<I, O>,
    {
        let result = self.policy.run(self.layer, <L as Fits<I, O>>::__SIZE, input.flat(), output.flat_mut());
        P::outcome(result, || self.layer.__forward(input, output))
    }

    /// Computes a batch of any number of samples, none included.
    ///
    /// # Errors
    ///
    /// Those of the layer's `forward_batch`, and `Error::UnsupportedIsa`.
    #[inline]
    pub fn forward_batch<I, O>(&self, inputs: &[I], outputs: &mut [O]) -> Result<(), Error>
    where
        I: Array<Element = L::Element>,
        O: Array<Element = L::Element>,
        L: Fits<I, O>,
    {
        self.policy.run(self.layer, <L as Fits<I, O>>::__SIZE, I::flattened(inputs), O::flattened_mut(outputs))
    }

    /// Computes any whole number of samples of a size known at run time.
    ///
    /// # Errors
    ///
    /// Those of the layer's `forward_slice`, and `Error::UnsupportedIsa`.
    #[inline]
    pub fn forward_slice(&self, size: L::Size, input: &[L::Element], output: &mut [L::Element]) -> Result<(), Error> {
        self.policy.run(self.layer, L::__size(size)?, input, output)
    }
}
