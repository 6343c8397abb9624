//! As the TOML case, as far as the notation matters.

use conv_layer::conv_layer;

conv_layer! {
    pub struct MissingSeveral = "specs/keys_json/missing_several.json";
    pub struct Nested = "specs/keys_json/nested.json";
    pub struct Nothing = "specs/keys_json/nothing.json";
    pub struct Unknown = "specs/keys_json/unknown.json";
}

fn main() {}
