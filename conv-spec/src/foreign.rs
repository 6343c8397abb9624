//! Names that are no classes of ours: other modules of `torch.nn`, functions, and what other
//! frameworks call theirs.
//!
//! A table by families says what each of them is, and the way out where there is one.

use crate::diagnostic::Diagnostic;
use crate::ops::class::{classes, look_up};
use crate::source::Format;
use crate::tree::Span;
use crate::words::{join, quote};

/// Modules of one family.
#[derive(Debug)]
struct Family {
    /// What they are, with an article.
    what: &'static str,
    /// Whether a layer of ours is the same under another name.
    covered: bool,
    /// What to do instead; empty where there is nothing.
    way_out: &'static str,
    /// In lower case without separators, without `Lazy` in front and `2d` behind; sorted.
    names: &'static [&'static str],
}

const IN_A_LOOP: &str = "apply it to the layer's output, in a loop over the elements";

const FAMILIES: [Family; 25] = [
    Family {
        what: "several layers, and a definition is one",
        covered: true,
        way_out: "",
        names: &["module", "moduledict", "modulelist", "parameterdict", "parameterlist", "sequential"],
    },
    Family {
        what: "a fully connected layer",
        covered: false,
        way_out: "on a flattened input it is a convolution whose kernel covers the input, and takes the same matrix from a file; \
                  otherwise, where the channels are the first axis, `Conv1d` with a kernel of 1",
        names: &["dense", "fullyconnected", "gemm", "linear"],
    },
    Family { what: "a product of two inputs", covered: false, way_out: "", names: &["bilinear", "matmul"] },
    Family {
        what: "an activation",
        covered: false,
        way_out: IN_A_LOOP,
        names: &[
            "activation",
            "celu",
            "elu",
            "gelu",
            "glu",
            "hardshrink",
            "hardsigmoid",
            "hardswish",
            "hardtanh",
            "leakyrelu",
            "logsigmoid",
            "mish",
            "prelu",
            "relu",
            "relu6",
            "rrelu",
            "selu",
            "sigmoid",
            "silu",
            "softplus",
            "softshrink",
            "softsign",
            "swish",
            "tanh",
            "tanhshrink",
            "threshold",
        ],
    },
    Family {
        what: "a normalisation over channels or features",
        covered: false,
        way_out: IN_A_LOOP,
        names: &["adaptivelogsoftmaxwithloss", "logsoftmax", "softmax", "softmin"],
    },
    Family {
        what: "a normalisation",
        covered: false,
        way_out: "trained, it only scales and shifts each channel: fold that into the weight and bias of the convolution before it",
        names: &["batchnorm", "batchnormalization", "frozenbatchnorm", "syncbatchnorm"],
    },
    Family {
        what: "a normalisation by what the input holds",
        covered: false,
        way_out: "apply it to the layer's output, in loops over the elements",
        names: &[
            "crossmaplrn",
            "groupnorm",
            "groupnormalization",
            "instancenorm",
            "instancenormalization",
            "layernorm",
            "layernormalization",
            "localresponsenorm",
            "lrn",
            "rmsnorm",
            "rmsnormalization",
        ],
    },
    Family {
        what: "a pooling layer",
        covered: false,
        way_out: "with padding counted as zeros, it is a depthwise convolution without a bias whose weights are all 1 / taps: `groups` equal \
                  to both channel counts",
        names: &["averagepool", "averagepooling", "avgpool"],
    },
    Family {
        what: "a pooling layer",
        covered: false,
        way_out: "apply it to the layer's output, in loops over each channel",
        names: &[
            "adaptiveavgpool",
            "adaptivemaxpool",
            "fractionalmaxpool",
            "globalaveragepool",
            "globalaveragepooling",
            "globalavgpool",
            "globalmaxpool",
            "globalmaxpooling",
            "lppool",
            "maxpool",
            "maxpooling",
            "maxunpool",
        ],
    },
    Family {
        what: "for training only",
        covered: false,
        way_out: "trained, it does nothing: leave it out",
        names: &[
            "alphadropout",
            "dropblock",
            "dropout",
            "droppath",
            "featurealphadropout",
            "featuredropout",
            "spatialdropout",
        ],
    },
    Family { what: "what does nothing", covered: false, way_out: "leave it out", names: &["identity"] },
    Family {
        what: "another shape of the same elements",
        covered: false,
        way_out: "arrays are flat in memory: `as_flattened` gives a slice of them, and `forward_slice` takes slices",
        names: &["flatten", "reshape", "squeeze", "unflatten", "unsqueeze", "view"],
    },
    Family {
        what: "another order of the same elements",
        covered: false,
        way_out: "copy them, in loops over the output",
        names: &["channelshuffle", "permute", "pixelshuffle", "pixelunshuffle", "transpose"],
    },
    Family {
        what: "the padding of the layer behind it",
        covered: true,
        way_out: "give that layer `padding`, [[before, after], …] where the ends differ, in the order of the axes (PyTorch's pad layers \
                  begin with the last), and for other than zeros a `padding_mode`",
        names: &["circularpad", "constantpad", "pad", "reflectionpad", "replicationpad", "zeropad", "zeropadding"],
    },
    Family {
        what: "a change of resolution",
        covered: false,
        way_out: "nearest by a whole factor is a depthwise ConvTranspose without a bias: kernel and stride the factor, weights of 1",
        names: &["interpolate", "resize", "upsample", "upsampling", "upsamplingbilinear", "upsamplingnearest"],
    },
    Family {
        what: "a recurrent layer",
        covered: false,
        way_out: "",
        names: &[
            "convlstm",
            "gru",
            "grucell",
            "lstm",
            "lstmcell",
            "rnn",
            "rnnbase",
            "rnncell",
            "rnncellbase",
            "simplernn",
        ],
    },
    Family {
        what: "attention",
        covered: false,
        way_out: "",
        names: &[
            "attention",
            "multiheadattention",
            "scaleddotproductattention",
            "transformer",
            "transformerdecoder",
            "transformerdecoderlayer",
            "transformerencoder",
            "transformerencoderlayer",
        ],
    },
    Family {
        what: "a look-up in a table",
        covered: false,
        way_out: "index an array of rows",
        names: &["embedding", "embeddingbag"],
    },
    Family {
        what: "a distance of two inputs",
        covered: false,
        way_out: "",
        names: &["cosinesimilarity", "pairwisedistance"],
    },
    Family {
        what: "a parametrization of another layer's weights",
        covered: false,
        way_out: "write the constructor inside alone, and remove the parametrization before the weights are saved",
        names: &["orthogonal", "spectralnorm", "weightnorm"],
    },
    Family {
        what: "a depthwise convolution",
        covered: true,
        way_out: "write `Conv2d`, or that of 1 or 3 axes, with `groups` equal to `in_channels`",
        names: &["depthwiseconv", "depthwiseconvolution"],
    },
    Family {
        what: "a convolution padded at the beginning alone",
        covered: true,
        way_out: "write `Conv1d` with `padding` [[dilation * (kernel_size - 1), 0]]",
        names: &["causalconv", "convcausal"],
    },
    Family {
        what: "a convolution padded as TensorFlow does",
        covered: true,
        way_out: "write `Conv2d` with `padding` \"same_upper\"",
        names: &["convdynamicsamepadding", "convsame", "convstaticsamepadding", "samepadconv"],
    },
    Family {
        what: "two layers",
        covered: true,
        way_out: "define a depthwise `Conv2d`, `groups` equal to both channel counts, and one with a kernel of 1 behind it",
        names: &["separableconv", "separableconvolution"],
    },
    Family {
        what: "a convolution and what follows it",
        covered: true,
        way_out: "write the `Conv2d` inside, with its `padding` and `bias`; fold the norm into its weights, apply the activation to its output",
        names: &["convbnrelu", "convnormactivation", "convrelu"],
    },
];

