//! Layers whose weights are more than a panel, in several bands: all channels of a panel visit all bands before the next panel does, and all phases of a
//! transposed layer a band before the next band. Sums of small integers, which are exact in any order.

#![cfg(feature = "std")]

use conv_layer::conv_layer;

conv_layer! {
    struct Line = nn.Conv1d(256, 304, 3, stride=2, input_shape=(256, 80), plan={
        "avx512": {"kernel": "channels", "vectors": 1, "pixels": 8, "band": 8},
        "avx2": {"kernel": "channels", "vectors": 2, "pixels": 6, "band": 12},
        "sse2": {"kernel": "channels", "vectors": 2, "pixels": 4, "band": 4}});
    struct Up = nn.ConvTranspose2d(128, 112, 4, stride=2, padding=1, input_shape=(128, 5, 6), plan={
        "avx512": {"kernel": "channels", "vectors": 1, "pixels": 4, "band": 12},
        "avx2": {"kernel": "channels", "vectors": 2, "pixels": 3, "band": 6},
        "sse2": {"kernel": "channels", "vectors": 2, "pixels": 4, "band": 1}});
}

fn numbers(len: usize, shift: usize) -> Vec<f32> {
    (0..len).map(|n| f32::from(u8::try_from((37 * n + shift) % 11).unwrap()) - 5.0).collect()
}

/// Every output of a convolution along one axis, without padding.
fn line(input: &[f32], weight: &[f32], bias: &[f32]) -> Vec<f32> {
    let ([inputs, size], [outputs, _, taps]) = (Line::INPUT_SHAPE, Line::WEIGHT_SHAPE);
    let [_, width] = Line::OUTPUT_SHAPE;
    let mut output = Vec::new();
    for o in 0..outputs {
        for x in 0..width {
            let products = (0..inputs).flat_map(|i| (0..taps).map(move |k| (i, k)));
            let products = products.map(|(i, k)| input[i * size + 2 * x + k] * weight[(o * inputs + i) * taps + k]);
            output.push(bias[o] + products.sum::<f32>());
        }
    }
    output
}

/// What each input adds to the outputs of a transposed convolution.
fn up(input: &[f32], weight: &[f32], bias: &[f32]) -> Vec<f32> {
    let ([inputs, height, width], [_, outputs, taps, _]) = (Up::INPUT_SHAPE, Up::WEIGHT_SHAPE);
    let [_, out_height, out_width] = Up::OUTPUT_SHAPE;
    let mut output: Vec<f32> = bias.iter().flat_map(|b| vec![*b; out_height * out_width]).collect();
    for (i, y, x) in (0..inputs).flat_map(|i| (0..height).flat_map(move |y| (0..width).map(move |x| (i, y, x)))) {
        for (o, r, c) in (0..outputs).flat_map(|o| (0..taps).flat_map(move |r| (0..taps).map(move |c| (o, r, c)))) {
            let (Some(row), Some(column)) = ((2 * y + r).checked_sub(1), (2 * x + c).checked_sub(1)) else { continue };
            if row < out_height && column < out_width {
                output[(o * out_height + row) * out_width + column] +=
                    input[(i * height + y) * width + x] * weight[((i * outputs + o) * taps + r) * taps + c];
            }
        }
    }
    output
}

macro_rules! exact {
    ($layer:ident, $naive:ident) => {
        let weight = numbers($layer::WEIGHT_SHAPE.iter().product(), 3);
        assert!(size_of_val(&weight[..]) > 768 << 10, "not more than a panel");
        let bias = numbers($layer::OUTPUT_SHAPE[0], 1);
        let input = numbers($layer::INPUT_SHAPE.iter().product(), 7);
        let expected = $naive(&input, &weight, &bias);
        let layer = $layer::boxed_from_slices(&weight, &bias).unwrap();
        for (isa, kernel) in $layer::KERNELS {
            let mut output = vec![f32::NAN; expected.len()];
            if layer.forward_on(isa, &input, &mut output).is_ok() {
                assert!(output == expected, "{isa:?}: {kernel}");
            }
        }
    };
}

#[test]
fn panels_visit_all_bands() {
    exact!(Line, line);
    exact!(Up, up);
}
