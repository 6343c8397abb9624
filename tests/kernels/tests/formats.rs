//! Tiles that read or write pixels whose channels are neighbours, on every instruction set that
//! this CPU has, whole and in shares.

use std::sync::LazyLock;

use conv_layer_kernels::{Tile, check, formatted_tiles};
use conv_runtime::__private::Isa;

static TILES: LazyLock<Vec<Tile>> = LazyLock::new(|| formatted_tiles!(in_shares));

#[test]
fn available_instruction_sets() {
    for isa in Isa::available() {
        check::tiles(&TILES, isa, check::tasks(30));
    }
}
