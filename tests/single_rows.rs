//! Transposed layers whose output is a single row: each phase is one strip, in the tiles at whose ends taps pass over the pixels for which they meet padding. Sums of small
//! integers, which are exact in any order, against the definition.

#![cfg(feature = "std")]

use conv_layer::__private::{Call, PlanOf, dispatch, threaded};
use conv_layer::{Isa, conv_layer};

conv_layer! {
    // Two taps to a phase, of which one meets padding at one end; tiles of both sizes and single pixels.
    struct Vocoder = nn.ConvTranspose1d(6, 32, 16, stride=8, padding=4, input_shape=(6, 38), plan={
        "avx512": {"kernel": "channels", "vectors": 2, "pixels": 10, "tail": 7}, "avx2": {"kernel": "channels", "vectors": 2, "pixels": 6, "tail": 5}});
    struct VocoderLast = nn.ConvTranspose1d(6, 32, 16, stride=8, padding=4, input_shape=(6, 37), memory_format="channels_last", plan={
        "avx512": {"kernel": "channels", "vectors": 2, "pixels": 10, "tail": 7}, "avx2": {"kernel": "channels", "vectors": 2, "pixels": 6, "tail": 5}});
    struct VocoderBlocked = nn.ConvTranspose1d(16, 48, 4, stride=2, padding=1, input_shape=(16, 29), memory_format="blocked", plan={
        "avx512": {"kernel": "channels", "vectors": 1, "pixels": 14, "tail": 7}, "avx2": {"kernel": "channels", "vectors": 2, "pixels": 6, "tail": 4}});
    struct Precise = nn.ConvTranspose1d(6, 32, 16, stride=8, padding=4, dtype=torch.float64, input_shape=(6, 38), plan={
        "avx512": {"kernel": "channels", "vectors": 4, "pixels": 6, "tail": 3}, "avx2": {"kernel": "channels", "vectors": 2, "pixels": 6, "tail": 5}});
    // More taps than a tile has pixels, so that every tile meets padding; and rows shorter than a tile.
    struct Long = nn.ConvTranspose1d(5, 16, 33, stride=2, padding=3, input_shape=(5, 9), plan={
        "avx512": {"kernel": "channels", "vectors": 1, "pixels": 4}, "avx2": {"kernel": "channels", "vectors": 2, "pixels": 4}});
    struct Short = nn.ConvTranspose1d(3, 20, 5, stride=1, padding=1, input_shape=(3, 2), plan={
        "avx512": {"kernel": "channels", "vectors": 2, "pixels": 8}, "avx2": {"kernel": "channels", "vectors": 1, "pixels": 5}});
    // Taps that are apart, outputs that no tap reaches, groups, and a width that phases do not share equally.
    struct Dilated = nn.ConvTranspose1d(4, 32, 4, stride=3, dilation=2, output_padding=1, input_shape=(4, 23), plan={
        "avx512": {"kernel": "channels", "vectors": 2, "pixels": 6, "tail": 5}, "avx2": {"kernel": "channels", "vectors": 4, "pixels": 2}});
    struct Sparse = nn.ConvTranspose1d(4, 16, 3, stride=4, dilation=2, padding=2, output_padding=3, input_shape=(4, 19), plan={
        "avx512": {"kernel": "channels", "vectors": 1, "pixels": 7}, "avx2": {"kernel": "channels", "vectors": 2, "pixels": 5}});
    struct Grouped = nn.ConvTranspose1d(8, 40, 6, stride=2, padding=2, groups=2, input_shape=(8, 25), plan={
        "avx512": {"kernel": "channels", "vectors": 2, "pixels": 7, "tail": 2}, "avx2": {"kernel": "channels", "vectors": 1, "pixels": 6}});
    struct DepthwiseLast = nn.ConvTranspose1d(40, 40, 6, stride=2, padding=2, groups=40, input_shape=(40, 25), memory_format="channels_last");
    // Parts of a row are visited by all channels before the next part.
    struct Banded = nn.ConvTranspose1d(6, 64, 8, stride=2, padding=3, input_shape=(6, 61), memory_format="channels_last", plan={
        "avx512": {"kernel": "channels", "vectors": 2, "pixels": 8, "band": 16}, "avx2": {"kernel": "channels", "vectors": 2, "pixels": 6, "band": 12}});
    // A plane of one row, of whose taps some meet padding: one of an input of one row, one cut out of the middle of three.
    struct Plane = nn.ConvTranspose2d(4, 32, (3, 5), stride=(1, 2), padding=(1, 2), input_shape=(4, 1, 21), plan={
        "avx512": {"kernel": "channels", "vectors": 2, "pixels": 8}, "avx2": {"kernel": "channels", "vectors": 2, "pixels": 6}});
    struct Middle = nn.ConvTranspose2d(4, 32, (5, 4), stride=(1, 2), padding=(3, 1), input_shape=(4, 3, 21), plan={
        "avx512": {"kernel": "channels", "vectors": 2, "pixels": 8}, "avx2": {"kernel": "channels", "vectors": 2, "pixels": 6}});
}

