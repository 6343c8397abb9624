//! Shares are taken from an atomic counter, not by an index that an executor passes.
//!
//! The counter gives each share to one thread, however often and from wherever it is asked: this is
//! what makes it sound that threads write to one output.

use core::marker::PhantomData;
use core::sync::atomic::{AtomicUsize, Ordering};

use super::grid::Grid;
use super::outputs::Shared;

/// The outputs of a call, to be taken share by share, by any thread.
pub(super) struct Queue<'a, T> {
    start: *mut T,
    len: usize,
    grid: Grid,
    /// How many have been taken.
    taken: AtomicUsize,
    outputs: PhantomData<&'a mut [T]>,
}

// SAFETY: what threads can do with a shared queue is to take shares. Each is given to one of them,
// since the number of those that are taken grows by one in an atomic step and stops at the end.
// Shares of a grid have no output in common (`grid.rs`), so that no element is accessed by two
// threads. `T: Send`, since elements are written on other threads than that which owns them.
unsafe impl<T: Send> Sync for Queue<'_, T> {}

impl<'a, T> Queue<'a, T> {
    pub(super) const fn new(outputs: &'a mut [T], grid: &Grid) -> Self {
        let (start, len) = (outputs.as_mut_ptr(), outputs.len());
        Self { start, len, grid: *grid, taken: AtomicUsize::new(0), outputs: PhantomData }
    }

    /// A share that nobody else has taken.
    pub(super) fn take(&self) -> Option<Shared<'_, T>> {
        // An addition alone would begin anew after enough calls. That shares are different
        // is all that matters here: that their outputs are seen is the executor's part,
        // which has to join its threads.
        let next = |taken: usize| (taken < self.grid.shares()).then_some(taken + 1);
        let index = self.taken.fetch_update(Ordering::Relaxed, Ordering::Relaxed, next).ok()?;
        // SAFETY: (1) `outputs` is borrowed for as long as the queue lives; (2) share number
        // `index` is taken now for the first time, and nobody else has the borrow.
        Some(unsafe { Shared::one(self.start, self.len, index, &self.grid) })
    }

    /// All outputs, when no thread has a share.
    pub(super) fn outputs(&mut self) -> &mut [T] {
        // SAFETY: the slice that the queue was made of; shares borrow the
        // queue, so that there are none.
        unsafe { core::slice::from_raw_parts_mut(self.start, self.len) }
    }
}
