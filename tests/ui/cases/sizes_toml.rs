//! Sizes that no machine can hold.

use conv_layer::conv_layer;

conv_layer! {
    pub struct Extent = "specs/sizes_toml/extent.toml";
    pub struct Input = "specs/sizes_toml/input.toml";
    pub struct Macs = "specs/sizes_toml/macs.toml";
    pub struct Output = "specs/sizes_toml/output.toml";
    pub struct OutputLength = "specs/sizes_toml/output_length.toml";
    pub struct Padded = "specs/sizes_toml/padded.toml";
    pub struct Weight = "specs/sizes_toml/weight.toml";
}

fn main() {}
