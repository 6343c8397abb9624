//! The bytes that one core moves in a second, by where they are: reading, or copying, and nothing
//! else.
//!
//! Written over slices, in functions that have the features of an instruction set as kernels do, so
//! that each instruction set is measured with vectors of its own width.

use std::hint::black_box;
use std::time::{Duration, Instant};

use conv_layer::__private::simd::Simd;
use conv_layer::__private::threaded::Outputs;
use conv_layer::__private::{ByHand, Call, Kernels, dispatch};
use conv_layer::{Error, Isa};

/// A level of the memory hierarchy.
#[derive(Clone, Copy, Debug)]
pub struct Level {
    /// Its usual name.
    pub name: &'static str,
    /// Bytes of the working set that it is measured with: they fit with room to spare on anything
    /// recent.
    pub measured: usize,
    /// The most bytes that may be in it, on large CPUs: a bound should not be too high.
    pub capacity: u64,
}

/// From the fastest to the slowest.
pub const LEVELS: [Level; 4] = [
    Level { name: "L1", measured: 16 << 10, capacity: 48 << 10 },
    Level { name: "L2", measured: 512 << 10, capacity: 1 << 20 },
    Level { name: "L3", measured: 8 << 20, capacity: 32 << 20 },
    Level { name: "memory", measured: 128 << 20, capacity: u64::MAX },
];

/// Bytes that a measurement moves at least, so that calls and clocks do not count.
const LEAST: usize = 16 << 20;

/// Bytes of a line of the cache.
const LINE: usize = 64;

struct Read;
struct Copy;

/// Several accumulators of a vector each, so that no load waits for the one before.
#[expect(clippy::inline_always, reason = "must have the features of its caller, as kernels must")]
#[inline(always)]
fn read<const WIDTH: usize>(call: &mut Call<'_, f32, impl Outputs<f32>>) {
    let mut seen = [0_u32; WIDTH];
    for _ in 0..call.size[0] {
        for chunk in black_box(call.input).as_chunks::<WIDTH>().0 {
            for (seen, number) in seen.iter_mut().zip(chunk) {
                *seen |= number.to_bits();
            }
        }
    }
    black_box(&mut seen);
}

/// Changes nothing, but is not `memcpy`, which goes past the caches where it sees fit.
#[expect(clippy::inline_always, reason = "as above")]
#[inline(always)]
fn copy<const WIDTH: usize>(call: &mut Call<'_, f32, impl Outputs<f32>>) {
    let change = black_box(0_u32);
    let output = call.output.whole().unwrap_or_default();
    for _ in 0..call.size[0] {
        let (from, to) = (black_box(call.input), black_box(&mut *output));
        for (from, to) in from.as_chunks::<WIDTH>().0.iter().zip(to.as_chunks_mut::<WIDTH>().0) {
            for (from, to) in from.iter().zip(to) {
                *to = f32::from_bits(from.to_bits() | change);
            }
        }
    }
}

macro_rules! moves {
    ($type:ident, $loop:ident: $($isa:ident = $width:literal),*) => {
        impl Kernels for $type {
            type Element = f32;
            $(
                #[inline(always)]
                fn $isa<S: Simd<f32>>(_: S, mut call: Call<'_, f32, impl Outputs<f32>>) -> Result<(), Error> {
                    $loop::<$width>(&mut call);
                    Ok(())
                }
            )*
        }
    };
}

moves!(Read, read: avx512 = 128, avx2 = 64, sse2 = 32, neon = 32, simd128 = 32, scalar = 8);
moves!(Copy, copy: avx512 = 128, avx2 = 64, sse2 = 32, neon = 32, simd128 = 32, scalar = 8);

/// Best rate at each of [`LEVELS`] within about `time` each, in GB/s: of reading, or of reading and
/// writing together, where that is more.
///
/// # Panics
///
/// When `isa` is not available here.
#[must_use]
pub fn measure(isa: Isa, time: Duration) -> [f64; 4] {
    // Written once: untouched pages would all be one and the same.
    let mut numbers = vec![1.0_f32; LEVELS[3].measured / size_of::<f32>() + LINE];
    // Vectors across two lines of the cache are two accesses.
    let start = numbers.as_ptr().align_offset(LINE);
    let numbers = &mut numbers[start..];
    LEVELS.map(|level| {
        let numbers = &mut numbers[..level.measured / size_of::<f32>()];
        let repeats = LEAST.div_ceil(level.measured);
        let size = [repeats, 1, 1];
        let begin = Instant::now();
        let mut best = f64::INFINITY;
        loop {
            let call = Call { input: numbers, output: <&mut [f32]>::default(), weights: &[], bias: None, size };
            best = best.min(seconds(|| dispatch::run_on::<ByHand<Read>>(isa, call)));
            let (input, output) = numbers.split_at_mut(numbers.len() / 2);
            let call = Call { input, output, weights: &[], bias: None, size };
            best = best.min(seconds(|| dispatch::run_on::<ByHand<Copy>>(isa, call)));
            if begin.elapsed() >= time {
                break;
            }
        }
        #[expect(clippy::cast_precision_loss, reason = "far below 2^53")]
        let bytes = (repeats * level.measured) as f64;
        bytes / best / 1e9
    })
}

fn seconds(call: impl FnOnce() -> Result<(), Error>) -> f64 {
    let start = Instant::now();
    call().expect("asked for available instruction sets only");
    start.elapsed().as_secs_f64()
}
