//! `cargo bench -p conv-layer-benches --bench suite`: every layer of the suite on every instruction
//! set, in criterion's statistics.
//!
//! Throughput is in GFLOP/s. `cargo bench -p conv-layer-benches --bench table` sets the times
//! against the peak of the same run.

#![expect(clippy::cast_precision_loss, reason = "counts far below 2^53")]

use criterion::measurement::{Measurement, ValueFormatter, WallTime};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};

use conv_layer::Isa;
use conv_layer_benches::layers::suite;

/// Wall time whose throughput is called by its name.
struct Flops(WallTime);

impl Measurement for Flops {
    type Intermediate = <WallTime as Measurement>::Intermediate;
    type Value = <WallTime as Measurement>::Value;

    fn start(&self) -> Self::Intermediate {
        self.0.start()
    }

    fn end(&self, start: Self::Intermediate) -> Self::Value {
        self.0.end(start)
    }

    fn add(&self, first: &Self::Value, second: &Self::Value) -> Self::Value {
        self.0.add(first, second)
    }

    fn zero(&self) -> Self::Value {
        self.0.zero()
    }

    fn to_f64(&self, value: &Self::Value) -> f64 {
        self.0.to_f64(value)
    }

    fn formatter(&self) -> &dyn ValueFormatter {
        self
    }
}

impl ValueFormatter for Flops {
    fn scale_values(&self, typical: f64, values: &mut [f64]) -> &'static str {
        self.0.formatter().scale_values(typical, values)
    }

    fn scale_throughputs(&self, _typical: f64, throughput: &Throughput, values: &mut [f64]) -> &'static str {
        if let Throughput::Elements(flops) = throughput {
            for value in values {
                // Operations per nanosecond are GFLOP/s.
                *value = *flops as f64 / *value;
            }
        }
        "GFLOP/s"
    }

    fn scale_for_machines(&self, values: &mut [f64]) -> &'static str {
        self.0.formatter().scale_for_machines(values)
    }
}

fn layers(criterion: &mut Criterion<Flops>) {
    for mut layer in suite() {
        let mut group = criterion.benchmark_group(layer.name);
        group.throughput(Throughput::Elements(layer.flops()));
        for isa in Isa::available() {
            group.bench_function(BenchmarkId::from_parameter(isa), |bencher| bencher.iter(|| layer.run(isa)));
        }
        group.finish();
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default().with_measurement(Flops(WallTime)).sample_size(10);
    targets = layers
}
criterion_main!(benches);
