//! The source text of a drawn layer: the macro's invocation, and the generated type
//! behind the package's interfaces.

use crate::axis::Axis;
use crate::call;
use crate::formats::Formats;
use crate::layer::{Layer, Run};
use crate::plan::{self, Asked};
use crate::random::Random;
use crate::windows::Windows;

/// The module of a convolution layer, `layer_` and its number.
pub(crate) fn layer(random: &mut Random, requests: &mut Random, index: usize, layer: &Layer) -> String {
    let Asked { call, kernels } = Asked::draw(requests, (layer.tiny, index), call::call(random, layer));
    let number = number(layer.double);
    let make = make(random, layer);
    let subject = subject(layer);
    let drawn = drawn(random, index, layer, &call, &kernels);
    format!(
        "
mod layer_{index} {{
    use super::*;

    conv_layer::conv_layer! {{
        struct Generated = {call};
    }}

    fn make(weight: &[{number}], bias: &[{number}]) -> Result<Box<dyn Subject<{number}>>, Error> {{
        let _ = bias;
{make}
        Ok(Box::new(layer))
    }}
{subject}
    pub(super) const ENTRY: Entry = Entry {{
        drawn: {drawn},
        make: Make::{variant}(make),
    }};
}}
",
        variant = if layer.double { "F64" } else { "F32" },
    )
}

fn number(double: bool) -> &'static str {
    if double { "f64" } else { "f32" }
}

/// One of the ways to make a layer.
fn make(random: &mut Random, layer: &Layer) -> String {
    let slices = if layer.bias { "weight, bias" } else { "weight" };
    match random.below(3) {
        0 => format!("        let layer = Generated::from_slices({slices})?;"),
        1 => {
            format!("        let mut layer = Generated::ZERO;\n        layer.load({slices})?;")
        }
        _ => {
            let weight = format!("&weight{}[0]", cut(&layer.weight_shape(), "as_chunks"));
            let bias = if layer.bias {
                format!(", &bias{}[0]", cut(&[layer.out_channels], "as_chunks"))
            } else {
                String::new()
            };
            format!("        let layer = Generated::new({weight}{bias});")
        }
    }
}

/// What the test has to know of it.
fn drawn(random: &mut Random, index: usize, layer: &Layer, call: &str, kernels: &[[String; 2]]) -> String {
    let missing = (layer.class.rank..3).map(|_| "Axis::UNIT".to_owned());
    let axes: Vec<String> = missing.chain(layer.axes.iter().map(Axis::literal)).collect();
    let runs: Vec<String> = layer.runs.iter().map(run).collect();
    let asked: Vec<String> = kernels.iter().map(|[isa, name]| format!("({isa:?}, {name:?})")).collect();
    let mut tags = layer.tags();
    let category = if layer.formats.are_contiguous() { "asked for" } else { "formatted, asked for" };
    tags.extend(kernels.iter().filter_map(|[_, name]| plan::word(name)).map(|word| (category, word)));
    format!(
        "Drawn {{
            index: {index},
            call: {call:?},
            geometry: Geometry {{ in_channels: {}, out_channels: {}, groups: {}, axes: [{}] }},
            weight: &{:?},
            bias: {},
            formats: {},
            runs: &[{}],
            fixed: {},
            macs: {},
            exact: {},
            seed: {},
            asked: &[{}],
            tags: &{:?},
        }}",
        layer.in_channels,
        layer.out_channels,
        layer.groups,
        axes.join(", "),
        layer.weight_shape(),
        layer.bias,
        layer.formats.literal(),
        runs.join(", "),
        layer.shape.is_fixed(),
        layer.macs(&layer.runs[0]),
        random.below(3) == 0,
        random.below(1 << 16),
        asked.join(", "),
        tags,
    )
}

fn run(run: &Run) -> String {
    format!("Run {{ size: {:?}, output: {:?}, samples: {} }}", filled(&run.size), filled(&run.output), run.samples)
}

/// A size with the axes that the layer does not have.
fn filled(size: &[usize]) -> Vec<usize> {
    [1; 3][size.len()..].iter().chain(size).copied().collect()
}

