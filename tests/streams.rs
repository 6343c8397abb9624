//! Blocks of a sound with the history before them give what the whole sound gives, to the bit: a
//! layer of any size computes each output in the same order of sums, wherever it is in a call.

use std::iter::repeat_with;

use conv_layer::{Isa, Rng, conv_layer};

conv_layer! {
    struct Tap = nn.Conv1d(1, 1, 2, dilation=8);
    struct Filter = nn.Conv1d(1, 2, 65, bias=False);
    struct WaveNet = nn.Conv1d(32, 32, 2, dilation=8);
    struct Depthwise = nn.Conv1d(6, 6, 5, groups=6);
    struct Grouped = nn.Conv1d(12, 24, 3, dilation=4, groups=2);
    struct Double = nn.Conv1d(3, 5, 3, dtype=torch.float64);
}

/// Frames of the whole sound.
const FRAMES: usize = 203;

macro_rules! streams {
    ($($test:ident = $layer:ident, $element:ident, $channels:literal -> $out:literal;)*) => {$(
        #[test]
        fn $test() {
            let mut rng = Rng::seeded(19);
            let layer = $layer::boxed_random(&mut rng);
            let [left] = $layer::output_size([1000]).unwrap();
            let history = 1000 - left;
            let length = history + FRAMES;
            let sound: Vec<$element> = repeat_with(|| rng.uniform_f32(1.0).into()).take($channels * length).collect();
            for isa in Isa::available() {
                let mut whole = vec![$element::NAN; $out * FRAMES];
                layer.on(isa).forward_slice([length], &sound, &mut whole).unwrap();
                for block in [1, 3, 16, 64, 100, 202] {
                    for start in (0..FRAMES).step_by(block) {
                        let frames = block.min(FRAMES - start);
                        let rows = sound.chunks(length).map(|row| &row[start..][..history + frames]);
                        let input = rows.collect::<Vec<_>>().concat();
                        let mut output = vec![$element::NAN; $out * frames];
                        layer.on(isa).forward_slice([history + frames], &input, &mut output).unwrap();
                        for (found, whole) in output.chunks(frames).zip(whole.chunks(FRAMES)) {
                            let same = found.iter().zip(&whole[start..]).all(|(a, b)| a.to_bits() == b.to_bits());
                            assert!(same, "{isa}: {frames} frames from {start}");
                        }
                    }
                }
            }
        }
    )*};
}

streams! {
    tap = Tap, f32, 1 -> 1;
    filter = Filter, f32, 1 -> 2;
    wave_net = WaveNet, f32, 32 -> 32;
    depthwise = Depthwise, f32, 6 -> 6;
    grouped = Grouped, f32, 12 -> 24;
    double = Double, f64, 3 -> 5;
}
