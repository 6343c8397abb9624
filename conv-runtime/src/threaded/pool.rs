//! Threads that stay between calls.

use core::cell::UnsafeCell;
use core::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, TryLockError};
use std::thread::{Builder, JoinHandle, park, yield_now};
use std::time::{Duration, Instant};
use std::vec::Vec;

use super::Executor;

/// How long a thread waits actively for the next call before it sleeps. Waking one takes some
/// tens of microseconds, and as many threads as there are cores have nothing better to do
/// between two layers of a network.
const AWAKE: Duration = Duration::from_micros(200);

/// So many threads, the caller's among them, that stay: started once, they wait for calls,
/// actively for a moment, then asleep.
///
/// A call that follows another within 200 µs finds them awake: layers that take a tenth of a
/// millisecond gain from threads, too. Meanwhile they keep their cores busy; where these have other
/// work, a pool of rayon's is the better choice.
///
/// A call that comes while another one has the threads is computed by the thread that makes it. A
/// thread that the system refuses is done without. Dropping the pool ends its threads.
///
/// ```
/// use conv_runtime::{Executor, Pool};
/// use std::sync::atomic::{AtomicUsize, Ordering};
///
/// let pool = Pool::new(3);
/// let calls = AtomicUsize::new(0);
/// pool.run(&|| {
///     calls.fetch_add(1, Ordering::Relaxed);
/// });
/// // Threads that are not awake in time are not waited for.
/// assert!((1..=3).contains(&calls.into_inner()));
/// ```
#[derive(Debug)]
pub struct Pool {
    shared: Arc<Shared>,
    threads: Vec<JoinHandle<()>>,
    /// Held by the call that has the threads.
    turn: Mutex<()>,
}

impl Pool {
    /// A pool of so many threads, of which the caller's is one.
    #[must_use]
    pub fn new(threads: usize) -> Self {
        let shared = Arc::new(Shared {
            calls: AtomicUsize::new(0),
            state: AtomicUsize::new(0),
            work: UnsafeCell::new(None),
            panicked: AtomicBool::new(false),
            ended: AtomicBool::new(false),
        });
        let start = |_| {
            let shared = Arc::clone(&shared);
            Builder::new().spawn(move || shared.serve()).ok()
        };
        let threads = (1..threads).map_while(start).collect();
        Self { shared, threads, turn: Mutex::new(()) }
    }

    /// As many threads as the program may use cores.
    #[must_use]
    pub fn available() -> Self {
        Self::new(std::thread::available_parallelism().map_or(1, usize::from))
    }

    fn wake(&self) {
        self.shared.calls.fetch_add(1, Ordering::Release);
        for thread in &self.threads {
            thread.thread().unpark();
        }
    }
}

impl Executor for Pool {
    fn width(&self) -> usize {
        1 + self.threads.len()
    }

    /// # Panics
    ///
    /// When `work` panics, on any thread; that of a layer does not.
    fn run(&self, work: &(dyn Fn() + Sync)) {
        let _turn = match self.turn.try_lock() {
            Ok(turn) => turn,
            Err(TryLockError::WouldBlock) => return work(),
            // There is nothing behind it that a panic could have left half done.
            Err(TryLockError::Poisoned(turn)) => turn.into_inner(),
        };
        let shared = &*self.shared;
        // SAFETY: only the lifetime changes. `Closed`, which is dropped before this function
        // returns or unwinds, sees to it that no thread has the reference any more.
        let work: &'static (dyn Fn() + Sync) = unsafe { core::mem::transmute(work) };
        // Only a call that holds the `turn` counts; the pool's end does, too, when
        // there are no calls any more.
        let number = shared.calls.load(Ordering::Relaxed).wrapping_add(1);
        // SAFETY: `turn` is held, and the call before was closed: no thread
        // reads this before it has joined.
        unsafe { *shared.work.get() = Some((number, work)) };
        shared.panicked.store(false, Ordering::Relaxed);
        shared.state.store(OPEN, Ordering::Release);
        let closed = Closed(shared);
        self.wake();
        work();
        drop(closed);
        assert!(!shared.panicked.load(Ordering::Relaxed), "a thread of the pool has panicked");
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        self.shared.ended.store(true, Ordering::Relaxed);
        self.wake();
        for thread in self.threads.drain(..) {
            // It catches what panics.
            let _ = thread.join();
        }
    }
}

