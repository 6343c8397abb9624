//! Weights that do not fit the layer, by specifications in files.

use conv_layer::conv_layer;

conv_layer! {
    pub struct Missing = "specs/weights_toml/missing.toml";
    pub struct Renamed = "specs/weights_toml/renamed.toml";
    pub struct Shape = "specs/weights_toml/shape.toml";
    pub struct Surplus = "specs/weights_toml/surplus.toml";
}

fn main() {}
