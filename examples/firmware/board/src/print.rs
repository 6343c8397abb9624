//! Printing without `core::fmt`, whose code would be larger than the network's: text and numbers,
//! character by character to the emulator's console.

use semihosting::sys::arm_compat::sys_writec;

/// What can be printed.
pub trait Print {
    /// Writes it to the emulator's console.
    fn print(&self);
}

/// A number with two digits after the point: so many hundredths.
#[derive(Clone, Copy, Debug)]
pub struct Fixed(pub u32);

impl Print for str {
    fn print(&self) {
        for byte in self.bytes() {
            sys_writec(byte);
        }
    }
}

impl<T: Print + ?Sized> Print for &T {
    fn print(&self) {
        (**self).print();
    }
}

impl Print for u32 {
    fn print(&self) {
        if *self >= 10 {
            (self / 10).print();
        }
        // A digit fits.
        sys_writec(b'0' + (self % 10) as u8);
    }
}

impl Print for usize {
    fn print(&self) {
        // The boards have 32 bits.
        u32::try_from(*self).unwrap_or(u32::MAX).print();
    }
}

impl Print for Fixed {
    fn print(&self) {
        (self.0 / 100).print();
        ".".print();
        (self.0 / 10 % 10).print();
        (self.0 % 10).print();
    }
}
