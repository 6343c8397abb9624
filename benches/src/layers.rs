//! The layers of `layer_specs/suite`, each built by the macro.

use conv_layer::{Error, Isa};

/// `forward_on` of some layer type.
type Forward = Box<dyn Fn(Isa, &[f32], &mut [f32]) -> Result<(), Error>>;

/// A layer to measure, with its arguments.
pub struct Layer {
    /// The name of its specification.
    pub name: &'static str,
    /// Multiply-adds of a call, those with padding counted.
    pub macs: u64,
    input: Vec<f32>,
    output: Vec<f32>,
    forward: Forward,
}

impl Layer {
    /// One call on one sample.
    ///
    /// # Panics
    ///
    /// When `isa` is not available here.
    pub fn run(&mut self, isa: Isa) {
        (self.forward)(isa, &self.input, &mut self.output).expect("the slices have the layer's lengths");
    }

    /// What the last call has computed.
    #[must_use]
    pub fn output(&self) -> &[f32] {
        &self.output
    }

    /// Makes the output differ from any result.
    pub fn clear(&mut self) {
        self.output.fill(f32::NAN);
    }

    /// Floating-point operations of a call.
    #[must_use]
    pub fn flops(&self) -> u64 {
        2 * self.macs
    }
}

macro_rules! suite {
    ($($name:ident = $($label:literal)? $(nn.$class:ident $arguments:tt as $inline:literal)?,)*) => {
        $(conv_layer::conv_layer! { struct $name = $($label)? $(nn.$class $arguments)?; })*

        /// All layers, in the order of `suite.json`, then one with each border that is not of zeros.
        pub fn suite() -> Vec<Layer> {
            vec![$({
                let numbers = |shape: &[usize], seed| noise(shape.iter().product(), seed);
                let weight = numbers(&$name::WEIGHT_SHAPE, 1);
                let bias = noise($name::OUTPUT_SHAPE[0], 2);
                let layer = $name::boxed_from_slices(&weight, &bias).expect("the slices have the layer's lengths");
                Layer {
                    name: concat!($($label)? $($inline)?)
                        .trim_start_matches("../layer_specs/suite/")
                        .trim_end_matches(".toml"),
                    macs: $name::MACS,
                    input: numbers(&$name::INPUT_SHAPE, 3),
                    output: numbers(&$name::OUTPUT_SHAPE, 4),
                    forward: Box::new(move |isa, input, output| layer.forward_on(isa, input, output)),
                }
            }),*]
        }
    };
}

suite! {
    ResnetStem = "../layer_specs/suite/resnet_stem.toml",
    Resnet3x356 = "../layer_specs/suite/resnet_3x3_56.toml",
    Resnet3x328 = "../layer_specs/suite/resnet_3x3_28.toml",
    Resnet3x314 = "../layer_specs/suite/resnet_3x3_14.toml",
    Resnet3x37 = "../layer_specs/suite/resnet_3x3_7.toml",
    Resnet1x156 = "../layer_specs/suite/resnet_1x1_56.toml",
    Resnet1x114 = "../layer_specs/suite/resnet_1x1_14.toml",
    Resnet3x3S2 = "../layer_specs/suite/resnet_3x3_s2.toml",
    MobilenetDw112 = "../layer_specs/suite/mobilenet_dw_112.toml",
    MobilenetDwS256 = "../layer_specs/suite/mobilenet_dw_s2_56.toml",
    MobilenetDw7 = "../layer_specs/suite/mobilenet_dw_7.toml",
    MobilenetPw112 = "../layer_specs/suite/mobilenet_pw_112.toml",
    MobilenetPw7 = "../layer_specs/suite/mobilenet_pw_7.toml",
    EfficientnetDw514 = "../layer_specs/suite/efficientnet_dw5_14.toml",
    ResnextGrouped = "../layer_specs/suite/resnext_grouped.toml",
    DeeplabDilated = "../layer_specs/suite/deeplab_dilated.toml",
    Vgg3x3224 = "../layer_specs/suite/vgg_3x3_224.toml",
    CifarConv = "../layer_specs/suite/cifar_conv.toml",
    SeedNonsquare = "../layer_specs/suite/seed_nonsquare.toml",
    TinymlDscnnFirst = "../layer_specs/suite/tinyml_dscnn_first.toml",
    TinymlVwwDw = "../layer_specs/suite/tinyml_vww_dw.toml",
    UnetUp = "../layer_specs/suite/unet_up.toml",
    DcganUp = "../layer_specs/suite/dcgan_up.toml",
    SeedTranspose = "../layer_specs/suite/seed_transpose.toml",
    AudioConv1d = "../layer_specs/suite/audio_conv1d.toml",
    Wav2vecConv1d = "../layer_specs/suite/wav2vec_conv1d.toml",
    HifiganUp1d = "../layer_specs/suite/hifigan_up1d.toml",
    C3dConv3d = "../layer_specs/suite/c3d_conv3d.toml",
    SeedConv3d = "../layer_specs/suite/seed_conv3d.toml",
    Unet3dUp = "../layer_specs/suite/unet3d_up.toml",
    Reflect3x356 = nn.Conv2d(64, 64, 3, padding=1, padding_mode="reflect", input_shape=(64, 56, 56)) as "reflect_3x3_56",
    Replicate3x356 = nn.Conv2d(64, 64, 3, padding=1, padding_mode="replicate", input_shape=(64, 56, 56)) as "replicate_3x3_56",
    Circular3x356 = nn.Conv2d(64, 64, 3, padding=1, padding_mode="circular", input_shape=(64, 56, 56)) as "circular_3x3_56",
}

/// Numbers in [-1, 1), the same in every run.
fn noise(len: usize, seed: u32) -> Vec<f32> {
    let mut state = seed;
    let next = move || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        f32::from(u16::try_from(state >> 16).unwrap_or_default()) / 32768.0 - 1.0
    };
    std::iter::repeat_with(next).take(len).collect()
}
