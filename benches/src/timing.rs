//! How long calls take.

use std::time::{Duration, Instant};

/// The median time of a call in seconds, over calls that take `time` in all; one call at least.
pub fn median(mut call: impl FnMut(), time: Duration) -> f64 {
    let begin = Instant::now();
    let mut times = Vec::new();
    loop {
        let start = Instant::now();
        call();
        times.push(start.elapsed().as_secs_f64());
        if begin.elapsed() >= time {
            break;
        }
    }
    middle(&mut times)
}

/// The shortest of three medians in seconds, each over at least `time`,
/// after a sixth of it to warm up.
///
/// Short calls are timed in blocks of at least [`BLOCK`], so that reading the clock does not count.
pub fn shortest_median(mut call: impl FnMut(), time: Duration) -> f64 {
    let begin = Instant::now();
    let mut calls = 0.0;
    while calls < 3.0 || begin.elapsed() < time / 6 {
        call();
        calls += 1.0;
    }
    let each = begin.elapsed().as_secs_f64() / calls;
    let block = blocks(each);
    let least = if each < 0.05 { 10 } else { 3 };
    let mut best = f64::INFINITY;
    for _ in 0..3 {
        let begin = Instant::now();
        let mut times = Vec::new();
        while begin.elapsed() < time || times.len() < least {
            let start = Instant::now();
            for _ in 0..block {
                call();
            }
            times.push(start.elapsed().as_secs_f64() / f64::from(block));
        }
        best = best.min(middle(&mut times));
    }
    best
}

/// Time against which reading the clock is nothing.
pub const BLOCK: Duration = Duration::from_micros(30);

/// Calls of `each` seconds in a block.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates, and is clamped")]
fn blocks(each: f64) -> u32 {
    ((BLOCK.as_secs_f64() / each) as u32).clamp(1, 1 << 20)
}

fn middle(times: &mut [f64]) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}
