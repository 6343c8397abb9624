//! Layers as `PyTorch` has built them from the specifications in `layer_specs/`;
//! `data/README.md` describes the files.

mod formats;
mod number;

use std::fmt::Debug;
use std::fs;
use std::marker::PhantomData;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

pub use number::Number;
use safetensors::SafeTensors;
use serde::Deserialize;

/// A layer that `PyTorch` has built, its weights, and what it gives.
#[derive(Debug)]
pub struct Case<T> {
    line: Line,
    input: Vec<T>,
    number: PhantomData<T>,
}

/// A line of the file of cases, as far as it is of use here.
#[derive(Debug, Deserialize)]
struct Line {
    name: String,
    dtype: String,
    batch: usize,
    /// Shapes are those of a sample.
    input_shape: Vec<usize>,
    output_shape: Vec<usize>,
    /// Layers without weights have none.
    weight_shape: Option<Vec<usize>>,
    parameters: Option<String>,
    /// Of input and output; row-major where there is nothing.
    memory_format: Option<[String; 2]>,
    atol: f64,
    totals: Totals,
}

/// Sums over all elements, plain and weighted by their place.
#[derive(Debug, Deserialize)]
struct Totals {
    sum: f64,
    sum_abs: f64,
    weighted_sum: f64,
    weighted_sum_abs: f64,
}

static OUTPUTS: LazyLock<Vec<u8>> = LazyLock::new(|| read(&folder().join("outputs.safetensors")));

/// Multipliers of the formula that fills a tensor.
const INPUT: u64 = 2_654_435_761;
const WEIGHT: u64 = 2_246_822_519;
const BIAS: u64 = 3_266_489_917;

/// How far a total may be off, as a part of the total of magnitudes.
const TOTALS: f64 = 1e-6;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data")
}

fn read(path: &Path) -> Vec<u8> {
    fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Element `i` is exact in single precision, and within ±0.5.
fn formula<T: Number>(len: usize, multiplier: u64) -> Vec<T> {
    let element = |i: u64| {
        let hashed = u32::try_from(i.wrapping_mul(multiplier) & 0xFFFF_FFFF).expect("32 bits");
        T::from_f64(f64::from(hashed >> 8) / 16_777_216.0 - 0.5)
    };
    (0..len as u64).map(element).collect()
}

impl<T: Number> Case<T> {
    /// The case of this name.
    ///
    /// # Panics
    ///
    /// When there is none, or it is of another number type.
    #[must_use]
    pub fn read(name: &str) -> Self {
        let text = String::from_utf8(read(&folder().join("cases.jsonl"))).expect("UTF-8");
        let mut lines = text.lines().map(|line| serde_json::from_str::<Line>(line).expect("a line is a case"));
        let line = lines.find(|line| line.name == name).unwrap_or_else(|| panic!("no case {name}"));
        assert_eq!(line.dtype, T::NAME, "{name}");
        let mut input = formula(line.batch * line.input_shape.iter().product::<usize>(), INPUT);
        if let Some([format, _]) = &line.memory_format {
            input = formats::reordered(&input, format, &line.input_shape);
        }
        Self { line, input, number: PhantomData }
    }

    /// The shape of a sample of the input.
    #[must_use]
    pub fn input_shape(&self) -> &[usize] {
        &self.line.input_shape
    }

    /// The shape of a sample of the output.
    #[must_use]
    pub fn output_shape(&self) -> &[usize] {
        &self.line.output_shape
    }

    /// The shape of the weight.
    ///
    /// # Panics
    ///
    /// When the layer has none.
    #[must_use]
    pub fn weight_shape(&self) -> &[usize] {
        self.line.weight_shape.as_deref().expect("a layer with weights")
    }

    /// The weight, from the module's `state_dict` where it is stored.
    #[must_use]
    pub fn weight(&self) -> Vec<T> {
        self.parameter("weight", WEIGHT, self.weight_shape())
    }

    /// The bias, likewise.
    #[must_use]
    pub fn bias(&self) -> Vec<T> {
        self.parameter("bias", BIAS, &self.line.output_shape[..1])
    }

    fn parameter(&self, key: &str, multiplier: u64, shape: &[usize]) -> Vec<T> {
        if self.line.parameters.as_deref() == Some("formula") {
            return formula(shape.iter().product(), multiplier);
        }
        let name = &self.line.name;
        let bytes = read(&folder().join("state_dicts").join(format!("{name}.safetensors")));
        let tensors = SafeTensors::deserialize(&bytes).expect("a safetensors file");
        let tensor = tensors.tensor(key).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(tensor.shape(), shape, "{name}");
        T::read(&tensor)
    }

    /// Runs the layer in one way and holds what it gives against what the module has given.
    ///
    /// # Panics
    ///
    /// When they differ by more than rounding.
    pub fn hold(&self, way: &str, forward: impl FnOnce(&[T], &mut [T])) {
        let Line { name, batch, output_shape, atol, .. } = &self.line;
        let mut output = vec![T::NAN; batch * output_shape.iter().product::<usize>()];
        forward(&self.input, &mut output);
        if let Some([_, format]) = &self.line.memory_format {
            output = formats::row_major(&output, format, output_shape);
        }
        let tensors = SafeTensors::deserialize(&OUTPUTS).expect("a safetensors file");
        let tensor = |role: &str| {
            tensors.tensor(&format!("{name}.{role}")).unwrap_or_else(|error| panic!("{name}.{role}: {error}"))
        };
        let index = <i32 as Number>::read(&tensor("index"));
        let (rounded, exact) = (T::read(&tensor("output")), <f64 as Number>::read(&tensor("output_f64")));
        assert!(!index.is_empty() && index.len() == rounded.len() && index.len() == exact.len(), "{name}");
        for ((index, rounded), exact) in index.into_iter().zip(rounded).zip(exact) {
            let found = output[usize::try_from(index).expect("an index")].to_f64();
            for expected in [rounded.to_f64(), exact] {
                let off = (found - expected).abs();
                assert!(
                    off <= *atol,
                    "{name}, {way}: element {index} is {found}, not {expected}: off by {off:e} of {atol:e}"
                );
            }
        }
        self.hold_totals(way, &output);
    }

    /// All elements count in the totals, so that none is left unlooked at.
    fn hold_totals(&self, way: &str, output: &[T]) {
        let (mut sum, mut weighted) = (0.0, 0.0);
        for (value, weight) in output.iter().zip((1..=251_u8).cycle()) {
            sum += value.to_f64();
            weighted += value.to_f64() * f64::from(weight);
        }
        let Line { name, totals, .. } = &self.line;
        let totals = [
            ("sum", sum, totals.sum, totals.sum_abs),
            ("weighted sum", weighted, totals.weighted_sum, totals.weighted_sum_abs),
        ];
        for (what, found, expected, magnitude) in totals {
            let (off, most) = ((found - expected).abs(), TOTALS * magnitude);
            assert!(off <= most, "{name}, {way}: {what} is {found}, not {expected}: off by {off:e} of {most:e}");
        }
    }
}
