//! `unroll` and `plan` change how a layer is computed, and nothing else: sums of small integers,
//! which are exact in any order.

use conv_layer::__private::dispatch::{run_emulated, run_on};
use conv_layer::__private::{Call, Described, PlanOf, Planned};
use conv_layer::{Input, Isa, Output, Unroll, conv_layer, zeroed};

conv_layer! {
    struct DenseAuto = nn.Conv2d(5, 16, 3, padding=1, input_shape=(5, 9, 21));
    struct DenseSize = nn.Conv2d(5, 16, 3, padding=1, unroll="size", input_shape=(5, 9, 21));
    struct DenseSpeed = nn.Conv2d(5, 16, 3, padding=1, unroll="speed", input_shape=(5, 9, 21));
    struct DensePlan = nn.Conv2d(5, 16, 3, padding=1, input_shape=(5, 9, 21), plan={
        "avx512": {"kernel": "channels", "vectors": 1, "pixels": 6, "tail": 5, "band": 40},
        "avx2": {"kernel": "channels", "vectors": 2, "pixels": 3, "tail": 2},
        "sse2": {"kernel": "channels", "vectors": 4, "pixels": 2, "band": 1},
        "scalar": {"kernel": "channels", "vectors": 1, "pixels": 8, "tail": 7},
    });
    struct DensePixels = nn.Conv2d(5, 16, 3, padding=1, input_shape=(5, 9, 21), plan={
        "avx512": {"kernel": "pixels", "channels": 8, "vectors": 3},
        "neon": {"kernel": "pixels", "channels": 2, "vectors": 7},
    });
    // Channels that do not stand side by side in a block.
    struct DenseThree = nn.Conv2d(5, 18, 3, padding=1, input_shape=(5, 9, 21), plan={
        "avx512": {"kernel": "pixels", "channels": 6, "vectors": 4},
        "avx2": {"kernel": "pixels", "channels": 3, "vectors": 2},
    });
    struct DenseWhole = nn.Conv2d(5, 24, 3, padding=1, input_shape=(5, 9, 21), unroll="size", plan={
        "avx512": {"kernel": "whole_rows", "vectors": 2, "pixels": 8, "band": 50},
        "avx2": {"kernel": "whole_rows", "vectors": 1, "pixels": 7},
        "sse2": {"kernel": "whole_rows", "vectors": 2, "pixels": 5, "band": 21},
        "neon": {"kernel": "whole_rows", "vectors": 3, "pixels": 5, "tail": 4},
        "simd128": {"kernel": "whole_rows", "vectors": 1, "pixels": 8},
    });
    // All of them read blocks of output channels.
    struct DenseMixed = nn.Conv2d(5, 16, 3, padding=1, input_shape=(5, 9, 21), plan={
        "avx512": {"kernel": "pixels", "channels": 8, "vectors": 2},
        "avx2": {"kernel": "whole_rows", "vectors": 2, "pixels": 6},
        "sse2": {"kernel": "channels", "vectors": 2, "pixels": 5, "tail": 4},
        "neon": {"kernel": "pixels", "channels": 4, "vectors": 3},
    });

    struct UpAuto = nn.ConvTranspose2d(3, 16, 4, stride=2, padding=1, input_shape=(3, 7, 10));
    struct UpSize = nn.ConvTranspose2d(3, 16, 4, stride=2, padding=1, unroll="size", input_shape=(3, 7, 10));
    struct UpSpeed = nn.ConvTranspose2d(3, 16, 4, stride=2, padding=1, unroll="speed", input_shape=(3, 7, 10));
    struct UpPlan = nn.ConvTranspose2d(3, 16, 4, stride=2, padding=1, input_shape=(3, 7, 10), plan={
        "avx2": {"kernel": "channels", "vectors": 1, "pixels": 3, "phases": 2},
        "sse2": {"kernel": "channels", "vectors": 2, "pixels": 2, "phases": 2},
        "scalar": {"kernel": "channels", "vectors": 2, "pixels": 1, "phases": 2},
    });
    struct UpPixels = nn.ConvTranspose2d(3, 16, 4, stride=2, padding=1, input_shape=(3, 7, 10), plan={
        "avx512": {"kernel": "pixels", "channels": 8, "vectors": 1, "phases": 2},
        "avx2": {"kernel": "pixels", "channels": 2, "vectors": 3, "phases": 2},
        "neon": {"kernel": "pixels", "channels": 2, "vectors": 2},
    });
    // Two of four phases side by side.
    struct UpHalf = nn.ConvTranspose2d(3, 16, 5, stride=4, padding=(1, 1), output_padding=(1, 1), input_shape=(3, 4, 6), plan={
        "avx512": {"kernel": "channels", "vectors": 1, "pixels": 4, "phases": 2},
        "avx2": {"kernel": "channels", "vectors": 2, "pixels": 1, "phases": 4},
        "sse2": {"kernel": "channels", "vectors": 1, "pixels": 3, "phases": 2},
    });

    struct DepthwiseAuto = nn.Conv2d(6, 6, (3, 5), padding=(1, 2), groups=6, input_shape=(6, 6, 37));
    struct DepthwiseSize = nn.Conv2d(6, 6, (3, 5), padding=(1, 2), groups=6, unroll="size", input_shape=(6, 6, 37));
    struct DepthwiseSpeed = nn.Conv2d(6, 6, (3, 5), padding=(1, 2), groups=6, unroll="speed", input_shape=(6, 6, 37));

    struct DepthwiseRows = nn.Conv2d(6, 12, (3, 5), padding=(1, 2), groups=6, input_shape=(6, 9, 37), plan={
        "avx512": {"kernel": "rows", "rows": 4, "vectors": 3},
        "avx2": {"kernel": "rows", "rows": 2, "vectors": 3},
        "sse2": {"kernel": "pixels", "channels": 2, "vectors": 3},
        "neon": {"kernel": "rows", "rows": 7, "vectors": 2},
        "scalar": {"kernel": "rows", "rows": 8, "vectors": 1},
    });
    struct DepthwiseRowsSize = nn.Conv2d(6, 6, (3, 5), padding=(1, 2), groups=6, unroll="size", input_shape=(6, 9, 37), plan={
        "avx2": {"kernel": "rows", "rows": 8, "vectors": 1},
        "neon": {"kernel": "rows", "rows": 2, "vectors": 1},
    });

    // No padding; of "speed", straight-line code where there are no vectors.
    struct SmallAuto = nn.Conv2d(4, 8, (1, 3), input_shape=(4, 1, 14));
    struct SmallSize = nn.Conv2d(4, 8, (1, 3), unroll="size", input_shape=(4, 1, 14));
    struct SmallSpeed = nn.Conv2d(4, 8, (1, 3), unroll="speed", input_shape=(4, 1, 14));

    // Of "auto" and "speed", straight-line code.
    struct TinyAuto = nn.Conv2d(2, 3, (1, 3), padding=(0, 1), input_shape=(2, 1, 9));
    struct TinySize = nn.Conv2d(2, 3, (1, 3), padding=(0, 1), unroll="size", input_shape=(2, 1, 9));
    struct TinySpeed = nn.Conv2d(2, 3, (1, 3), padding=(0, 1), unroll="speed", input_shape=(2, 1, 9));
    struct TinyPlan = nn.Conv2d(2, 3, (1, 3), padding=(0, 1), input_shape=(2, 1, 9), plan={
        "avx2": {"kernel": "pixels", "channels": 3, "vectors": 2},
    });
}