/// Whether threads may join a call: this bit of the state; the others count those that
/// have joined, [`JOINED`] each.
const OPEN: usize = 1;
const JOINED: usize = 2;

/// What the threads of a pool see.
#[derive(Debug)]
struct Shared {
    /// Calls so far: threads that wait look at this alone.
    calls: AtomicUsize,
    state: AtomicUsize,
    /// Of the open call, and its number.
    work: UnsafeCell<Option<(usize, Work)>>,
    panicked: AtomicBool,
    ended: AtomicBool,
}

type Work = &'static (dyn Fn() + Sync);

/// Whether one number of calls is larger than another, also after they have begun anew.
const fn later(calls: usize, seen: usize) -> bool {
    calls.wrapping_sub(seen).cast_signed() > 0
}

// SAFETY: `work` is written by the call that holds the pool's `turn`, before it opens the
// call (a release) and after the last thread has left the call before (an acquire, in
// `Closed`); it is read by threads that have joined an open call (an acquire). Everything
// else is atomic. `work` itself is `Sync`.
unsafe impl Sync for Shared {}
// SAFETY: which thread drops it makes no difference: `work` is accessed as said of `Sync`, and the
// rest is `Send`.
unsafe impl Send for Shared {}

/// Closes a call when it is dropped, and waits for the threads that have joined it.
struct Closed<'a>(&'a Shared);

impl Drop for Closed<'_> {
    fn drop(&mut self) {
        self.0.state.fetch_and(!OPEN, Ordering::Relaxed);
        let mut rounds = 0_u32;
        while self.0.state.load(Ordering::Acquire) != 0 {
            rounds = rounds.saturating_add(1);
            // Where there are fewer cores than threads, one that is waited for may need this one's.
            if rounds < 1 << 12 { core::hint::spin_loop() } else { yield_now() }
        }
    }
}

impl Shared {
    /// What a thread does: join calls until the pool ends.
    fn serve(&self) {
        let mut seen = 0;
        loop {
            seen = self.wait(seen);
            if self.ended.load(Ordering::Relaxed) {
                return;
            }
            // It may have been the call after the one that was waited for, which is
            // not counted before it is open.
            seen = self.join().map_or(seen, |number| if later(number, seen) { number } else { seen });
        }
    }

    /// Waits until there have been more than `seen` calls.
    fn wait(&self, seen: usize) -> usize {
        let start = Instant::now();
        loop {
            for _ in 0..64 {
                let calls = self.calls.load(Ordering::Acquire);
                if later(calls, seen) {
                    return calls;
                }
                core::hint::spin_loop();
            }
            if start.elapsed() > AWAKE {
                park();
            }
        }
    }

    /// Takes part in the open call, if there is one, and returns its number.
    fn join(&self) -> Option<usize> {
        let open = |state: usize| (state & OPEN != 0).then_some(state + JOINED);
        if self.state.fetch_update(Ordering::Acquire, Ordering::Relaxed, open).is_err() {
            return None;
        }
        // SAFETY: this thread has joined an open call, which waits for it: it has written this (so
        // that there is some), and will not write it before.
        let (number, work) = unsafe { *self.work.get() }?;
        let done = catch_unwind(AssertUnwindSafe(work));
        if done.is_err() {
            self.panicked.store(true, Ordering::Relaxed);
        }
        // From here on, the work may be gone: not even its reference is touched.
        self.state.fetch_sub(JOINED, Ordering::Release);
        Some(number)
    }
}
