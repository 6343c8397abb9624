//! From the arguments of a convolution, transposed or not, lazy or not, to a layer: whatever
//! concerns more than one argument.
//!
//! First comes what does not need the class, so that a misspelt one does not hide other mistakes,
//! then the axes one by one, last what concerns the whole layer.

use super::class::Class;
use super::conv_transpose::OUTPUT_PADDING;
use super::shared::{BIAS, DILATION, DTYPE, GROUPS, KERNEL_SIZE, PADDING, PADDING_MODE, STRIDE};
use super::{conv, conv_transpose};
use conv_geometry::Formats;

use crate::Checked;
use crate::axis::{Axis, Size};
use crate::axis_numbers::{AxisNumbers, Image};
use crate::diagnostic::Diagnostic;
use crate::divisors::common_divisors;
use crate::fields::Fields;
use crate::layer::{Layer, Op};
use crate::mistakes::Mistakes;
use crate::numbers::index;
use crate::per_axis::{Amount, Pad, padding, per_axis};
use crate::shapes::InputShapes;
use crate::spec::{Extent, Field, Spanned, Spec};
use crate::transposed::{self, Transposed};
use crate::tree::Span;
use crate::words::counted;
use crate::{formats, requests, sizes, weights};

/// Reads the arguments of a layer whose class is not known at all, as whatever has them, and finds
/// what can be found of them. No layer comes out.
pub(super) fn check_any_class(fields: &mut Fields<'_>) -> Option<Checked> {
    let mut spec = Spec { class: Field::Faulty, ..Spec::default() };
    conv::read(fields, &mut spec);
    conv_transpose::read(fields, &mut spec);
    requests::read(fields, &mut spec.requests);
    check(spec, fields.mistakes)
}

/// Checks what has been read. A layer comes out where nothing was reported, here or before.
pub(super) fn check(mut spec: Spec, mistakes: &mut Mistakes) -> Option<Checked> {
    let class = spec.class.given().map(|class| class.value);
    if let Some(Spanned { span, value: class }) = spec.class.given()
        && class.operator.lazy
    {
        spec.in_channels = inferred(*class, span, &spec, mistakes);
    }
    let spec = &spec;
    groups(spec, mistakes);
    let unordered;
    let spec = if channels(class, spec, mistakes) {
        // Its sizes stand in the places of others, and nothing that is said of them would help.
        unordered = Spec { input_shape: Field::Faulty, ..spec.clone() };
        &unordered
    } else {
        spec
    };
    formats::check(spec, mistakes);
    let file = weights::file(spec, mistakes);
    let class = class?;
    let axes = axes(class, spec, mistakes)?;
    let layer = Layer {
        op: op(class),
        type_name: class.plain(),
        in_channels: index(spec.in_channels.given()?.value),
        out_channels: index(spec.out_channels.given()?.value),
        groups: index(GROUPS.or_default(&spec.groups)?),
        bias: BIAS.or_default(&spec.bias)?,
        dtype: DTYPE.or_default(&spec.dtype)?,
        formats: formats(spec)?,
        weights: file,
        requests: spec.requests.checked()?,
        axes,
    };
    if mistakes.is_empty() {
        sizes::check(&layer, spec, mistakes);
    }
    Some(Checked::Layer(layer))
}

fn op(class: Class) -> Op {
    if class.has("output_padding") { Op::ConvTranspose } else { Op::Conv }
}

/// The channels that the input says a lazy layer has.
fn inferred(class: Class, span: &Span, spec: &Spec, mistakes: &mut Mistakes) -> Field<u32> {
    match &spec.input_shape {
        Field::Given(shape) => match shape.value.first() {
            Some(Spanned { span, value: Extent::Number(value) }) => {
                Field::Given(Spanned { span: span.clone(), value: *value })
            }
            _ => Field::Faulty,
        },
        Field::Faulty => Field::Faulty,
        Field::Absent => {
            let message = format!("{} needs an `input_shape` to take `in_channels` from", class.one());
            mistakes.push(
                Diagnostic::new(span.clone(), message)
                    .with_label("learns its channels from the input")
                    .with_help("give `input_shape`: the number of channels, then a number or a name for every axis")
                    .with_help(format!("or make the layer {}, and give `in_channels`", class.plain())),
            );
            Field::Faulty
        }
    }
}

fn formats(spec: &Spec) -> Option<Formats> {
    match &spec.memory_format {
        Field::Absent => Some(Formats::default()),
        Field::Faulty => None,
        Field::Given(sides) => Some(sides.value.formats()),
    }
}

fn axes(class: Class, spec: &Spec, mistakes: &mut Mistakes) -> Option<Vec<Axis>> {
    let kernel = per_axis(class, ("kernel_size", &KERNEL_SIZE), &spec.kernel_size, mistakes);
    let stride = per_axis(class, ("stride", &STRIDE), &spec.stride, mistakes);
    let dilation = per_axis(class, ("dilation", &DILATION), &spec.dilation, mistakes);
    let output_padding = per_axis(class, ("output_padding", &OUTPUT_PADDING), &spec.output_padding, mistakes);
    let padding = padding(class, PADDING.values, spec, mistakes);
    if let (Some([Pad::Same(span), ..]), Some(stride)) = (padding.as_deref(), &stride) {
        same_stride(class, span, stride, mistakes);
    }
    let output_size = transposed::output_size(class, spec, mistakes);
    let sizes = input_sizes(class, spec);
    let mode = PADDING_MODE.or_default(&spec.padding_mode)?;
    let padding_mode = (mode, spec.padding_mode.given().map(|mode| mode.span.clone()));
    let (kernel, stride, dilation, output_padding) = (kernel?, stride?, dilation?, output_padding?);
    let (padding, output_size, sizes) = (padding?, output_size?, sizes?);
    // Where an output size is asked for, that decides.
    let decided = matches!(spec.output_size, Field::Given(_));
    if !decided && !transposed::in_bounds(class, &output_padding, &stride, &dilation, mistakes) {
        return None;
    }
    let output_padding_counts = output_padding.iter().any(|amount| amount.value > 0);
    let rows = class.axes().iter().zip(kernel).zip(stride).zip(dilation).zip(padding).zip(sizes);
    let rows = rows.zip(output_padding.into_iter().zip(output_size));
    let axes: Vec<Option<Axis>> = rows
        .map(|((((((name, kernel), stride), dilation), padding), size), (output_padding, output_size))| {
            let padding_mode = padding_mode.clone();
            let numbers =
                AxisNumbers { name, kernel, stride, dilation, padding, padding_mode, size, image: Image::Input };
            match op(class) {
                Op::ConvTranspose => {
                    Transposed { numbers, output_padding, output_padding_counts, output_size }.check(mistakes)
                }
                Op::Conv => numbers.check(mistakes),
            }
        })
        .collect();
    axes.into_iter().collect()
}

