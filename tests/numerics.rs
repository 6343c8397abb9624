//! What the numbers are: the bias is added last, sums of many products are sums of blocks, and
//! padding is not multiplied, whatever the weight. On every instruction set of the CPU, each as
//! planned for it and on emulated vectors, packed, with weights that come with the call, and as
//! straight-line code.

#![cfg(feature = "std")]
#![allow(clippy::float_cmp, reason = "exact sums, and outputs that must be the same to the bit")]
#![allow(clippy::large_stack_arrays, reason = "made once, in a test")]

use conv_layer::{Isa, conv_layer};

/// Calls `$check` with the name of a way and its outputs, for every way through a layer.
macro_rules! every_way {
    ($layer:ident, $weight:expr, $bias:expr, $input:expr, $check:expr) => {
        every_way!(@ $layer, $weight, $input, $check, { &$bias }, { &$bias, });
    };
    ($layer:ident, $weight:expr, $input:expr, $check:expr) => {
        every_way!(@ $layer, $weight, $input, $check, {}, {});
    };
    (@ $layer:ident, $weight:expr, $input:expr, $check:expr, { $($bias:tt)* }, { $($bias_and:tt)* }) => {{
        let (weight, input): (&[f32], &[f32]) = (&$weight, &$input);
        let check: &dyn Fn(&str, &[f32]) = &$check;
        let layer = every_way!(@new $layer weight $($bias)*);
        let mut output = vec![0.0; $layer::OUTPUT_SHAPE.iter().product()];
        for &isa in Isa::ALL {
            if isa.is_available() {
                output.fill(0.0);
                layer.on(isa).forward_slice(input, &mut output).unwrap();
                check(&format!("{} with {isa}", stringify!($layer)), &output);
            }
        }
        output.fill(0.0);
        layer.forward_slice(input, &mut output).unwrap();
        check(&format!("{} as it is called", stringify!($layer)), &output);
        output.fill(0.0);
        $layer::functional_slice(input, weight, $($bias_and)* &mut output).unwrap();
        check(&format!("{}, functional", stringify!($layer)), &output);
    }};
    (@new $layer:ident $weight:ident) => { $layer::boxed_from_slices($weight).unwrap() };
    (@new $layer:ident $weight:ident $bias:expr) => { $layer::boxed_from_slices($weight, $bias).unwrap() };
}

mod bias {
    use super::*;

    conv_layer! {
        struct Dense = nn.Conv1d(4096, 8, 1, input_shape=(4096, 1));
        struct Narrow = nn.Conv1d(4096, 1, 1, input_shape=(4096, 40));
        struct Depthwise = nn.Conv2d(1, 1, 23, input_shape=(1, 24, 44));
        struct Straight = nn.Conv1d(512, 1, 1, input_shape=(512, 1));
    }

    /// Each product is less than half of what a number near the bias is rounded to.
    fn close(taps: u16) -> impl Fn(&str, &[f32]) {
        let expected = 100.0 + f64::from(taps) * 1e-6;
        move |way, outputs| {
            for output in outputs {
                assert!((f64::from(*output) - expected).abs() < 8e-6, "{way}: {output}, not {expected}");
            }
        }
    }

    #[test]
    fn the_bias_is_added_last() {
        every_way!(Dense, [1e-6; 8 * 4096], [100.0; 8], [1.0; 4096], close(4096));
        every_way!(Narrow, [1e-6; 4096], [100.0], vec![1.0; 4096 * 40], close(4096));
        every_way!(Depthwise, [1e-6; 529], [100.0], [1.0; 24 * 44], close(529));
    }

    #[test]
    fn straight_line_code_adds_it_last_too() {
        let mut output = [[0.0]];
        Straight::boxed_from_slices(&[1e-6; 512], &[100.0]).unwrap().forward(&[[1.0]; 512], &mut output);
        close(512)("straight-line code", &output[0]);
        every_way!(Straight, [1e-6; 512], [100.0], [1.0; 512], close(512));
    }
}

mod long {
    use super::*;