/// Names of convolutions in other frameworks that leave the number of axes open.
const WITHOUT_AXES: [(&str, &str); 6] = [
    ("conv", "Conv"),
    ("convolution", "Conv"),
    ("convtranspose", "ConvTranspose"),
    ("convtransposed", "ConvTranspose"),
    ("deconv", "ConvTranspose"),
    ("deconvolution", "ConvTranspose"),
];

/// Whether something is known of a name that is no class of ours.
pub(crate) fn is_known(name: &str) -> bool {
    look_up(name).is_err() && (family(name).is_some() || without_axes(name).is_some() || is_loss(name))
}

/// What is said of a name that is none of our classes and was not meant to be one.
pub(crate) fn refused(name: &str, span: Span, format: Format) -> Diagnostic {
    let unknown = || Diagnostic::new(span.clone(), format!("unknown layer {}", quote(name)));
    let uncovered = || Diagnostic::new(span.clone(), format!("{} is not covered", quote(name)));
    if let Some(family) = family(name) {
        let diagnostic = if family.covered { unknown() } else { uncovered() };
        let diagnostic = diagnostic.with_label(family.what);
        return match (family.way_out, format) {
            ("", _) if !family.covered => diagnostic,
            ("", Format::Call) => {
                diagnostic.with_help("write one for each: `struct First = nn.Conv2d(…);`, then `struct Second = …`")
            }
            ("", Format::Toml | Format::Json) => {
                diagnostic.with_help("write a file for each, and a definition for each file")
            }
            (way_out, _) => diagnostic.with_help(way_out),
        };
    }
    if let Some(class) = without_axes(name) {
        let names: Vec<String> = (1..=3).map(|rank| format!("`{class}{rank}d`")).collect();
        return unknown()
            .with_label("does not say the number of axes")
            .with_help(format!("write {}", join(&names, "or")));
    }
    if is_loss(name) {
        return uncovered().with_label("a loss").with_help("it is for training only: leave it out");
    }
    unknown().with_help(supported())
}

/// The names of our classes.
pub(crate) fn supported() -> String {
    let names: Vec<String> = classes().map(|class| quote(class.name)).collect();
    format!("supported are {}", join(&names, "and"))
}

