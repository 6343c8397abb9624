//! Layers on several threads, on executors that do what they should and on some that do not: the results are those of one thread, to
//! the bit.

#![cfg(feature = "std")]

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::scope;

use conv_layer::__private::{Call, PlanOf, threaded};
use conv_layer::{Error, Executor, Input, Isa, Layer, Operand, Output, Rng, Threads, conv_layer, zeroed};

conv_layer! {
    struct Dense = nn.Conv2d(32, 48, 3, padding=1, input_shape=(32, 14, 15));
    struct Pointwise = nn.Conv2d(64, 64, 1, input_shape=(64, 20, 20));
    struct Grouped = nn.Conv2d(48, 48, 3, padding=1, groups=6, input_shape=(48, 17, 17));
    struct Depthwise = nn.Conv2d(64, 64, 3, padding=1, groups=64, input_shape=(64, 32, 32));
    struct Up = nn.ConvTranspose2d(32, 16, 4, stride=2, padding=1, input_shape=(32, 12, 12));
    struct Volume = nn.Conv3d(8, 16, 3, padding=1, padding_mode="reflect", input_shape=(8, 6, 10, 10));
    struct Speech = nn.Conv1d(40, 64, 3, padding=1, input_shape=(40, 301));
    struct Precise = nn.Conv2d(16, 32, 3, dtype=torch.float64, input_shape=(16, 20, 20));
    struct Any = nn.Conv2d(16, 40, 3, padding=1);
    struct Tiny = nn.Conv1d(2, 2, 3, input_shape=(2, 8));
    struct Patches = nn.Unfold(3, input_shape=(4, 20, 20));
}

/// Calls `work` so many times on each of so many threads.
struct Crowd {
    threads: usize,
    calls: usize,
    width: usize,
}

impl Executor for Crowd {
    fn width(&self) -> usize {
        self.width
    }

    fn run(&self, work: &(dyn Fn() + Sync)) {
        scope(|scope| {
            for _ in 0..self.threads {
                scope.spawn(|| (0..self.calls).for_each(|_| work()));
            }
        });
    }
}

/// Crowds that call `work` once a thread, never, often and at once, and that are wider or narrower than they say.
const CROWDS: [Crowd; 7] = [
    Crowd { threads: 2, calls: 1, width: 2 },
    Crowd { threads: 3, calls: 1, width: 7 },
    Crowd { threads: 0, calls: 0, width: 3 },
    Crowd { threads: 1, calls: 2, width: 3 },
    Crowd { threads: 5, calls: 3, width: 2 },
    Crowd { threads: 2, calls: 1, width: 0 },
    Crowd { threads: 2, calls: 1, width: usize::MAX },
];

/// Numbers with which sums depend on their order.
fn noise(len: usize) -> Vec<f32> {
    let mut state = 1_u32;
    let next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        #[expect(clippy::cast_precision_loss, reason = "24 bits are exact")]
        let fraction = (state >> 8) as f32 / 16_777_216.0;
        fraction - 0.5
    };
    std::iter::repeat_with(next).take(len).collect()
}

const fn product<const N: usize>(shape: [usize; N]) -> usize {
    let (mut product, mut i) = (1, 0);
    while i < N {
        product *= shape[i];
        i += 1;
    }
    product
}

/// Two samples of a layer of `f32` on every executor, and in every number of shares on every instruction set.
macro_rules! check {
    ($Layer:ident) => {{
        const INPUT: usize = 2 * product($Layer::INPUT_SHAPE);
        const OUTPUT: usize = 2 * product($Layer::OUTPUT_SHAPE);
        let layer = $Layer::boxed_random(&mut Rng::seeded(3));
        let input = noise(INPUT);
        let mut expected = vec![f32::NAN; OUTPUT];
        layer.forward_slice(&input, &mut expected).unwrap();
        let same = |found: &[f32], expected: &[f32], what: &str| {
            let same = found.iter().zip(expected).all(|(a, b)| a.to_bits() == b.to_bits());
            assert!(same && found.len() == expected.len(), "{}, {what}", stringify!($Layer));
        };
        for crowd in &CROWDS {
            let mut output = vec![f32::NAN; OUTPUT];
            layer.on(crowd).forward_slice(&input, &mut output).unwrap();
            same(&output, &expected, &format!("{} threads of {}", crowd.threads, crowd.width));
        }
        for isa in Isa::available() {
            layer.on(isa).forward_slice(&input, &mut expected).unwrap();
            for threads in [1, 2, 3, 7, 64] {
                let mut output = vec![f32::NAN; OUTPUT];
                let weights = layer.weights().as_slice();
                let call = Call { input: &input, output: &mut *output, weights, bias: None, size: [0; 3] };
                threaded::run_on::<PlanOf<$Layer>>(&CROWDS[1], threads, isa, call).unwrap();
                same(&output, &expected, &format!("{isa}, shares for {threads} threads"));
            }
        }
    }};
}

#[test]
fn dense() {
    check!(Dense);
    check!(Speech);
}

#[test]
fn pixels_in_the_lanes() {
    check!(Pointwise);
    check!(Grouped);
    check!(Depthwise);
}

#[test]
fn transposed_and_volumes() {
    check!(Up);
    check!(Volume);
}

