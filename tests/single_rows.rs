//! Transposed layers whose output is a single row: each phase is one strip, in the tiles at whose ends taps pass over the pixels for which they meet padding. Sums of small
//! integers, which are exact in any order, against the definition.

#![cfg(feature = "std")]

use conv_layer::{Call, Isa, Threads, conv_layer, dispatch};

conv_layer! {
    // Two taps to a phase, of which one meets padding at one end; tiles of both sizes and single pixels.
    struct Vocoder = nn.ConvTranspose1d(48, 32, 16, stride=8, padding=4, input_shape=(48, 37), plan={
        "avx512": {"kernel": "channels", "vectors": 2, "pixels": 10, "tail": 7}, "avx2": {"kernel": "channels", "vectors": 2, "pixels": 6, "tail": 5}});
    struct VocoderLast = nn.ConvTranspose1d(48, 32, 16, stride=8, padding=4, input_shape=(48, 37), memory_format="channels_last", plan={
        "avx512": {"kernel": "channels", "vectors": 2, "pixels": 10, "tail": 7}, "avx2": {"kernel": "channels", "vectors": 2, "pixels": 6, "tail": 5}});
    struct VocoderBlocked = nn.ConvTranspose1d(16, 48, 4, stride=2, padding=1, input_shape=(16, 29), memory_format="blocked");
    // More taps than a tile has pixels, so that every tile meets padding; and a row shorter than a tile.
    struct Long = nn.ConvTranspose1d(5, 16, 33, stride=2, padding=3, input_shape=(5, 9), plan={
        "avx512": {"kernel": "channels", "vectors": 1, "pixels": 4}, "avx2": {"kernel": "channels", "vectors": 2, "pixels": 4}});
    struct Short = nn.ConvTranspose1d(3, 20, 5, stride=1, padding=1, input_shape=(3, 2));
    // Taps that are apart, outputs that no tap reaches, groups, and a width that phases do not share equally.
    struct Dilated = nn.ConvTranspose1d(4, 32, 4, stride=3, dilation=2, output_padding=1, input_shape=(4, 23));
    struct Sparse = nn.ConvTranspose1d(4, 16, 3, stride=4, dilation=2, padding=2, output_padding=3, input_shape=(4, 19));
    struct Grouped = nn.ConvTranspose1d(8, 40, 6, stride=2, padding=2, groups=2, input_shape=(8, 25));
    struct DepthwiseLast = nn.ConvTranspose1d(40, 40, 6, stride=2, padding=2, groups=40, input_shape=(40, 25), memory_format="channels_last");
    // Parts of a row are visited by all channels before the next part.
    struct Banded = nn.ConvTranspose1d(6, 64, 8, stride=2, padding=3, input_shape=(6, 61), memory_format="channels_last", plan={
        "avx512": {"kernel": "channels", "vectors": 2, "pixels": 8, "band": 16}, "avx2": {"kernel": "channels", "vectors": 2, "pixels": 6, "band": 12}});
    // A plane of one row, and planes of one row each.
    struct Plane = nn.ConvTranspose2d(4, 32, (1, 5), stride=(1, 2), padding=(0, 2), input_shape=(4, 1, 21));
    struct Planes = nn.ConvTranspose3d(3, 16, (2, 1, 4), stride=(2, 1, 2), padding=(0, 0, 1), input_shape=(3, 2, 1, 21));
}

/// What the definition needs of a layer: `(kernel, stride, padding, dilation, groups)` along the row, where other axes only repeat it.
struct Row {
    kernel: usize,
    stride: usize,
    padding: usize,
    dilation: usize,
    groups: usize,
}

fn numbers(len: usize, shift: usize) -> Vec<f32> {
    (0..len).map(|n| f32::from(u8::try_from((37 * n + shift) % 11).unwrap()) - 5.0).collect()
}

/// The outputs of a transposed layer: what each input adds to the outputs that its taps reach. `rows` are of one channel: each input row gives as many rows of outputs as the
/// kernel has planes of taps, one each.
fn transposed(row: &Row, rows: [usize; 2], input: &[f32], weight: &[f32], bias: &[f32], width: usize) -> Vec<f32> {
    let (channels, outputs) = (input.len() / rows[0], bias.len());
    let planes = rows[1] / rows[0];
    let inputs = weight.len() / (outputs / row.groups * planes * row.kernel);
    let size = channels / inputs;
    let mut output: Vec<f32> = bias.iter().flat_map(|b| vec![*b; rows[1] * width]).collect();
    for (channel, r, x) in all(inputs, rows[0], size) {
        for (o, plane, tap) in all(outputs / row.groups, planes, row.kernel) {
            let Some(place) = (x * row.stride + tap * row.dilation).checked_sub(row.padding) else { continue };
            if place < width {
                let to = channel / (inputs / row.groups) * (outputs / row.groups) + o;
                output[(to * rows[1] + r * planes + plane) * width + place] += input
                    [(channel * rows[0] + r) * size + x]
                    * weight[((channel * (outputs / row.groups) + o) * planes + plane) * row.kernel + tap];
            }
        }
    }
    output
}

