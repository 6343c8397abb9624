//! One axis of a transposed convolution, before its output is known to be there.

use conv_geometry::Sampling;

use crate::axis::Axis;
use crate::axis_numbers::AxisNumbers;
use crate::diagnostic::Diagnostic;
use crate::mistakes::Mistakes;
use crate::numbers::{MAX_LENGTH, index};
use crate::ops::class::Class;
use crate::per_axis::{Amount, Pad};
use crate::spec::{Field, PerAxis, Spanned, Spec};
use crate::words::{counted, join};

/// The arguments along one axis.
pub(crate) struct Transposed {
    pub(crate) numbers: AxisNumbers,
    pub(crate) output_padding: Amount,
    /// Whether `output_padding` says more than the default.
    pub(crate) output_padding_counts: bool,
    /// The size asked for; only where that of the input is fixed.
    pub(crate) output_size: Option<Spanned<u32>>,
}

impl Transposed {
    /// The axis, where the output is there and can be as large as was asked for.
    pub(crate) fn check(&self, mistakes: &mut Mistakes) -> Option<Axis> {
        let mut axis = self.numbers.axis(mistakes)?;
        axis.numbers.sampling = Sampling::Transposed { output_padding: index(self.output_padding.value) };
        if let Some(wanted) = &self.output_size {
            let output_padding = self.reach(&axis, wanted, mistakes)?;
            axis.numbers.sampling = Sampling::Transposed { output_padding };
        }
        let Some(size) = axis.size().fixed() else {
            return Some(axis);
        };
        match axis.output(size) {
            None => mistakes.push(self.empty(&axis, size)),
            Some(output) if output as u64 > MAX_LENGTH => mistakes.push(self.too_long(output)),
            Some(_) => return Some(axis),
        }
        None
    }

    /// The `output_padding` that gives the size asked for.
    fn reach(&self, axis: &Axis, wanted: &Spanned<u32>, mistakes: &mut Mistakes) -> Option<usize> {
        let size = axis.size().fixed()?;
        let stride = i128::from(self.numbers.stride.value);
        let least = least(axis, size);
        let most = least.saturating_add(stride).saturating_sub(1);
        if most < 1 {
            mistakes.push(self.empty(axis, size));
            return None;
        }
        let value = i128::from(wanted.value);
        let name = axis.name();
        if value < least || value > most {
            let message = format!("no `output_padding` gives the `output_size` {value} along the {name}");
            let first = least.max(1);
            let (label, help) = if first == most {
                (format!("must be {most}"), String::new())
            } else {
                (format!("must be between {first} and {most}"), format!(", and the stride adds at most {stride} - 1"))
            };
            let mut diagnostic = Diagnostic::new(wanted.span.clone(), message).with_label(label);
            if let Some(span) = &self.numbers.size.1 {
                diagnostic = diagnostic.with_note(span.clone(), format!("{name} {size}"));
            }
            mistakes.push(diagnostic.with_help(format!("the output has at least {}{help}", formula(axis, size))));
            return None;
        }
        let output_padding = value.saturating_sub(least);
        if self.output_padding_counts && i128::from(self.output_padding.value) != output_padding {
            let message = format!("`output_size` and `output_padding` disagree along the {name}");
            let given = i128::from(self.output_padding.value);
            let mut diagnostic = Diagnostic::new(wanted.span.clone(), message)
                .with_label(format!("wants an `output_padding` of {output_padding}"));
            if let Some(span) = &self.output_padding.span {
                let note = format!("{given} gives an `output_size` of {}", least.saturating_add(given));
                diagnostic = diagnostic.with_note(span.clone(), note);
            }
            mistakes.push(diagnostic.with_help("keep one of them"));
            return None;
        }
        usize::try_from(output_padding).ok()
    }

    fn too_long(&self, output: usize) -> Diagnostic {
        let AxisNumbers { name, size, kernel, .. } = &self.numbers;
        let span = size.1.clone().or(kernel.span.clone()).unwrap_or_default();
        Diagnostic::new(span, format!("the output is too long along the {name}"))
            .with_label(format!("gives {output} elements"))
            .with_help(format!("at most {MAX_LENGTH} elements are supported"))
    }

    fn empty(&self, axis: &Axis, size: usize) -> Diagnostic {
        let name = axis.name();
        let mut diagnostic = self.numbers.at_padding(format!("the output is empty along the {name}"));
        if let Pad::Given { before, after, .. } = &self.numbers.padding {
            diagnostic =
                diagnostic.with_label(format!("takes {before} elements from the beginning and {after} from the end"));
        }
        if let Some(span) = &self.numbers.size.1 {
            diagnostic = diagnostic.with_note(span.clone(), format!("{name} {size}"));
        }
        diagnostic
            .with_help(format!("the output size {} must be at least 1", axis.formula(size)))
            .with_help(format!("along the {name}, {} would do", join(&ways(axis, size), "or")))
    }
}

/// Whatever single change would leave an output.
fn ways(axis: &Axis, size: usize) -> Vec<String> {
    let wide = |number: usize| i128::try_from(number).unwrap_or(i128::MAX);
    let (stride, dilation) = (wide(axis.stride()), wide(axis.dilation()));
    let (before, after) = axis.padding(size);
    let cropped = wide(before).saturating_add(wide(after));
    let output_padding = match axis.sampling() {
        Sampling::Transposed { output_padding } => wide(output_padding),
        _ => 0,
    };
    let output = least(axis, size).saturating_add(output_padding);
    let missing = 1_i128.saturating_sub(output);
    let mut ways = Vec::new();
    // All that there is but one element can be cropped.
    let spread = output.saturating_add(cropped);
    ways.push(format!("a `padding` of at most {}", spread.saturating_sub(1).div_euclid(2)));
    let taps = missing.saturating_add(dilation).saturating_sub(1).div_euclid(dilation.max(1));
    ways.push(format!("a `kernel_size` of at least {}", wide(axis.kernel()).saturating_add(taps)));
    let steps = missing.saturating_add(stride).saturating_sub(1).div_euclid(stride.max(1));
    ways.push(format!("an input of at least {}", wide(size).saturating_add(steps)));
    ways
}