/// A layer along height and width.
struct Spec {
    kernel: [usize; 2],
    stride: usize,
    padding: [usize; 2],
    dilation: usize,
    groups: usize,
}

fn numbers(len: usize, shift: usize) -> Vec<f64> {
    (0..len).map(|n| f64::from(u8::try_from((37 * n + shift) % 11).unwrap()) - 5.0).collect()
}

/// The row of outputs of each channel: what each input adds to the outputs that its taps reach. The input has so many channels of so many rows.
fn transposed(spec: &Spec, [inputs, rows]: [usize; 2], width: usize, data: [&[f64]; 3]) -> Vec<f64> {
    let [input, weight, bias] = data;
    let Spec { kernel: [tall, wide], stride, padding, dilation, groups } = *spec;
    let (outputs, size) = (bias.len() / groups, input.len() / inputs / rows);
    let mut output: Vec<f64> = bias.iter().flat_map(|bias| vec![*bias; width]).collect();
    for (channel, row, x) in all(inputs, rows, size) {
        for (o, y, tap) in all(outputs, tall, wide) {
            let place = (x * stride + tap * dilation).checked_sub(padding[1]).filter(|place| *place < width);
            if let (true, Some(place)) = (row + y == padding[0], place) {
                let to = channel / (inputs / groups) * outputs + o;
                output[to * width + place] += input[(channel * rows + row) * size + x]
                    * weight[((channel * outputs + o) * tall + y) * wide + tap];
            }
        }
    }
    output
}

fn all(a: usize, b: usize, c: usize) -> impl Iterator<Item = (usize, usize, usize)> {
    (0..a).flat_map(move |i| (0..b).flat_map(move |j| (0..c).map(move |k| (i, j, k))))
}

/// Row-major numbers of `channels` channels in blocks of so many, the last of which is filled with zeros; all channels are one block with channels last.
fn blocked(numbers: &[f64], channels: usize, block: usize) -> Vec<f64> {
    let size = numbers.len() / channels;
    let blocks = (0..channels.div_ceil(block)).flat_map(|b| (0..size).map(move |x| (b, x)));
    blocks
        .flat_map(|(b, x)| (b * block..(b + 1) * block).map(move |c| (c, x)))
        .map(|(c, x)| if c < channels { numbers[c * size + x] } else { 0.0 })
        .collect()
}

