//! Calls that have been checked, or need not be.
//!
//! A [`Call`] is slices of any lengths; a [`Fitting`] is one whose slices are those of a plan's
//! layer. There are two ways to it: lengths are compared once, at the door ([`Fitting::new`]), or
//! the types of arrays give them while compiling ([`Fitting::sample`]). Whatever has a `Fitting`
//! can compute it: no error is left, neither to be returned nor to be ignored.

use crate::Error;
use crate::array::Array;
use crate::dispatch::Call;
use crate::known::{Described, Known};
use crate::problem::weights as weights_of;
use crate::threaded::{First, Outputs, Rest};
use crate::{Shape, Weights};

/// A call that fits the layer of a plan.
///
/// Its invariants: `problem` is that of the layer at the size of the call, in its memory formats;
/// the slices have the lengths that [`Problem::new`](crate::Problem::new) asks for with the plan's
/// [`PACKING`](Described::PACKING).
#[derive(Debug)]
pub struct Fitting<'a, L: Described + ?Sized, O = &'a mut [<L as Described>::Element]> {
    problem: &'a Shape,
    call: Call<'a, L::Element, O>,
}

impl<'a, L: Described, O: Outputs<L::Element>> Fitting<'a, L, O> {
    /// Checks a call. A problem that is not a constant is left in `room`.
    ///
    /// # Errors
    ///
    /// As [`Problem::new`](crate::Problem::new), and [`Error::Geometry`] when the layer cannot have
    /// its memory formats.
    #[inline(always)]
    pub fn new(call: Call<'a, L::Element, O>, room: &'a mut Option<Shape>) -> Result<Self, Error> {
        let Some(geometry) = L::GEOMETRY else { return Err(Error::Geometry) };
        let known = Known::<L>::new(geometry, L::PACKING, call.size, &call)?;
        let problem = match &const { Known::<L>::FIXED } {
            Some(problem) => problem,
            None => room.insert(*known.get()),
        };
        Ok(Self { problem, call })
    }

    /// The problem, constant as far as the layer is.
    #[inline(always)]
    pub(crate) fn known(&self) -> Known<L> {
        Known::checked(self.problem)
    }

    /// The call.
    #[inline(always)]
    pub(crate) fn into_call(self) -> Call<'a, L::Element, O> {
        self.call
    }

    /// The output, and everything else.
    #[inline(always)]
    pub(crate) fn split(self) -> (Operands<'a, L>, O) {
        let Self { problem, call: Call { input, output, weights, bias, size } } = self;
        (Operands { problem, input, weights, bias, size }, output)
    }

    /// As [`Call::first`].
    #[inline(always)]
    pub(crate) const fn first<const N: usize>(&mut self) -> Fitting<'_, L, First<'_, O, N>> {
        Fitting { problem: self.problem, call: self.call.first() }
    }

    /// As [`Call::rest`].
    #[inline(always)]
    pub(crate) const fn rest<const N: usize>(&mut self) -> Fitting<'_, L, Rest<'_, O, N>> {
        Fitting { problem: self.problem, call: self.call.rest() }
    }
}

impl<'a, L: Described> Fitting<'a, L> {
    /// One sample, of a spatial size of `D`, `H` and `W`, in arrays. What does not fit does not
    /// compile.
    #[inline(always)]
    pub fn sample<const D: usize, const H: usize, const W: usize, const N: usize, I, O>(
        input: &'a I,
        output: &'a mut O,
        weights: &'a Weights<L::Element, N>,
    ) -> Self
    where
        I: Array<Element = L::Element>,
        O: Array<Element = L::Element>,
    {
        let problem = const { &Self::arrays([D, H, W], I::LEN, O::LEN, N) };
        let (input, output, weights) = (input.flat(), output.flat_mut(), weights.as_slice());
        Self { problem, call: Call { input, output, weights, bias: None, size: [D, H, W] } }
    }

