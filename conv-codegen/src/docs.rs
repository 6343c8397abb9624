//! The documentation of a generated type: what was asked for, the numbers that follow, and the
//! plan.

use conv_plan::{Kernel, Packing, Rest, UNBANDED};
use conv_spec::{Axis, Border, Formats, Layer, MemoryFormat, Sampling, Size, Unroll};

use crate::Context;

/// The lines of the doc comment that follow the user's own.
pub(crate) fn lines(context: &Context<'_>) -> Vec<String> {
    let Context { layer, plan, .. } = context;
    let mut lines = Vec::new();
    let user_documents = context.item.attributes.iter().any(|attribute| attribute.path().is_ident("doc"));
    if user_documents {
        lines.push(String::new());
    }
    lines.push(format!(
        "`{}`: {} → {} channels, kernel {}, stride {}, padding {}{}, dilation {}, groups {}, {} bias.",
        layer.type_name(),
        layer.in_channels(),
        layer.out_channels(),
        per_axis(layer.axes(), Axis::kernel),
        per_axis(layer.axes(), Axis::stride),
        padding(layer.axes()),
        extras(layer),
        per_axis(layer.axes(), Axis::dilation),
        layer.groups(),
        if layer.bias() { "with" } else { "without" },
    ));
    lines.push(String::new());
    lines.push("| | |".into());
    lines.push("|---|---|".into());
    let mut row = |name: &str, value: String| lines.push(format!("| {name} | {value} |"));
    row(
        "input",
        shape(layer.in_channels(), layer.axes(), |axis| match axis.size() {
            Size::Fixed(size) => size.to_string(),
            Size::Generic(name) => name.to_uppercase(),
        }),
    );
    row(
        "output",
        shape(layer.out_channels(), layer.axes(), |axis| match axis.size() {
            Size::Fixed(size) => axis.output(*size).unwrap_or_default().to_string(),
            Size::Generic(name) => format!("OUT_{}", name.to_uppercase()),
        }),
    );
    for axis in layer.axes() {
        let formula = match axis.size() {
            Size::Fixed(size) => axis.formula(*size),
            Size::Generic(name) => axis.symbolic(&name.to_uppercase()),
        };
        row(&format!("output {}", axis.name()), formula);
    }
    let formats = layer.memory_format();
    if !formats.are_contiguous() {
        row("memory format", memory_format(layer, formats));
    }
    row("weights", layer.weight_shape().iter().map(ToString::to_string).collect::<Vec<_>>().join(" × "));
    row("parameters", layer.parameters().to_string());
    if let Some(macs) = layer.macs() {
        row("multiply-adds", macs.to_string());
    }
    let packing = match plan.packing() {
        Packing::Blocks => format!("blocks of {} output channels", layer.dtype().block()),
        Packing::Rows => "by output channel".into(),
        Packing::Lanes => format!("blocks of {} channels, each with its own weights", layer.dtype().block()),
    };
    row("packed weights", format!("{} bytes, {packing}", plan.weight_bytes()));
    row("scratch memory", format!("{} bytes", plan.scratch_bytes()));
    row("stack", "at most [`STACK_BYTES`](Self::STACK_BYTES), optimised".into());
    row("unrolling", unrolling(plan.unroll()));
    if plan.unrolled() {
        row("`forward`", "straight-line code".into());
    } else if plan.unrolled_without_vectors() {
        row("`forward`", "straight-line code on targets without vectors".into());
    }
    for (isa, kernel) in plan.kernels() {
        let asked = if plan.asked().contains(isa) { "; asked for" } else { "" };
        let name = kernel.name(layer.dtype(), *isa);
        row(&format!("kernel, {}", isa.name()), format!("`{name}`: {}{asked}", tile(*kernel)));
    }
    lines
}

