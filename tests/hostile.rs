//! What safe code may implement, implemented as badly as it can be: nothing is read or written
//! outside of a call's slices, and no two threads write to one place.
//!
//! Outputs stand between numbers that must stay as they are. What these do not show, sanitizers do:
//! `tests/sanitizers/run` runs this file under those of addresses and of threads.

#![forbid(unsafe_code)]
#![cfg(feature = "std")]

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};

use conv_layer::__private::channel_lanes::{channel_lanes, whole_rows};
use conv_layer::__private::pixel_lanes::pixel_lanes;
use conv_layer::__private::simd::{Emulated, Scalar, Simd};
use conv_layer::__private::stacked_rows::stacked_rows;
use conv_layer::__private::threaded::{Outputs, run_on};
use conv_layer::__private::{Axis, ByHand, Call, Described, Formats, Geometry, Kernels, Packing, Sampling};
use conv_layer::{Error, Executor, Isa, MemoryFormat, Pool, Threads, Weights};

conv_layer::conv_layer! {
    /// Large enough for shares.
    struct Wide = nn.Conv2d(8, 16, 3, padding=1, bias=False, input_shape=(8, 40, 40));
}

const INPUT: usize = 8 * 40 * 40;
const OUTPUT: usize = 16 * 40 * 40;

/// A geometry and a size, which are whoever's implements it.
trait Claim {
    const GEOMETRY: Option<Geometry>;
    const SIZE: Option<[usize; 3]>;
    const FORMATS: Formats = Formats::CONTIGUOUS;
}

struct Lie<C>(std::marker::PhantomData<C>);

impl<C: Claim> Described for Lie<C> {
    type Element = f32;
    const GEOMETRY: Option<Geometry> = C::GEOMETRY;
    const SIZE: Option<[usize; 3]> = C::SIZE;
    const FORMATS: Formats = C::FORMATS;
}

const THREE: Axis = Axis::conv(3, 1, 1, [1, 1]);
const UP: Axis = Axis::conv(3, 2, 1, [0, 0]).sampled(Sampling::Transposed { output_padding: 0 });

const fn geometry(channels: [usize; 2], groups: usize, axes: [Axis; 3]) -> Geometry {
    Geometry { in_channels: channels[0], out_channels: channels[1], groups, axes }
}

macro_rules! claims {
    ($($name:ident: $geometry:expr, $size:expr, $formats:expr;)*) => {
        $(
            struct $name;
            impl Claim for $name {
                const GEOMETRY: Option<Geometry> = $geometry;
                const SIZE: Option<[usize; 3]> = $size;
                const FORMATS: Formats = $formats;
            }
        )*

        /// Every claim with every kernel.
        fn every_claim(check: &mut impl FnMut(Result<(), Error>, &[f32])) {
            $(every_kernel::<$name>(check);)*
        }
    };
}

const LAST: Formats = Formats { input: MemoryFormat::ChannelsLast, output: MemoryFormat::ChannelsLast };
const MOST: usize = isize::MAX.cast_unsigned();

claims! {
    Nothing: None, None, Formats::CONTIGUOUS;
    SizeAlone: None, Some([1, 4, 4]), Formats::CONTIGUOUS;
    Larger: Some(geometry([4, 4], 1, [Axis::UNIT, THREE, THREE])), Some([1, 400, 400]), Formats::CONTIGUOUS;
    Smaller: Some(geometry([4, 4], 1, [Axis::UNIT, THREE, THREE])), Some([1, 2, 2]), Formats::CONTIGUOUS;
    Empty: Some(geometry([4, 4], 1, [Axis::UNIT, THREE, THREE])), Some([0, 4, 4]), Formats::CONTIGUOUS;
    NoGroups: Some(geometry([4, 4], 0, [Axis::UNIT, THREE, THREE])), Some([1, 4, 4]), Formats::CONTIGUOUS;
    OddGroups: Some(geometry([4, 4], 3, [Axis::UNIT, THREE, THREE])), Some([1, 4, 4]), Formats::CONTIGUOUS;
    NoStride: Some(geometry([4, 4], 1, [Axis::UNIT, THREE, Axis::conv(3, 0, 1, [1, 1])])), Some([1, 4, 4]), Formats::CONTIGUOUS;
    Huge: Some(geometry([MOST, MOST], 1, [Axis::UNIT, THREE, THREE])), Some([1, 4, 4]), Formats::CONTIGUOUS;
    Padded: Some(geometry([4, 4], 1, [Axis::UNIT, THREE, Axis::conv(3, 1, 1, [MOST, MOST])])), Some([1, 4, 4]), Formats::CONTIGUOUS;
    Mixed: Some(geometry([4, 4], 1, [UP, THREE, THREE])), Some([1, 4, 4]), Formats::CONTIGUOUS;
    Transposed: Some(geometry([4, 4], 1, [Axis::UNIT, Axis::UNIT, UP])), Some([1, 1, 16]), Formats::CONTIGUOUS;
    Pixels: Some(geometry([4, 4], 4, [Axis::UNIT, THREE, THREE])), Some([1, 4, 4]), LAST;
    True: Some(geometry([4, 4], 1, [Axis::UNIT, THREE, THREE])), Some([1, 4, 4]), Formats::CONTIGUOUS;
    Open: Some(geometry([4, 4], 1, [Axis::UNIT, THREE, THREE])), None, Formats::CONTIGUOUS;
}

