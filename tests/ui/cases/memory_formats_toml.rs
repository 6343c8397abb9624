//! Memory formats that are unknown, or that the layer cannot have.

use conv_layer::conv_layer;

conv_layer! {
    pub struct Layout = "specs/memory_formats_toml/layout.toml";
    pub struct Misspelt = "specs/memory_formats_toml/misspelt.toml";
    pub struct Ragged = "specs/memory_formats_toml/ragged.toml";
    pub struct Rows = "specs/memory_formats_toml/rows.toml";
    pub struct Side = "specs/memory_formats_toml/side.toml";
    pub struct TooLarge = "specs/memory_formats_toml/too_large.toml";
}

fn main() {}
