//! A few tiles of every instruction set that this CPU has, in double precision.

use std::sync::LazyLock;

use conv_layer_kernels::{Tile, check, double, some_tiles};
use conv_runtime::__private::Isa;

static TILES: LazyLock<Vec<Tile<f64>>> = LazyLock::new(|| some_tiles!(run_on));

#[test]
fn every_instruction_set() {
    for isa in Isa::available() {
        double::tiles(&TILES, isa, check::tasks(150));
    }
}
