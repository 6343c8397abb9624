//! The names of arguments.

use crate::class::{CLASSES, Class, Family};
use crate::words::{join, nearest};

/// Positional arguments in the order of the page `torch.nn.Conv2d` in `PyTorch`'s documentation; the same for one and three
/// dimensions. Lazy layers have all but the first.
const CONV: [&str; 11] = [
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
];

/// The same of `torch.nn.ConvTranspose2d`.
const CONV_TRANSPOSE: [&str; 12] = [
    "in_channels",
    "out_channels",
    "kernel_size",
    "stride",
    "padding",
    "output_padding",
    "groups",
    "bias",
    "dilation",
    "padding_mode",
    "device",
    "dtype",
];

/// The same of `torch.nn.Unfold`.
const UNFOLD: [&str; 4] = ["kernel_size", "dilation", "padding", "stride"];

/// The same of `torch.nn.Fold`.
const FOLD: [&str; 5] = ["output_size", "kernel_size", "dilation", "padding", "stride"];

/// What other frameworks and file formats call them, in lower case without separators.
const ALIASES: [(&str, &str); 66] = [
    ("adj", "output_padding"),
    ("atrousrate", "dilation"),
    ("autopad", "padding"),
    ("biasterm", "bias"),
    ("bordermode", "padding_mode"),
    ("channelsin", "in_channels"),
    ("channelsout", "out_channels"),
    ("checkpoint", "weights"),
    ("cin", "in_channels"),
    ("class", "type"),
    ("cout", "out_channels"),
    ("dataformat", "memory_format"),
    ("datalayout", "memory_format"),
    ("datatype", "dtype"),
    ("dilationrate", "dilation"),
    ("dilations", "dilation"),
    ("featuregroupcount", "groups"),
    ("features", "out_channels"),
    ("filters", "out_channels"),
    ("format", "memory_format"),
    ("formats", "memory_format"),
    ("group", "groups"),
    ("ic", "in_channels"),
    ("inch", "in_channels"),
    ("infeatures", "in_channels"),
    ("inplanes", "in_channels"),
    ("inputchannels", "in_channels"),
    ("inputsize", "input_shape"),
    ("kernel", "kernel_size"),
    ("kernelshape", "kernel_size"),
    ("kind", "type"),
    ("ksize", "kernel_size"),
    ("layer", "type"),
    ("layout", "memory_format"),
    ("memorylayout", "memory_format"),
    ("mode", "padding_mode"),
    ("numfilters", "out_channels"),
    ("numgroups", "groups"),
    ("numoutput", "out_channels"),
    ("oc", "out_channels"),
    ("optype", "type"),
    ("outch", "out_channels"),
    ("outfeatures", "out_channels"),
    ("outpad", "output_padding"),
    ("outplanes", "out_channels"),
    ("outputchannels", "out_channels"),
    ("outputpads", "output_padding"),
    ("outputshape", "output_size"),
    ("outsize", "output_size"),
    ("pad", "padding"),
    ("padmode", "padding_mode"),
    ("pads", "padding"),
    ("precision", "dtype"),
    ("prefix", "tensors"),
    ("safetensors", "weights"),
    ("shape", "input_shape"),
    ("statedict", "weights"),
    ("strides", "stride"),
    ("targetsize", "output_size"),
    ("tensorformat", "memory_format"),
    ("tensorlayout", "memory_format"),
    ("tensornames", "tensors"),
    ("usebias", "bias"),
    ("weight", "weights"),
    ("weightfile", "weights"),
    ("weightsfile", "weights"),
];

/// The positional arguments of a class, in order.
pub(crate) fn positional(class: Class) -> &'static [&'static str] {
    let all: &[&str] = match class.family {
        Family::Conv => &CONV,
        Family::ConvTranspose => &CONV_TRANSPOSE,
        Family::Unfold => &UNFOLD,
        Family::Fold => &FOLD,
    };
    if class.lazy { all.get(1..).unwrap_or_default() } else { all }
}

/// Keys that `PyTorch`'s constructor does not have.
fn ours(class: Class) -> &'static [&'static str] {
    match class.family {
        Family::Conv => &["input_shape", "memory_format", "weights", "tensors", "unroll", "plan"],
        Family::ConvTranspose => {
            &["output_size", "input_shape", "memory_format", "weights", "tensors", "unroll", "plan"]
        }
        Family::Unfold | Family::Fold => &["dtype", "input_shape"],
    }
}

/// The keys of a class, in `PyTorch`'s order, ours last; without a class, the keys of all of them.
pub(crate) fn keys(class: Option<Class>) -> Vec<&'static str> {
    let mut keys = vec!["type"];
    for class in CLASSES.into_iter().filter(|each| class.is_none_or(|class| class == *each)) {
        for key in positional(class).iter().chain(ours(class)) {
            if !keys.contains(key) {
                keys.push(key);
            }
        }
    }
    keys
}

/// Whether a class has a key.
pub(crate) fn has(class: Class, key: &str) -> bool {
    key == "type" || positional(class).contains(&key) || ours(class).contains(&key)
}

/// The keys of a class that have no default.
pub(crate) fn required(class: Option<Class>) -> &'static [&'static str] {
    let all: &[&str] = &["type", "in_channels", "out_channels", "kernel_size"];
    match class {
        Some(Class { lazy: true, .. }) => &["type", "out_channels", "kernel_size"],
        Some(Class { family: Family::Unfold, .. }) => &["type", "kernel_size"],
        Some(Class { family: Family::Fold, .. }) => &["type", "output_size", "kernel_size"],
        _ => all,
    }
}

/// The classes that have a key, without their numbers of axes; empty where none has.
pub(crate) fn owners(key: &str) -> String {
    let mut names: Vec<String> = Vec::new();
    for class in CLASSES.into_iter().filter(|class| has(*class, key)) {
        let name = class.name.trim_end_matches(|last: char| last == 'd' && class.has_weights());
        let name = name.trim_end_matches(|last: char| last.is_ascii_digit());
        if !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
    join(&names, "and")
}

/// The key of a class that was probably meant.
pub(crate) fn meant(key: &str, class: Option<Class>) -> Option<&'static str> {
    let plain: String =
        key.chars().filter(|character| !matches!(character, '_' | '-')).flat_map(char::to_lowercase).collect();
    let keys = keys(class);
    let alias = ALIASES.iter().find(|(alias, key)| *alias == plain && keys.contains(key));
    alias.map(|(_, key)| *key).or_else(|| nearest(key, keys))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn aliases_are_of_keys() {
        let all = keys(None);
        for (alias, key) in ALIASES {
            assert!(all.contains(&key), "{alias}");
            assert_eq!(meant(alias, None), Some(key));
        }
        assert!(ALIASES.is_sorted());
    }

    #[test]
    fn owners_are_families() {
        assert_eq!(owners("output_padding"), "ConvTranspose and LazyConvTranspose");
        assert_eq!(owners("in_channels"), "Conv and ConvTranspose");
        assert_eq!(owners("output_size"), "ConvTranspose, LazyConvTranspose and Fold");
        assert_eq!(owners("activation"), "");
    }

    #[test]
    fn required_keys_are_keys() {
        for class in CLASSES {
            assert!(required(Some(class)).iter().all(|key| has(class, key)), "{}", class.name);
        }
    }
}
