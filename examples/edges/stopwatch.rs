//! How long a layer takes.

use std::fmt;
use std::time::{Duration, Instant};

const RUNS: usize = 31;

/// The median of several runs, and what it means for a layer.
pub(crate) struct Time {
    name: &'static str,
    median: Duration,
    macs: u64,
}

impl Time {
    /// Runs a layer of so many multiply-adds a few times.
    pub(crate) fn measure(name: &'static str, macs: u64, mut layer: impl FnMut()) -> Self {
        let mut times = [(); RUNS].map(|()| {
            let start = Instant::now();
            layer();
            start.elapsed()
        });
        times.sort_unstable();
        Self { name, median: times[RUNS / 2], macs }
    }

    /// A multiply-add counts as two operations.
    #[expect(clippy::cast_precision_loss, reason = "a measurement has fewer digits")]
    fn gflops(&self) -> f64 {
        2.0 * self.macs as f64 / self.median.as_nanos().max(1) as f64
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let microseconds = self.median.as_secs_f64() * 1e6;
        write!(f, "{:<11} {microseconds:>9.1} µs {:>7.1} GFLOP/s", self.name, self.gflops())
    }
}
