//! The layers of `layer_specs/suite`, each built by the macro.

use std::borrow::Cow;

use conv_layer::{Error, Isa};
use conv_plan::Plan;
use conv_spec::{Format, MemoryFormat, Source};

use crate::aligned::Aligned;
use crate::order::{contiguous, reordered};
use crate::tensors::Tensors;

/// `forward_on` of some layer type, or `forward_slice` without an instruction set.
type Forward = Box<dyn Fn(Option<Isa>, &[f32], &mut [f32]) -> Result<(), Error>>;

/// As `forward_on`, on the threads of an executor.
#[cfg(feature = "threads")]
type Threaded = Box<dyn Fn(&dyn conv_layer::Executor, Isa, &[f32], &mut [f32]) -> Result<(), Error>>;

/// A layer to measure, with its arguments.
pub struct Layer {
    /// The name of its specification in the suite.
    pub name: &'static str,
    /// The memory format that the output has, where it is not the contiguous one.
    pub format: Option<&'static str>,
    /// What has been checked of it.
    pub spec: conv_spec::Layer,
    /// Multiply-adds of a call, those with padding counted.
    pub macs: u64,
    pub(crate) input: Aligned,
    pub(crate) output: Aligned,
    pub(crate) forward: Forward,
    #[cfg(feature = "threads")]
    pub(crate) threaded: Threaded,
}

impl Layer {
    /// One call on one sample.
    ///
    /// # Panics
    ///
    /// When `isa` is not available here.
    pub fn run(&mut self, isa: Isa) {
        (self.forward)(Some(isa), &self.input, &mut self.output).expect("the slices have the layer's lengths");
    }

    /// One call on one sample on several threads, as `forward_threaded` makes it.
    ///
    /// # Panics
    ///
    /// When `isa` is not available here.
    #[cfg(feature = "threads")]
    pub fn run_threaded(&mut self, executor: &dyn conv_layer::Executor, isa: Isa) {
        (self.threaded)(executor, isa, &self.input, &mut self.output).expect("the slices have the layer's lengths");
    }

    /// One call on one sample as programs make it, on the best instruction set.
    ///
    /// # Panics
    ///
    /// Never: the slices have the layer's lengths.
    pub fn run_best(&mut self) {
        (self.forward)(None, &self.input, &mut self.output).expect("the slices have the layer's lengths");
    }

    /// What the last call has computed, in PyTorch's order.
    #[must_use]
    pub fn output(&self) -> Cow<'_, [f32]> {
        contiguous(&self.output, self.spec.memory_format().output, &self.spec.output_shape().unwrap_or_default())
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

    /// Cycles of a call as the planner estimates them.
    ///
    /// # Panics
    ///
    /// Never: the layer has been compiled, so that there is a plan.
    #[must_use]
    pub fn predicted_cycles(&self, isa: Isa) -> f64 {
        Plan::new(&self.spec).expect("a compiled layer has a plan").cycles(isa)
    }
}

/// All layers, on made-up numbers: in the order of `suite.json`, then one with each border that is
/// not of zeros.
#[must_use]
pub fn suite() -> Vec<Layer> {
    suite_with(|_, spec| Some(Tensors::noise(spec)))
}

/// The layers of `suite` for which there are numbers.
#[must_use]
pub fn suite_with(mut tensors: impl FnMut(&'static str, &conv_spec::Layer) -> Option<Tensors>) -> Vec<Layer> {
    let layers = every().into_iter();
    #[cfg(feature = "formats")]
    let layers = layers.chain(crate::formatted::every());
    layers.filter_map(|build| build(&mut tensors)).collect()
}

/// A 1×1 layer of one number, `null_call`: what a call costs apart from the arithmetic.
#[must_use]
pub fn null_call(mut tensors: impl FnMut(&'static str, &conv_spec::Layer) -> Option<Tensors>) -> Option<Layer> {
    nothing().into_iter().find_map(|build| build(&mut tensors))
}

/// Where the numbers of a layer come from, in PyTorch's order.
pub(crate) type Numbers<'a> = &'a mut dyn FnMut(&'static str, &conv_spec::Layer) -> Option<Tensors>;

/// Makes one of the layers, if there are numbers for it.
pub(crate) type Build = fn(Numbers<'_>) -> Option<Layer>;

macro_rules! layers {
    ($visible:vis fn $function:ident: $($name:ident = $($label:literal)? $(nn.$class:ident $arguments:tt as $inline:literal)?,)*) => {
        $(conv_layer::conv_layer! { struct $name = $($label)? $(nn.$class $arguments)?; })*

        $visible fn $function() -> Vec<$crate::layers::Build> {
            vec![$(|numbers| {
                let name = concat!($($label)? $($inline)?)
                    .trim_start_matches("../layer_specs/suite/")
                    .trim_end_matches(".toml");
                $(let (text, format) = (include_str!(concat!("../", $label)), Format::Toml);)?
                $(let (text, format) = (concat!("nn.", stringify!($class), stringify!($arguments)), Format::Call);)?
                let spec = conv_spec::check(&Source { name, text, format }).expect("the macro has checked it");
                let Tensors { input, weight, bias } = numbers(name, &spec)?;
                let formats = spec.memory_format();
                let shape = spec.input_shape().expect("layers of the suite have fixed sizes");
                let input = reordered(input, formats.input, &shape);
                let layer = $name::boxed_from_slices(&weight, &bias).expect("the slices have the layer's lengths");
                let layer = std::rc::Rc::new(layer);
                Some(Layer {
                    name,
                    format: (formats.output != MemoryFormat::Contiguous).then(|| formats.output.name()),
                    spec,
                    macs: $name::MACS,
                    input: Aligned::new(&input),
                    output: Aligned::new(&vec![f32::NAN; $name::OUTPUT_SHAPE.iter().product()]),
                    #[cfg(feature = "threads")]
                    threaded: {
                        let layer = layer.clone();
                        Box::new(move |executor, isa, input, output| {
                            use conv_layer::__private::{Call, PlanOf, dispatch, threaded};
                            let weights = layer.weights().as_slice();
                            let call = Call { input, output, weights, bias: None, size: [0; 3] };
                            match threaded::threads::<PlanOf<$name>>(executor, call.input.len(), call.output.len()) {
                                threads @ 2.. => threaded::run_on::<PlanOf<$name>>(executor, threads, isa, call),
                                _ => dispatch::run_on::<PlanOf<$name>>(isa, call),
                            }
                        })
                    },
                    forward: Box::new(move |isa, input, output| match isa {
                        Some(isa) => layer.on(isa).forward_slice(input, output),
                        None => layer.forward_slice(input, output),
                    }),
                })
            }),*]
        }
    };
}

#[cfg(feature = "formats")]
pub(crate) use layers;

layers! { fn nothing:
    NullCall = nn.Conv2d(1, 1, 1, input_shape=(1, 1, 1)) as "null_call",
}

layers! { fn every:
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
