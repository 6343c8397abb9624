//! A generated layer, and what was drawn.

use conv_layer::__private::{Formats, Geometry};
use conv_layer::{Error, Isa};

/// Input of one size.
#[derive(Clone, Copy, Debug)]
pub struct Run {
    /// Depth, height, width; 1 for axes that the layer does not have.
    pub size: [usize; 3],
    /// The same of the output, by the build script's arithmetic.
    pub output: [usize; 3],
    /// Samples.
    pub samples: usize,
}

/// A layer as the build script has drawn it.
#[derive(Debug)]
pub struct Drawn {
    /// Its number.
    pub index: usize,
    /// The call that the macro has read.
    pub call: &'static str,
    /// The layer for the oracle.
    pub geometry: Geometry,
    /// The shape of the weight in `PyTorch`.
    pub weight: &'static [usize],
    /// Whether there is a bias.
    pub bias: bool,
    /// In which order the numbers of a call lie.
    pub formats: Formats,
    /// Sizes of input; the first is that of the arrays.
    pub runs: &'static [Run],
    /// Whether the specification fixes the size.
    pub fixed: bool,
    /// Multiply-adds of a sample of the first size.
    pub macs: usize,
    /// Whether the numbers are small integers, whose sums are exact.
    pub exact: bool,
    /// Of the numbers.
    pub seed: usize,
    /// Instruction sets for which the call asks for kernels, each with the kernel's name.
    pub asked: &'static [(&'static str, &'static str)],
    /// What the statistics count: category and value.
    pub tags: &'static [(&'static str, &'static str)],
}

/// What a generated type says of itself, for one input size.
#[derive(Debug)]
pub struct Facts {
    /// `WEIGHT_SHAPE`.
    pub weight: Vec<usize>,
    /// `PARAMETERS`.
    pub parameters: u64,
    /// `INPUT_SHAPE`, where it has one.
    pub input: Vec<usize>,
    /// The sizes in `OUTPUT_SHAPE`, or those that `output_size` gives.
    pub output: Vec<usize>,
    /// `MACS`, where it has it.
    pub macs: Option<u64>,
    /// `KERNELS`.
    pub kernels: &'static [(Isa, &'static str)],
}

/// What a way to run a layer comes to; nothing where the layer does not have it.
pub type Outcome = Option<Result<(), Error>>;

/// A generated layer with its weights. Slices hold any number of samples, in the layer's memory format.
#[expect(clippy::missing_errors_doc, reason = "those of the method that is called")]
pub trait Subject<T> {
    /// The type's constants.
    fn facts(&self, size: [usize; 3]) -> Result<Facts, Error>;

    /// `forward_slice`.
    fn slice(&self, size: [usize; 3], input: &[T], output: &mut [T]) -> Result<(), Error>;

    /// `forward_on`.
    fn on(&self, isa: Isa, size: [usize; 3], input: &[T], output: &mut [T]) -> Result<(), Error>;

    /// The plan for an instruction set on plain arrays of as many lanes.
    fn emulated(&self, isa: Isa, size: [usize; 3], input: &[T], output: &mut [T]) -> Result<(), Error>;

    /// `forward` on arrays, sample by sample; of the first size, as the following.
    fn samples(&self, input: &[T], output: &mut [T]);

    /// `forward_batch` on arrays.
    fn batch(&self, input: &[T], output: &mut [T]) -> Result<(), Error>;

    /// `functional_slice` with weight and bias, where it is to be compared.
    fn functional(&self, _size: [usize; 3], _input: &[T], _parameters: (&[T], &[T]), _output: &mut [T]) -> Outcome {
        None
    }

    /// `functional` on arrays, sample by sample, likewise.
    fn functional_samples(&self, _input: &[T], _parameters: (&[T], &[T]), _output: &mut [T]) -> Outcome {
        None
    }
}
