//! Depthwise layers whose tiles read copied rows of the input, on every instruction set, against
//! those without vectors, where rows are not copied.

#![cfg(feature = "std")]

#[macro_use]
mod exact;

use conv_layer::__private::{Call, PlanOf, dispatch, threaded};
use conv_layer::{Isa, conv_layer};
use conv_runtime::__private::simd::Emulated;
use conv_runtime::__private::stacked_rows::copies;

conv_layer! {
    // Odd and even rows, padding that both parts have, and some that one part has; a tile that
    // overlaps; several copies of a plane.
    struct Strided = nn.Conv2d(3, 3, 5, stride=2, padding=2, groups=3, input_shape=(3, 56, 57), plan={"avx512": {"kernel": "rows", "rows": 2, "vectors": 2}, "avx2": {"kernel": "rows", "rows": 2, "vectors": 2}, "sse2": {"kernel": "rows", "rows": 2, "vectors": 3}});
    struct Tall = nn.Conv2d(2, 2, 5, stride=2, padding=3, groups=2, input_shape=(2, 131, 75), plan={"avx512": {"kernel": "rows", "rows": 4, "vectors": 2}, "avx2": {"kernel": "rows", "rows": 7, "vectors": 1}, "sse2": {"kernel": "rows", "rows": 4, "vectors": 1}});
    struct Even = nn.Conv2d(2, 2, (3, 4), stride=(1, 2), padding=1, groups=2, input_shape=(2, 24, 112), plan={"avx512": {"kernel": "rows", "rows": 8, "vectors": 2}, "avx2": {"kernel": "rows", "rows": 4, "vectors": 2}, "sse2": {"kernel": "rows", "rows": 8, "vectors": 1}});

    // No stride: rows of two vectors and of one that is not full, and of whole ones; more taps than
    // rows.
    struct Plain = nn.Conv2d(4, 4, 5, padding=2, groups=4, input_shape=(4, 28, 28), plan={"avx512": {"kernel": "rows", "rows": 4, "vectors": 2}, "avx2": {"kernel": "rows", "rows": 4, "vectors": 2}, "sse2": {"kernel": "rows", "rows": 2, "vectors": 2}});
    struct Wide = nn.Conv2d(2, 2, 7, padding=3, groups=2, input_shape=(2, 9, 64), plan={"avx512": {"kernel": "rows", "rows": 2, "vectors": 2}, "avx2": {"kernel": "rows", "rows": 4, "vectors": 1}, "sse2": {"kernel": "rows", "rows": 2, "vectors": 2}});
    struct Unpadded = nn.Conv2d(2, 2, (1, 9), groups=2, bias=False, input_shape=(2, 5, 40), plan={"avx512": {"kernel": "rows", "rows": 4, "vectors": 2}, "avx2": {"kernel": "rows", "rows": 2, "vectors": 3}, "sse2": {"kernel": "rows", "rows": 2, "vectors": 2}});

    // Strides of three and of four, taps of which some read the same part, dilated or not; rows
    // that no row of outputs reads.
    struct Thirds = nn.Conv2d(2, 2, 7, stride=3, padding=3, groups=2, input_shape=(2, 40, 100), plan={"avx512": {"kernel": "rows", "rows": 2, "vectors": 2}, "avx2": {"kernel": "rows", "rows": 2, "vectors": 2}, "sse2": {"kernel": "rows", "rows": 2, "vectors": 1}});
    struct Dilated = nn.Conv2d(2, 2, (2, 6), stride=(5, 4), dilation=(2, 3), padding=(1, 7), groups=2, input_shape=(2, 30, 98), plan={"avx512": {"kernel": "rows", "rows": 2, "vectors": 2}, "avx2": {"kernel": "rows", "rows": 2, "vectors": 1}, "sse2": {"kernel": "rows", "rows": 2, "vectors": 2}});
    struct Same = nn.Conv2d(2, 2, 4, dilation=(1, 4), padding="same", groups=2, input_shape=(2, 6, 34), plan={"avx512": {"kernel": "rows", "rows": 4, "vectors": 1}, "avx2": {"kernel": "rows", "rows": 2, "vectors": 3}, "sse2": {"kernel": "rows", "rows": 2, "vectors": 3}});

    // What other borders give, in each of the parts.
    struct Reflected = nn.Conv2d(2, 2, 5, stride=2, padding=4, groups=2, padding_mode="reflect", input_shape=(2, 21, 43), plan={"avx512": {"kernel": "rows", "rows": 2, "vectors": 2}, "avx2": {"kernel": "rows", "rows": 2, "vectors": 2}, "sse2": {"kernel": "rows", "rows": 2, "vectors": 2}});
    struct Replicated = nn.Conv2d(2, 2, 5, padding=(2, 6), groups=2, padding_mode="replicate", input_shape=(2, 12, 20), plan={"avx512": {"kernel": "rows", "rows": 4, "vectors": 2}, "avx2": {"kernel": "rows", "rows": 4, "vectors": 2}, "sse2": {"kernel": "rows", "rows": 2, "vectors": 2}});
    struct Circular = nn.Conv2d(2, 2, 6, stride=(1, 3), padding=5, groups=2, padding_mode="circular", input_shape=(2, 7, 70), plan={"avx512": {"kernel": "rows", "rows": 2, "vectors": 1}, "avx2": {"kernel": "rows", "rows": 2, "vectors": 1}, "sse2": {"kernel": "rows", "rows": 2, "vectors": 2}});

    // Two outputs for each input; planes of a volume, some of which are padding; planes of fewer
    // rows than tiles; numbers of twice the size.
    struct Twofold = nn.Conv2d(3, 6, 5, stride=2, padding=2, groups=3, input_shape=(3, 30, 40), plan={"avx512": {"kernel": "rows", "rows": 2, "vectors": 2}, "avx2": {"kernel": "rows", "rows": 2, "vectors": 2}, "sse2": {"kernel": "rows", "rows": 2, "vectors": 2}});
    struct Volume = nn.Conv3d(2, 2, (1, 4, 5), stride=(2, 1, 2), padding=(1, 2, 2), groups=2, input_shape=(2, 4, 11, 46), plan={"avx512": {"kernel": "rows", "rows": 2, "vectors": 2}, "avx2": {"kernel": "rows", "rows": 4, "vectors": 1}, "sse2": {"kernel": "rows", "rows": 2, "vectors": 2}});
    struct Planes = nn.Conv3d(2, 2, (1, 5, 5), padding=(1, 2, 2), groups=2, padding_mode="circular", input_shape=(2, 3, 8, 22), plan={"avx512": {"kernel": "rows", "rows": 4, "vectors": 2}, "avx2": {"kernel": "rows", "rows": 2, "vectors": 3}, "sse2": {"kernel": "rows", "rows": 2, "vectors": 2}});
    struct Low = nn.Conv2d(3, 3, 5, stride=2, padding=2, groups=3, input_shape=(3, 5, 60), plan={"avx512": {"kernel": "rows", "rows": 7, "vectors": 1}, "avx2": {"kernel": "rows", "rows": 7, "vectors": 1}, "sse2": {"kernel": "rows", "rows": 4, "vectors": 1}});
    struct Double = nn.Conv2d(3, 3, 5, stride=2, padding=2, groups=3, dtype="float64", input_shape=(3, 40, 56), plan={"avx512": {"kernel": "rows", "rows": 2, "vectors": 2}, "avx2": {"kernel": "rows", "rows": 2, "vectors": 2}, "sse2": {"kernel": "rows", "rows": 2, "vectors": 2}});

    // Rows so long that the buffer has no room for those of one row of outputs, or for those of one
    // alone, which are copied where planes have fewer rows than tiles.
    struct Long = nn.Conv2d(1, 1, 7, padding=3, input_shape=(1, 9, 640), plan={"avx512": {"kernel": "rows", "rows": 2, "vectors": 2}, "avx2": {"kernel": "rows", "rows": 2, "vectors": 2}, "sse2": {"kernel": "rows", "rows": 2, "vectors": 1}});
    struct Longer = nn.Conv2d(1, 1, 5, stride=2, padding=2, input_shape=(1, 8, 1280), plan={"avx512": {"kernel": "rows", "rows": 2, "vectors": 2}, "avx2": {"kernel": "rows", "rows": 2, "vectors": 2}, "sse2": {"kernel": "rows", "rows": 2, "vectors": 1}});
    struct Few = nn.Conv2d(2, 2, 5, padding=2, groups=2, input_shape=(2, 3, 500), plan={"avx512": {"kernel": "rows", "rows": 7, "vectors": 1}, "avx2": {"kernel": "rows", "rows": 7, "vectors": 1}, "sse2": {"kernel": "rows", "rows": 7, "vectors": 1}});
    struct Many = nn.Conv2d(2, 2, 5, padding=2, groups=2, input_shape=(2, 9, 500), plan={"avx512": {"kernel": "rows", "rows": 7, "vectors": 1}, "avx2": {"kernel": "rows", "rows": 7, "vectors": 1}, "sse2": {"kernel": "rows", "rows": 7, "vectors": 1}});
}

