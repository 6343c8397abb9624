//! Lists of the wrong length.

use conv_layer::conv_layer;

conv_layer! {
    pub struct Dilation = "specs/lengths_toml/dilation.toml";
    pub struct KernelEmpty = "specs/lengths_toml/kernel_empty.toml";
    pub struct KernelOne = "specs/lengths_toml/kernel_one.toml";
    pub struct Line = "specs/lengths_toml/line.toml";
    pub struct Padding = "specs/lengths_toml/padding.toml";
    pub struct ShapeBatch = "specs/lengths_toml/shape_batch.toml";
    pub struct ShapeNoChannels = "specs/lengths_toml/shape_no_channels.toml";
    pub struct ShapeShort = "specs/lengths_toml/shape_short.toml";
    pub struct Stride = "specs/lengths_toml/stride.toml";
}

fn main() {}
