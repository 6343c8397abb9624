//! Layers in memory formats compute the same as contiguous ones: sums of small integers, which are
//! exact in any order. Other layers in all formats are among the golden cases, the random layers
//! and the kernels' tests; here are those whose sides differ, arrays, and threads.

#![cfg(feature = "std")]

use conv_layer::{MemoryFormat, conv_layer};

conv_layer! {
    struct Dense = nn.Conv2d(16, 32, 3, padding=1, input_shape=(16, 9, 21));
    struct DenseAcross = nn.Conv2d(16, 32, 3, padding=1, input_shape=(16, 9, 21), memory_format={
        "input": "blocked", "output": "channels_last"});

    struct LineLast = nn.Conv1d(16, 32, 3, padding=1, input_shape=(16, 9), memory_format="channels_last");
    struct LineBlocked = nn.Conv1d(16, 32, 3, padding=1, input_shape=(16, 9), memory_format="blocked");

    struct Depthwise = nn.Conv2d(48, 48, 3, padding=1, groups=48, input_shape=(48, 10, 19));
    struct DepthwiseIn = nn.Conv2d(48, 48, 3, padding=1, groups=48, input_shape=(48, 10, 19), memory_format={"input": "blocked"});

    struct Up = nn.ConvTranspose2d(16, 16, 4, stride=2, padding=1, input_shape=(16, 7, 10));
    struct UpIn = nn.ConvTranspose2d(16, 16, 4, stride=2, padding=1, input_shape=(16, 7, 10), memory_format={"input": "blocked"});

    struct Tiny = nn.Conv1d(1, 1, 3, input_shape=(1, 8));
    struct TinyLast = nn.Conv1d(1, 1, 3, input_shape=(1, 8), memory_format="channels_last");
}

/// The place of each element, contiguous, in another format: blocks of 16.
fn places(format: MemoryFormat, shape: &[usize]) -> impl Iterator<Item = usize> {
    let (channels, plane) = (shape[0], shape[1..].iter().product::<usize>());
    (0..channels * plane).map(move |element| {
        let (channel, pixel) = (element / plane, element % plane);
        match format {
            MemoryFormat::Contiguous => element,
            MemoryFormat::ChannelsLast => pixel * channels + channel,
            _ => (channel / 16 * plane + pixel) * 16 + channel % 16,
        }
    })
}

fn numbers(len: usize, shift: usize) -> Vec<f32> {
    (0..len).map(|n| f32::from(u8::try_from((37 * n + shift) % 11).unwrap()) - 5.0).collect()
}

macro_rules! agree {
    ($($plain:ident: $layer:ident $input:ident $output:ident;)*) => { $({
        let weight = numbers($plain::WEIGHT_SHAPE.iter().product(), 3);
        let bias = numbers($plain::OUTPUT_SHAPE[0], 1);
        let input = numbers($plain::INPUT_SHAPE.iter().product(), 7);
        let mut expected = vec![f32::NAN; $plain::OUTPUT_SHAPE.iter().product()];
        $plain::boxed_from_slices(&weight, &bias).unwrap().forward_slice(&input, &mut expected).unwrap();
        assert_eq!($layer::INPUT_SHAPE, $plain::INPUT_SHAPE);
        let layer = $layer::boxed_from_slices(&weight, &bias).unwrap();
        let mut given = vec![f32::NAN; input.len()];
        for (place, value) in places(MemoryFormat::$input, &$layer::INPUT_SHAPE).zip(&input) {
            given[place] = *value;
        }
        for &(isa, _) in $layer::KERNELS {
            let mut output = vec![f32::NAN; expected.len()];
            if layer.on(isa).forward_slice(&given, &mut output).is_err() {
                continue;
            }
            let output: Vec<f32> =
                places(MemoryFormat::$output, &$layer::OUTPUT_SHAPE).map(|place| output[place]).collect();
            assert_eq!(output, expected, "{}, {isa:?}", stringify!($layer));
        }
    })* };
}

#[test]
fn formats_agree() {
    agree! {
        Dense: DenseAcross Blocked ChannelsLast;
        Depthwise: DepthwiseIn Blocked Contiguous;
        Up: UpIn Blocked Contiguous;
        Tiny: TinyLast ChannelsLast ChannelsLast;
    }
}

/// Array types say in which order their numbers are.
#[test]
fn arrays_are_of_their_format() {
    let weight = [[[1.0; 3]; 16]; 32];
    let mut last = [[0.0_f32; 32]; 9];
    LineLast::boxed(&weight, &[0.5; 32]).forward(&[[1.0; 16]; 9], &mut last);
    let mut blocked = [[[0.0_f32; 16]; 9]; 2];
    LineBlocked::boxed(&weight, &[0.5; 32]).forward(&[[[1.0; 16]; 9]; 1], &mut blocked);
    for (pixel, sum) in [(0, 32.5_f32), (4, 48.5), (8, 32.5)] {
        assert_eq!(last[pixel].map(f32::to_bits), [sum.to_bits(); 32]);
        assert_eq!(blocked[1][pixel].map(f32::to_bits), [sum.to_bits(); 16]);
    }
}

/// Sizes that a call brings, and threads.
mod open {
    use conv_layer::{Threads, conv_layer};

    conv_layer! {
        struct Open = nn.Conv2d(20, 20, 3, padding=1, groups=20);
        struct OpenLast = nn.Conv2d(20, 20, 3, padding=1, groups=20, memory_format="channels_last");
    }

    #[test]
    fn formats_agree_with_open_sizes() {
        let (weight, bias) = (super::numbers(180, 3), super::numbers(20, 1));
        let input = super::numbers(20 * 6 * 13, 7);
        let (mut expected, mut output) = (vec![0.0; input.len()], vec![0.0; input.len()]);
        Open::boxed_from_slices(&weight, &bias).unwrap().forward_slice([6, 13], &input, &mut expected).unwrap();
        let places: Vec<usize> = super::places(conv_layer::MemoryFormat::ChannelsLast, &[20, 6, 13]).collect();
        let mut given = vec![0.0; input.len()];
        for (place, value) in places.iter().zip(&input) {
            given[*place] = *value;
        }
        let layer = OpenLast::boxed_from_slices(&weight, &bias).unwrap();
        layer.on(&Threads(2)).forward_slice([6, 13], &given, &mut output).unwrap();
        assert_eq!(places.iter().map(|place| output[*place]).collect::<Vec<_>>(), expected);
    }
}