/// The layers are those that are meant, on vectors as long as those of each instruction set.
#[test]
fn which_rows_are_copied() {
    macro_rules! copied {
        ($($layer:ident: $wide:literal $narrow:literal $short:literal;)*) => { $(
            assert!(copies::<PlanOf<$layer>, Emulated<16>, $wide>(), stringify!($layer));
            assert!(copies::<PlanOf<$layer>, Emulated<8>, $narrow>(), stringify!($layer));
            assert!(copies::<PlanOf<$layer>, Emulated<4>, $short>(), stringify!($layer));
        )* };
    }

    copied! {
        Strided: 2 2 2;
        Tall: 4 7 4;
        Even: 8 4 8;
        Plain: 4 4 2;
        Wide: 2 4 2;
        Unpadded: 4 2 2;
        Thirds: 2 2 2;
        Dilated: 2 2 2;
        Same: 4 2 2;
        Reflected: 2 2 2;
        Replicated: 4 4 2;
        Circular: 2 2 2;
        Twofold: 2 2 2;
        Volume: 2 4 2;
        Planes: 4 2 2;
        Few: 1 1 1;
        Low: 7 7 4;
    }
    assert!(copies::<PlanOf<Double>, Emulated<8>, 2>() && copies::<PlanOf<Double>, Emulated<2>, 2>());
    macro_rules! not_copied {
        ($($layer:ident: $rows:literal;)*) => { $(
            assert!(!copies::<PlanOf<$layer>, Emulated<16>, $rows>(), stringify!($layer));
            assert!(!copies::<PlanOf<$layer>, Emulated<8>, $rows>(), stringify!($layer));
            assert!(!copies::<PlanOf<$layer>, Emulated<4>, $rows>(), stringify!($layer));
        )* };
    }

    not_copied! {
        Long: 1;
        Longer: 1;
        Few: 7;
        Many: 7;
    }
    // Without vectors, and where the buffer has no room for so many rows.
    assert!(!copies::<PlanOf<Strided>, Emulated<1>, 2>() && !copies::<PlanOf<Tall>, Emulated<16>, 24>());
}

