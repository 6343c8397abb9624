//! `unroll` and `plan` change how a layer is computed, and nothing else: sums of small integers, which are exact in any order.

use conv_layer::dispatch::{run_emulated, run_on};
use conv_layer::{Call, Described, Input, Isa, Kernels, Output, Unroll, conv_layer, zeroed};

conv_layer! {
    struct DenseAuto = nn.Conv2d(5, 16, 3, padding=1, input_shape=(5, 9, 21));
    struct DenseSize = nn.Conv2d(5, 16, 3, padding=1, unroll="size", input_shape=(5, 9, 21));
    struct DenseSpeed = nn.Conv2d(5, 16, 3, padding=1, unroll="speed", input_shape=(5, 9, 21));
    struct DensePlan = nn.Conv2d(5, 16, 3, padding=1, input_shape=(5, 9, 21), plan={
        "avx512": {"kernel": "channels", "vectors": 1, "pixels": 6, "tail": 5, "band": 40},
        "avx2": {"kernel": "channels", "vectors": 2, "pixels": 3, "tail": 3},
        "sse2": {"kernel": "channels", "vectors": 4, "pixels": 2, "band": 1},
        "scalar": {"kernel": "channels", "vectors": 1, "pixels": 8, "tail": 7},
    });
    struct DensePixels = nn.Conv2d(5, 16, 3, padding=1, input_shape=(5, 9, 21), plan={
        "avx512": {"kernel": "pixels", "channels": 16, "vectors": 1},
        "neon": {"kernel": "pixels", "channels": 2, "vectors": 7},
    });

    struct UpAuto = nn.ConvTranspose2d(3, 16, 4, stride=2, padding=1, input_shape=(3, 7, 10));
    struct UpSize = nn.ConvTranspose2d(3, 16, 4, stride=2, padding=1, unroll="size", input_shape=(3, 7, 10));
    struct UpSpeed = nn.ConvTranspose2d(3, 16, 4, stride=2, padding=1, unroll="speed", input_shape=(3, 7, 10));
    struct UpPlan = nn.ConvTranspose2d(3, 16, 4, stride=2, padding=1, input_shape=(3, 7, 10), plan={
        "avx2": {"kernel": "channels", "vectors": 1, "pixels": 3, "tail": 2, "phases": 2},
        "sse2": {"kernel": "channels", "vectors": 2, "pixels": 2, "phases": 2},
        "scalar": {"kernel": "channels", "vectors": 2, "pixels": 1, "phases": 2},
    });

    struct DepthwiseAuto = nn.Conv2d(6, 6, (3, 5), padding=(1, 2), groups=6, input_shape=(6, 6, 37));
    struct DepthwiseSize = nn.Conv2d(6, 6, (3, 5), padding=(1, 2), groups=6, unroll="size", input_shape=(6, 6, 37));
    struct DepthwiseSpeed = nn.Conv2d(6, 6, (3, 5), padding=(1, 2), groups=6, unroll="speed", input_shape=(6, 6, 37));

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
    L: Kernels<Element = f32> + Described<Element = f32>,
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
        hold::<$layer>(
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
    hold!(DensePlan DensePixels UpPlan TinyPlan);
    let names = DensePlan::KERNELS.map(|(_, name)| name);
    assert_eq!(
        names[..3],
        ["f32_conv_channels_1x6_avx512", "f32_conv_channels_2x3_avx2", "f32_conv_channels_4x2_sse2"]
    );
    // One layout for all of them.
    assert!(DensePixels::KERNELS.iter().all(|(_, name)| name.starts_with("f32_conv_pixels_")));
}
