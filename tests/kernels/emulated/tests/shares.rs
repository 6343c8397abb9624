//! A few tiles of each kernel in shares, as several threads run them, on emulated vectors.

use std::sync::LazyLock;

use conv_layer_kernels::{Tile, check, some_tiles};
use conv_runtime::__private::Isa;

static TILES: LazyLock<Vec<Tile>> = LazyLock::new(|| some_tiles!(in_shares_emulated));

#[test]
fn all_instruction_sets() {
    for isa in Isa::ALL.iter().copied() {
        check::shares(&TILES, isa, 60);
    }
}
