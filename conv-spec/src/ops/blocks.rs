//! From the arguments of `Unfold` or `Fold` to a layer of sliding windows: whatever concerns more
//! than one argument, and the keys that these two have alike.

use conv_geometry::Border;

use super::class::Class;
use super::convolution::input_sizes;
use super::fold::OUTPUT_SIZE;
use super::key::Key;
use super::shared::{self, KERNEL_SIZE};
use crate::axis::{Axis, Size};
use crate::axis_numbers::{AxisNumbers, Image};
use crate::choices::Dtypes;
use crate::diagnostic::Diagnostic;
use crate::fields::IntegersPerAxis;
use crate::mistakes::Mistakes;
use crate::numbers::index;
use crate::padding::Paddings;
use crate::per_axis::{Amount, padding, per_axis};
use crate::sizes;
use crate::spec::{Extent, Field, Spanned, Spec};
use crate::tree::Span;
use crate::windows::{Windows, WindowsOp};
use crate::words::join;

/// Without weights, a list of one entry is not for all axes.
pub(super) const FOR_EACH_AXIS: IntegersPerAxis = IntegersPerAxis { least: 1, one_stands_for_all: false };

pub(super) const STRIDE: Key<IntegersPerAxis> = Key { values: FOR_EACH_AXIS, ..shared::STRIDE };

pub(super) const DILATION: Key<IntegersPerAxis> = Key { values: FOR_EACH_AXIS, ..shared::DILATION };

pub(super) const PADDING: Key<Paddings> =
    Key { values: Paddings { words: false, pairs: false, one_stands_for_all: false }, ..shared::PADDING };

/// In `PyTorch`, the type is that of the input.
pub(super) const DTYPE: Key<Dtypes> = Key { ours: true, ..shared::DTYPE };

/// An image's height and width, as far as they are known, with where they were given.
type Sizes = Option<Vec<(Size, Option<Span>)>>;

/// Checks the arguments of `Unfold`.
pub(super) fn unfold(class: Class, spec: &Spec, mistakes: &mut Mistakes) -> Option<Windows> {
    let sizes = |_: &mut Mistakes| input_sizes(class, spec);
    check(class, (WindowsOp::Unfold, Image::Unfolded), sizes, spec, mistakes)
}

/// Checks the arguments of `Fold`.
pub(super) fn fold(class: Class, spec: &Spec, mistakes: &mut Mistakes) -> Option<Windows> {
    let sizes = |mistakes: &mut Mistakes| {
        let sizes = per_axis(class, ("output_size", &OUTPUT_SIZE), &spec.output_size, mistakes)?;
        Some(sizes.into_iter().map(|Amount { value, span }| (Size::Fixed(index(value)), span)).collect())
    };
    check(class, (WindowsOp::Fold, Image::Folded), sizes, spec, mistakes)
}

fn check(
    class: Class,
    (op, image): (WindowsOp, Image),
    sizes: impl FnOnce(&mut Mistakes) -> Sizes,
    spec: &Spec,
    mistakes: &mut Mistakes,
) -> Option<Windows> {
    let kernel = per_axis(class, ("kernel_size", &KERNEL_SIZE), &spec.kernel_size, mistakes);
    let stride = per_axis(class, ("stride", &STRIDE), &spec.stride, mistakes);
    let dilation = per_axis(class, ("dilation", &DILATION), &spec.dilation, mistakes);
    let padding = padding(class, PADDING.values, spec, mistakes);
    let sizes = sizes(mistakes);
    let (kernel, stride, dilation, padding, sizes) = (kernel?, stride?, dilation?, padding?, sizes?);
    let rows = class.axes().iter().zip(kernel).zip(stride).zip(dilation).zip(padding).zip(sizes);
    let axes: Vec<Option<Axis>> = rows
        .map(|(((((name, kernel), stride), dilation), padding), size)| {
            let padding_mode = (Border::Zeros, None);
            AxisNumbers { name, kernel, stride, dilation, padding, padding_mode, size, image }.check(mistakes)
        })
        .collect();
    let axes: Vec<Axis> = axes.into_iter().collect::<Option<_>>()?;
    let dtype = DTYPE.or_default(&spec.dtype)?;
    let mut windows = Windows { op, channels: Size::Generic("C".to_owned()), dtype, axes: axes.try_into().ok()? };
    match &spec.input_shape {
        Field::Absent => {}
        Field::Faulty => return None,
        Field::Given(shape) => {
            let channels = shape.value.first()?;
            windows.channels = match op {
                WindowsOp::Unfold => size(channels),
                WindowsOp::Fold => folded(&windows, shape, spec, mistakes)?,
            };
        }
    }
    if mistakes.is_empty() {
        sizes::check_windows(&windows, spec, mistakes);
    }
    Some(windows)
}

