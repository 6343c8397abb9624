//! `taskset -c 1 cargo bench -p conv-layer-benches --bench table [-- NAME…]`: time, GFLOP/s and
//! percentages of two limits, the multiply-add peak and the layer's floor, of every layer of the
//! suite (or of those whose names contain one of the arguments), as a Markdown table.
//!
//! The floor is the time of the multiply-adds alone, without those with padding, or that of
//! touching every byte once, whichever is longer: a layer with little to compute for each byte is
//! not to be measured by the peak.
//!
//! Per layer and instruction set the shortest of twelve medians counts, each over a tenth of a
//! second, so that a noisy neighbour has to be there all the time to be seen. Clocks wander,
//! from 3.9 to 3.1 GHz within a minute where vectors are wide: the peak is measured before and
//! after each of the twelve, and the percentage is the median of theirs, each of the higher
//! peak beside it, a median as well. Bandwidths are measured before and after all layers, and
//! the best of the run counts; so does the peak that floors are made of. `ISA=avx2` restricts
//! the run to one instruction set.
//!
//! With the feature `threads` and `THREADS=2`, without `taskset`, a last column has each
//! layer's speed-up on two threads of `Pool`, or with `POOL=rayon` of rayon's, against one
//! thread: `THREADS=2 cargo bench -p conv-layer-benches --features threads --bench table`.
//! Both are measured in turns, so that clocks and neighbours are the same; layers too
//! small to be shared out stay at 1.
//!
//! With the feature `formats`, the suite in other memory formats follows.
//!
//! Last, how well the planner's estimates rank what was measured: whether the layers
//! that it expects to take long do.

#![forbid(unsafe_code)]
#![expect(clippy::cast_precision_loss, reason = "counts far below 2^53")]

use std::time::Duration;

use conv_layer::Isa;
use conv_layer_benches::bandwidth::{self, LEVELS};
use conv_layer_benches::floor::Work;
use conv_layer_benches::layers::{Layer, suite};
use conv_layer_benches::{peak, rank, timing};

/// A layer and the seconds of a call.
struct Row {
    layer: Layer,
    seconds: f64,
    /// Of the multiply-add peak beside it.
    share: f64,
    /// On several threads.
    threaded: Option<f64>,
}

/// What a layer runs on beside one thread.
#[cfg(feature = "threads")]
type Threads = Box<dyn conv_layer::Executor>;
#[cfg(not(feature = "threads"))]
struct Threads(std::convert::Infallible);

/// A pool of as many threads as `THREADS` says, the calling thread among them; rayon's if `POOL`
/// says so, of which as many threads sleep meanwhile.
#[cfg(feature = "threads")]
fn threads() -> Option<Threads> {
    let threads = std::env::var("THREADS").ok()?.parse().expect("THREADS is a number");
    if std::env::var("POOL").is_ok_and(|pool| pool == "rayon") {
        let pool = rayon_core::ThreadPoolBuilder::new().num_threads(threads).build();
        return Some(Box::new(pool.expect("threads can be started")));
    }
    Some(Box::new(conv_layer::Pool::new(threads)))
}

#[cfg(not(feature = "threads"))]
fn threads() -> Option<Threads> {
    assert!(std::env::var_os("THREADS").is_none(), "THREADS asks for the feature `threads`");
    None
}

#[cfg(feature = "threads")]
fn threaded(layer: &mut Layer, threads: &Threads, isa: Isa, time: Duration) -> f64 {
    timing::median(|| layer.run_threaded(&**threads, isa), time)
}

#[cfg(not(feature = "threads"))]
fn threaded(_: &mut Layer, threads: &Threads, _: Isa, _: Duration) -> f64 {
    match threads.0 {}
}

/// What limits one core, as measured in this run.
struct Limits {
    /// Multiply-adds, in GFLOP/s.
    peak: f64,
    /// Of each level, in GB/s.
    bandwidths: [f64; LEVELS.len()],
}

