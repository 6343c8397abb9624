//! A layer of the tests, whatever its shape: the macro's types behind one interface.

use conv_layer::{Error, Isa};

/// What a generated type says of itself.
#[derive(Debug)]
pub struct Facts {
    /// `WEIGHT_SHAPE`; layers without weights have none.
    pub weight: Option<Vec<usize>>,
    /// `INPUT_SHAPE`, where the size is fixed.
    pub input: Option<Vec<usize>>,
    /// `OUTPUT_SHAPE`, or what `output_size` gives; layers without weights
    /// and of any size do not say.
    pub output: Option<Vec<usize>>,
    /// `PARAMETERS`; layers without weights have none.
    pub parameters: Option<u64>,
    /// `MACS`, where the size is fixed; layers without weights have none.
    pub macs: Option<u64>,
}

/// A number type of layers. The data has those of single precision, which a layer of double
/// precision takes as they are.
pub trait Number: Copy {
    /// What no layer writes.
    const NAN: Self;

    /// The same number.
    fn exactly(value: f32) -> Self;

    /// The nearest number.
    fn rounded(self) -> f32;
}

impl Number for f32 {
    const NAN: Self = Self::NAN;

    fn exactly(value: f32) -> Self {
        value
    }

    fn rounded(self) -> f32 {
        self
    }
}

impl Number for f64 {
    const NAN: Self = Self::NAN;

    fn exactly(value: f32) -> Self {
        value.into()
    }

    #[expect(clippy::cast_possible_truncation, reason = "the nearest is wanted")]
    fn rounded(self) -> f32 {
        self as f32
    }
}

/// The slices of a call, in the layer's memory format; any whole number of samples, and the
/// weights as `PyTorch` has them.
#[derive(Debug)]
pub struct Data<'a, T> {
    /// Samples of the input.
    pub input: &'a [T],
    /// Empty for layers without weights.
    pub weight: &'a [T],
    /// The bias, if there is one.
    pub bias: Option<&'a [T]>,
    /// Samples of the output.
    pub output: &'a mut [T],
}

/// The layer has a bias and the data has none.
pub const BIAS: &str = "a bias";

/// A way to compute, with its name.
pub type Way<F> = (&'static str, fn(&F, Data<'_, <F as Form>::Number>) -> Result<(), Error>);

/// A way to compute on a given instruction set, with its name.
pub type WayOn<F> = (&'static str, fn(&F, Isa, Data<'_, <F as Form>::Number>) -> Result<(), Error>);

/// One layer, of fixed or of any size.
pub trait Form: Sized + 'static {
    /// `f32` or `f64`.
    type Number: Number;

    /// The ways on the best instruction set.
    const BEST: &'static [Way<Self>];

    /// The ways on any instruction set that the CPU has; none where there is but one with vectors.
    ///
    /// There it is the best one, and the other way to compile every layer, the scalar one, is what
    /// hosts and targets without vectors run.
    const NATIVE: &'static [WayOn<Self>];

    /// The ways on plain arrays, with the plan of any instruction set.
    const EMULATED: &'static [WayOn<Self>];

    /// The type's constants.
    fn facts() -> Facts;

    /// The layer, made in all ways there are; they give the same packed weights.
    ///
    /// # Errors
    ///
    /// When the weights do not fit.
    fn make(weight: &[Self::Number], bias: Option<&[Self::Number]>) -> Result<Self, Error>;
}
