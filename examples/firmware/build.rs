//! Linker arguments; the board's scripts and one that places the weights.

use std::env;

fn main() {
    // First, since the first pattern that fits a section takes it.
    // RISC-V's `virt` has one memory only.
    if env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|arch| arch == "arm") {
        println!("cargo::rustc-link-search={}", env::var("CARGO_MANIFEST_DIR").unwrap_or_default());
        println!("cargo::rustc-link-arg-bins=-Tweights.x");
    }
    println!("cargo::rustc-link-arg-bins=-Tlink.x");
    println!("cargo::rustc-link-arg-bins=--nmagic");
    println!("cargo::rerun-if-changed=weights.x");
}