/// What stands around the outputs.
const MARGIN: usize = 64;

/// Runs a kernel on slices of lengths that fit the claims, or do not.
fn run(check: &mut impl FnMut(Result<(), Error>, &[f32]), kernel: impl Fn(Call<'_, f32>) -> Result<(), Error>) {
    for weights in [0, 1, 37 * 16, 64 * 16, 4 * 10, 1 << 12] {
        for (inputs, outputs) in [(0, 0), (64, 64), (64, 63), (16, 16), (64, 132), (4, 4)] {
            for size in [[1, 4, 4], [1, 1, 16], [4, 4, 1], [0; 3], [MOST; 3]] {
                let (input, weights) = (vec![1.0; inputs], vec![1.0; weights]);
                let mut around = vec![f32::MAX; MARGIN + outputs + MARGIN];
                let output = &mut around[MARGIN..MARGIN + outputs];
                let result = kernel(Call { input: &input, output, weights: &weights, bias: None, size });
                let (before, rest) = around.split_at(MARGIN);
                let (written, after) = rest.split_at(outputs);
                assert!(before.iter().chain(after).all(|number| *number >= f32::MAX), "written beside the output");
                check(result, written);
            }
        }
    }
}

fn every_kernel<C: Claim>(check: &mut impl FnMut(Result<(), Error>, &[f32])) {
    type L<C> = Lie<C>;
    let three = geometry([4, 4], 1, [Axis::UNIT, THREE, THREE]);
    let depthwise = geometry([4, 4], 4, [Axis::UNIT, THREE, THREE]);
    run(check, |call| channel_lanes::<L<C>, _, 1, 3, 1, 1>(Emulated::<4>, three, call.size, 3, call));
    run(check, |call| channel_lanes::<L<C>, _, 2, 2, 1, 2>(Scalar, three, call.size, 0, call));
    run(check, |call| whole_rows::<L<C>, _, 1, 2, 2>(Emulated::<8>, three, call.size, 9, call));
    for packing in [Packing::Rows, Packing::Blocks, Packing::Lanes] {
        // A number of lanes that no instruction set has.
        run(check, |call| pixel_lanes::<L<C>, _, 2, 2, 1>(Emulated::<3>, three, packing, call.size, call));
        run(check, |call| pixel_lanes::<L<C>, _, 1, 1, 2>(Emulated::<5>, three, packing, call.size, call));
    }
    run(check, |call| stacked_rows::<L<C>, _, 2, 2>(Emulated::<7>, depthwise, call.size, call));
}

#[test]
fn constants_that_lie_are_refused_or_computed_within_slices() {
    let (mut refused, mut computed) = (0, 0);
    every_claim(&mut |result, written| match result {
        Ok(()) => {
            assert!(written.iter().all(|number| *number < f32::MAX), "an output is unwritten");
            computed += 1;
        }
        Err(_) => refused += 1,
    });
    assert!(refused > 1000 && computed > 20, "{refused} refused, {computed} computed");
}

/// Another tile, another vector or another layer at every call.
struct Fickle;

impl Kernels for Fickle {
    type Element = f32;

    fn scalar<S: Simd<f32>>(simd: S, call: Call<'_, f32, impl Outputs<f32>>) -> Result<(), Error> {
        static CALLS: AtomicUsize = AtomicUsize::new(0);
        type L = conv_layer::__private::Unknown<f32>;
        let three = geometry([4, 4], 1, [Axis::UNIT, THREE, THREE]);
        // As many inputs, outputs and weights.
        let turned = geometry([4, 4], 1, [THREE, Axis::UNIT, THREE]);
        match CALLS.fetch_add(1, Ordering::Relaxed) % 7 {
            0 | 1 => pixel_lanes::<L, S, 1, 2, 1>(simd, three, Packing::Rows, [1, 20, 20], call),
            2 => pixel_lanes::<L, S, 2, 1, 1>(simd, three, Packing::Rows, [1, 20, 20], call),
            3 => pixel_lanes::<L, _, 1, 2, 1>(Emulated::<5>, three, Packing::Rows, [1, 20, 20], call),
            4 => pixel_lanes::<L, S, 1, 2, 1>(simd, turned, Packing::Rows, [20, 1, 20], call),
            5 => stacked_rows::<L, S, 3, 2>(simd, three, [1, 20, 20], call),
            _ => Err(Error::Geometry),
        }
    }

    fn avx512<S: Simd<f32>>(_: S, _: Call<'_, f32, impl Outputs<f32>>) -> Result<(), Error> {
        Ok(())
    }
    fn avx2<S: Simd<f32>>(simd: S, call: Call<'_, f32, impl Outputs<f32>>) -> Result<(), Error> {
        Self::scalar(simd, call)
    }
    fn sse2<S: Simd<f32>>(simd: S, call: Call<'_, f32, impl Outputs<f32>>) -> Result<(), Error> {
        Self::scalar(simd, call)
    }
    fn neon<S: Simd<f32>>(simd: S, call: Call<'_, f32, impl Outputs<f32>>) -> Result<(), Error> {
        Self::scalar(simd, call)
    }
    fn simd128<S: Simd<f32>>(simd: S, call: Call<'_, f32, impl Outputs<f32>>) -> Result<(), Error> {
        Self::scalar(simd, call)
    }
}

#[test]
fn kernels_that_vary_from_call_to_call_do_not_race() {
    let pool = Pool::new(3);
    let executors: [&dyn Executor; 2] = [&Threads(3), &pool];
    let (input, weights) = (vec![1.0; 1600], vec![1.0; 4 * 37]);
    for isa in [Isa::Scalar, Isa::Sse2].into_iter().filter(|isa| isa.is_available()) {
        for round in 0..60 {
            let mut output = vec![0.0; 1600];
            let call =
                Call { input: &input, output: &mut output[..], weights: &weights, bias: None, size: [1, 20, 20] };
            let result = run_on::<ByHand<Fickle>>(executors[round % 2], 2 + round % 7, isa, call);
            assert!(matches!(result, Ok(()) | Err(Error::Geometry)), "{result:?}");
        }
    }
}

/// Weights that are others whenever they are asked for.
struct Liar {
    asked: AtomicUsize,
    weights: [Box<Weights<f32, 1168>>; 2],
}

impl AsRef<Weights<f32, 1168>> for Liar {
    fn as_ref(&self) -> &Weights<f32, 1168> {
        &self.weights[self.asked.fetch_add(1, Ordering::Relaxed) % 2]
    }
}

fn boxed(weight: f32) -> Box<Weights<f32, 1168>> {
    let layer = Wide::boxed_from_slices(&[weight; 16 * 8 * 9]).expect("as many weights");
    Box::new(layer.weights().clone())
}

/// An executor that does what it must not rely on: nothing, too much, from threads of its own, or a
/// panic.
struct Odd(usize);

impl Executor for Odd {
    fn width(&self) -> usize {
        [5, 1 << 40, 0, 3, 7][self.0]
    }

    fn run(&self, work: &(dyn Fn() + Sync)) {
        match self.0 {
            0 => {}
            1 => (0..50).for_each(|_| work()),
            2 => work(),
            3 => std::thread::scope(|scope| {
                for _ in 0..4 {
                    scope.spawn(|| {
                        work();
                        std::thread::scope(|inner| drop(inner.spawn(work)));
                    });
                }
            }),
            _ => {
                work();
                panic!("as an executor may");
            }
        }
    }
}

#[test]
fn executors_may_do_anything() {
    let layer = Wide::boxed_from_slices(&[1.0; 16 * 8 * 9]).expect("as many weights");
    let (mut expected, mut found) = (vec![0.0; OUTPUT], vec![0.0; OUTPUT]);
    let numbers = vec![1.0; INPUT];
    layer.forward_slice(&numbers, &mut expected).expect("a sample");
    for odd in 0..5 {
        found.fill(f32::NAN);
        let run = || layer.on(&Odd(odd)).forward_slice(&numbers, &mut found);
        match catch_unwind(AssertUnwindSafe(run)) {
            Ok(result) => {
                assert_eq!(result, Ok(()));
                assert_eq!(found, expected, "executor {odd}");
            }
            Err(_) => assert_eq!(odd, 4),
        }
    }
}

#[test]
fn weights_may_be_others_at_every_call() {
    let liar = Liar { asked: AtomicUsize::new(0), weights: [boxed(1.0), boxed(2.0)] };
    let layer = Wide::with(liar);
    let numbers = vec![1.0; INPUT];
    let mut output = vec![f32::NAN; OUTPUT];
    for _ in 0..6 {
        layer.on(&Threads(3)).forward_slice(&numbers, &mut output).expect("a sample");
        // The middle: all taps of all channels.
        let middle = output[20 * 40 + 20];
        assert!((middle - 72.0).abs() < 0.5 || (middle - 144.0).abs() < 0.5, "{middle}");
    }
}