    conv_layer! {
        struct Narrow = nn.Conv2d(2048, 1, 3, bias=False, input_shape=(2048, 3, 40), plan={
            "avx512": {"kernel": "pixels", "channels": 1, "vectors": 3}, "avx2": {"kernel": "pixels", "channels": 1, "vectors": 3},
            "sse2": {"kernel": "pixels", "channels": 1, "vectors": 3}, "neon": {"kernel": "pixels", "channels": 1, "vectors": 3},
            "simd128": {"kernel": "pixels", "channels": 1, "vectors": 3}, "scalar": {"kernel": "pixels", "channels": 1, "vectors": 3}});
        // Channels in the lanes: strips, whole rows one by one and in pairs, phases one by one and
        // side by side.
        struct Strips = nn.Conv1d(6144, 16, 3, bias=False, input_shape=(6144, 9), plan={
            "avx512": {"kernel": "channels", "vectors": 1, "pixels": 4},
            "avx2": {"kernel": "channels", "vectors": 1, "pixels": 4},
            "sse2": {"kernel": "channels", "vectors": 1, "pixels": 4},
            "neon": {"kernel": "channels", "vectors": 1, "pixels": 4},
            "simd128": {"kernel": "channels", "vectors": 1, "pixels": 4},
            "scalar": {"kernel": "channels", "vectors": 1, "pixels": 4}});
        struct Whole = nn.Conv1d(6144, 16, 3, bias=False, input_shape=(6144, 9), plan={
            "avx512": {"kernel": "whole_rows", "vectors": 1, "pixels": 4},
            "avx2": {"kernel": "whole_rows", "vectors": 1, "pixels": 4},
            "sse2": {"kernel": "whole_rows", "vectors": 1, "pixels": 4},
            "neon": {"kernel": "whole_rows", "vectors": 1, "pixels": 4},
            "simd128": {"kernel": "whole_rows", "vectors": 1, "pixels": 4},
            "scalar": {"kernel": "channels", "vectors": 1, "pixels": 4}});
        struct Pairs = nn.Conv2d(6144, 16, (1, 3), bias=False, input_shape=(6144, 3, 9), plan={
            "avx512": {"kernel": "whole_rows", "vectors": 1, "pixels": 7},
            "avx2": {"kernel": "whole_rows", "vectors": 1, "pixels": 7},
            "sse2": {"kernel": "whole_rows", "vectors": 1, "pixels": 7},
            "neon": {"kernel": "whole_rows", "vectors": 1, "pixels": 7},
            "simd128": {"kernel": "whole_rows", "vectors": 1, "pixels": 7},
            "scalar": {"kernel": "channels", "vectors": 1, "pixels": 4}});
        struct UpBoth = nn.ConvTranspose1d(18432, 16, 2, stride=2, bias=False, input_shape=(18432, 4), plan={
            "avx512": {"kernel": "channels", "vectors": 1, "pixels": 2, "phases": 2},
            "avx2": {"kernel": "channels", "vectors": 1, "pixels": 2, "phases": 2},
            "sse2": {"kernel": "channels", "vectors": 1, "pixels": 2, "phases": 2},
            "neon": {"kernel": "channels", "vectors": 1, "pixels": 2, "phases": 2},
            "simd128": {"kernel": "channels", "vectors": 1, "pixels": 2, "phases": 2},
            "scalar": {"kernel": "channels", "vectors": 1, "pixels": 2, "phases": 2}});
    }

    /// What one running sum is off by is far more.
    #[test]
    fn errors_of_long_sums_are_bounded() {
        const TERMS: usize = 18_432;
        let expected = f64::from(0.1_f32) * 18_432.0;
        let units = |sum: f32| (f64::from(sum) - expected).abs() / expected * f64::from(1_u32 << 24);
        assert!(units((0..TERMS).fold(0.0, |sum, _| sum + 0.1)) > 2048.0);
        let close = |most: f64| {
            move |way: &str, outputs: &[f32]| {
                for output in outputs {
                    assert!(units(*output) < most, "{way}: off by {} units", units(*output));
                }
            }
        };
        every_way!(Narrow, vec![0.1; TERMS], vec![1.0; 2048 * 3 * 40], close(64.0));
        // Blocks are longer with channels in the lanes.
        let weight = vec![0.1; 16 * TERMS];
        every_way!(Strips, weight, vec![1.0; 6144 * 9], close(256.0));
        every_way!(Whole, weight, vec![1.0; 6144 * 9], close(256.0));
        every_way!(Pairs, weight, vec![1.0; 6144 * 3 * 9], close(256.0));
        let weight = vec![0.1; 2 * 16 * TERMS];
        every_way!(UpBoth, weight, vec![1.0; TERMS * 4], close(256.0));
    }
}

mod not_finite {
    use super::*;

    conv_layer! {
        struct Straight = nn.Conv2d(1, 1, 3, padding=1, bias=False, input_shape=(1, 6, 8));
        struct Stacked = nn.Conv2d(3, 3, 3, padding=1, groups=3, bias=False, input_shape=(3, 9, 40));
        struct CopiedStride = nn.Conv2d(2, 2, 5, stride=2, padding=2, groups=2, bias=False, input_shape=(2, 12, 90));
        struct Grouped = nn.Conv2d(4, 4, 3, padding=2, dilation=2, groups=2, bias=False, input_shape=(4, 7, 35));
        struct Volume = nn.Conv3d(2, 3, 3, padding=1, bias=False, input_shape=(2, 3, 4, 19));
        struct Same = nn.Conv1d(3, 2, 4, padding="same", bias=False, input_shape=(3, 50));
        struct Dense = nn.Conv2d(3, 16, 3, padding=1, bias=False, input_shape=(3, 6, 15));
        struct Up = nn.ConvTranspose2d(3, 2, 3, stride=2, padding=1, bias=False, input_shape=(3, 5, 21));
        struct UpThird = nn.ConvTranspose1d(2, 3, 7, stride=3, padding=2, output_padding=1, bias=False, input_shape=(2, 33));
        // More weights than outputs.
        struct Heavy = nn.Conv1d(40, 40, 5, padding=2, bias=False, input_shape=(40, 3));
    }

