//! Kernels on real threads, small enough for Miri and the sanitizers, which see what races.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::vec;
use std::vec::Vec;

use super::{Executor, Outputs, Pool, Threads, run_on};
use crate::channel_lanes::channel_lanes;
use crate::dispatch::{ByHand, Kernels};
use crate::known::Unknown;
use crate::pixel_lanes::pixel_lanes;
use crate::simd::Simd;
use crate::stacked_rows::stacked_rows;
use crate::{Axis, Call, Error, Geometry, Isa, Packing, Sampling, dispatch};

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
                let weights = numbers(Packing::$packing.len(&geometry, 4).unwrap());
                let mut expected = vec![0.0; 2 * 4 * 35];
                let output = &mut expected[..];
                let call = Call { input: &input, output, weights: &weights, bias: None, size: SIZE };
                dispatch::run_on::<ByHand<$name>>(Isa::Scalar, call).unwrap();
                for threads in [2, 5, 8] {
                    let mut found = vec![f32::NAN; 2 * 4 * 35];
                    let output = &mut found[..];
                    let call = Call { input: &input, output, weights: &weights, bias: None, size: SIZE };
                    run_on::<ByHand<$name>>(&Threads(3), threads, Isa::Scalar, call).unwrap();
                    assert_eq!(found, expected);
                    found.fill(f32::NAN);
                    let output = &mut found[..];
                    let call = Call { input: &input, output, weights: &weights, bias: None, size: SIZE };
                    run_on::<ByHand<$name>>(&Pool::new(3), threads, Isa::Scalar, call).unwrap();
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

/// How often a pool calls what it is given, if each call waits until there have been so many.
fn calls(pool: &Pool, least: usize) -> usize {
    let count = AtomicUsize::new(0);
    pool.run(&|| {
        count.fetch_add(1, Ordering::Relaxed);
        while count.load(Ordering::Relaxed) < least {
            std::thread::yield_now();
        }
    });
    count.into_inner()
}

#[test]
fn all_threads_of_a_pool_take_part() {
    let pool = Pool::new(3);
    assert_eq!(pool.width(), 3);
    for _ in 0..if cfg!(miri) { 3 } else { 300 } {
        assert_eq!(calls(&pool, 3), 3);
    }
    // Asleep by now.
    std::thread::sleep(std::time::Duration::from_millis(5));
    assert_eq!(calls(&pool, 3), 3);
    assert!((1..=3).contains(&calls(&pool, 1)));
    assert_eq!(calls(&Pool::new(1), 1), 1);
    assert_eq!(Pool::new(0).width(), 1);
}

#[test]
fn calls_that_find_a_pool_taken_run_alone() {
    let pool = Pool::new(2);
    pool.run(&|| assert_eq!(calls(&pool, 1), 1));
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..if cfg!(miri) { 3 } else { 200 } {
                    let calls = calls(&pool, 1);
                    assert!((1..=2).contains(&calls), "{calls}");
                }
            });
        }
    });
}

#[test]
fn a_pool_outlives_a_panic() {
    let pool = Pool::new(3);
    for _ in 0..3 {
        let there = AtomicUsize::new(0);
        let panicking = catch_unwind(AssertUnwindSafe(|| {
            pool.run(&|| {
                // All but one, whichever that is.
                let place = there.fetch_add(1, Ordering::Relaxed);
                while there.load(Ordering::Relaxed) < 3 {
                    std::thread::yield_now();
                }
                assert!(place == 1, "as it should");
            });
        }));
        assert!(panicking.is_err());
        assert_eq!(calls(&pool, 3), 3);
    }
}
