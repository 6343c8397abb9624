//! The numbers that a layer is measured on.

use std::fs;
use std::io::{Error, ErrorKind, Result};
use std::path::Path;

use conv_spec::Layer;

/// Input, weights and bias of a layer, row-major, in PyTorch's order.
#[derive(Clone, Debug)]
pub struct Tensors {
    /// `(in_channels, spatial…)`.
    pub input: Vec<f32>,
    /// As `WEIGHT_SHAPE` says.
    pub weight: Vec<f32>,
    /// `(out_channels)`.
    pub bias: Vec<f32>,
}

impl Tensors {
    /// Made up, the same in every run.
    #[must_use]
    pub fn noise(layer: &Layer) -> Self {
        let [input, weight, bias, _] = lengths(layer);
        Self { input: noise(input, 3), weight: noise(weight, 1), bias: noise(bias, 2) }
    }

    /// The files `x.f32`, `w.f32` and `b.f32` of a folder, and `y.f32`, the output that belongs to
    /// them: little-endian numbers.
    ///
    /// # Errors
    ///
    /// Files that cannot be read, or have another length than the layer's tensors.
    pub fn read(layer: &Layer, folder: &Path) -> Result<(Self, Vec<f32>)> {
        let [input, weight, bias, output] = lengths(layer);
        let read = |name, length| numbers(&folder.join(name), length);
        let tensors = Self { input: read("x.f32", input)?, weight: read("w.f32", weight)?, bias: read("b.f32", bias)? };
        Ok((tensors, read("y.f32", output)?))
    }

    /// Writes what [`read`](Self::read) reads.
    ///
    /// # Errors
    ///
    /// Files that cannot be written.
    pub fn write(&self, output: &[f32], folder: &Path) -> Result<()> {
        fs::create_dir_all(folder)?;
        let tensors =
            [("x.f32", self.input.as_slice()), ("w.f32", &self.weight), ("b.f32", &self.bias), ("y.f32", output)];
        for (name, numbers) in tensors {
            let bytes: Vec<u8> = numbers.iter().flat_map(|number| number.to_le_bytes()).collect();
            fs::write(folder.join(name), bytes)?;
        }
        Ok(())
    }
}

/// Largest difference between two outputs, in units of the largest number that is expected;
/// infinite where a number is not finite or the lengths differ.
#[must_use]
pub fn relative_error(expected: &[f32], actual: &[f32]) -> f32 {
    if expected.len() != actual.len() || !actual.iter().all(|number| number.is_finite()) {
        return f32::INFINITY;
    }
    let largest = |numbers: &mut dyn Iterator<Item = f32>| numbers.fold(0.0_f32, |most, number| most.max(number.abs()));
    let difference = largest(&mut expected.iter().zip(actual).map(|(a, b)| a - b));
    difference / largest(&mut expected.iter().copied())
}

/// Numbers of input, weights, bias and output of a layer of fixed size.
fn lengths(layer: &Layer) -> [usize; 4] {
    let product = |shape: Vec<usize>| shape.into_iter().product();
    let [input, output] = [layer.input_shape(), layer.output_shape()].map(|shape| shape.map_or(0, product));
    [input, product(layer.weight_shape()), layer.out_channels(), output]
}

fn numbers(path: &Path, length: usize) -> Result<Vec<f32>> {
    let with_path = |error: Error| Error::new(error.kind(), format!("{}: {error}", path.display()));
    let bytes = fs::read(path).map_err(with_path)?;
    let (numbers, rest) = bytes.as_chunks::<4>();
    if numbers.len() != length || !rest.is_empty() {
        let message = format!("{} bytes instead of {}", bytes.len(), 4 * length);
        return Err(with_path(Error::new(ErrorKind::InvalidData, message)));
    }
    Ok(numbers.iter().map(|number| f32::from_le_bytes(*number)).collect())
}

/// Numbers in [-1, 1), the same in every run.
fn noise(length: usize, seed: u32) -> Vec<f32> {
    let mut state = seed;
    let next = move || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        f32::from(u16::try_from(state >> 16).unwrap_or_default()) / 32768.0 - 1.0
    };
    std::iter::repeat_with(next).take(length).collect()
}
