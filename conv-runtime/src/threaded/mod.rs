//! Calls on several threads: outputs are cut into shares of equal length, which any number of
//! threads take one after the other.
//!
//! [`Executor`] is what the caller brings. A kernel is told by the type of its call's [`Outputs`]
//! whether it computes all of them or a share: `&mut [T]` stands for all, and compiles to what
//! there would be without shares.

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

use crate::dispatch::{self, Dispatch};
use crate::kernel::Planned;
use crate::{Call, Described, Error, Fitting, Isa};
#[cfg(target_has_atomic = "ptr")]
use crate::{Element, Number};

/// The least multiply-adds of a share: what takes less is over before another thread has begun. A
/// core without vectors takes longer.
const LEAST: usize = if dispatch::VECTORS { 1 << 18 } else { 1 << 14 };

/// The most shares.
const MOST: usize = 1024;

/// Computes a call that fits, on the best instruction set available and on the threads of an
/// executor.
#[inline]
pub fn compute<L: Planned>(executor: &dyn Executor, call: Fitting<'_, L>) {
    let (operands, output) = call.split();
    match threads::<L>(executor, operands.inputs(), output.len()) {
        #[cfg(target_has_atomic = "ptr")]
        threads @ 2.. => {
            let done = share_out(executor, threads, &mut *output, |share| dispatch::best::<L, _>(operands.with(share)));
            if done.is_err() {
                // A plan's kernels are the same at every call, so that shares fit: if they did not,
                // here would be all outputs.
                dispatch::compute(operands.with(output));
            }
        }
        _ => dispatch::compute(operands.with(output)),
    }
}

/// Runs a layer on the best instruction set available, on the threads of an executor.
///
/// # Errors
///
/// As [`Problem::new`](crate::Problem::new); no thread has been started then.
#[inline]
pub fn run<L: Planned>(executor: &dyn Executor, call: Call<'_, L::Element>) -> Result<(), Error> {
    dispatch::check(call, |call| compute::<L>(executor, call))
}

/// As [`run`], on a given instruction set.
///
/// # Errors
///
/// [`Error::UnsupportedIsa`] when it is not available here, otherwise as [`run`].
#[inline]
pub fn run_isa<L: Planned>(executor: &dyn Executor, isa: Isa, call: Call<'_, L::Element>) -> Result<(), Error> {
    match threads::<L>(executor, call.input.len(), call.output.len()) {
        #[cfg(target_has_atomic = "ptr")]
        threads @ 2.. => run_on::<L>(executor, threads, isa, call),
        _ => dispatch::run_on::<L>(isa, call),
    }
}

/// As [`run`], on a given instruction set and with shares for so many threads, however little there
/// is to compute: for tests and measurements.
///
/// # Errors
///
/// [`Error::UnsupportedIsa`] when it is not available here, otherwise as [`run`].
#[cfg(target_has_atomic = "ptr")]
pub fn run_on<D: Dispatch>(
    executor: &dyn Executor,
    threads: usize,
    isa: Isa,
    call: Call<'_, D::Number>,
) -> Result<(), Error> {
    let Call { input, output, weights, bias, size } = call;
    share_out(executor, threads, output, |output| {
        let call = Call { input, output, weights, bias, size };
        dispatch::given::<D, _>(isa, D::check(call, &mut None)?)
    })
}

/// For how many threads [`run`] cuts a call with so many inputs and outputs; with less than two,
/// the caller's computes all of it.
pub fn threads<L: Described>(executor: &dyn Executor, inputs: usize, outputs: usize) -> usize {
    let work = L::GEOMETRY.and_then(|geometry| {
        // Of a transposed layer, each input adds to so many outputs.
        let (sums, each) = if geometry.is_transposed() {
            (inputs, geometry.group_outputs()?.checked_mul(geometry.taps()?)?)
        } else {
            (outputs, geometry.fan_in()?)
        };
        Some(sums.saturating_mul(each))
    });
    executor.width().min(work.unwrap_or(0) / LEAST)
}

/// How outputs are cut for so many threads.
///
/// # Errors
///
/// Whatever is wrong with the call.
#[cfg(target_has_atomic = "ptr")]
fn cut<T: Element, E: Into<Error>>(
    threads: usize,
    outputs: usize,
    run: &impl Fn(Shared<'_, T>) -> Result<(), E>,
) -> Result<grid::Grid, Error> {
    let grid = core::cell::Cell::new(None);
    run(Shared::none(outputs, threads, &grid)).map_err(Into::into)?;
    grid.get().ok_or(Error::Geometry)
}

/// Runs all shares of a call's outputs, on the threads of the executor and on this one.
#[cfg(target_has_atomic = "ptr")]
fn share_out<T: Element, E: Into<Error>>(
    executor: &dyn Executor,
    threads: usize,
    output: &mut [T],
    run: impl Fn(Shared<'_, T>) -> Result<(), E> + Sync,
) -> Result<(), Error> {
    use core::sync::atomic::{AtomicBool, Ordering};

    let grid = cut(threads.clamp(1, MOST), output.len(), &run)?;
    let queue = queue::Queue::new(output, &grid);
    let failed = AtomicBool::new(false);
    let work = || {
        while let Some(output) = queue.take() {
            if run(output).is_err() {
                failed.store(true, Ordering::Relaxed);
            }
        }
    };
    executor.run(&work);
    // Whatever the executor has left.
    work();
    // The check has passed, so that only kernels that change from call to call can fail.
    if failed.load(Ordering::Relaxed) { Err(Error::Geometry) } else { Ok(()) }
}

/// Runs the shares one after the other, and shows all outputs, to be looked at and changed, after
/// each: for tests.
///
/// # Errors
///
/// As [`run_on`]; with `emulated`, no instruction set is missing.
#[cfg(target_has_atomic = "ptr")]
pub fn run_each<D: Dispatch>(
    threads: usize,
    (isa, emulated): (Isa, bool),
    call: Call<'_, D::Number>,
    after: &mut dyn FnMut(&mut [D::Number]),
) -> Result<(), Error> {
    let Call { input, output, weights, bias, size } = call;
    let run = |output: Shared<'_, D::Number>| {
        let mut room = None;
        let call = D::check(Call { input, output, weights, bias, size }, &mut room)?;
        if emulated { D::Number::emulated_on::<D, _>(isa, call) } else { dispatch::given::<D, _>(isa, call) }
    };
    let grid = cut(threads, output.len(), &run)?;
    let mut queue = queue::Queue::new(output, &grid);
    while let Some(output) = queue.take() {
        run(output)?;
        after(queue.outputs());
    }
    Ok(())
}
