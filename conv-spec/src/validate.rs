//! From a specification to a layer: whatever concerns more than one argument.

use crate::Checked;
use crate::axis::PaddingMode;
use crate::axis::{Axis, Size};
use crate::class::Class;
use crate::diagnostic::Diagnostic;
use crate::divisors::common_divisors;
use crate::fields::MAX_INTEGER;
use crate::geometry::Geometry;
use crate::layer::{Dtype, Layer, Op};
use crate::mistakes::Mistakes;
use crate::sizes;
use crate::spec::{Extent, Field, Padding, PerAxis, Spanned, Spec};
use crate::tree::Span;
use crate::words::counted;

/// A number along one axis, and where it was given; a default was given nowhere.
#[derive(Clone, Debug)]
pub(crate) struct Amount {
    pub(crate) value: u32,
    pub(crate) span: Option<Span>,
}

/// Checks what has been read. A layer comes out where nothing was reported, here or before.
pub(crate) fn validate(spec: &Spec, mistakes: &mut Mistakes) -> Option<Checked> {
    groups(spec, mistakes);
    channels(spec, mistakes);
    let class = spec.class.given()?.value;
    let kernel = per_axis(class, "kernel_size", &spec.kernel_size, None, mistakes);
    let stride = per_axis(class, "stride", &spec.stride, Some(1), mistakes);
    let dilation = per_axis(class, "dilation", &spec.dilation, Some(1), mistakes);
    let padding = padding(class, spec, mistakes);
    if let (Some(Same::Yes), Some(stride)) = (&padding, &stride) {
        same_stride(class, spec, stride, mistakes);
    }
    let sizes = input_sizes(class, spec);
    let (kernel, stride, dilation, padding, sizes) = (kernel?, stride?, dilation?, padding?, sizes?);
    let mut axes = Vec::new();
    let rows = class.axes().iter().zip(kernel).zip(stride).zip(dilation).zip(sizes);
    for (index, ((((name, kernel), stride), dilation), size)) in rows.enumerate() {
        let geometry = Geometry {
            name,
            kernel,
            stride,
            dilation,
            padding: match &padding {
                Same::Yes => None,
                Same::No(amounts) => Some(amounts.get(index)?.clone()),
            },
            size,
        };
        axes.push(geometry.check(mistakes));
    }
    let axes: Vec<Axis> = axes.into_iter().collect::<Option<_>>()?;
    let layer = Layer {
        op: Op::Conv,
        type_name: class.name,
        in_channels: index(spec.in_channels.given()?.value),
        out_channels: index(spec.out_channels.given()?.value),
        groups: match &spec.groups {
            Field::Absent => 1,
            Field::Faulty => return None,
            Field::Given(groups) => index(groups.value),
        },
        bias: match &spec.bias {
            Field::Absent => true,
            Field::Faulty => return None,
            Field::Given(bias) => bias.value,
        },
        padding_mode: PaddingMode::Zeros,
        dtype: Dtype::F32,
        weights: None,
        axes,
    };
    if mistakes.is_empty() {
        sizes::check(&layer, spec, mistakes);
    }
    Some(Checked::Layer(layer))
}