#[test]
fn strides_are_taken_apart() {
    exact!(f32: Strided Tall Even Thirds Dilated);
    exact!(f64: Double);
}

#[test]
fn rows_have_their_padding() {
    exact!(f32: Plain Wide Same);
    exact!(f32 without bias: Unpadded);
}

#[test]
fn other_borders_are_looked_up() {
    exact!(f32: Reflected Replicated Circular);
}

#[test]
fn each_channel_and_plane_has_its_own_copy() {
    exact!(f32: Twofold Volume Planes Low);
}

#[test]
fn long_rows_are_not_copied() {
    exact!(f32: Long Longer Few Many);
}

/// Two samples, in parts that begin within planes, in planes, in channels, or with fewer rows than
/// a tile has.
#[test]
fn shares_have_copies_of_their_own() {
    macro_rules! shares {
        ($($layer:ident)*) => { $({
            let name = stringify!($layer);
            let input = exact::numbers::<f32>(2 * $layer::INPUT_SHAPE.iter().product::<usize>(), 7);
            let weight = exact::numbers::<f32>($layer::WEIGHT_SHAPE.iter().product(), 3);
            let layer = $layer::boxed_from_slices(&weight, &exact::numbers($layer::OUTPUT_SHAPE[0], 1)).unwrap();
            let weights = layer.weights().as_slice();
            let mut expected = vec![f32::NAN; 2 * $layer::OUTPUT_SHAPE.iter().product::<usize>()];
            let call = Call { input: &input, output: &mut expected[..], weights, bias: None, size: [0; 3] };
            dispatch::run_on::<PlanOf<$layer>>(Isa::Scalar, call).unwrap();
            for isa in Isa::available() {
                for threads in [1, 2, 3, 5, 8, 13] {
                    let mut output = vec![f32::NAN; expected.len()];
                    let call = Call { input: &input, output: &mut output[..], weights, bias: None, size: [0; 3] };
                    threaded::run_each::<PlanOf<$layer>>(threads, (isa, false), call, &mut |_| ()).unwrap();
                    assert!(output == expected, "{name} with {isa}, {threads} shares");
                }
            }
        })* };
    }

    shares!(Tall Plain Twofold Volume Low);
}
