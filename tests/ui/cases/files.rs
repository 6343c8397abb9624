//! Files that cannot be read.

use conv_layer::conv_layer;

conv_layer! {
    pub struct Absolute = "/etc/stem.toml";
    pub struct Missing = "specs/names_toml/lowercase.toml";
    pub struct MissingFolder = "spec/stem.toml";
    pub struct NoSpecThere = "src/../stem.toml";
    pub struct Yaml = "specs/stem.yaml";
    pub struct NoExtension = "specs/stem";
    pub struct Folder = "specs/generated/folder.toml";
    pub struct Large = "specs/generated/large.json";
    pub struct NotText = "specs/generated/not_text.toml";
    pub struct Empty = "";
}

fn main() {}
