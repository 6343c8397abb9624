//! Names of open sizes.

use conv_layer::conv_layer;

conv_layer! {
    pub struct Keyword = "specs/names_toml/keyword.toml";
    pub struct Lower = "specs/names_toml/lower.toml";
    pub struct Spaces = "specs/names_toml/spaces.toml";
    pub struct Twice = "specs/names_toml/twice.toml";
}

fn main() {}