/// The size of the output without `output_padding`; not positive where the padding crops all of it.
fn least(axis: &Axis, size: usize) -> i128 {
    let wide = |number: usize| i128::try_from(number).unwrap_or(i128::MAX);
    let (before, after) = axis.padding(size);
    let spread = wide(size).saturating_sub(1).saturating_mul(wide(axis.stride())).saturating_add(wide(axis.extent()));
    spread.saturating_sub(wide(before)).saturating_sub(wide(after))
}

/// The formula of the size of the output without `output_padding`.
fn formula(axis: &Axis, size: usize) -> String {
    let (before, after) = axis.padding(size);
    let (stride, extent) = (axis.stride(), axis.extent());
    format!("({size} - 1) * {stride} - {before} - {after} + {extent} = {} elements", least(axis, size))
}

/// Whether `output_padding` is smaller than, in `PyTorch`'s words, either stride or dilation: than
/// one of them, along every axis.
pub(crate) fn in_bounds(
    class: Class,
    output_padding: &[Amount],
    stride: &[Amount],
    dilation: &[Amount],
    mistakes: &mut Mistakes,
) -> bool {
    let rows = class.axes().iter().zip(output_padding).zip(stride).zip(dilation);
    let mut wrong: Vec<_> =
        rows.filter(|(((_, given), stride), dilation)| given.value >= stride.value.max(dilation.value)).collect();
    let sound = wrong.is_empty();
    // What is said of numbers for all axes is said once.
    wrong.dedup_by_key(|(((_, given), stride), dilation)| {
        [given, stride, dilation].map(|amount| (amount.value, amount.span.clone().map(|span| span.start)))
    });
    for (((name, given), stride), dilation) in wrong {
        let message = format!("`output_padding` must be smaller than the stride or the dilation along the {name}");
        let label = format!("not less than stride {} or dilation {}", stride.value, dilation.value);
        let mut diagnostic = Diagnostic::new(given.span.clone().unwrap_or_default(), message).with_label(label);
        for (what, amount) in [("stride", stride), ("dilation", dilation)] {
            if let Some(span) = &amount.span {
                diagnostic = diagnostic.with_note(span.clone(), format!("{what} {} along the {name}", amount.value));
            }
        }
        let most = stride.value.max(dilation.value).saturating_sub(1);
        let more = u64::from(given.value).saturating_add(1);
        mistakes.push(diagnostic.with_help(format!(
            "along the {name}, an `output_padding` of at most {most} or a `stride` of at least {more} would do"
        )));
    }
    sound
}

/// The size asked for along every axis, or nothing for each; of what may stand before, the channels
/// are compared.
pub(crate) fn output_size(class: Class, spec: &Spec, mistakes: &mut Mistakes) -> Option<Vec<Option<Spanned<u32>>>> {
    let (span, entries) = match &spec.output_size {
        Field::Absent => return Some(vec![None; class.rank]),
        Field::Given(Spanned { span, value: PerAxis::Each(entries) }) => (span, entries),
        Field::Faulty | Field::Given(Spanned { value: PerAxis::All(_), .. }) => return None,
    };
    let front = entries.len().checked_sub(class.rank).filter(|front| *front <= 2);
    let Some(front) = front else {
        let plural = if class.rank == 1 { "entry" } else { "entries" };
        let message =
            format!("`output_size` of {} must have {} {plural}, not {}", class.one(), class.rank, entries.len());
        mistakes.push(
            Diagnostic::new(span.clone(), message)
                .with_label(format!("expected [{}]", class.axes().join(", ")))
                .with_help("the channels may stand before, and the batch before them"),
        );
        return None;
    };
    let channels = front.checked_sub(1).and_then(|index| entries.get(index));
    if let (Some(found), Some(expected)) = (channels, spec.out_channels.given())
        && found.value != expected.value
    {
        let has = counted(found.value, "channel");
        let message = format!("`output_size` has {has} where `out_channels` is {}", expected.value);
        mistakes.push(
            Diagnostic::new(found.span.clone(), message)
                .with_label(has)
                .with_note(expected.span.clone(), counted(expected.value, "channel"))
                .with_help("`output_size` is the sizes along the axes; channels and batch may stand before them"),
        );
    }
    let open = match &spec.input_shape {
        Field::Faulty => return None,
        Field::Absent => class.axes().first().copied(),
        Field::Given(shape) => {
            let sizes = shape.value.iter().skip(1).zip(class.axes());
            sizes.into_iter().find_map(|(size, axis)| size.value.number().is_none().then_some(*axis))
        }
    };
    if let Some(axis) = open {
        let mut diagnostic = Diagnostic::new(span.clone(), "`output_size` needs an input of known size")
            .with_label("how much to add at the end follows from both");
        diagnostic = match &spec.input_shape {
            Field::Given(shape) => diagnostic.with_note(shape.span.clone(), format!("the {axis} is open")),
            _ => diagnostic,
        };
        mistakes.push(
            diagnostic.with_help("give all of `input_shape` in numbers, or `output_padding` instead of `output_size`"),
        );
        return None;
    }
    Some(entries.iter().skip(front).cloned().map(Some).collect())
}
