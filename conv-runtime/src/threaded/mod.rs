//! Calls on several threads: outputs are cut into shares of equal length, which any number of threads take one after the other.
//!
//! [`Executor`] is what the caller brings. A kernel is told by the type of its call's [`Outputs`] whether it computes all of them or a
//! share: `&mut [T]` stands for all, and compiles to what there would be without shares.

mod channels;
mod executor;
mod extents;
mod grid;
mod outputs;
#[cfg(all(feature = "std", target_has_atomic = "ptr"))]
mod pool;
#[cfg(target_has_atomic = "ptr")]
mod queue;
#[cfg(feature = "rayon")]
mod rayon;
#[cfg(all(test, feature = "std"))]
mod tests;
#[cfg(feature = "std")]
mod threads;

pub use channels::{Channels, First, Rest};
pub use executor::Executor;
pub use extents::{Along, Extents};
pub(crate) use extents::{Columns, Tile, UNCUT, channel_unit, pixel_unit};
pub use grid::{Part, Share, Whole};
pub use outputs::{Outputs, Shared};
#[cfg(all(feature = "std", target_has_atomic = "ptr"))]
pub use pool::Pool;
#[cfg(feature = "rayon")]
pub use rayon::Rayon;
#[cfg(feature = "std")]
pub use threads::Threads;

use crate::{Call, Described, Error, Isa, Kernels, dispatch};
#[cfg(target_has_atomic = "ptr")]
use crate::{Element, Number};

/// The least multiply-adds of a share: what takes less is over before another thread has begun. A core without vectors takes longer.
const LEAST: usize = if dispatch::VECTORS { 1 << 18 } else { 1 << 14 };

/// The most shares.
const MOST: usize = 1024;

/// Runs a layer on the best instruction set available, on the threads of an executor.
///
/// # Errors
///
/// As [`Problem::new`](crate::Problem::new); no thread has been started then.
#[inline]
pub fn run<K>(executor: &dyn Executor, call: Call<'_, <K as Kernels>::Element>) -> Result<(), Error>
where
    K: Kernels + Described<Element = <K as Kernels>::Element>,
{
    match threads::<K>(executor, &call) {
        #[cfg(target_has_atomic = "ptr")]
        threads @ 2.. => share_out(executor, threads, call, dispatch::run_share::<K>),
        _ => dispatch::run::<K>(call),
    }
}

/// As [`run`], on a given instruction set.
///
/// # Errors
///
/// [`Error::UnsupportedIsa`] when it is not available here, otherwise as [`run`].
#[inline]
pub fn run_isa<K>(executor: &dyn Executor, isa: Isa, call: Call<'_, <K as Kernels>::Element>) -> Result<(), Error>
where
    K: Kernels + Described<Element = <K as Kernels>::Element>,
{
    match threads::<K>(executor, &call) {
        #[cfg(target_has_atomic = "ptr")]
        threads @ 2.. => run_on::<K>(executor, threads, isa, call),
        _ => dispatch::run_on::<K>(isa, call),
    }
}

/// As [`run`], on a given instruction set and with shares for so many threads, however little there is to compute: for tests and measurements.
///
/// # Errors
///
/// [`Error::UnsupportedIsa`] when it is not available here, otherwise as [`run`].
#[cfg(target_has_atomic = "ptr")]
pub fn run_on<K: Kernels>(
    executor: &dyn Executor,
    threads: usize,
    isa: Isa,
    call: Call<'_, K::Element>,
) -> Result<(), Error> {
    share_out(executor, threads, call, |call| dispatch::run_share_on::<K>(isa, call))
}

/// For how many threads [`run`] cuts a call; with less than two, the caller's computes all of it.
pub fn threads<K: Described>(executor: &dyn Executor, call: &Call<'_, K::Element>) -> usize {
    let work = K::GEOMETRY.and_then(|geometry| {
        // Of a transposed layer, each input adds to so many outputs.
        let (sums, each) = if geometry.is_transposed() {
            (call.input.len(), geometry.group_outputs()?.checked_mul(geometry.taps()?)?)
        } else {
            (call.output.len(), geometry.fan_in()?)
        };
        Some(sums.saturating_mul(each))
    });
    executor.width().min(work.unwrap_or(0) / LEAST)
}

/// How the outputs of a call are cut for so many threads.
///
/// # Errors
///
/// Whatever is wrong with the call.
#[cfg(target_has_atomic = "ptr")]
fn cut<T: Element>(
    threads: usize,
    call: &Call<'_, T>,
    run: &impl Fn(Call<'_, T, Shared<'_, T>>) -> Result<(), Error>,
) -> Result<grid::Grid, Error> {
    let grid = core::cell::Cell::new(None);
    let Call { input, ref output, weights, bias, size } = *call;
    run(Call { input, output: Shared::none(output.len(), threads, &grid), weights, bias, size })?;
    grid.get().ok_or(Error::Geometry)
}

/// Runs all shares, on the threads of the executor and on this one.
#[cfg(target_has_atomic = "ptr")]
fn share_out<T: Element>(
    executor: &dyn Executor,
    threads: usize,
    call: Call<'_, T>,
    run: impl Fn(Call<'_, T, Shared<'_, T>>) -> Result<(), Error> + Sync,
) -> Result<(), Error> {
    use core::sync::atomic::{AtomicBool, Ordering};

    let grid = cut(threads.clamp(1, MOST), &call, &run)?;
    let Call { input, output, weights, bias, size } = call;
    let queue = queue::Queue::new(output, &grid);
    let failed = AtomicBool::new(false);
    let work = || {
        while let Some(output) = queue.take() {
            if run(Call { input, output, weights, bias, size }).is_err() {
                failed.store(true, Ordering::Relaxed);
            }
        }
    };
    executor.run(&work);
    // Whatever the executor has left.
    work();
    // The check has passed, so that only `Kernels` that change from call to call can fail.
    if failed.load(Ordering::Relaxed) { Err(Error::Geometry) } else { Ok(()) }
}

/// Runs the shares one after the other, and shows all outputs, to be looked at and changed, after each: for tests.
///
/// # Errors
///
/// As [`run_on`]; with `emulated`, no instruction set is missing.
#[cfg(target_has_atomic = "ptr")]
pub fn run_each<K: Kernels>(
    threads: usize,
    (isa, emulated): (Isa, bool),
    call: Call<'_, K::Element>,
    after: &mut dyn FnMut(&mut [K::Element]),
) -> Result<(), Error> {
    let run = |call: Call<'_, K::Element, Shared<'_, K::Element>>| {
        if emulated { K::Element::emulated::<K>(isa, call) } else { dispatch::run_share_on::<K>(isa, call) }
    };
    let grid = cut(threads, &call, &run)?;
    let Call { input, output, weights, bias, size } = call;
    let mut queue = queue::Queue::new(output, &grid);
    while let Some(output) = queue.take() {
        run(Call { input, output, weights, bias, size })?;
        after(queue.outputs());
    }
    Ok(())
}