impl Limits {
    fn better(&mut self, isa: Isa, time: Duration) {
        for (best, now) in self.bandwidths.iter_mut().zip(bandwidth::measure(isa, time)) {
            *best = best.max(now);
        }
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    // `cargo test --benches` only asks whether it runs.
    let brief = !arguments.iter().any(|argument| argument == "--bench");
    let names: Vec<&String> = arguments.iter().filter(|argument| !argument.starts_with("--")).collect();
    let wanted = std::env::var("ISA").ok();
    let threads = threads();
    let repeat = if brief { Duration::ZERO } else { Duration::from_millis(100) };
    for isa in Isa::available().filter(|isa| wanted.as_ref().is_none_or(|wanted| wanted == isa.name())) {
        let mut limits = Limits { peak: 0.0, bandwidths: [0.0; LEVELS.len()] };
        let mut rows = Vec::new();
        limits.better(isa, 5 * repeat);
        for mut layer in suite() {
            if !names.is_empty() && !names.iter().any(|name| layer.name.contains(name.as_str())) {
                continue;
            }
            let mut seconds = f64::INFINITY;
            let mut several = f64::INFINITY;
            let mut shares = Vec::new();
            let peak = || peak::measure(isa, repeat / 10 + Duration::from_millis(1));
            let mut before = peak();
            for _ in 0..if brief { 1 } else { 12 } {
                let median = timing::median(|| layer.run(isa), repeat);
                let after = peak();
                shares.push(layer.flops() as f64 / median / 1e9 / before.median.max(after.median));
                limits.peak = limits.peak.max(before.best).max(after.best);
                seconds = seconds.min(median);
                before = after;
                if let Some(threads) = &threads {
                    several = several.min(threaded(&mut layer, threads, isa, repeat));
                }
            }
            shares.sort_by(f64::total_cmp);
            let share = shares[shares.len() / 2];
            rows.push(Row { layer, seconds, share, threaded: threads.as_ref().map(|_| several) });
        }
        limits.better(isa, 5 * repeat);
        print(isa, &limits, &rows);
        print_ranking(isa, &rows);
    }
}

fn print(isa: Isa, limits: &Limits, rows: &[Row]) {
    println!("\n{isa}: multiply-add peak at most {:.1} GFLOP/s", limits.peak);
    let bandwidths = LEVELS.iter().zip(limits.bandwidths);
    let bandwidths: Vec<String> = bandwidths.map(|(level, rate)| format!("{} {rate:.1}", level.name)).collect();
    println!("\nbandwidth, GB/s: {}\n", bandwidths.join(", "));
    let (title, rule) = if rows.iter().any(|row| row.threaded.is_some()) { (" threads |", "--:|") } else { ("", "") };
    println!("| layer | MMAC | µs | GFLOP/s | % of peak | floor, µs | % of floor |{title}");
    println!("|---|--:|--:|--:|--:|--:|--:|{rule}");
    for Row { layer, seconds, share, threaded } in rows {
        let name = [Some(layer.name), layer.format].into_iter().flatten().collect::<Vec<_>>().join(" ");
        let (mmac, micros) = (layer.macs as f64 / 1e6, seconds * 1e6);
        let gflops = layer.flops() as f64 / seconds / 1e9;
        let percent = 100.0 * share;
        let floor = Work::new(&layer.spec).map_or(0.0, |work| work.seconds(limits.peak, limits.bandwidths));
        let (of_floor, floor) = (100.0 * floor / seconds, floor * 1e6);
        let threads = threaded.map_or(String::new(), |several| format!(" {:.2} × |", seconds / several));
        println!(
            "| {name} | {mmac:.2} | {micros:.1} | {gflops:.1} | {percent:.1} | {floor:.1} | {of_floor:.1} |{threads}"
        );
    }
}

/// Layers of very different size are easy to rank; those times are compared, too, of which
/// the size has been divided out.
fn print_ranking(isa: Isa, rows: &[Row]) {
    let ranking = |size: fn(&Layer) -> f64| {
        let pair = |row: &Row| (row.layer.predicted_cycles(isa) / size(&row.layer), row.seconds / size(&row.layer));
        rank::correlation(&rows.iter().map(pair).collect::<Vec<_>>())
    };
    if let (Some(times), Some(rates)) = (ranking(|_| 1.0), ranking(|layer| layer.macs as f64)) {
        let layers = rows.len();
        println!("\n{isa}, predicted cycles against measured times of {layers} layers, Spearman's rank correlation:");
        println!("{times:.3}, of both per multiply-add {rates:.3}");
    }
}