    /// As [`sample`](Self::sample), for a caller that asserts, while compiling, that the arrays
    /// fit, and says what does not: `None` where they do not, instead of an assertion that would
    /// repeat the caller's.
    #[inline(always)]
    pub fn asserted<const D: usize, const H: usize, const W: usize, const N: usize, I, O>(
        input: &'a I,
        output: &'a mut O,
        weights: &'a Weights<L::Element, N>,
    ) -> Option<Self>
    where
        I: Array<Element = L::Element>,
        O: Array<Element = L::Element>,
    {
        match const { &Self::fit([D, H, W], I::LEN, O::LEN, N) } {
            Some(problem) => {
                let (input, output, weights) = (input.flat(), output.flat_mut(), weights.as_slice());
                Some(Self { problem, call: Call { input, output, weights, bias: None, size: [D, H, W] } })
            }
            None => None,
        }
    }

    /// As [`sample`](Self::sample), with PyTorch's weights as they are.
    #[inline(always)]
    pub fn plain<const D: usize, const H: usize, const W: usize, I, O, P>(
        input: &'a I,
        output: &'a mut O,
        weights: &'a P,
    ) -> Self
    where
        I: Array<Element = L::Element>,
        O: Array<Element = L::Element>,
        P: Array<Element = L::Element>,
    {
        let problem = const { &Self::arrays([D, H, W], I::LEN, O::LEN, P::LEN) };
        let (input, output, weights) = (input.flat(), output.flat_mut(), weights.flat());
        Self { problem, call: Call { input, output, weights, bias: None, size: [D, H, W] } }
    }

    /// As [`plain`](Self::plain), with a bias for each output channel.
    #[inline(always)]
    pub fn biased<const D: usize, const H: usize, const W: usize, const N: usize, I, O, P>(
        input: &'a I,
        output: &'a mut O,
        weights: &'a P,
        bias: &'a [L::Element; N],
    ) -> Self
    where
        I: Array<Element = L::Element>,
        O: Array<Element = L::Element>,
        P: Array<Element = L::Element>,
    {
        let problem = const {
            let problem = &Self::arrays([D, H, W], I::LEN, O::LEN, P::LEN);
            assert!(N == problem.geometry().out_channels, "a bias for each channel");
            &Self::arrays([D, H, W], I::LEN, O::LEN, P::LEN)
        };
        let (input, output, weights) = (input.flat(), output.flat_mut(), weights.flat());
        Self { problem, call: Call { input, output, weights, bias: Some(bias), size: [D, H, W] } }
    }

    /// The problem of arrays with so many numbers.
    ///
    /// # Panics
    ///
    /// When they do not fit; it is evaluated while compiling.
    const fn arrays(size: [usize; 3], inputs: usize, outputs: usize, weights: usize) -> Shape {
        match Self::fit(size, inputs, outputs, weights) {
            Some(problem) => problem,
            None => panic!("arrays and weights have the layer's sizes"),
        }
    }

    /// As [`arrays`](Self::arrays); `None` when they do not fit.
    const fn fit(size: [usize; 3], inputs: usize, outputs: usize, weights: usize) -> Option<Shape> {
        let Some(problem) = Known::<L>::at(size) else { return None };
        let expected = weights_of(problem.geometry(), L::PACKING, size_of::<L::Element>());
        let weights = matches!(expected, Some(expected) if expected == weights);
        if weights && inputs == problem.input_len() && outputs == problem.output_len() { Some(problem) } else { None }
    }
}

/// A call that fits, but for its output.
pub(crate) struct Operands<'a, L: Described> {
    problem: &'a Shape,
    input: &'a [L::Element],
    weights: &'a [L::Element],
    bias: Option<&'a [L::Element]>,
    size: [usize; 3],
}

impl<L: Described> Clone for Operands<'_, L> {
    #[inline(always)]
    fn clone(&self) -> Self {
        *self
    }
}

impl<L: Described> Copy for Operands<'_, L> {}

impl<'a, L: Described> Operands<'a, L> {
    /// Elements of the input.
    #[inline(always)]
    pub(crate) const fn inputs(self) -> usize {
        self.input.len()
    }

    /// The call with the output that it has been [split](Fitting::split) from, or none of that or a
    /// share of it.
    #[inline(always)]
    pub(crate) fn with<P: Outputs<L::Element>>(self, output: P) -> Fitting<'a, L, P> {
        let Self { problem, input, weights, bias, size } = self;
        Fitting { problem, call: Call { input, output, weights, bias, size } }
    }
}
