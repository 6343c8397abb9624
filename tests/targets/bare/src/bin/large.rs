//! Layers whose tensors are too large for an address space of 32 bits: must not compile
//! there. `refused` sees to it.

#![no_std]
#![no_main]

use conv_layer::conv_layer;

conv_layer! {
    /// 2.5 GB: more than an object can have.
    struct Input = nn.Conv2d(1, 1, 1, input_shape=(1, 25000, 25000));
    /// 6.4 GB: more than an address can tell.
    struct Output = nn.Conv2d(1, 4, 1, input_shape=(1, 20000, 20000));
}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    board::exit(101)
}
