//! The activations, in memory of their own.

use core::cell::UnsafeCell;
use core::sync::atomic::{AtomicBool, Ordering};

use network::{Frames, Map};

#[repr(transparent)]
struct Buffer<T>(UnsafeCell<T>);

// SAFETY: only `take` reaches the contents, and only once.
unsafe impl<T: Send> Sync for Buffer<T> {}

static TAKEN: AtomicBool = AtomicBool::new(false);
static FRAMES: Buffer<Frames> = Buffer(UnsafeCell::new([[[0.0; 10]; 49]; 1]));
static FRONT: Buffer<Map> = Buffer(UnsafeCell::new([[[0.0; 5]; 25]; 64]));
static BACK: Buffer<Map> = Buffer(UnsafeCell::new([[[0.0; 5]; 25]; 64]));

/// The input and two maps, the first time.
pub(crate) struct Memory {
    pub(crate) frames: &'static mut Frames,
    pub(crate) front: &'static mut Map,
    pub(crate) back: &'static mut Map,
}

/// The only references to the buffers; `None` when they have been taken.
pub(crate) fn take() -> Option<Memory> {
    if TAKEN.swap(true, Ordering::Relaxed) {
        return None;
    }
    // SAFETY: the first and last time that this is reached, so nobody else has a reference.
    unsafe { Some(Memory { frames: &mut *FRAMES.0.get(), front: &mut *FRONT.0.get(), back: &mut *BACK.0.get() }) }
}
