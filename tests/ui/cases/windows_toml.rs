//! Layers without weights.

use conv_layer::conv_layer;

conv_layer! {
    pub struct Blocks = "specs/windows_toml/blocks.toml";
    pub struct Keys = "specs/windows_toml/keys.toml";
    pub struct NoBlocks = "specs/windows_toml/no_blocks.toml";
    pub struct Rows = "specs/windows_toml/rows.toml";
}

fn main() {}