fn size(entry: &Spanned<Extent>) -> Size {
    match &entry.value {
        Extent::Number(number) => Size::Fixed(index(*number)),
        Extent::Name(name) => Size::Generic(name.clone()),
    }
}

/// The channels of the output of `Fold`, where the input has the right number
/// of blocks and whole channels.
fn folded(
    windows: &Windows,
    shape: &Spanned<Vec<Spanned<Extent>>>,
    spec: &Spec,
    mistakes: &mut Mistakes,
) -> Option<Size> {
    let [rows, blocks] = &*shape.value else {
        return None;
    };
    let counts: Vec<usize> = windows.axes().iter().filter_map(Axis::fixed_output).collect();
    let expected = counts.iter().fold(1, |product: u64, count| product.saturating_mul(*count as u64));
    let mut sound = true;
    if let Extent::Number(found) = blocks.value
        && u64::from(found) != expected
    {
        sound = false;
        let message = format!("`input_shape` has {found} blocks where `output_size` has {expected}");
        let factors: Vec<String> = counts.iter().map(usize::to_string).collect();
        let span = spec.output_size.given().map(|given| given.span.clone());
        let formulas = windows
            .axes()
            .iter()
            .filter_map(|axis| Some(format!("along the {}, {}", axis.name(), axis.formula(axis.size().fixed()?))));
        mistakes.push(
            Diagnostic::new(blocks.span.clone(), message)
                .with_label(format!("must be {expected}"))
                .with_note(span.unwrap_or_default(), format!("{} = {expected} blocks", factors.join(" * ")))
                .with_help(join(&formulas.collect::<Vec<_>>(), "and")),
        );
    }
    let taps = u64::try_from(windows.taps()).unwrap_or(u64::MAX);
    let channels = match &rows.value {
        Extent::Name(name) => Size::Generic(name.clone()),
        Extent::Number(found) => {
            let found = u64::from(*found);
            if found.checked_rem(taps) != Some(0) {
                mistakes.push(no_channels(windows, rows.span.clone(), found, taps, spec));
                return None;
            }
            Size::Fixed(usize::try_from(found.checked_div(taps)?).ok()?)
        }
    };
    sound.then_some(channels)
}

fn no_channels(windows: &Windows, span: Span, found: u64, taps: u64, spec: &Spec) -> Diagnostic {
    let factors: Vec<String> = windows.axes().iter().map(|axis| axis.kernel().to_string()).collect();
    let message = format!("the kernel's {taps} taps do not divide the {found} rows of `input_shape`");
    let mut diagnostic = Diagnostic::new(span, message).with_label("every channel has a row for every tap");
    if let Some(kernel) = spec.kernel_size.given() {
        diagnostic = diagnostic.with_note(kernel.span.clone(), format!("{} = {taps} taps", factors.join(" * ")));
    }
    let channels = found.checked_div(taps).unwrap_or(0);
    let rows = |channels: u64| channels.saturating_mul(taps);
    let more = channels.saturating_add(1);
    diagnostic.with_help(if channels == 0 {
        format!("{taps} rows have 1 channel")
    } else {
        let plural = if channels == 1 { "" } else { "s" };
        format!("{} rows have {channels} channel{plural}, {} have {more}", rows(channels), rows(more))
    })
}