    /// What the outputs are follows from two finite weights: those that differ have the weight in
    /// their window.
    macro_rules! every_weight {
        ($($layer:ident)*) => { $({
            let count: usize = $layer::WEIGHT_SHAPE.iter().product();
            let input: Vec<f32> = [1.0, 3.0, 2.0, 5.0, 4.0].into_iter().cycle().take($layer::INPUT_SHAPE.iter().product()).collect();
            let len: usize = $layer::OUTPUT_SHAPE.iter().product();
            let of = |weight: &[f32]| {
                let mut output = vec![f32::NAN; len];
                $layer::boxed_from_slices(weight).unwrap().on(Isa::Scalar).forward_slice(&input, &mut output).unwrap();
                output
            };
            let mut missed = 0;
            // All of few weights, some of many.
            for place in (0..count).step_by(1 + count / 25) {
                let mut weight = vec![1.0; count];
                let once = of(&weight);
                weight[place] = 2.0;
                let twice = of(&weight);
                missed += once.iter().zip(&twice).filter(|(once, twice)| once == twice).count();
                for (value, reached) in [(f32::INFINITY, f32::INFINITY), (f32::NEG_INFINITY, f32::NEG_INFINITY), (f32::NAN, f32::NAN)] {
                    weight[place] = value;
                    every_way!($layer, weight, input, |way, outputs| {
                        for (i, output) in outputs.iter().enumerate() {
                            let expected = if once[i] == twice[i] { once[i] } else { reached };
                            let same = *output == expected || output.is_nan() && expected.is_nan();
                            assert!(same, "{way}, weight {place} is {value}: output {i} is {output}, not {expected}");
                        }
                    });
                }
            }
            assert!(missed > 0, "{}: every weight is in all windows", stringify!($layer));
        })* };
    }

    #[test]
    fn padding_is_not_multiplied() {
        every_weight!(Straight Stacked CopiedStride Grouped Volume Same Dense Heavy);
    }

    #[test]
    fn padding_of_transposed_layers_is_not_multiplied() {
        every_weight!(Up UpThird);
    }

    /// More weights than outputs of one sample, and fewer than those of two: what is not a number
    /// with finite weights stays so in both, and so does what an infinite weight makes of it.
    #[test]
    fn a_sample_does_not_depend_on_its_batch() {
        conv_layer! { struct Few = nn.Conv1d(2, 1, 3, padding=1, bias=False, input_shape=(2, 3)); }
        let sample = [f32::MAX, 0.0, 0.0, f32::MAX, f32::NEG_INFINITY, 0.0];
        for weight in [[1.0; 6], [f32::INFINITY, 1.0, 1.0, 1.0, 1.0, 1.0]] {
            let (mut one, mut two) = ([0.0; 3], [0.0; 6]);
            Few::functional_slice(&sample, &weight, &mut one).unwrap();
            Few::functional_slice(&[sample, sample].concat(), &weight, &mut two).unwrap();
            let bits = |outputs: &[f32]| -> Vec<Option<u32>> {
                outputs.iter().map(|output| Some(output.to_bits()).filter(|_| !output.is_nan())).collect()
            };
            assert_eq!(bits(&two), bits(&[one, one].concat()));
        }
    }

    /// On arrays, where the first of these layers is straight-line code.
    #[test]
    fn straight_line_code_leaves_padding_out() {
        let mut weight = [1.0; 9];
        weight[0] = f32::INFINITY;
        let mut output = [[[0.0; 8]; 6]];
        Straight::boxed_from_slices(&weight).unwrap().forward(&[[[1.0; 8]; 6]], &mut output);
        assert_eq!(output[0][0][..2], [4.0, 6.0]);
        assert_eq!(output[0][1][..2], [6.0, f32::INFINITY]);
    }

    /// What the input has is not hidden: not a number stays so.
    #[test]
    fn inputs_that_are_no_numbers_reach_their_outputs() {
        let mut input = [1.0; 3 * 9 * 40];
        input[0] = f32::NAN;
        let mut weight = [1.0; 27];
        weight[26] = f32::INFINITY;
        every_way!(Stacked, weight, input, |way, outputs| {
            for (i, output) in outputs.iter().enumerate() {
                let reached = i < 2 || i == 40 || i == 41;
                assert_eq!(output.is_nan(), reached, "{way}: output {i} is {output}");
            }
        });
    }
}
