//! Tensors that do not fit the layer, by specifications in files.

use conv_layer::conv_layer;

conv_layer! {
    pub struct Missing = "specs/tensors_toml/missing.toml";
    pub struct Renamed = "specs/tensors_toml/renamed.toml";
    pub struct Shape = "specs/tensors_toml/shape.toml";
    pub struct Surplus = "specs/tensors_toml/surplus.toml";
}

fn main() {}
