//! As the TOML case: the place is that in the JSON file.

use conv_layer::conv_layer;

conv_layer! {
    pub struct Channels = "specs/relations_json/channels.json";
    pub struct Groups = "specs/relations_json/groups.json";
    pub struct Kernel = "specs/relations_json/kernel.json";
    pub struct Several = "specs/relations_json/several.json";
}

fn main() {}
