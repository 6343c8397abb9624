//! Padding in pairs, and what padding modes have to take from.

use conv_layer::conv_layer;

conv_layer! {
    pub struct Circular = "specs/padding_toml/circular.toml";
    pub struct Mixed = "specs/padding_toml/mixed.toml";
    pub struct Pairs = "specs/padding_toml/pairs.toml";
    pub struct Reflect = "specs/padding_toml/reflect.toml";
}

fn main() {}
