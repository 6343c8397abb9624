//! Transposed and lazy layers.

use conv_layer::conv_layer;

conv_layer! {
    pub struct Disagrees = "specs/transposed_toml/disagrees.toml";
    pub struct Empty = "specs/transposed_toml/empty.toml";
    pub struct LazyChannels = "specs/transposed_toml/lazy_channels.toml";
    pub struct LazyNoShape = "specs/transposed_toml/lazy_no_shape.toml";
    pub struct OutputPadding = "specs/transposed_toml/output_padding.toml";
    pub struct OutputSize = "specs/transposed_toml/output_size.toml";
    pub struct OutputSizeOpen = "specs/transposed_toml/output_size_open.toml";
    pub struct Several = "specs/transposed_toml/several.toml";
}

fn main() {}
