//! Words that are unknown, or that the layer does not take.

use conv_layer::conv_layer;

conv_layer! {
    pub struct ClassAlias = "specs/choices_toml/class_alias.toml";
    pub struct ClassLayer = "specs/choices_toml/class_layer.toml";
    pub struct ClassMisspelt = "specs/choices_toml/class_misspelt.toml";
    pub struct ClassModule = "specs/choices_toml/class_module.toml";
    pub struct Device = "specs/choices_toml/device.toml";
    pub struct DtypeHalf = "specs/choices_toml/dtype_half.toml";
    pub struct DtypeUnknown = "specs/choices_toml/dtype_unknown.toml";
    pub struct ModeMisspelt = "specs/choices_toml/mode_misspelt.toml";
    pub struct ModeTransposed = "specs/choices_toml/mode_transposed.toml";
    pub struct ModeUnknown = "specs/choices_toml/mode_unknown.toml";
    pub struct PaddingTransposed = "specs/choices_toml/padding_transposed.toml";
    pub struct PaddingWord = "specs/choices_toml/padding_word.toml";
    pub struct UnrollMisspelt = "specs/choices_toml/unroll_misspelt.toml";
    pub struct UnrollUnknown = "specs/choices_toml/unroll_unknown.toml";
    pub struct PaddingWords = "specs/choices_toml/padding_words.toml";
}

fn main() {}
