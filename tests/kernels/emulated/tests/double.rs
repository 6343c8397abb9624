//! A few tiles of every instruction set on emulated vectors, in double precision.

use std::sync::LazyLock;

use conv_layer_kernels::{Tile, double, some_tiles};
use conv_runtime::__private::Isa;

static TILES: LazyLock<Vec<Tile<f64>>> = LazyLock::new(|| some_tiles!(run_emulated));

#[test]
fn every_instruction_set() {
    for isa in Isa::ALL.iter().copied() {
        double::tiles(&TILES, isa, 40);
    }
}
