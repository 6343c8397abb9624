//! The names of arguments.

use crate::words::nearest;

/// The keys of a specification, in `PyTorch`'s order, ours last.
pub(crate) const KEYS: [&str; 13] = [
    "type",
    "in_channels",
    "out_channels",
    "kernel_size",
    "stride",
    "padding",
    "dilation",
    "groups",
    "bias",
    "padding_mode",
    "device",
    "dtype",
    "input_shape",
];

/// Keys without a default.
pub(crate) const REQUIRED: [&str; 4] = ["type", "in_channels", "out_channels", "kernel_size"];

/// What other frameworks and file formats call them, in lower case without separators.
const ALIASES: [(&str, &str); 28] = [
    ("autopad", "padding"),
    ("channelsin", "in_channels"),
    ("channelsout", "out_channels"),
    ("cin", "in_channels"),
    ("class", "type"),
    ("cout", "out_channels"),
    ("dilationrate", "dilation"),
    ("dilations", "dilation"),
    ("featuregroupcount", "groups"),
    ("filters", "out_channels"),
    ("group", "groups"),
    ("ic", "in_channels"),
    ("inch", "in_channels"),
    ("inputsize", "input_shape"),
    ("kernel", "kernel_size"),
    ("kernelshape", "kernel_size"),
    ("kind", "type"),
    ("ksize", "kernel_size"),
    ("layer", "type"),
    ("numfilters", "out_channels"),
    ("oc", "out_channels"),
    ("optype", "type"),
    ("outch", "out_channels"),
    ("pad", "padding"),
    ("pads", "padding"),
    ("shape", "input_shape"),
    ("strides", "stride"),
    ("usebias", "bias"),
];

/// Arguments of other classes of the family.
pub(crate) const OTHERS: [(&str, &str); 2] =
    [("output_padding", "ConvTranspose"), ("output_size", "ConvTranspose and Fold")];

/// The key that was probably meant.
pub(crate) fn meant(key: &str) -> Option<&'static str> {
    let plain: String =
        key.chars().filter(|character| !matches!(character, '_' | '-')).flat_map(char::to_lowercase).collect();
    let alias = ALIASES.iter().find(|(alias, _)| *alias == plain);
    alias.map(|(_, key)| *key).or_else(|| nearest(key, KEYS))
}
