//! The simplest executor: threads that live as long as the call.

use std::thread::{Builder, scope};

use super::Executor;

/// So many threads, the caller's among them, started for each call and joined at its end.
///
/// Starting a thread takes some tens of microseconds: this is for layers that take milliseconds. A pool that stays, such as
/// rayon's, serves shorter ones as well. A thread that the system refuses is done without.
///
/// ```
/// use conv_runtime::{Executor, Threads};
/// use std::sync::atomic::{AtomicUsize, Ordering};
///
/// let calls = AtomicUsize::new(0);
/// Threads(3).run(&|| {
///     calls.fetch_add(1, Ordering::Relaxed);
/// });
/// assert_eq!(calls.into_inner(), 3);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Threads(pub usize);

impl Threads {
    /// As many as the program may use cores.
    #[must_use]
    pub fn available() -> Self {
        Self(std::thread::available_parallelism().map_or(1, usize::from))
    }
}

impl Executor for Threads {
    fn width(&self) -> usize {
        self.0
    }

    fn run(&self, work: &(dyn Fn() + Sync)) {
        scope(|scope| {
            for _ in 1..self.0 {
                if Builder::new().spawn_scoped(scope, work).is_err() {
                    break;
                }
            }
            work();
        });
    }
}