fn subject(layer: &Layer) -> String {
    let number = number(layer.double);
    let rank = layer.class.rank;
    let indices: Vec<String> = (3 - rank..3).map(|axis| format!("size[{axis}]")).collect();
    let own = format!("[{}]", indices.join(", "));
    let (fixed, size) = if layer.shape.is_fixed() { (true, String::new()) } else { (false, format!("{own}, ")) };
    let first = &layer.runs[0];
    let Formats { input, output } = layer.formats;
    let input_cut = cut(&input.array(layer.in_channels, &first.size, layer.block()), "as_chunks");
    let output_cut = cut(&output.array(layer.out_channels, &first.output, layer.block()), "as_chunks_mut");
    let functional = if layer.functional { functional(layer, &size, &input_cut, &output_cut) } else { String::new() };
    let facts = if fixed {
        "Facts { output: Self::OUTPUT_SHAPE[1..].to_vec(), macs: Some(Self::MACS), input: Self::INPUT_SHAPE.to_vec(), "
            .to_owned()
    } else {
        format!("Facts {{ output: Self::output_size({own})?.to_vec(), macs: None, input: Vec::new(), ")
    };
    format!(
        "
    impl Subject<{number}> for Generated {{
        fn facts(&self, size: [usize; 3]) -> Result<Facts, Error> {{
            let _ = size;
            Ok({facts}weight: Self::WEIGHT_SHAPE.to_vec(), parameters: Self::PARAMETERS, kernels: Self::KERNELS }})
        }}

        fn slice(&self, size: [usize; 3], input: &[{number}], output: &mut [{number}]) -> Result<(), Error> {{
            let _ = size;
            self.forward_slice({size}input, output)
        }}

        fn on(&self, isa: Isa, size: [usize; 3], input: &[{number}], output: &mut [{number}]) -> Result<(), Error> {{
            let _ = size;
            self.on(isa).forward_slice({size}input, output)
        }}

        fn emulated(&self, isa: Isa, size: [usize; 3], input: &[{number}], output: &mut [{number}]) -> Result<(), Error> {{
            let call = Call {{ input, output, weights: self.weights().as_slice(), bias: None, size }};
            let mut room = None;
            let call = <PlanOf<Self> as Dispatch>::check(call, &mut room)?;
            match isa {{
                Isa::Avx512 => <PlanOf<Self> as Dispatch>::avx512(simd::Emulated::<{{ 64 / size_of::<{number}>() }}>, call).map_err(Error::from),
                Isa::Neon => <PlanOf<Self> as Dispatch>::neon(simd::Emulated::<{{ 16 / size_of::<{number}>() }}>, call).map_err(Error::from),
                _ => Err(Error::UnsupportedIsa(isa)),
            }}
        }}

        fn samples(&self, input: &[{number}], output: &mut [{number}]) {{
            for (input, output) in input{input_cut}.iter().zip(output{output_cut}) {{
                self.forward(input, output);
            }}
        }}

        fn batch(&self, input: &[{number}], output: &mut [{number}]) -> Result<(), Error> {{
            self.forward_batch(input{input_cut}, output{output_cut})
        }}

{functional}    }}
"
    )
}

/// The functional form, on slices and on arrays.
fn functional(layer: &Layer, size: &str, input_cut: &str, output_cut: &str) -> String {
    let number = number(layer.double);
    let weight_cut = cut(&layer.weight_shape(), "as_chunks");
    let (bias, bias_array) = if layer.bias {
        ("bias, ", format!("&bias{}[0], ", cut(&[layer.out_channels], "as_chunks")))
    } else {
        ("", String::new())
    };
    format!(
        "
        fn functional(
            &self,
            size: [usize; 3],
            input: &[{number}],
            (weight, bias): (&[{number}], &[{number}]),
            output: &mut [{number}],
        ) -> Outcome {{
            let _ = (size, bias);
            Some(Self::functional_slice({size}input, weight, {bias}output))
        }}

        fn functional_samples(
            &self,
            input: &[{number}],
            (weight, bias): (&[{number}], &[{number}]),
            output: &mut [{number}],
        ) -> Outcome {{
            let _ = bias;
            for (input, output) in input{input_cut}.iter().zip(output{output_cut}) {{
                Self::functional(input, &weight{weight_cut}[0], {bias_array}output);
            }}
            Some(Ok(()))
        }}
"
    )
}

/// The module of a layer without weights, `windows_` and its number.
pub(crate) fn windows(random: &mut Random, index: usize, windows: &Windows) -> String {
    let call = windows.call(random);
    let number = number(windows.double);
    let (input, output) = if windows.fold {
        (windows.matrix.to_vec(), windows.image.to_vec())
    } else {
        (windows.image.to_vec(), windows.matrix.to_vec())
    };
    let (input_cut, output_cut) = (cut(&input, "as_chunks"), cut(&output, "as_chunks_mut"));
    let axes: Vec<String> = windows.axes.iter().map(Axis::literal).collect();
    let axes = axes.join(", ");
    let Windows { fold, image, matrix, samples, .. } = windows;
    let size = if windows.is_fixed() { String::new() } else { format!("{image:?}, ") };
    format!(
        "
mod windows_{index} {{
    use super::*;

    conv_layer::conv_layer! {{
        struct Generated = {call};
    }}

    fn slice(input: &[{number}], output: &mut [{number}]) -> Result<(), Error> {{
        Generated::new().forward_slice({size}input, output)
    }}

    fn samples(input: &[{number}], output: &mut [{number}]) {{
        for (input, output) in input{input_cut}.iter().zip(output{output_cut}) {{
            Generated::new().forward(input, output);
        }}
    }}

    fn batch(input: &[{number}], output: &mut [{number}]) -> Result<(), Error> {{
        Generated::new().forward_batch(input{input_cut}, output{output_cut})
    }}

    pub(super) const ENTRY: WindowsEntry = WindowsEntry {{
        index: {index},
        call: {call:?},
        windows: DrawnWindows {{
            fold: {fold},
            axes: [{axes}],
            image: {image:?},
            matrix: {matrix:?},
            samples: {samples},
            seed: {seed},
        }},
        ways: {variant}(Ways {{ slice, samples, batch }}),
        tags: &{tags:?},
    }};
}}
",
        seed = random.below(1 << 16),
        variant = if windows.double { "WindowsWays::F64" } else { "WindowsWays::F32" },
        tags = [
            ("class", windows.name()),
            ("numbers", if windows.double { "float64" } else { "float32" }),
            ("input_shape", windows.shape_form()),
        ],
    )
}

/// Calls that cut a slice into arrays where it lies, innermost axis first, so that
/// no array is ever on the stack.
fn cut(shape: &[usize], chunks: &str) -> String {
    shape.iter().rev().fold(String::new(), |cut, n| cut + &format!(".{chunks}::<{n}>().0"))
}