/// Two samples, on every instruction set that the CPU has, and each on emulated vectors; whole, and in shares.
macro_rules! exact {
    ($layer:ident: $type:ty, $block:expr, $spec:expr) => {{
        #[allow(clippy::cast_possible_truncation, reason = "small integers")]
        let cast = |numbers: &[f64]| numbers.iter().map(|number| *number as $type).collect::<Vec<$type>>();
        let name = stringify!($layer);
        let (from, to) = (&$layer::INPUT_SHAPE, &$layer::OUTPUT_SHAPE);
        let weight = numbers($layer::WEIGHT_SHAPE.iter().product(), 3);
        let bias = numbers(to[0], 1);
        let (mut input, mut expected) = (Vec::new(), Vec::new());
        for sample in 0..2 {
            let numbers = numbers(from.iter().product(), 7 + sample);
            let shape = [from[0], from[1..from.len() - 1].iter().product()];
            let outputs = transposed(&$spec, shape, to[to.len() - 1], [&numbers, &weight, &bias]);
            let block: usize = $block;
            input.extend(if block > 1 { blocked(&numbers, from[0], block.min(from[0])) } else { numbers });
            expected.extend(if block > 1 { blocked(&outputs, to[0], block.min(to[0])) } else { outputs });
        }
        let (input, expected) = (cast(&input), cast(&expected));
        let layer = $layer::boxed_from_slices(&cast(&weight), &cast(&bias)).unwrap();
        let weights = layer.weights().as_slice();
        let mut output = vec![<$type>::NAN; expected.len()];
        for (isa, kernel) in $layer::KERNELS {
            assert!(kernel.contains("channels"), "{name} with {isa}, {kernel}");
            for emulated in [false, true] {
                if !emulated && !Isa::available().any(|available| available == isa) {
                    continue;
                }
                output.fill(<$type>::NAN);
                let call = Call { input: &input[..], output: &mut output[..], weights, bias: None, size: [0; 3] };
                if emulated {
                    dispatch::run_emulated::<PlanOf<$layer>>(isa, call).unwrap();
                } else {
                    dispatch::run_on::<PlanOf<$layer>>(isa, call).unwrap();
                }
                assert!(output == expected, "{name} with {isa}, emulated: {emulated}, {kernel}");
                for threads in [2, 3, 5, 8] {
                    output.fill(<$type>::NAN);
                    let call = Call { input: &input[..], output: &mut output[..], weights, bias: None, size: [0; 3] };
                    threaded::run_each::<PlanOf<$layer>>(threads, (isa, emulated), call, &mut |_| ()).unwrap();
                    assert!(output == expected, "{name} with {isa}, emulated: {emulated}, {threads} shares");
                }
            }
        }
    }};
}

const fn row(kernel: usize, stride: usize, padding: usize, dilation: usize, groups: usize) -> Spec {
    Spec { kernel: [1, kernel], stride, padding: [0, padding], dilation, groups }
}

#[test]
fn phases_of_a_single_row() {
    // Without optimisation, every vector of every tile of emulated sets has a place of its own on the stack.
    let thread = std::thread::Builder::new().stack_size(16 << 20).spawn(every_layer).unwrap();
    thread.join().unwrap();
}

fn every_layer() {
    exact!(Vocoder: f32, 1, row(16, 8, 4, 1, 1));
    exact!(VocoderLast: f32, usize::MAX, row(16, 8, 4, 1, 1));
    exact!(VocoderBlocked: f32, 16, row(4, 2, 1, 1, 1));
    exact!(Precise: f64, 1, row(16, 8, 4, 1, 1));
    exact!(Long: f32, 1, row(33, 2, 3, 1, 1));
    exact!(Short: f32, 1, row(5, 1, 1, 1, 1));
    exact!(Dilated: f32, 1, row(4, 3, 0, 2, 1));
    exact!(Sparse: f32, 1, row(3, 4, 2, 2, 1));
    exact!(Grouped: f32, 1, row(6, 2, 2, 1, 2));
    exact!(DepthwiseLast: f32, usize::MAX, row(6, 2, 2, 1, 40));
    exact!(Banded: f32, usize::MAX, row(8, 2, 3, 1, 1));
    exact!(Plane: f32, 1, Spec { kernel: [3, 5], stride: 2, padding: [1, 2], dilation: 1, groups: 1 });
    exact!(Middle: f32, 1, Spec { kernel: [5, 4], stride: 2, padding: [3, 1], dilation: 1, groups: 1 });
}
