//! Words and variants that are unknown or not there yet.

use conv_layer::conv_layer;

conv_layer! {
    pub struct ClassLayer = "specs/choices_toml/class_layer.toml";
    pub struct ClassLater = "specs/choices_toml/class_later.toml";
    pub struct ClassLazy = "specs/choices_toml/class_lazy.toml";
    pub struct ClassMisspelt = "specs/choices_toml/class_misspelt.toml";
    pub struct ClassModule = "specs/choices_toml/class_module.toml";
    pub struct Device = "specs/choices_toml/device.toml";
    pub struct Dtype = "specs/choices_toml/dtype.toml";
    pub struct DtypeUnknown = "specs/choices_toml/dtype_unknown.toml";
    pub struct ModeCircular = "specs/choices_toml/mode_circular.toml";
    pub struct ModeMisspelt = "specs/choices_toml/mode_misspelt.toml";
    pub struct ModeReflect = "specs/choices_toml/mode_reflect.toml";
    pub struct ModeReplicate = "specs/choices_toml/mode_replicate.toml";
    pub struct ModeUnknown = "specs/choices_toml/mode_unknown.toml";
    pub struct PaddingPairs = "specs/choices_toml/padding_pairs.toml";
    pub struct PaddingUpper = "specs/choices_toml/padding_upper.toml";
    pub struct PaddingWord = "specs/choices_toml/padding_word.toml";
    pub struct PaddingWords = "specs/choices_toml/padding_words.toml";
}

fn main() {}
