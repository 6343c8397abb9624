//! A convolution in the plainest way: double precision, one loop for each axis, padding read as zeros.
//!
//! It is written from the definition, without any of the run time's arithmetic, so that both do not share a mistake.

#![forbid(unsafe_code)]

use conv_runtime::{Axis, Geometry};

/// An output, and how far a sum in single precision may be off.
#[derive(Clone, Debug)]
pub struct Output {
    /// Spatial size: depth, height, width.
    pub size: [usize; 3],
    /// Samples of `(out_channels, spatial…)`, row-major.
    pub values: Vec<f64>,
    /// For every value, what rounding can do at most, whatever the order of the sum: with `K` terms, those of the padding
    /// included, `(K + 1) * 2^-24` of the sum of their magnitudes.
    pub bounds: Vec<f64>,
}

/// Output size along an axis, by counting the places where the kernel fits.
#[must_use]
pub fn places(axis: &Axis, size: usize) -> usize {
    let padded = axis.pad_before + size + axis.pad_after;
    let extent = axis.dilation * (axis.kernel - 1) + 1;
    (0..padded).step_by(axis.stride).filter(|start| start + extent <= padded).count()
}

/// Convolves any number of samples of spatial `size` with PyTorch's `weight` (out, in/groups, kernel…) and `bias`.
///
/// # Panics
///
/// When a slice is too short for the geometry.
#[must_use]
pub fn convolve(geometry: &Geometry, size: [usize; 3], input: &[f32], weight: &[f32], bias: Option<&[f32]>) -> Output {
    let sample = geometry.in_channels * size.iter().product::<usize>();
    let out: [usize; 3] = std::array::from_fn(|axis| places(&geometry.axes[axis], size[axis]));
    let mut output = Output { size: out, values: Vec::new(), bounds: Vec::new() };
    for input in input.chunks_exact(sample) {
        for channel in 0..geometry.out_channels {
            for z in 0..out[0] {
                for y in 0..out[1] {
                    for x in 0..out[2] {
                        let (value, bound) = element(geometry, size, input, weight, bias, channel, [z, y, x]);
                        output.values.push(value);
                        output.bounds.push(bound);
                    }
                }
            }
        }
    }
    output
}

/// One output and its bound.
fn element(
    geometry: &Geometry,
    size: [usize; 3],
    input: &[f32],
    weight: &[f32],
    bias: Option<&[f32]>,
    channel: usize,
    position: [usize; 3],
) -> (f64, f64) {
    let inputs = geometry.in_channels / geometry.groups;
    let outputs = geometry.out_channels / geometry.groups;
    let group = channel / outputs;
    let kernel = geometry.axes.map(|axis| axis.kernel);
    let mut sum = bias.map_or(0.0, |bias| f64::from(bias[channel]));
    let mut magnitude = sum.abs();
    let mut terms = 1_u32;
    let mut tap = channel * inputs * kernel.iter().product::<usize>();
    for from in 0..inputs {
        for z in 0..kernel[0] {
            for y in 0..kernel[1] {
                for x in 0..kernel[2] {
                    if let Some(at) = source(geometry, size, position, [z, y, x]) {
                        let plane = (group * inputs + from) * size.iter().product::<usize>();
                        let product = f64::from(input[plane + at]) * f64::from(weight[tap]);
                        sum += product;
                        magnitude += product.abs();
                    }
                    terms += 1;
                    tap += 1;
                }
            }
        }
    }
    (sum, f64::from(terms + 1) * f64::from(f32::EPSILON / 2.0) * magnitude)
}

/// Where in a channel of the input a tap reads; `None` in the padding.
fn source(geometry: &Geometry, size: [usize; 3], position: [usize; 3], tap: [usize; 3]) -> Option<usize> {
    let mut at = 0;
    for (i, axis) in geometry.axes.iter().enumerate() {
        let padded = position[i] * axis.stride + tap[i] * axis.dilation;
        let inside = padded.checked_sub(axis.pad_before).filter(|inside| *inside < size[i])?;
        at = at * size[i] + inside;
    }
    Some(at)
}
