//! The tiles of every instruction set on emulated vectors of as many lanes, whatever
//! this CPU has, with every tail.

mod planner;

use std::sync::LazyLock;

use conv_layer_kernels::{Tile, check, every_tile};
use conv_runtime::__private::Isa;

static TILES: LazyLock<Vec<Tile>> = LazyLock::new(|| every_tile!(run_emulated));

/// Fewer than on real vectors: emulated ones are slow.
const TASKS: usize = 40;

#[test]
fn avx512() {
    check::tiles(&TILES, Isa::Avx512, TASKS);
}

#[test]
fn avx2() {
    check::tiles(&TILES, Isa::Avx2, TASKS);
}

#[test]
fn sse2() {
    check::tiles(&TILES, Isa::Sse2, TASKS);
}

#[test]
fn neon() {
    check::tiles(&TILES, Isa::Neon, TASKS);
}

#[test]
fn relaxed_simd() {
    check::tiles(&TILES, Isa::RelaxedSimd, TASKS);
}

#[test]
fn simd128() {
    check::tiles(&TILES, Isa::Simd128, TASKS);
}

#[test]
fn scalar() {
    check::tiles(&TILES, Isa::Scalar, TASKS);
}