/// In lower case without separators and `Lazy`, with the number of axes and without.
fn spellings(name: &str) -> [String; 2] {
    let plain: String = name.chars().filter(|character| *character != '_').flat_map(char::to_lowercase).collect();
    let plain = plain.strip_prefix("lazy").unwrap_or(&plain);
    // Behind the axes, some names go on: `Conv2dNormActivation`.
    let axes = ["1d", "2d", "3d"].into_iter().find(|axes| plain.contains(axes));
    let short = axes.map_or_else(|| plain.to_owned(), |axes| plain.replacen(axes, "", 1));
    [plain.to_owned(), short]
}

fn family(name: &str) -> Option<&'static Family> {
    let spellings = spellings(name);
    let named = |name: &String| FAMILIES.iter().find(|family| family.names.contains(&&**name));
    spellings.iter().find_map(named)
}

fn without_axes(name: &str) -> Option<&'static str> {
    let [plain, _] = spellings(name);
    WITHOUT_AXES.iter().find(|(alias, _)| *alias == plain).map(|(_, class)| *class)
}

fn is_loss(name: &str) -> bool {
    spellings(name).iter().any(|name| name.ends_with("loss"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_plain_and_no_classes_of_ours() {
        for family in &FAMILIES {
            assert!(family.names.is_sorted(), "{:?}", family.names);
            assert!(!family.what.ends_with('.') && !family.way_out.ends_with('.'));
            for name in family.names {
                assert_eq!(*name, spellings(name)[0]);
                assert!(is_known(name), "{name}");
                // Twice in the table, one of the two would never be found.
                assert_eq!(FAMILIES.iter().filter(|family| family.names.contains(name)).count(), 1, "{name}");
            }
        }
        for class in classes() {
            assert!(!is_known(class.name), "{}", class.name);
            assert!(family(class.name).is_none(), "{}", class.name);
        }
    }

    #[test]
    fn names_are_found_in_every_spelling() {
        for name in ["Linear", "LazyLinear", "BatchNorm2d", "LazyBatchNorm3d", "max_pool2d", "MaxPooling2D", "Conv"] {
            assert!(is_known(name), "{name}");
        }
        for name in ["Conv2d", "MyBlock", "Conv4d", "", "lazy", "Conv2D"] {
            assert!(!is_known(name), "{name}");
        }
    }

    /// `torch.nn`'s modules, as far as they are none of ours.
    #[test]
    fn modules_of_pytorch_are_known() {
        let modules = "Identity Linear Bilinear LazyLinear Threshold ReLU Hardtanh ReLU6 Sigmoid Tanh Softmax Softmax2d LogSoftmax \
            ELU SELU CELU GELU Hardshrink LeakyReLU LogSigmoid Softplus Softshrink MultiheadAttention PReLU Softsign Softmin \
            Tanhshrink RReLU GLU Hardsigmoid Hardswish SiLU Mish L1Loss NLLLoss KLDivLoss MSELoss BCELoss BCEWithLogitsLoss \
            NLLLoss2d PoissonNLLLoss CosineEmbeddingLoss CTCLoss HingeEmbeddingLoss MarginRankingLoss MultiLabelMarginLoss \
            MultiLabelSoftMarginLoss MultiMarginLoss SmoothL1Loss GaussianNLLLoss HuberLoss SoftMarginLoss CrossEntropyLoss \
            TripletMarginLoss TripletMarginWithDistanceLoss AdaptiveLogSoftmaxWithLoss Sequential ModuleList ModuleDict \
            ParameterList ParameterDict Module AvgPool1d AvgPool2d AvgPool3d MaxPool1d MaxPool2d MaxPool3d MaxUnpool1d MaxUnpool2d \
            MaxUnpool3d FractionalMaxPool2d FractionalMaxPool3d LPPool1d LPPool2d LPPool3d LocalResponseNorm BatchNorm1d \
            BatchNorm2d BatchNorm3d InstanceNorm1d InstanceNorm2d InstanceNorm3d LazyInstanceNorm1d LayerNorm GroupNorm \
            SyncBatchNorm RMSNorm Dropout Dropout1d Dropout2d Dropout3d AlphaDropout FeatureAlphaDropout ReflectionPad1d \
            ReflectionPad2d ReflectionPad3d ReplicationPad1d ReplicationPad2d ReplicationPad3d ZeroPad1d ZeroPad2d ZeroPad3d \
            ConstantPad1d ConstantPad2d ConstantPad3d CircularPad1d CircularPad2d CircularPad3d CrossMapLRN2d Embedding \
            EmbeddingBag RNNBase RNN LSTM GRU RNNCellBase RNNCell LSTMCell GRUCell PixelShuffle PixelUnshuffle Upsample \
            UpsamplingNearest2d UpsamplingBilinear2d PairwiseDistance CosineSimilarity AdaptiveAvgPool1d AdaptiveAvgPool2d \
            AdaptiveAvgPool3d AdaptiveMaxPool1d AdaptiveMaxPool2d AdaptiveMaxPool3d TransformerEncoder TransformerDecoder \
            TransformerEncoderLayer TransformerDecoderLayer Transformer Flatten Unflatten ChannelShuffle";
        for module in modules.split_whitespace() {
            assert!(is_known(module), "{module}");
        }
    }
}
