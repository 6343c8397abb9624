//! A layer of the golden data, whatever its shape: the macro's types behind one interface.

use conv_layer::{Error, Isa};

/// What a generated type says of itself.
#[derive(Debug)]
pub struct Facts {
    /// `WEIGHT_SHAPE`.
    pub weight: Vec<usize>,
    /// `INPUT_SHAPE`; the case's own for a layer of any size.
    pub input: Vec<usize>,
    /// `OUTPUT_SHAPE`; what `output_size` gives for a layer of any size.
    pub output: Vec<usize>,
    /// `PARAMETERS`.
    pub parameters: u64,
    /// `MACS`, where the size is fixed.
    pub macs: Option<u64>,
}

/// A layer, or why the case's weights do not fit it.
pub type Made<T> = Result<T, Box<dyn std::error::Error>>;

/// The layer has a bias and the case has none.
pub const BIAS: &str = "no bias";

/// One layer, of fixed or of any size. All slices are row-major, of any whole number of samples.
pub trait Form: Sized {
    /// The layer, made in all ways there are; they give the same packed weights.
    ///
    /// # Errors
    ///
    /// When the shapes differ from the layer's.
    fn make(weight: &[f32], bias: Option<&[f32]>) -> Made<Self>;
}

/// A form as a user meets it.
pub trait Native: Form {
    /// The type's constants.
    fn facts() -> Facts;

    /// `forward_slice`.
    ///
    /// # Errors
    ///
    /// Those of the layer.
    fn slice(&self, input: &[f32], output: &mut [f32]) -> Result<(), Error>;

    /// `forward_batch`, on arrays.
    ///
    /// # Errors
    ///
    /// Those of the layer.
    fn batch(&self, input: &[f32], output: &mut [f32]) -> Result<(), Error>;

    /// `forward`, sample by sample.
    fn samples(&self, input: &[f32], output: &mut [f32]);
}

/// A form that can be told the instruction set.
pub trait EveryIsa: Native {
    /// `forward_on`.
    ///
    /// # Errors
    ///
    /// Those of the layer.
    fn on(&self, isa: Isa, input: &[f32], output: &mut [f32]) -> Result<(), Error>;
}

/// A form that runs without the instruction set.
pub trait Emulated: Form {
    /// The plan of `isa` on plain arrays of as many lanes.
    ///
    /// # Errors
    ///
    /// Those of the layer.
    fn emulated(&self, isa: Isa, input: &[f32], output: &mut [f32]) -> Result<(), Error>;
}
