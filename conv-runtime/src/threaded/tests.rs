//! Kernels on real threads, small enough for Miri and the sanitizers, which see what races.

use std::vec;
use std::vec::Vec;

use super::{Outputs, Threads, run_on};
use crate::channel_lanes::channel_lanes;
use crate::pixel_lanes::pixel_lanes;
use crate::simd::Simd;
use crate::stacked_rows::stacked_rows;
use crate::{Axis, Call, Error, Geometry, Isa, Kernels, Packing, Sampling, Unknown, dispatch};

/// A layer with a border, rows that no tile divides, and several channels.
const fn geometry(groups: usize, sampling: Sampling) -> Geometry {
    let axis = Axis::conv(3, 1, 1, [1, 1]).sampled(sampling);
    Geometry { in_channels: 4, out_channels: 4, groups, axes: [Axis::UNIT, axis, axis] }
}

const SIZE: [usize; 3] = [1, 5, 7];

macro_rules! kernels {
    ($($name:ident, $geometry:expr, $packing:ident, |$simd:ident, $call:ident| $run:expr;)*) => { $(
        struct $name;

        impl Kernels for $name {
            type Element = f32;

            kernels! { @ avx512 avx2 sse2 neon simd128 }

            fn scalar<S: Simd<f32>>($simd: S, $call: Call<'_, f32, impl Outputs<f32>>) -> Result<(), Error> {
                $run
            }
        }

        impl $name {
            fn check() {
                let geometry: Geometry = $geometry;
                let numbers = |len: usize| -> Vec<f32> { (0..len).map(|i| f32::from(u8::try_from(i % 11).unwrap()) - 5.0).collect() };
                let input = numbers(2 * 4 * 35);
                let weights = numbers(Packing::$packing.len::<f32>(&geometry).unwrap());
                let mut expected = vec![0.0; 2 * 4 * 35];
                let output = &mut expected[..];
                let call = Call { input: &input, output, weights: &weights, bias: None, size: SIZE };
                dispatch::run_on::<$name>(Isa::Scalar, call).unwrap();
                for threads in [2, 5, 8] {
                    let mut found = vec![f32::NAN; 2 * 4 * 35];
                    let output = &mut found[..];
                    let call = Call { input: &input, output, weights: &weights, bias: None, size: SIZE };
                    run_on::<$name>(&Threads(3), threads, Isa::Scalar, call).unwrap();
                    assert_eq!(found, expected);
                }
            }
        }
    )* };
    (@ $($isa:ident)*) => { $(
        fn $isa<S: Simd<f32>>(_: S, _: Call<'_, f32, impl Outputs<f32>>) -> Result<(), Error> {
            Err(Error::Geometry)
        }
    )* };
}

const TRANSPOSED: Sampling = Sampling::Transposed { output_padding: 0 };

kernels! {
    Dense, geometry(1, Sampling::Conv), Blocks,
        |simd, call| channel_lanes::<Unknown<f32>, S, 2, 3, 2, 1>(simd, geometry(1, Sampling::Conv), SIZE, 3, call);
    Parted, geometry(1, Sampling::Conv), Blocks,
        |simd, call| {
            let mut call = call;
            channel_lanes::<Unknown<f32>, S, 1, 3, 2, 1>(simd, geometry(1, Sampling::Conv), SIZE, 3, call.first::<3>())?;
            pixel_lanes::<Unknown<f32>, S, 1, 3, 1>(simd, geometry(1, Sampling::Conv), Packing::Blocks, SIZE, call.rest::<3>())
        };
    Transposed, geometry(1, TRANSPOSED), Rows,
        |simd, call| pixel_lanes::<Unknown<f32>, S, 2, 3, 1>(simd, geometry(1, TRANSPOSED), Packing::Rows, SIZE, call);
    Depthwise, geometry(4, Sampling::Conv), Rows,
        |simd, call| stacked_rows::<Unknown<f32>, S, 2, 2>(simd, geometry(4, Sampling::Conv), SIZE, call);
}

#[test]
fn threads_compute_what_one_does() {
    Dense::check();
    Parted::check();
    Transposed::check();
    Depthwise::check();
}
