//! Macros in place of a path.

use conv_layer::conv_layer;

conv_layer! {
    pub struct Included = include_str!("specs/names_toml/lower.toml");
}

conv_layer! {
    pub struct Concatenated = concat!("specs/names_toml/", "lower.toml");
}

conv_layer! {
    pub struct Home = concat!(env!("HOME"), "/lower.toml");
}

conv_layer! {
    pub struct NoSlash = concat!(env!("OUT_DIR"), "lower.toml");
}

fn main() {}
