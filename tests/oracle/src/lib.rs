//! Convolutions in the plainest way: double precision, one loop for each axis.
//!
//! A convolution reads from a padded copy of its input; a transposed one adds every input to the
//! outputs that it reaches, and crops. Both are written from the definition, without any of the run
//! time's arithmetic, so that they do not share a mistake.

#![forbid(unsafe_code)]

mod pad;

use conv_runtime::__private::{Axis, Geometry, Sampling};

use pad::padded;
pub use pad::pads;

/// A number type of layers.
pub trait Real: Copy + Into<f64> {
    /// What rounding can do to a number of size 1.
    const UNIT: f64;
}

impl Real for f32 {
    const UNIT: f64 = f32::EPSILON as f64 / 2.0;
}

impl Real for f64 {
    const UNIT: f64 = Self::EPSILON / 2.0;
}

/// An output, and how far a sum in the layer's precision may be off.
#[derive(Clone, Debug)]
pub struct Output {
    /// Spatial size: depth, height, width.
    pub size: [usize; 3],
    /// Samples of `(out_channels, spatial…)`, row-major.
    pub values: Vec<f64>,
    /// For every value, what rounding can do at most, whatever the order of the sum: with `K`
    /// terms, those of the padding included, `K + 1` units of the sum of their magnitudes.
    pub bounds: Vec<f64>,
}

/// Output size along an axis, by counting the places where the kernel fits, or where inputs reach.
///
/// # Panics
///
/// When a transposed layer's padding leaves nothing.
#[must_use]
pub fn places(axis: &Axis, size: usize) -> usize {
    let extent = axis.dilation * (axis.kernel - 1) + 1;
    let (before, after) = pads(axis, size);
    if let Sampling::Transposed { output_padding } = axis.sampling {
        let last = (0..size).map(|input| input * axis.stride + extent - 1).max().expect("an input");
        return (last + 1 + output_padding).checked_sub(before + after).expect("an output");
    }
    let padded = before + size + after;
    (0..padded).step_by(axis.stride).filter(|start| start + extent <= padded).count()
}

/// Computes any number of samples of spatial `size` with PyTorch's `weight`, (out, in/groups,
/// kernel…) or, of a transposed layer, (in, out/groups, kernel…), and `bias`.
///
/// # Panics
///
/// When a slice is too short for the geometry.
#[must_use]
pub fn convolve<T: Real>(
    geometry: &Geometry,
    size: [usize; 3],
    input: &[T],
    weight: &[T],
    bias: Option<&[T]>,
) -> Output {
    let sample = geometry.in_channels * size.iter().product::<usize>();
    let out: [usize; 3] = std::array::from_fn(|axis| places(&geometry.axes[axis], size[axis]));
    let mut output = Output { size: out, values: Vec::new(), bounds: Vec::new() };
    for input in input.chunks_exact(sample) {
        let task = Task { geometry, size, out, input, weight };
        let sums = if geometry.is_transposed() { task.transposed() } else { task.direct() };
        let plane = out.iter().product::<usize>();
        for (at, Sum { value, magnitude }) in sums.into_iter().enumerate() {
            let bias: f64 = bias.map_or(0.0, |bias| bias[at / plane].into());
            output.values.push(value + bias);
            output.bounds.push(terms(geometry) * T::UNIT * (magnitude + bias.abs()));
        }
    }
    output
}

/// Terms of an output, those of the padding and the bias included, and one more.
#[expect(clippy::cast_precision_loss, reason = "a bound")]
fn terms(geometry: &Geometry) -> f64 {
    let taps: usize = geometry.axes.iter().map(|axis| axis.kernel).product();
    (geometry.in_channels / geometry.groups * taps + 2) as f64
}

/// An output without its bias.
#[derive(Clone, Copy, Default)]
struct Sum {
    value: f64,
    magnitude: f64,
}

/// One sample.
struct Task<'a, T> {
    geometry: &'a Geometry,
    size: [usize; 3],
    out: [usize; 3],
    input: &'a [T],
    weight: &'a [T],
}

impl<T: Real> Task<'_, T> {
    fn direct(&self) -> Vec<Sum> {
        let Geometry { in_channels, out_channels, groups, axes } = self.geometry;
        let (inputs, outputs) = (in_channels / groups, out_channels / groups);
        let lines = [0, 1, 2].map(|axis| padded(&axes[axis], self.size[axis]));
        let mut sums = Vec::new();
        for channel in 0..*out_channels {
            for position in positions(self.out) {
                let mut sum = Sum::default();
                for from in 0..inputs {
                    let plane = (channel / outputs * inputs + from) * self.size.iter().product::<usize>();
                    let taps = positions(axes.map(|axis| axis.kernel));
                    for (number, tap) in taps.enumerate() {
                        let read = |i: usize| lines[i][position[i] * axes[i].stride + tap[i] * axes[i].dilation];
                        let (Some(z), Some(y), Some(x)) = (read(0), read(1), read(2)) else { continue };
                        let at = (z * self.size[1] + y) * self.size[2] + x;
                        let kernel = axes.iter().map(|axis| axis.kernel).product::<usize>();
                        let weight: f64 = self.weight[(channel * inputs + from) * kernel + number].into();
                        let product = self.input[plane + at].into() * weight;
                        sum.value += product;
                        sum.magnitude += product.abs();
                    }
                }
                sums.push(sum);
            }
        }
        sums
    }

    fn transposed(&self) -> Vec<Sum> {
        let Geometry { in_channels, out_channels, groups, axes } = self.geometry;
        let (inputs, outputs) = (in_channels / groups, out_channels / groups);
        let out_plane = self.out.iter().product::<usize>();
        let mut sums = vec![Sum::default(); out_channels * out_plane];
        for channel in 0..*in_channels {
            for (number, position) in positions(self.size).enumerate() {
                let element: f64 = self.input[channel * self.size.iter().product::<usize>() + number].into();
                for to in 0..outputs {
                    for (tap_number, tap) in positions(axes.map(|axis| axis.kernel)).enumerate() {
                        let place = |i: usize| {
                            let full = position[i] * axes[i].stride + tap[i] * axes[i].dilation;
                            full.checked_sub(axes[i].pad_before).filter(|place| *place < self.out[i])
                        };
                        let Some(place) = (0..3).map(place).collect::<Option<Vec<usize>>>() else { continue };
                        let at = (place[0] * self.out[1] + place[1]) * self.out[2] + place[2];
                        let kernel = axes.iter().map(|axis| axis.kernel).product::<usize>();
                        let weight: f64 = self.weight[(channel * outputs + to) * kernel + tap_number].into();
                        let sum = &mut sums[(channel / inputs * outputs + to) * out_plane + at];
                        sum.value += element * weight;
                        sum.magnitude += (element * weight).abs();
                    }
                }
            }
        }
        sums
    }
}

/// All positions in a box, the last axis fastest.
fn positions(shape: [usize; 3]) -> impl Iterator<Item = [usize; 3]> {
    let [depth, height, width] = shape;
    (0..depth).flat_map(move |z| (0..height).flat_map(move |y| (0..width).map(move |x| [z, y, x])))
}
