//! `taskset -c 1 cargo bench -p conv-layer-benches --bench table [-- NAME…]`: time, GFLOP/s and percentage of the multiply-add peak of every layer
//! of the suite (or of those whose names contain one of the arguments), as a Markdown table.
//!
//! Per layer and instruction set the shortest of twelve medians counts, each over a tenth of a second, so that a noisy neighbour
//! has to be there all the time to be seen; the peak is measured beside each layer, and the best one of the run counts, as clocks
//! wander. `ISA=avx2` restricts the run to one instruction set.

#![expect(clippy::cast_precision_loss, reason = "counts far below 2^53")]

use std::time::{Duration, Instant};

use conv_layer::Isa;
use conv_layer_benches::layers::{Layer, suite};
use conv_layer_benches::peak;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    // `cargo test --benches` only asks whether it runs.
    let brief = !arguments.iter().any(|argument| argument == "--bench");
    let names: Vec<&String> = arguments.iter().filter(|argument| !argument.starts_with("--")).collect();
    let wanted = std::env::var("ISA").ok();
    let repeat = if brief { Duration::ZERO } else { Duration::from_millis(100) };
    for isa in Isa::available().filter(|isa| wanted.as_ref().is_none_or(|wanted| wanted == isa.name())) {
        let mut peak = 0.0_f64;
        let mut rows = Vec::new();
        for mut layer in suite() {
            if !names.is_empty() && !names.iter().any(|name| layer.name.contains(name.as_str())) {
                continue;
            }
            let mut best = f64::INFINITY;
            for _ in 0..if brief { 1 } else { 12 } {
                peak = peak.max(peak::measure(isa, repeat / 10 + Duration::from_millis(1)));
                best = best.min(median(&mut layer, isa, repeat));
            }
            rows.push((layer.name, layer.macs, best, layer.flops() as f64 / best / 1e9));
        }
        println!("\n{isa}: multiply-add peak {peak:.1} GFLOP/s\n");
        println!("| layer | MMAC | µs | GFLOP/s | % of peak |\n|---|--:|--:|--:|--:|");
        for (name, macs, seconds, gflops) in rows {
            let (mmac, micros, percent) = (macs as f64 / 1e6, seconds * 1e6, 100.0 * gflops / peak);
            println!("| {name} | {mmac:.2} | {micros:.1} | {gflops:.1} | {percent:.1} |");
        }
    }
}

/// The median time of a call, over calls that take `time` in all.
fn median(layer: &mut Layer, isa: Isa, time: Duration) -> f64 {
    let begin = Instant::now();
    let mut times = Vec::new();
    loop {
        let start = Instant::now();
        layer.run(isa);
        times.push(start.elapsed().as_secs_f64());
        if begin.elapsed() >= time {
            break;
        }
    }
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}
