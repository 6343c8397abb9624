//! Values that do not go together.

use conv_layer::conv_layer;

conv_layer! {
    pub struct Channels = "specs/relations_toml/channels.toml";
    pub struct Dilated = "specs/relations_toml/dilated.toml";
    pub struct GroupsBoth = "specs/relations_toml/groups_both.toml";
    pub struct GroupsIn = "specs/relations_toml/groups_in.toml";
    pub struct GroupsOut = "specs/relations_toml/groups_out.toml";
    pub struct Kernel = "specs/relations_toml/kernel.toml";
    pub struct KernelPadded = "specs/relations_toml/kernel_padded.toml";
    pub struct Same = "specs/relations_toml/same.toml";
    pub struct SameAxis = "specs/relations_toml/same_axis.toml";
}

fn main() {}