/// Lossless: the compiler's `usize` is never narrower, and the numbers are at most [`MAX_INTEGER`].
pub(crate) fn index(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
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

fn channels(spec: &Spec, mistakes: &mut Mistakes) {
    let (Some(shape), Some(channels)) = (spec.input_shape.given(), spec.in_channels.given()) else {
        return;
    };
    let Some(Spanned { span, value: Extent::Number(found) }) = shape.value.first() else {
        return;
    };
    let expected = channels.value;
    if *found == expected {
        return;
    }
    let message = format!("`input_shape` has {} where `in_channels` is {expected}", counted(*found, "channel"));
    mistakes.push(
        Diagnostic::new(span.clone(), message)
            .with_label(counted(*found, "channel"))
            .with_note(channels.span.clone(), counted(expected, "channel"))
            .with_help("`input_shape` is [channels, spatial sizes…], without the batch"),
    );
}

/// One number for every axis. As in `PyTorch`, a list of one entry stands for all axes, except for the kernel, whose
/// length is that of the weight's shape.
fn per_axis(
    class: Class,
    key: &str,
    field: &Field<PerAxis>,
    default: Option<u32>,
    mistakes: &mut Mistakes,
) -> Option<Vec<Amount>> {
    match field {
        Field::Faulty => None,
        Field::Absent => {
            let value = default?;
            Some(vec![Amount { value, span: None }; class.rank])
        }
        Field::Given(given) => {
            let broadcast = key != "kernel_size";
            expand(class, key, &given.value, &given.span, broadcast, mistakes)
        }
    }
}

fn expand(
    class: Class,
    key: &str,
    amounts: &PerAxis,
    span: &Span,
    broadcast: bool,
    mistakes: &mut Mistakes,
) -> Option<Vec<Amount>> {
    let same = |value: u32, span: &Span| {
        let span = Some(span.clone());
        Some(vec![Amount { value, span }; class.rank])
    };
    let entries = match amounts {
        PerAxis::All(value) => return same(*value, span),
        PerAxis::Each(entries) => entries,
    };
    match &**entries {
        [Spanned { span, value }] if broadcast => return same(*value, span),
        entries if entries.len() == class.rank => {
            return Some(
                entries.iter().map(|entry| Amount { value: entry.value, span: Some(entry.span.clone()) }).collect(),
            );
        }
        _ => {}
    }
    let found = entries.len();
    let plural = if found == 1 { "entry" } else { "entries" };
    let message = format!("`{key}` of a {} cannot have {found} {plural}", class.name);
    let axes = class.axes().join(", ");
    let expected = match class.rank {
        1 => "expected 1 entry: length".to_owned(),
        rank => format!("expected {rank} entries: {axes}"),
    };
    mistakes.push(Diagnostic::new(span.clone(), message).with_label(expected).with_help("or one integer for all axes"));
    None
}

/// Padding that is given, or that follows from the kernel.
enum Same {
    No(Vec<Amount>),
    Yes,
}

fn padding(class: Class, spec: &Spec, mistakes: &mut Mistakes) -> Option<Same> {
    let (span, padding) = match &spec.padding {
        Field::Faulty => return None,
        Field::Absent => (None, &Padding::Valid),
        Field::Given(given) => (Some(given.span.clone()), &given.value),
    };
    match padding {
        Padding::Same => Some(Same::Yes),
        Padding::Valid => Some(Same::No(vec![Amount { value: 0, span }; class.rank])),
        Padding::Amount(amounts) => {
            let span = span.unwrap_or_default();
            expand(class, "padding", amounts, &span, true, mistakes).map(Same::No)
        }
    }
}

fn same_stride(class: Class, spec: &Spec, stride: &[Amount], mistakes: &mut Mistakes) {
    let Some(padding) = spec.padding.given() else {
        return;
    };
    let Some((axis, stride)) = class.axes().iter().zip(stride).find(|(_, stride)| stride.value > 1) else {
        return;
    };
    let mut diagnostic = Diagnostic::new(padding.span.clone(), "`padding` \"same\" wants a stride of 1")
        .with_label("keeps the size of the input")
        .with_help("give the padding as a number, or set `stride` to 1");
    if let Some(span) = &stride.span {
        let note = format!("stride {} along the {axis}", stride.value);
        diagnostic = diagnostic.with_note(span.clone(), note);
    }
    mistakes.push(diagnostic);
}

/// The input along every axis, with where it was given.
fn input_sizes(class: Class, spec: &Spec) -> Option<Vec<(Size, Option<Span>)>> {
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

/// The largest length along an axis.
pub(crate) const MAX_LENGTH: u64 = MAX_INTEGER as u64;
