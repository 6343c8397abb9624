//! Memory on the stack that kernels copy input to and put outputs together in.

use core::mem::MaybeUninit;

/// Memory on the stack, of a size that does not depend on the layer, and of no value yet; it begins with a line of the cache.
#[repr(C, align(64))]
pub(crate) struct Scratch<const BYTES: usize>([MaybeUninit<u8>; BYTES]);

impl<const BYTES: usize> Scratch<BYTES> {
    /// What it takes of the stack.
    pub(crate) const BYTES: usize = size_of::<Self>();

    #[inline(always)]
    pub(crate) const fn new() -> Self {
        Self([MaybeUninit::uninit(); BYTES])
    }

    #[inline(always)]
    pub(crate) const fn start<T>(&mut self) -> *mut T {
        self.0.as_mut_ptr().cast()
    }
}
