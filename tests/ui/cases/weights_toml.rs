//! The file with a layer's weights, as far as its name goes.

use conv_layer::conv_layer;

conv_layer! {
    pub struct Alone = "specs/weights_toml/alone.toml";
    pub struct Extension = "specs/weights_toml/extension.toml";
    pub struct Path = "specs/weights_toml/path.toml";
    pub struct Tensors = "specs/weights_toml/tensors.toml";
}

fn main() {}
