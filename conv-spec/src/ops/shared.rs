//! Keys that several operators have.
//!
//! An operator takes them as they are, or with one thing changed:
//! `Key { values: Paddings { words: false, ..PADDING.values }, ..PADDING }`.

use conv_geometry::{Border, MemoryFormat};

use super::key::{Key, Unless};
use crate::choices::{Devices, Dtypes, PaddingModes};
use crate::fields::{Booleans, Integers, IntegersPerAxis};
use crate::formats::MemoryFormats;
use crate::layer::Dtype;
use crate::padding::Paddings;
use crate::shapes::InputShapes;
use crate::weights::{TensorNames, WeightFiles};

pub(crate) const IN_CHANNELS: Key<Integers> = Key {
    values: Integers,
    unless_given: Unless::Required,
    ours: false,
    aliases: &["channelsin", "cin", "ic", "inch", "infeatures", "inplanes", "inputchannels"],
    about: "Channels of the input. Must be a multiple of groups.",
};

pub(crate) const OUT_CHANNELS: Key<Integers> = Key {
    values: Integers,
    unless_given: Unless::Required,
    ours: false,
    aliases: &[
        "channelsout",
        "cout",
        "features",
        "filters",
        "numfilters",
        "numoutput",
        "oc",
        "outch",
        "outfeatures",
        "outplanes",
        "outputchannels",
    ],
    about: "Channels of the output. Must be a multiple of groups.",
};

pub(crate) const KERNEL_SIZE: Key<IntegersPerAxis> = Key {
    values: IntegersPerAxis { least: 1, one_stands_for_all: false },
    unless_given: Unless::Required,
    ours: false,
    aliases: &["kernel", "kernelshape", "ksize"],
    about: "Taps of the kernel: an integer for all axes, or one for each in the order depth, height, width.",
};

pub(crate) const STRIDE: Key<IntegersPerAxis> = Key {
    values: IntegersPerAxis { least: 1, one_stands_for_all: true },
    unless_given: Unless::Default(1),
    ours: false,
    aliases: &["strides"],
    about: "Steps in the input from one output to the next; of transposed layers, steps in the output from one \
            input to the next. An integer for all axes, or one for each.",
};

pub(crate) const PADDING: Key<Paddings> = Key {
    values: Paddings { words: true, pairs: true, one_stands_for_all: true },
    unless_given: Unless::Default(0),
    ours: false,
    aliases: &["autopad", "pad", "pads"],
    about: "What is added around the input: an integer for all axes, or one for each, the same at both ends. \
            Convolutions also take \"valid\" (none), \"same\" (the output has the input's size; stride 1), and, as \
            PyTorch does not, \"same_upper\" and \"same_lower\" (ceil(input / stride) outputs, an odd element at the \
            end or at the beginning: SAME of TensorFlow, auto_pad of ONNX). Both convolutions and transposed layers \
            take [[before, after], …], one pair for each axis. Of transposed layers, padding is cut off the output.",
};

pub(crate) const DILATION: Key<IntegersPerAxis> = Key {
    values: IntegersPerAxis { least: 1, one_stands_for_all: true },
    unless_given: Unless::Default(1),
    ours: false,
    aliases: &["atrousrate", "dilationrate", "dilations"],
    about: "Steps from one tap of the kernel to the next. An integer for all axes, or one for each.",
};

pub(crate) const GROUPS: Key<Integers> = Key {
    values: Integers,
    unless_given: Unless::Default(1),
    ours: false,
    aliases: &["featuregroupcount", "group", "numgroups"],
    about: "Groups that the channels are split into; in_channels for a depthwise layer. Must divide in_channels and \
            out_channels.",
};

pub(crate) const BIAS: Key<Booleans> = Key {
    values: Booleans,
    unless_given: Unless::Default(true),
    ours: false,
    aliases: &["biasterm", "usebias"],
    about: "Whether a bias is added to every channel of the output.",
};

pub(crate) const PADDING_MODE: Key<PaddingModes> = Key {
    values: PaddingModes { zeros_alone: false },
    unless_given: Unless::Default(Border::Zeros),
    ours: false,
    aliases: &["bordermode", "mode", "padmode"],
    about: "What stands in the padding: zeros; the input mirrored at its first and last element (reflect: less \
            padding than input); these elements repeated (replicate); the input from its other end (circular: no \
            more padding than input). Transposed layers know zeros alone.",
};

pub(crate) const DEVICE: Key<Devices> = Key {
    values: Devices,
    unless_given: Unless::Default("cpu"),
    ours: false,
    aliases: &[],
    about: "Layers are compiled for the CPU; leave it out.",
};

pub(crate) const DTYPE: Key<Dtypes> = Key {
    values: Dtypes,
    unless_given: Unless::Default(Dtype::F32),
    ours: false,
    aliases: &["datatype", "precision"],
    about: "The type of input, output and weights: float32 (also float) or float64 (also double), with or without \
            \"torch.\" in front.",
};

pub(crate) const INPUT_SHAPE: Key<InputShapes> = Key {
    values: InputShapes::Image { open_channels: false },
    unless_given: Unless::Otherwise("open"),
    ours: true,
    aliases: &["inputsize", "shape"],
    about: "The shape of the input without its batch, [channels, depth, height, width] or as many of them as there \
            are axes. A number fixes a size; a name in capitals, such as \"H\", leaves it open as a const generic of \
            that name. Left out: all sizes are open. Required for lazy layers. Fold: [channels * taps, blocks].",
};

pub(crate) const MEMORY_FORMAT: Key<MemoryFormats> = Key {
    values: MemoryFormats,
    unless_given: Unless::Default(MemoryFormat::Contiguous),
    ours: true,
    aliases: &[
        "dataformat",
        "datalayout",
        "format",
        "formats",
        "layout",
        "memorylayout",
        "tensorformat",
        "tensorlayout",
    ],
    about: "In which order input and output lie in memory, after torch.memory_format: \"contiguous_format\" (channel \
            by channel), \"channels_last\" (pixel by pixel; of three axes also \"channels_last_3d\"), each with or \
            without \"torch.\" in front, or \"blocked\" (blocks of 64 bytes of channels, each pixel by pixel; \
            channels must be whole blocks, 16 of float32, 8 of float64). A word for both, or a table with input and \
            output. Shapes and weights keep PyTorch's order.",
};

pub(crate) const WEIGHTS: Key<WeightFiles> = Key {
    values: WeightFiles,
    unless_given: Unless::Otherwise("none"),
    ours: true,
    aliases: &["checkpoint", "safetensors", "statedict", "weight", "weightfile", "weightsfile"],
    about: "A .safetensors file of trained weights, relative to the folder of the crate's Cargo.toml and with forward \
            slashes, that is packed into the program while it compiles.",
};

pub(crate) const TENSORS: Key<TensorNames> = Key {
    values: TensorNames,
    unless_given: Unless::Otherwise("the layer's name"),
    ours: true,
    aliases: &["prefix", "tensornames"],
    about: "The tensors in the file of weights: a name to which .weight and .bias are appended, or a list of the \
            weight's name and, where there is a bias, the bias's.",
};
