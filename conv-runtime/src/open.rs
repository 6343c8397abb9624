//! Layers of open size: what of them depends on the size is a function, and any arrays that fit
//! each other are a sample.

use core::fmt::Debug;

use crate::{AnyLayer, Array, Element, Error, Geometry, OpenRunner, Policy};

/// A layer some of whose sizes are known at run time only: what `conv_layer!` implements for types
/// whose specification leaves `input_shape`, or a part of it, open.
///
/// The *size* is what a specification leaves open and what the functions take: of a convolution,
/// the spatial axes of the input, outermost first, those that are fixed included; of `Unfold` and
/// `Fold`, channels, height and width of the image. A layer's type has the same functions as
/// `const fn`, for budgets that the compiler checks.
///
/// ```
/// use conv_runtime::{Error, OpenLayer};
///
/// /// Runs a layer on one sample, of a size that is known now.
/// fn run<L: OpenLayer<Element = f32>>(layer: &L, size: L::Size, input: &[f32]) -> Result<Vec<f32>, Error> {
///     let shape = L::output_shape(size)?;
///     let mut output = vec![0.0; shape.as_ref().iter().product()];
///     layer.forward_slice(size, input, &mut output)?;
///     Ok(output)
/// }
/// ```
pub trait OpenLayer: AnyLayer {
    /// `[usize; 2]` for a layer of rank 2.
    type Size: Dimensions;
    /// `[usize; 3]` for a layer of rank 2.
    type InputShape: Dimensions;
    /// `[usize; 3]` for a layer of rank 2.
    type OutputShape: Dimensions;

    /// Dimensions of a sample of the input: channels, then the spatial axes.
    ///
    /// # Errors
    ///
    /// [`Error::InputTooSmall`] when the kernel does not fit, [`Error::Size`] when an axis has
    /// another, fixed size, [`Error::TooLarge`] when a tensor exceeds the address space.
    fn input_shape(size: Self::Size) -> Result<Self::InputShape, Error>;

    /// Dimensions of a sample of the output: channels, then the spatial axes.
    ///
    /// # Errors
    ///
    /// As [`input_shape`](Self::input_shape).
    fn output_shape(size: Self::Size) -> Result<Self::OutputShape, Error>;

    /// Multiply-adds of a sample, those with padding counted.
    ///
    /// # Errors
    ///
    /// As [`input_shape`](Self::input_shape).
    fn macs(size: Self::Size) -> Result<u64, Error>;

    /// Bytes of RAM that a call touches besides its stack: one sample of input and output, and the
    /// scratch memory.
    ///
    /// # Errors
    ///
    /// As [`input_shape`](Self::input_shape).
    fn ram_bytes(size: Self::Size) -> Result<usize, Error>;

    /// The size as kernels count it, checked.
    #[doc(hidden)]
    fn __size(size: Self::Size) -> Result<[usize; 3], Error>;

    /// Computes any whole number of samples that lie one after the other in slices.
    ///
    /// # Errors
    ///
    /// Those of [`input_shape`](Self::input_shape); [`Error::Batch`] when `input` is not a whole
    /// number of samples, [`Error::Length`] when `output` is not as many.
    #[inline]
    fn forward_slice(
        &self,
        size: Self::Size,
        input: &[Self::Element],
        output: &mut [Self::Element],
    ) -> Result<(), Error> {
        self.__run(Self::__size(size)?, input, output)
    }

    /// The layer on several threads, or on a given instruction set: see [`Policy`].
    #[inline]
    fn on<P: Policy>(&self, policy: P) -> OpenRunner<'_, Self, P>
    where
        Self: Sized,
    {
        OpenRunner::new(self, policy)
    }
}

/// A layer of open size that takes an input of the type `I` to an output of the type `O`.
///
/// Any nested arrays of the layer's channels are such types; that the output has the right size is
/// asserted while compiling, where they are used.
pub trait Fits<I, O>: AnyLayer
where
    I: Array<Element = Self::Element>,
    O: Array<Element = Self::Element>,
{
    /// The spatial size, as kernels count it. Its evaluation asserts that the arrays fit.
    #[doc(hidden)]
    const __SIZE: [usize; 3];

    /// Computes one sample on the best instruction set.
    #[doc(hidden)]
    fn __forward(&self, input: &I, output: &mut O);
}

/// Sizes, outermost first: an array of them, whose length is the rank.
pub trait Dimensions:
    Copy
    + Debug
    + Eq
    + AsRef<[usize]>
    + AsMut<[usize]>
    + for<'a> TryFrom<&'a [usize]>
    + Send
    + Sync
    + 'static
    + private::Sealed
{
}

impl<const RANK: usize> Dimensions for [usize; RANK] {}

mod private {
    pub trait Sealed {}
    impl<const RANK: usize> Sealed for [usize; RANK] {}
}

/// Multiply-adds of a sample of a spatial size.
///
/// # Errors
///
/// As [`OpenLayer::macs`].
pub const fn macs(geometry: &Geometry, size: [usize; 3]) -> Result<u64, Error> {
    let (output, Some(weights)) = (geometry.output_size(size), geometry.fan_in()) else {
        return Err(Error::Geometry);
    };
    // Every weight meets every output position, or, of a transposed layer, every input position.
    let positions = match output {
        Ok(_) if geometry.is_transposed() => size,
        Ok(output) => output,
        Err(fault) => return Err(Error::of(fault)),
    };
    let mut macs = geometry.out_channels as u64;
    let factors = [weights, positions[0], positions[1], positions[2]];
    let mut at = 0;
    while at < factors.len() {
        macs = match macs.checked_mul(factors[at] as u64) {
            Some(macs) => macs,
            None => return Err(Error::TooLarge),
        };
        at += 1;
    }
    Ok(macs)
}

/// Bytes of one sample of input and output of the given shapes, and of the scratch memory.
///
/// # Errors
///
/// [`Error::TooLarge`].
pub const fn ram_bytes<T: Element>(input: &[usize], output: &[usize], scratch: usize) -> Result<usize, Error> {
    let (Some(input), Some(output)) = (bytes::<T>(input), bytes::<T>(output)) else { return Err(Error::TooLarge) };
    match input.checked_add(output) {
        Some(sum) => match sum.checked_add(scratch) {
            Some(sum) => Ok(sum),
            None => Err(Error::TooLarge),
        },
        None => Err(Error::TooLarge),
    }
}

/// Bytes of a tensor.
const fn bytes<T>(shape: &[usize]) -> Option<usize> {
    let mut bytes = size_of::<T>();
    let mut at = 0;
    while at < shape.len() {
        bytes = match bytes.checked_mul(shape[at]) {
            Some(bytes) => bytes,
            None => return None,
        };
        at += 1;
    }
    Some(bytes)
}
