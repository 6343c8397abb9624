//! Pools of rayon's as executors.

use rayon_core::{Scope, ThreadPool, current_num_threads, in_place_scope};

use super::Executor;

/// Rayon's global pool, and the calling thread. A [`ThreadPool`] is an [`Executor`] itself.
///
/// ```
/// use conv_runtime::{Executor, Rayon};
///
/// assert!(Rayon.width() > 0);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Rayon;

impl Executor for Rayon {
    fn width(&self) -> usize {
        current_num_threads()
    }

    fn run(&self, work: &(dyn Fn() + Sync)) {
        in_place_scope(|scope| spread(scope, self.width(), work));
    }
}

impl Executor for ThreadPool {
    fn width(&self) -> usize {
        self.current_num_threads()
    }

    fn run(&self, work: &(dyn Fn() + Sync)) {
        self.in_place_scope(|scope| spread(scope, self.width(), work));
    }
}

/// Threads of the pool that are busy otherwise find nothing left to do later: they are not waited for longer than for other jobs.
fn spread<'scope>(scope: &Scope<'scope>, width: usize, work: &'scope (dyn Fn() + Sync)) {
    for _ in 1..width {
        scope.spawn(move |_| work());
    }
    work();
}