fn all(a: usize, b: usize, c: usize) -> impl Iterator<Item = (usize, usize, usize)> {
    (0..a).flat_map(move |i| (0..b).flat_map(move |j| (0..c).map(move |k| (i, j, k))))
}

/// Row-major numbers of `channels` channels in blocks of so many, the last of which is filled with zeros; of all of them with channels last.
fn blocked(numbers: &[f32], channels: usize, block: usize) -> Vec<f32> {
    let size = numbers.len() / channels;
    let blocks = (0..channels.div_ceil(block)).flat_map(|b| (0..size).map(move |x| (b, x)));
    blocks
        .flat_map(|(b, x)| (b * block..(b + 1) * block).map(move |c| (c, x)))
        .map(|(c, x)| if c < channels { numbers[c * size + x] } else { 0.0 })
        .collect()
}

/// Every instruction set that the CPU has, and each on emulated vectors; in shares.
macro_rules! exact {
    ($layer:ident, $block:expr, [$kernel:literal, $stride:literal, $padding:literal, $dilation:literal, $groups:literal]) => {{
        let name = stringify!($layer);
        let weight = numbers($layer::WEIGHT_SHAPE.iter().product(), 3);
        let bias = numbers($layer::OUTPUT_SHAPE[0], 1);
        let mut input = numbers($layer::INPUT_SHAPE.iter().product(), 7);
        let row = Row { kernel: $kernel, stride: $stride, padding: $padding, dilation: $dilation, groups: $groups };
        let (shape, rows) = (&$layer::OUTPUT_SHAPE, |shape: &[usize]| shape[1..shape.len() - 1].iter().product());
        let rows = [rows(&$layer::INPUT_SHAPE), rows(shape)];
        let mut expected = transposed(&row, rows, &input, &weight, &bias, shape[shape.len() - 1]);
        let block: Option<usize> = $block;
        if let Some(block) = block {
            input = blocked(&input, $layer::INPUT_SHAPE[0], block.min($layer::INPUT_SHAPE[0]));
            expected = blocked(&expected, bias.len(), block.min(bias.len()));
        }
        let layer = $layer::boxed_from_slices(&weight, &bias).unwrap();
        let mut output = vec![f32::NAN; expected.len()];
        for (isa, kernel) in $layer::KERNELS {
            if Isa::available().any(|available| available == isa) {
                output.fill(f32::NAN);
                layer.forward_on(isa, &input, &mut output).unwrap();
                assert!(output == expected, "{name} with {isa}, {kernel}");
            }
            output.fill(f32::NAN);
            let weights = layer.weights().as_slice();
            let call = Call { input: &input[..], output: &mut output[..], weights, bias: None, size: [0; 3] };
            dispatch::run_emulated::<$layer>(isa, call).unwrap();
            assert!(output == expected, "{name} with {isa} emulated, {kernel}");
        }
        for threads in [2, 3, 5] {
            output.fill(f32::NAN);
            layer.forward_slice_threaded(&Threads(threads), &input, &mut output).unwrap();
            assert!(output == expected, "{name} on {threads} threads");
        }
    }};
}

#[test]
fn phases_of_a_single_row() {
    exact!(Vocoder, None, [16, 8, 4, 1, 1]);
    exact!(VocoderLast, Some(usize::MAX), [16, 8, 4, 1, 1]);
    exact!(VocoderBlocked, Some(16), [4, 2, 1, 1, 1]);
    exact!(Long, None, [33, 2, 3, 1, 1]);
    exact!(Short, None, [5, 1, 1, 1, 1]);
    exact!(Dilated, None, [4, 3, 0, 2, 1]);
    exact!(Sparse, None, [3, 4, 2, 2, 1]);
    exact!(Grouped, None, [6, 2, 2, 1, 2]);
    exact!(DepthwiseLast, Some(usize::MAX), [6, 2, 2, 1, 40]);
    exact!(Banded, Some(usize::MAX), [8, 2, 3, 1, 1]);
    exact!(Plane, None, [5, 2, 2, 1, 1]);
    exact!(Planes, None, [4, 2, 1, 1, 1]);
}
