//! Layers in several bands, and of weights that are more than a panel: all channels of a panel
//! visit all bands before the next panel does, in strips; and all phases of a transposed layer
//! visit a band before the next band. Sums of small integers, which are exact in any order.

#![cfg(feature = "std")]

use conv_geometry::cache::PANEL;
use conv_layer::{Error, Threads, conv_layer};

conv_layer! {
    struct Line = nn.Conv1d(256, 304, 3, stride=2, input_shape=(256, 80), plan={
        "avx512": {"kernel": "channels", "vectors": 1, "pixels": 8, "band": 8},
        "avx2": {"kernel": "channels", "vectors": 2, "pixels": 6, "band": 12},
        "sse2": {"kernel": "channels", "vectors": 2, "pixels": 4, "band": 4}});
    struct LineLast = nn.Conv1d(256, 304, 3, stride=2, input_shape=(256, 80), memory_format="channels_last", plan={
        "avx512": {"kernel": "channels", "vectors": 1, "pixels": 8, "band": 8},
        "avx2": {"kernel": "channels", "vectors": 2, "pixels": 6, "band": 12},
        "sse2": {"kernel": "channels", "vectors": 2, "pixels": 4, "band": 4}});
    struct UpLast = nn.ConvTranspose2d(256, 208, 4, stride=2, padding=1, input_shape=(256, 3, 4), memory_format="channels_last", plan={
        "avx512": {"kernel": "channels", "vectors": 1, "pixels": 4, "band": 4},
        "avx2": {"kernel": "channels", "vectors": 2, "pixels": 3, "band": 4},
        "sse2": {"kernel": "channels", "vectors": 2, "pixels": 4, "band": 1}});
    struct Up = nn.ConvTranspose2d(16, 48, 4, stride=2, padding=1, input_shape=(16, 5, 6), plan={
        "avx512": {"kernel": "channels", "vectors": 1, "pixels": 4, "band": 12},
        "avx2": {"kernel": "channels", "vectors": 2, "pixels": 3, "band": 6},
        "sse2": {"kernel": "channels", "vectors": 2, "pixels": 4, "band": 1}});
}

fn numbers(len: usize, shift: usize) -> Vec<f32> {
    (0..len).map(|n| f32::from(u8::try_from((37 * n + shift) % 11).unwrap()) - 5.0).collect()
}

/// Every output of a convolution along one axis with stride 2, without padding.
fn line(input: &[f32], weight: &[f32], bias: &[f32]) -> Vec<f32> {
    let ([inputs, size], [outputs, _, taps], [_, width]) = (Line::INPUT_SHAPE, Line::WEIGHT_SHAPE, Line::OUTPUT_SHAPE);
    let mut output = Vec::new();
    for (o, x) in (0..outputs).flat_map(|o| (0..width).map(move |x| (o, x))) {
        let products = (0..inputs).flat_map(|i| (0..taps).map(move |k| (i, k)));
        let products = products.map(|(i, k)| input[i * size + 2 * x + k] * weight[(o * inputs + i) * taps + k]);
        output.push(bias[o] + products.sum::<f32>());
    }
    output
}

/// What each input of a channel adds to the outputs of a transposed convolution with stride 2 and
/// padding 1: inputs of so many rows and columns, 4 × 4 taps.
fn up(rows: usize, columns: usize, input: &[f32], weight: &[f32], bias: &[f32]) -> Vec<f32> {
    let (inputs, outputs) = (input.len() / (rows * columns), bias.len());
    let mut output: Vec<f32> = bias.iter().flat_map(|b| vec![*b; 4 * rows * columns]).collect();
    for (i, y, x) in (0..inputs).flat_map(|i| (0..rows).flat_map(move |y| (0..columns).map(move |x| (i, y, x)))) {
        for (o, r, c) in (0..outputs).flat_map(|o| (0..4).flat_map(move |r| (0..4).map(move |c| (o, r, c)))) {
            let (Some(row), Some(column)) = ((2 * y + r).checked_sub(1), (2 * x + c).checked_sub(1)) else { continue };
            if row < 2 * rows && column < 2 * columns {
                output[(o * 2 * rows + row) * 2 * columns + column] +=
                    input[(i * rows + y) * columns + x] * weight[((i * outputs + o) * 4 + r) * 4 + c];
            }
        }
    }
    output
}

/// Row-major numbers with channels last, or the other way round.
fn transposed(numbers: &[f32], [rows, columns]: [usize; 2]) -> Vec<f32> {
    (0..columns).flat_map(|column| (0..rows).map(move |row| numbers[row * columns + column])).collect()
}

macro_rules! exact {
    ($layer:ident, last: $last:literal, $naive:expr) => {
        let weight = numbers($layer::WEIGHT_SHAPE.iter().product(), 3);
        let bias = numbers($layer::OUTPUT_SHAPE[0], 1);
        let mut input = numbers($layer::INPUT_SHAPE.iter().product(), 7);
        let mut expected = $naive(&input, &weight, &bias);
        if $last {
            input = transposed(&input, [$layer::INPUT_SHAPE[0], input.len() / $layer::INPUT_SHAPE[0]]);
            expected = transposed(&expected, [bias.len(), expected.len() / bias.len()]);
        }
        let layer = $layer::boxed_from_slices(&weight, &bias).unwrap();
        for &(isa, kernel) in $layer::KERNELS {
            let mut output = vec![f32::NAN; expected.len()];
            match layer.on(isa).forward_slice(&input, &mut output) {
                Err(Error::UnsupportedIsa(_)) => {}
                result => {
                    result.unwrap();
                    assert!(output == expected, "{}, {isa:?}: {kernel}", stringify!($layer));
                }
            }
        }
        let mut output = vec![f32::NAN; expected.len()];
        layer.on(&Threads(2)).forward_slice(&input, &mut output).unwrap();
        assert!(output == expected, "{} on threads", stringify!($layer));
    };
}

#[test]
fn panels_visit_all_bands() {
    let bytes = |shape: &[usize]| shape.iter().product::<usize>() * size_of::<f32>();
    assert!(bytes(&Line::WEIGHT_SHAPE) > PANEL && bytes(&UpLast::WEIGHT_SHAPE) / 4 > PANEL, "a panel is all");
    exact!(Line, last: false, line);
    exact!(LineLast, last: true, line);
    exact!(UpLast, last: true, |input: &[f32], weight: &[f32], bias: &[f32]| up(3, 4, input, weight, bias));
}

#[test]
fn phases_visit_bands() {
    exact!(Up, last: false, |input: &[f32], weight: &[f32], bias: &[f32]| up(5, 6, input, weight, bias));
}
