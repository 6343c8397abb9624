//! The most multiply-adds that one core does: independent chains of them, nothing else.
//!
//! Written like a kernel, over the runtime's vectors, so that it runs on each instruction set just
//! as the layers do.

use std::hint::black_box;
use std::time::{Duration, Instant};

use conv_layer::__private::simd::Simd;
use conv_layer::__private::threaded::Outputs;
use conv_layer::__private::{ByHand, Call, Kernels, dispatch};
use conv_layer::{Error, Isa};

struct Peak;

const ROUNDS: u32 = 20_000;

/// `CHAINS` sums cover latency times units, with registers to spare.
#[expect(clippy::inline_always, reason = "must have the features of its caller, as kernels must")]
#[inline(always)]
fn chains<S: Simd<f32>, const CHAINS: usize>(simd: S, mut call: Call<'_, f32, impl Outputs<f32>>) {
    let factor = simd.splat(black_box(0.999_999));
    let term = simd.splat(black_box(1e-7));
    let mut sums = [simd.splat(black_box(1.0)); CHAINS];
    for _ in 0..ROUNDS {
        for sum in &mut sums {
            *sum = simd.mul_add(*sum, factor, term);
        }
    }
    black_box(&mut sums);
    if let Some([flop, ..]) = call.output.whole() {
        *flop = flops::<S, CHAINS>();
    }
}

#[expect(clippy::cast_precision_loss, reason = "far below 2^24 per round")]
fn flops<S: Simd<f32>, const CHAINS: usize>() -> f32 {
    (2 * CHAINS * S::LANES) as f32
}

macro_rules! peak {
    ($($isa:ident: $chains:literal),*) => {
        impl Kernels for Peak {
            type Element = f32;
            $(
                #[inline(always)]
                fn $isa<S: Simd<f32>>(simd: S, call: Call<'_, f32, impl Outputs<f32>>) -> Result<(), Error> {
                    chains::<S, $chains>(simd, call);
                    Ok(())
                }
            )*
        }
    };
}

peak!(avx512: 16, avx2: 12, sse2: 12, neon: 16, simd128: 12, scalar: 12);

/// Rates in GFLOP/s.
#[derive(Clone, Copy, Debug)]
pub struct Rates {
    /// The best one: what the core can do.
    pub best: f64,
    /// The median: what it does at the moment, to be compared with other medians.
    pub median: f64,
}

/// Rates within `time`.
///
/// # Panics
///
/// When `isa` is not available here.
#[must_use]
pub fn measure(isa: Isa, time: Duration) -> Rates {
    let begin = Instant::now();
    let mut times = Vec::new();
    let mut per_round = [0.0];
    while times.is_empty() || begin.elapsed() < time {
        let start = Instant::now();
        let call = Call { input: &[], output: &mut per_round[..], weights: &[], bias: None, size: [1; 3] };
        dispatch::run_on::<ByHand<Peak>>(isa, call).expect("asked for available instruction sets only");
        times.push(start.elapsed().as_secs_f64());
    }
    times.sort_by(f64::total_cmp);
    let rate = |seconds: f64| f64::from(per_round[0]) * f64::from(ROUNDS) / seconds / 1e9;
    Rates { best: rate(times[0]), median: rate(times[times.len() / 2]) }
}
