//! A drawn layer in the call notation, which has several ways to say most things.

use crate::axis::{Axis, Sampling};
use crate::layer::{Form, Layer, Open, Shape, Wanted};
use crate::random::Random;

/// An argument: its name, its value, and whether that is the default.
pub(crate) struct Argument {
    name: &'static str,
    value: String,
    default: bool,
}

impl Argument {
    /// One that has to be given.
    pub(crate) fn required(name: &'static str, value: String) -> Self {
        Self { name, value, default: false }
    }

    /// One that may be left out where it is the `default`.
    pub(crate) fn optional(name: &'static str, value: String, default: bool) -> Self {
        Self { name, value, default }
    }
}

/// The call of a layer.
pub(crate) fn call(random: &mut Random, layer: &Layer) -> String {
    let class = layer.class;
    let mut positional = Vec::new();
    if !class.lazy {
        positional.push(Argument::required("in_channels", layer.in_channels.to_string()));
    }
    positional.push(Argument::required("out_channels", layer.out_channels.to_string()));
    let mut axes = |name: &'static str, default: Option<usize>, value: fn(&Axis) -> usize| {
        let values: Vec<usize> = layer.axes.iter().map(value).collect();
        let is_default = default.is_some_and(|default| values.iter().all(|value| *value == default));
        // A list of one entry stands for all axes, but not for the kernel.
        let text = per_axis(random, &values, default.is_some());
        Argument { name, value: text, default: is_default }
    };
    let kernel = axes("kernel_size", None, |axis| axis.kernel);
    let stride = axes("stride", Some(1), |axis| axis.stride);
    let dilation = axes("dilation", Some(1), |axis| axis.dilation);
    let output_padding = axes("output_padding", Some(0), |axis| match axis.sampling {
        Sampling::Transposed { output_padding } => output_padding,
        _ => 0,
    });
    let groups = Argument::optional("groups", layer.groups.to_string(), layer.groups == 1);
    let bias = Argument::optional("bias", if layer.bias { "True" } else { "False" }.to_owned(), layer.bias);
    let mode = layer.axes[0].mode.name();
    let mode = Argument::optional("padding_mode", format!("{mode:?}"), mode == "zeros");
    let padding = padding(random, layer);
    positional.extend([kernel, stride, padding]);
    if class.transposed {
        let output_padding = match layer.wanted {
            Wanted::Padding => output_padding,
            Wanted::Size { .. } => Argument::optional("output_padding", "0".to_owned(), true),
        };
        positional.extend([output_padding, groups, bias, dilation, mode]);
    } else {
        positional.extend([dilation, groups, bias, mode]);
    }
    let ours = ours(random, layer);
    write(random, class.name, positional, ours)
}

fn padding(random: &mut Random, layer: &Layer) -> Argument {
    let value = match layer.form {
        Form::Absent => "0".to_owned(),
        Form::Whole => layer.axes[0].pads[0].to_string(),
        Form::Each => {
            let values: Vec<usize> = layer.axes.iter().map(|axis| axis.pads[0]).collect();
            per_axis(random, &values, true)
        }
        Form::Pairs => {
            let pairs: Vec<String> =
                layer.axes.iter().map(|axis| list(random, &axis.pads.map(|pad| pad.to_string()))).collect();
            list(random, &pairs)
        }
        Form::Word(word) => format!("{word:?}"),
    };
    Argument::optional("padding", value, layer.form == Form::Absent)
}

/// Arguments that are given by name: those behind `device`, and those that `PyTorch` does not have.
fn ours(random: &mut Random, layer: &Layer) -> Vec<Argument> {
    let mut arguments = vec![dtype(random, layer.double)];
    if let Shape::Given(open) = &layer.shape {
        let quoted = random.below(2) == 0;
        let sizes = open.iter().zip(&layer.runs[0].size).map(|(open, size)| match open {
            Open::Fixed => size.to_string(),
            Open::Named(name) if quoted => format!("{name:?}"),
            Open::Named(name) => (*name).to_owned(),
        });
        let entries: Vec<String> = [layer.in_channels.to_string()].into_iter().chain(sizes).collect();
        arguments.push(Argument::required("input_shape", list(random, &entries)));
    }
    if let Wanted::Size { front } = layer.wanted {
        let batch = random.below(4);
        let front = &[batch, layer.out_channels][2 - front..];
        let entries = front.iter().chain(&layer.runs[0].output).map(usize::to_string);
        arguments.push(Argument::required("output_size", list(random, &entries.collect::<Vec<_>>())));
    }
    let formats = layer.formats;
    let text = formats.text(random, layer.class.rank);
    arguments.push(Argument::optional("memory_format", text, formats.are_contiguous()));
    arguments.push(Argument::optional("unroll", format!("{:?}", layer.unroll), layer.unroll == "auto"));
    arguments
}

/// The number type of a layer.
pub(crate) fn dtype(random: &mut Random, double: bool) -> Argument {
    let names: &[&str] = if double {
        &["torch.float64", "torch.double", "\"float64\"", "\"double\""]
    } else {
        &["torch.float32", "\"float32\""]
    };
    Argument::optional("dtype", random.pick(names).to_owned(), !double)
}

/// A value for every axis, as one number where they are the same.
pub(crate) fn per_axis(random: &mut Random, values: &[usize], one_entry: bool) -> String {
    let texts: Vec<String> = values.iter().map(usize::to_string).collect();
    if texts.iter().any(|text| *text != texts[0]) {
        return list(random, &texts);
    }
    match random.below(4) {
        0 => list(random, &texts),
        1 if one_entry => list(random, &texts[..1]),
        _ => texts[0].clone(),
    }
}

/// A tuple or a list.
pub(crate) fn list(random: &mut Random, entries: &[String]) -> String {
    let text = entries.join(", ");
    match (random.below(2), entries.len()) {
        (0, _) => format!("[{text}]"),
        (_, 1) => format!("({text},)"),
        _ => format!("({text})"),
    }
}

/// The first arguments by position, the others by name and in any order;
/// most defaults are left out.
pub(crate) fn write(random: &mut Random, class: &str, positional: Vec<Argument>, mut ours: Vec<Argument>) -> String {
    let by_position = random.below(positional.len() + 1);
    let mut named = Vec::new();
    let mut texts = Vec::new();
    for (place, argument) in positional.into_iter().enumerate() {
        if place < by_position {
            texts.push(argument.value);
        } else {
            named.push(argument);
        }
    }
    named.append(&mut ours);
    named.retain(|argument| !argument.default || random.below(4) == 0);
    while !named.is_empty() {
        let Argument { name, value, .. } = named.swap_remove(random.below(named.len()));
        texts.push(format!("{name}={value}"));
    }
    let module = random.pick(&["nn.", "torch.nn.", ""]);
    format!("{module}{class}({})", texts.join(", "))
}
