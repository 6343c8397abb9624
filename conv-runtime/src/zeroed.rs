//! Large arrays of zeros on the heap.
//!
//! `Box::new([0.0; N])` may make the array on the stack first, where a large one does not fit. Here
//! the allocator gives memory that is zero already.

use alloc::alloc::{alloc_zeroed, handle_alloc_error};
use alloc::boxed::Box;
use core::alloc::Layout;
use core::ptr::NonNull;

use crate::{Element, Weights};

/// Types made of numbers only: nested arrays of them, and packed weights.
///
/// # Safety
///
/// 1. All bits zero are a value of the type.
pub unsafe trait Zero: private::Sealed {}

// SAFETY: (1) all bits zero are the number 0.
unsafe impl Zero for f32 {}
// SAFETY: (1) all bits zero are the number 0.
unsafe impl Zero for f64 {}
// SAFETY: (1) an array of what is zero by (1) of its elements.
unsafe impl<T: Zero, const N: usize> Zero for [T; N] {}
// SAFETY: (1) `repr(C)` around an array of elements, for each of which all bits zero are the
// number 0.
unsafe impl<T: Element, const N: usize> Zero for Weights<T, N> {}

mod private {
    pub trait Sealed {}
    impl Sealed for f32 {}
    impl Sealed for f64 {}
    impl<T: super::Zero, const N: usize> Sealed for [T; N] {}
    impl<T: super::Element, const N: usize> Sealed for super::Weights<T, N> {}
}

/// A value of zeros on the heap that was never on the stack: room for the inputs
/// and outputs of large layers.
///
/// Make it once and use it for every call. A new one is memory of the system's each time, whose
/// pages are cleared when they are first touched: that can take as long as the layer.
///
/// ```
/// let image: Box<[[[f32; 1024]; 1024]; 3]> = conv_runtime::zeroed();
/// assert_eq!(image[2][1023][1023], 0.0);
/// ```
#[must_use]
pub fn zeroed<T: Zero>() -> Box<T> {
    let layout = Layout::new::<T>();
    let memory = if layout.size() == 0 {
        NonNull::dangling().as_ptr()
    } else {
        // SAFETY: the layout's size is not zero.
        unsafe { alloc_zeroed(layout) }.cast::<T>()
    };
    if memory.is_null() {
        handle_alloc_error(layout);
    }
    // SAFETY: `memory` comes from the global allocator with the layout of `T` (or is dangling for a
    // type without a size), nothing else owns it, and all bits zero is a value of `T`.
    unsafe { Box::from_raw(memory) }
}
