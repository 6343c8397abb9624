//! Weights with NaN are a warning, here denied: what users see, at each layer.

#![deny(warnings)]

use conv_layer::conv_layer;

conv_layer! {
    pub struct Stem = nn.Conv2d(3, 4, 3, weights="specs/weights/not_finite.safetensors");
    pub struct Again = "specs/tensors_toml/not_finite.toml";
    /// Its uses are allowed in generated code, the warning is not.
    #[deprecated]
    pub struct Old = "specs/tensors_toml/not_finite.toml";
}

fn main() {}
