//! Values of the wrong type.

use conv_layer::conv_layer;

conv_layer! {
    pub struct Bias = "specs/types_toml/bias.toml";
    pub struct BiasWord = "specs/types_toml/bias_word.toml";
    pub struct ChannelsBool = "specs/types_toml/channels_bool.toml";
    pub struct ChannelsDate = "specs/types_toml/channels_date.toml";
    pub struct ChannelsList = "specs/types_toml/channels_list.toml";
    pub struct ChannelsText = "specs/types_toml/channels_text.toml";
    pub struct Class = "specs/types_toml/class.toml";
    pub struct Device = "specs/types_toml/device.toml";
    pub struct Dtype = "specs/types_toml/dtype.toml";
    pub struct KernelFloat = "specs/types_toml/kernel_float.toml";
    pub struct KernelHalf = "specs/types_toml/kernel_half.toml";
    pub struct KernelTable = "specs/types_toml/kernel_table.toml";
    pub struct Padding = "specs/types_toml/padding.toml";
    pub struct PaddingMode = "specs/types_toml/padding_mode.toml";
    pub struct Shape = "specs/types_toml/shape.toml";
    pub struct ShapeChannels = "specs/types_toml/shape_channels.toml";
    pub struct ShapeEntry = "specs/types_toml/shape_entry.toml";
    pub struct StrideInfinite = "specs/types_toml/stride_infinite.toml";
}

fn main() {}
