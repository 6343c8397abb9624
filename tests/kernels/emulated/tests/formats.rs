//! Tiles that read or write pixels whose channels are neighbours, on emulated vectors.

use std::sync::LazyLock;

use conv_layer_kernels::{Tile, check, formatted_tiles};
use conv_runtime::Isa;

static TILES: LazyLock<Vec<Tile>> = LazyLock::new(|| formatted_tiles!(run_emulated));

#[test]
fn every_instruction_set() {
    for isa in Isa::ALL {
        check::tiles(&TILES, isa, 40);
    }
}