/// Small integers, some negative.
fn numbers(len: usize, seed: usize) -> Vec<f32> {
    (0..len)
        .map(|i| [3.0, -1.0, 4.0, 1.0, -5.0, 9.0, 2.0, -6.0, 5.0, -3.0, 7.0][(i * 7 + seed + i / 11) % 11])
        .collect()
}

/// Runs a layer on every instruction set; `packed` packs its weights, `forward` runs it on arrays.
fn hold<L>(
    name: &str,
    parameters: [usize; 2],
    packed: impl Fn(&[f32], &[f32]) -> Vec<f32>,
    forward: impl Fn(&[f32], &[f32], &[f32], &mut [f32]),
) where
    L: Planned + Described<Element = f32>,
{
    let (geometry, size) = (L::GEOMETRY.expect("fixed"), L::SIZE.expect("fixed"));
    let (weight, bias) = (numbers(parameters[0], 1), numbers(parameters[1], 2));
    let input = numbers(geometry.in_channels * size.iter().product::<usize>(), 3);
    let expected = conv_layer_oracle::convolve(&geometry, size, &input, &weight, Some(&bias)).values;
    let check = |way: &str, output: &[f32]| {
        let found: Vec<f64> = output.iter().map(|value| f64::from(*value)).collect();
        assert_eq!(found, expected, "{name}, {way}");
    };
    let blank = vec![f32::NAN; expected.len()];
    let mut output = blank.clone();
    forward(&weight, &bias, &input, &mut output);
    check("forward", &output);
    let packed = packed(&weight, &bias);
    let mut run = |way: &str, run: &dyn Fn(Call<'_, f32>) -> Result<(), conv_layer::Error>| {
        output.copy_from_slice(&blank);
        let result = run(Call { input: &input, output: &mut output, weights: &packed, bias: None, size });
        assert_eq!(result, Ok(()), "{name}, {way}");
        check(way, &output);
    };
    for isa in Isa::available() {
        run(isa.name(), &|call| run_on::<L>(isa, call));
    }
    for isa in [Isa::Avx512, Isa::Avx2, Isa::Sse2, Isa::Neon, Isa::Simd128, Isa::Scalar] {
        run(&format!("emulated {isa}"), &|call| run_emulated::<L>(isa, call));
    }
}

