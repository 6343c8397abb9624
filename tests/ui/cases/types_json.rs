//! Values of the wrong type.

use conv_layer::conv_layer;

conv_layer! {
    pub struct ChannelsNull = "specs/types_json/channels_null.json";
    pub struct ClassNull = "specs/types_json/class_null.json";
    pub struct KernelObject = "specs/types_json/kernel_object.json";
    pub struct StrideFloat = "specs/types_json/stride_float.json";
}

fn main() {}