#[test]
fn arrays_and_batches() {
    let layer = Precise::boxed_random(&mut Rng::seeded(5));
    let mut input: Box<[Input<Precise>; 3]> = zeroed();
    let numbers = noise(3 * product(Precise::INPUT_SHAPE));
    let elements = input.as_flattened_mut().as_flattened_mut().as_flattened_mut();
    elements.iter_mut().zip(numbers).for_each(|(element, number)| *element = number.into());
    let mut expected: Box<[Output<Precise>; 3]> = zeroed();
    layer.forward_batch(&input[..], &mut expected[..]).unwrap();
    let mut output: Box<[Output<Precise>; 3]> = zeroed();
    layer.on(&Threads(2)).forward(&input[0], &mut output[0]);
    Layer::on(&layer, &Threads(3)).forward(&input[1], &mut output[1]);
    assert_eq!(output[..2], expected[..2]);
    let mut output: Box<[Output<Precise>; 3]> = zeroed();
    layer.on(&Threads(2)).forward_batch(&input[..], &mut output[..]).unwrap();
    assert_eq!(output, expected);
}

#[test]
fn sizes_of_the_call() {
    let layer = Any::boxed_random(&mut Rng::seeded(7));
    let input = noise(16 * 19 * 23);
    let mut expected = vec![0.0; 40 * 19 * 23];
    layer.forward_slice([19, 23], &input, &mut expected).unwrap();
    let mut output = vec![0.0; 40 * 19 * 23];
    layer.on(&Threads(3)).forward_slice([19, 23], &input, &mut output).unwrap();
    assert_eq!(output, expected);
    let mut arrays: Box<[[[f32; 23]; 19]; 16]> = zeroed();
    arrays.as_flattened_mut().as_flattened_mut().copy_from_slice(&input);
    let mut output: Box<[[[f32; 23]; 19]; 40]> = zeroed();
    layer.on(&Threads(2)).forward(&arrays, &mut output);
    assert_eq!(output.as_flattened().as_flattened(), expected);
}

#[test]
fn small_layers_and_those_without_weights_run_on_the_calling_thread() {
    /// Must not be asked.
    struct Nobody;
    impl Executor for Nobody {
        fn width(&self) -> usize {
            8
        }

        fn run(&self, _: &(dyn Fn() + Sync)) {
            panic!("a layer this small has been handed over");
        }
    }
    let layer = Tiny::random(&mut Rng::seeded(1));
    let mut output = [[0.0; 6]; 2];
    layer.on(&Nobody).forward(&[[1.0; 8]; 2], &mut output);
    let mut expected = [[0.0; 6]; 2];
    layer.forward(&[[1.0; 8]; 2], &mut expected);
    assert_eq!(output, expected);
    let mut patches: Box<Output<Patches>> = zeroed();
    Layer::on(&Patches::new(), &Nobody).forward(&[[[1.0; 20]; 20]; 4], &mut patches);
    assert!(patches.as_flattened().iter().all(|number| *number > 0.5));
}

#[test]
fn errors_start_no_thread() {
    struct Counted<'a>(&'a AtomicUsize);
    impl Executor for Counted<'_> {
        fn width(&self) -> usize {
            2
        }

        fn run(&self, work: &(dyn Fn() + Sync)) {
            self.0.fetch_add(1, Ordering::Relaxed);
            work();
        }
    }
    let layer = Dense::boxed_random(&mut Rng::seeded(3));
    let calls = AtomicUsize::new(0);
    let expected = 48 * 14 * 15;
    let mut output = vec![7.0; expected + 1];
    let result = layer.on(&Counted(&calls)).forward_slice(&noise(32 * 14 * 15), &mut output);
    assert_eq!(result, Err(Error::Length { operand: Operand::Output, expected, found: expected + 1 }));
    assert!(output.iter().all(|number| (*number - 7.0).abs() < f32::EPSILON));
    assert_eq!(calls.load(Ordering::Relaxed), 0);
    layer.on(&Counted(&calls)).forward_slice(&noise(32 * 14 * 15), &mut output[1..]).unwrap();
    assert_eq!(calls.load(Ordering::Relaxed), 1);
}

#[test]
fn an_executor_that_panics_leaves_a_layer_that_works() {
    struct Panics(bool);
    impl Executor for Panics {
        fn width(&self) -> usize {
            3
        }

        fn run(&self, work: &(dyn Fn() + Sync)) {
            if self.0 {
                scope(|scope| scope.spawn(work).join().unwrap());
            }
            panic!("as it must");
        }
    }
    let layer = Dense::boxed_random(&mut Rng::seeded(3));
    let input = noise(32 * 14 * 15);
    let mut output = vec![0.0; 48 * 14 * 15];
    for works in [false, true] {
        let call = || layer.on(&Panics(works)).forward_slice(&input, &mut output);
        catch_unwind(AssertUnwindSafe(call)).unwrap_err();
    }
    let mut expected = vec![0.0; 48 * 14 * 15];
    layer.forward_slice(&input, &mut expected).unwrap();
    // All of it had been computed before the second one.
    assert_eq!(output, expected);
}

#[cfg(feature = "rayon")]
#[test]
fn rayon() {
    let layer = Dense::boxed_random(&mut Rng::seeded(3));
    let input = noise(32 * 14 * 15);
    let mut expected = vec![0.0; 48 * 14 * 15];
    layer.forward_slice(&input, &mut expected).unwrap();
    let mut output = vec![0.0; 48 * 14 * 15];
    layer.on(&conv_layer::Rayon).forward_slice(&input, &mut output).unwrap();
    assert_eq!(output, expected);
    let pool = rayon_core::ThreadPoolBuilder::new().num_threads(3).build().unwrap();
    output.fill(0.0);
    layer.on(&pool).forward_slice(&input, &mut output).unwrap();
    assert_eq!(output, expected);
    // From one of the pool's own threads.
    output.fill(0.0);
    pool.install(|| layer.on(&pool).forward_slice(&input, &mut output)).unwrap();
    assert_eq!(output, expected);
}
