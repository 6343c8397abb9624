//! All mistakes of a specification at once, without those that only follow from others.

use conv_layer::conv_layer;

conv_layer! {
    pub struct Layer = "specs/several_toml/layer.toml";
}

fn main() {}
