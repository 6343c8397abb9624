//! Sizes of the linked program, from the linker script's symbols.

unsafe extern "C" {
    static __vector_table: u8;
    static __sidata: u8;
    static __sdata: u8;
    static __edata: u8;
    static __ebss: u8;
}

/// Bytes of flash: code, constants, and the initial values of variables.
#[must_use]
pub fn flash() -> usize {
    let data = (&raw const __edata).addr() - (&raw const __sdata).addr();
    (&raw const __sidata).addr() + data - (&raw const __vector_table).addr()
}

/// Bytes of RAM: variables, without the stack.
#[must_use]
pub fn ram() -> usize {
    (&raw const __ebss).addr() - (&raw const __sdata).addr()
}
