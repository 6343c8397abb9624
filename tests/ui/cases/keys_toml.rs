//! Keys that are unknown or missing.

use conv_layer::conv_layer;

conv_layer! {
    pub struct Alias = "specs/keys_toml/alias.toml";
    pub struct Camel = "specs/keys_toml/camel.toml";
    pub struct GivenAlready = "specs/keys_toml/given_already.toml";
    pub struct MissingAll = "specs/keys_toml/missing_all.toml";
    pub struct MissingOne = "specs/keys_toml/missing_one.toml";
    pub struct MissingSeveral = "specs/keys_toml/missing_several.toml";
    pub struct Nested = "specs/keys_toml/nested.toml";
    pub struct OtherClass = "specs/keys_toml/other_class.toml";
    pub struct Schema = "specs/keys_toml/schema.toml";
    pub struct Unknown = "specs/keys_toml/unknown.toml";
    pub struct Misspelt = "specs/keys_toml/misspelt.toml";
}

fn main() {}