/// The words, and what they mean for this layer.
fn memory_format(layer: &Layer, formats: Formats) -> String {
    let axes = layer.axes().iter().map(Axis::name).collect::<Vec<_>>().join(", ");
    let block = layer.dtype().block();
    let side = |format: MemoryFormat| {
        let order = match format {
            MemoryFormat::Contiguous => format!("channels, {axes}"),
            MemoryFormat::ChannelsLast => format!("{axes}, channels"),
            // Blocks.
            _ => format!("blocks of channels, {axes}, {block} channels"),
        };
        format!("`{}` ({order})", format.name())
    };
    let Formats { input, output } = formats;
    if input == output { side(input) } else { format!("input {}, output {}", side(input), side(output)) }
}

fn unrolling(unroll: Unroll) -> String {
    let effect = match unroll {
        Unroll::Size => ": taps stay loops",
        Unroll::Speed => ": longer rows of taps than usual are written out",
        _ => "",
    };
    format!("`{}`{effect}", unroll.name())
}

fn tile(kernel: Kernel) -> String {
    let banded = |band: usize| if band == UNBANDED { String::new() } else { format!(", bands of {band} pixels") };
    let left = |rest: Option<Rest>| {
        rest.map_or_else(String::new, |Rest { channels, vectors, .. }| {
            format!("; of the channels that fill no vector, {channels} channels × {vectors} vectors of pixels")
        })
    };
    match kernel {
        Kernel::Channels { vectors, pixels, tail, band, phases, rest } => format!(
            "{vectors} vectors of channels × {pixels} pixels{}, lines completed by {tail}{}{}",
            if phases == 1 { String::new() } else { format!(" of {phases} phases") },
            banded(band),
            left(rest),
        ),
        Kernel::WholeRows { vectors, pixels, tail, band, rest } => {
            let ends = tail.map_or_else(String::new, |tail| format!(" ended by {tail}"));
            let left = left(rest);
            format!("{vectors} vectors of channels × {pixels} pixels, whole rows{ends}{}{left}", banded(band))
        }
        Kernel::Pixels { channels, vectors, phases } => format!(
            "{channels} channels × {vectors} vectors of pixels{}",
            if phases == 1 { String::new() } else { format!(" of {phases} phases") },
        ),
        Kernel::Rows { rows, vectors } => format!("{rows} rows × {vectors} vectors of pixels"),
        _ => String::new(),
    }
}

fn shape(channels: usize, axes: &[Axis], size: impl Fn(&Axis) -> String) -> String {
    let mut text = channels.to_string();
    for axis in axes {
        text.push_str(" × ");
        text.push_str(&size(axis));
    }
    text
}

/// What stands in the padding, and what a transposed layer adds at the end.
fn extras(layer: &Layer) -> String {
    let mode = match layer.border() {
        Border::Zeros => "",
        Border::Reflect => " (reflect)",
        Border::Replicate => " (replicate)",
        Border::Circular => " (circular)",
    };
    let added = |axis: &Axis| match axis.sampling() {
        Sampling::Transposed { output_padding } => output_padding,
        _ => 0,
    };
    if layer.axes().iter().any(|axis| added(axis) > 0) {
        format!("{mode}, output padding {}", per_axis(layer.axes(), added))
    } else {
        mode.into()
    }
}

/// A number, if it is the same along all axes, otherwise a list.
fn per_axis(axes: &[Axis], value: impl Fn(&Axis) -> usize) -> String {
    let values: Vec<String> = axes.iter().map(|axis| value(axis).to_string()).collect();
    joined(&values)
}

fn padding(axes: &[Axis]) -> String {
    let values: Vec<String> = axes
        .iter()
        .map(|axis| match (axis.sampling(), axis.pad_before(), axis.pad_after()) {
            (Sampling::SameUpper, ..) => "same (upper)".into(),
            (Sampling::SameLower, ..) => "same (lower)".into(),
            (_, before, after) if before == after => before.to_string(),
            (_, before, after) => format!("{before} before and {after} after"),
        })
        .collect();
    joined(&values)
}

fn joined(values: &[String]) -> String {
    match values {
        [first, rest @ ..] if rest.iter().all(|value| value == first) => first.clone(),
        _ => format!("({})", values.join(", ")),
    }
}