fn groups(spec: &Spec, mistakes: &mut Mistakes) {
    let Some(groups) = spec.groups.given() else {
        return;
    };
    let channels = [("in_channels", "input", &spec.in_channels), ("out_channels", "output", &spec.out_channels)];
    let known: Vec<(&str, &str, &Spanned<u32>)> =
        channels.into_iter().filter_map(|(key, side, field)| Some((key, side, field.given()?))).collect();
    let undivided: Vec<_> =
        known.iter().filter(|(_, _, channels)| channels.value.checked_rem(groups.value) != Some(0)).collect();
    let message = match &*undivided {
        [] => return,
        [(key, _, _)] => format!("`groups` does not divide `{key}`"),
        _ => "`groups` divides neither `in_channels` nor `out_channels`".to_owned(),
    };
    let numbers: Vec<String> = undivided.iter().map(|(_, _, channels)| channels.value.to_string()).collect();
    let mut diagnostic =
        Diagnostic::new(groups.span.clone(), message).with_label(format!("not a divisor of {}", numbers.join(" or ")));
    for (_, side, channels) in &undivided {
        let note = counted(channels.value, &format!("{side} channel"));
        diagnostic = diagnostic.with_note(channels.span.clone(), note);
    }
    if let [(_, _, inputs), (_, _, outputs)] = &*known {
        diagnostic = diagnostic.with_help(common_divisors(inputs.value, outputs.value));
    }
    mistakes.push(diagnostic);
}

/// Compares the channels; whether `input_shape` has them at its end.
fn channels(class: Option<Class>, spec: &Spec, mistakes: &mut Mistakes) -> bool {
    let (Some(shape), Some(channels)) = (spec.input_shape.given(), spec.in_channels.given()) else {
        return false;
    };
    let Some(Spanned { span, value: Extent::Number(found) }) = shape.value.first() else {
        return false;
    };
    let expected = channels.value;
    if *found == expected {
        return false;
    }
    let message = format!("`input_shape` has {} where `in_channels` is {expected}", counted(*found, "channel"));
    let diagnostic = Diagnostic::new(span.clone(), message)
        .with_label(counted(*found, "channel"))
        .with_note(channels.span.clone(), counted(expected, "channel"));
    let last = shape.value.last().is_some_and(|last| last.value == Extent::Number(expected));
    mistakes.push(if let Some(class) = class.filter(|_| last) {
        let names = InputShapes::Image { open_channels: false }.entries(class).join(", ");
        let mut sizes: Vec<String> = shape.value.iter().map(|size| size.value.to_string()).collect();
        sizes.rotate_right(1);
        diagnostic
            .with_help(format!("whatever the `memory_format`, `input_shape` is [{names}]: here [{}]", sizes.join(", ")))
    } else {
        diagnostic.with_help("`input_shape` is [channels, spatial sizes…], without the batch")
    });
    last
}

fn same_stride(class: Class, padding: &Span, stride: &[Amount], mistakes: &mut Mistakes) {
    let Some((axis, stride)) = class.axes().iter().zip(stride).find(|(_, stride)| stride.value > 1) else {
        return;
    };
    let mut diagnostic = Diagnostic::new(padding.clone(), "`padding` \"same\" wants a stride of 1")
        .with_label("keeps the size of the input")
        .with_help("\"same_upper\" goes with any stride, as SAME of TensorFlow: the output has size / stride elements, rounded up")
        .with_help("or give the padding as a number, or set `stride` to 1");
    if let Some(span) = &stride.span {
        let note = format!("stride {} along the {axis}", stride.value);
        diagnostic = diagnostic.with_note(span.clone(), note);
    }
    mistakes.push(diagnostic);
}

/// The input along every axis, with where it was given.
pub(super) fn input_sizes(class: Class, spec: &Spec) -> Option<Vec<(Size, Option<Span>)>> {
    if spec.input_shape.is_faulty() {
        // The kernel can still be checked for itself.
        return Some(open(class));
    }
    let Some(shape) = spec.input_shape.given() else {
        return Some(open(class));
    };
    let sizes: Vec<_> = shape
        .value
        .iter()
        .skip(1)
        .map(|Spanned { span, value }| {
            let size = match value {
                Extent::Number(number) => Size::Fixed(index(*number)),
                Extent::Name(name) => Size::Generic(name.clone()),
            };
            (size, Some(span.clone()))
        })
        .collect();
    (sizes.len() == class.rank).then_some(sizes)
}

fn open(class: Class) -> Vec<(Size, Option<Span>)> {
    let names = class.generics().iter();
    names.map(|name| (Size::Generic((*name).to_owned()), None)).collect()
}