macro_rules! hold {
    ($($layer:ident)*) => { $(
        hold::<PlanOf<$layer>>(
            stringify!($layer),
            [$layer::WEIGHT_SHAPE.iter().product(), $layer::OUTPUT_SHAPE[0]],
            |weight, bias| $layer::boxed_from_slices(weight, bias).expect("fit").weights().as_slice().to_vec(),
            |weight, bias, input, output| {
                let layer = $layer::boxed_from_slices(weight, bias).expect("fit");
                let (mut from, mut to) = (zeroed::<Input<$layer>>(), zeroed::<Output<$layer>>());
                from.as_flattened_mut().as_flattened_mut().copy_from_slice(input);
                layer.forward(&from, &mut to);
                output.copy_from_slice(to.as_flattened().as_flattened());
            },
        );
    )* };
}

#[test]
fn unrolled_or_not_the_numbers_are_the_same() {
    hold!(DenseAuto DenseSize DenseSpeed UpAuto UpSize UpSpeed DepthwiseAuto DepthwiseSize DepthwiseSpeed);
    hold!(SmallAuto SmallSize SmallSpeed TinyAuto TinySize TinySpeed);
    assert_eq!([DenseAuto::UNROLL, DenseSize::UNROLL, DenseSpeed::UNROLL], [Unroll::Auto, Unroll::Size, Unroll::Speed]);
}

#[test]
fn kernels_asked_for_compute_the_same() {
    hold!(DensePlan DensePixels DenseThree DenseWhole DenseMixed UpPlan UpPixels UpHalf DepthwiseRows DepthwiseRowsSize TinyPlan);
}

/// The names of the kernels that a layer has, without number type and instruction set.
fn names(kernels: &'static [(Isa, &'static str)]) -> Vec<&'static str> {
    let name = |(isa, name): &(Isa, &'static str)| {
        let name = name.strip_prefix("f32_conv_").and_then(|name| name.strip_suffix(isa.name()));
        name.and_then(|name| name.strip_suffix('_')).expect("a kernel of this set")
    };
    kernels.iter().map(name).collect()
}

#[test]
fn kernels_are_those_asked_for() {
    assert_eq!(names(DensePlan::KERNELS)[..3], ["channels_1x6", "channels_2x3", "channels_4x2"]);
    assert_eq!(names(DensePixels::KERNELS)[0], "pixels_8x3");
    assert_eq!(names(DensePixels::KERNELS)[3], "pixels_2x7");
    assert_eq!(names(DenseThree::KERNELS)[..2], ["pixels_6x4", "pixels_3x2"]);
    assert_eq!(names(DenseWhole::KERNELS)[..4], ["whole_2x8", "whole_1x7", "whole_2x5", "whole_3x5"]);
    let simd128 = Isa::ALL.iter().position(|isa| *isa == Isa::Simd128).unwrap();
    assert_eq!(names(DenseWhole::KERNELS)[simd128], "whole_1x8");
    assert_eq!(names(DenseMixed::KERNELS)[..4], ["pixels_8x2", "whole_2x6", "channels_2x5", "pixels_4x3"]);
    assert_eq!(names(UpPixels::KERNELS)[..2], ["pixels_8x1x2", "pixels_2x3x2"]);
    assert_eq!(names(UpHalf::KERNELS)[..3], ["channels_1x4x2", "channels_2x1x4", "channels_1x3x2"]);
    assert_eq!(names(DepthwiseRows::KERNELS)[..4], ["rows_4x3", "rows_2x3", "pixels_2x3", "rows_7x2"]);
    assert_eq!(names(DepthwiseRowsSize::KERNELS)[1], "rows_8x1");
}

/// One layout serves all sets: where the kernels that are asked for read it, the other sets keep
/// their kernels, and otherwise move.
#[test]
fn other_sets_follow_the_layout() {
    let planned = names(DenseAuto::KERNELS);
    assert!(planned[1].starts_with("channels_") || planned[1].starts_with("whole_"), "{planned:?}");
    let pixels = names(DensePixels::KERNELS);
    // All but AVX-512 and NEON, for which kernels are asked for.
    let others = || (0..Isa::ALL.len()).filter(|set| ![0, 3].contains(set));
    assert!(others().all(|set| pixels[set] == planned[set]), "{pixels:?} {planned:?}");
    assert!(names(DenseThree::KERNELS).iter().all(|name| name.starts_with("pixels_")));
}
