//! The tiles of every instruction set that this CPU has.

mod tasks;

use std::sync::LazyLock;

use conv_layer_kernels::{Tile, check, every_tile};
use conv_runtime::__private::Isa;

static TILES: LazyLock<Vec<Tile>> = LazyLock::new(|| every_tile!(run_on));

const TASKS: usize = 150;

/// Says so where the CPU lacks the instruction set: what has not run must not be
/// mistaken for what has passed.
fn check(isa: Isa) {
    if isa.is_available() {
        check::tiles(&TILES, isa, check::tasks(TASKS));
    } else {
        check::say(&format!("kernels: {isa} is NOT AVAILABLE on this CPU: its tiles run on emulated vectors only"));
        let tile = TILES.iter().find(|tile| tile.isa == isa).unwrap();
        check::unsupported(tile);
    }
}

#[test]
fn avx512() {
    check(Isa::Avx512);
}

#[test]
fn avx2() {
    check(Isa::Avx2);
}

#[test]
fn sse2() {
    check(Isa::Sse2);
}

#[test]
fn neon() {
    check(Isa::Neon);
}

#[test]
fn relaxed_simd() {
    check(Isa::RelaxedSimd);
}

#[test]
fn simd128() {
    check(Isa::Simd128);
}

#[test]
fn scalar() {
    check(Isa::Scalar);
}
