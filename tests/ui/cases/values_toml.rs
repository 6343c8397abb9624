//! Numbers that are out of range.

use conv_layer::conv_layer;

conv_layer! {
    pub struct DilationZero = "specs/values_toml/dilation_zero.toml";
    pub struct GroupsNegative = "specs/values_toml/groups_negative.toml";
    pub struct GroupsZero = "specs/values_toml/groups_zero.toml";
    pub struct KernelZero = "specs/values_toml/kernel_zero.toml";
    pub struct PaddingNegative = "specs/values_toml/padding_negative.toml";
    pub struct Several = "specs/values_toml/several.toml";
    pub struct ShapeNegative = "specs/values_toml/shape_negative.toml";
    pub struct ShapeZero = "specs/values_toml/shape_zero.toml";
    pub struct StrideLarge = "specs/values_toml/stride_large.toml";
    pub struct StrideLarger = "specs/values_toml/stride_larger.toml";
    pub struct StrideNegative = "specs/values_toml/stride_negative.toml";
}

fn main() {}
