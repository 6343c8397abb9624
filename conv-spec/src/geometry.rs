//! One axis of a specification, before it is known to fit.

use crate::axis::{Axis, PaddingMode, Sampling, Size};
use crate::diagnostic::Diagnostic;
use crate::mistakes::Mistakes;
use crate::tree::Span;
use crate::validate::{Amount, MAX_LENGTH, index};
use crate::words::join;

/// The arguments along one axis.
pub(crate) struct Geometry {
    pub(crate) name: &'static str,
    pub(crate) kernel: Amount,
    pub(crate) stride: Amount,
    pub(crate) dilation: Amount,
    /// At both ends; `None` for `"same"`.
    pub(crate) padding: Option<Amount>,
    pub(crate) size: (Size, Option<Span>),
}

impl Geometry {
    /// The axis, where the kernel fits into the padded input.
    pub(crate) fn check(self, mistakes: &mut Mistakes) -> Option<Axis> {
        // Both factors are below 2^31, so 64 bits hold the product.
        let reach = u64::from(self.dilation.value).saturating_mul(u64::from(self.kernel.value).saturating_sub(1));
        let extent = reach.saturating_add(1);
        if extent > MAX_LENGTH {
            mistakes.push(self.too_long(extent));
            return None;
        }
        let (before, after) = match &self.padding {
            Some(padding) => (u64::from(padding.value), u64::from(padding.value)),
            // The page `torch.nn.Conv2d` says that the output has the shape of the input; where the total is odd,
            // PyTorch puts the extra element at the end.
            None => (reach / 2, reach.saturating_sub(reach / 2)),
        };
        let axis = Axis {
            name: self.name,
            kernel: index(self.kernel.value),
            stride: index(self.stride.value),
            dilation: index(self.dilation.value),
            pad_before: usize::try_from(before).ok()?,
            pad_after: usize::try_from(after).ok()?,
            sampling: Sampling::Conv,
            padding_mode: PaddingMode::Zeros,
            size: self.size.0.clone(),
        };
        let Some(size) = axis.size.fixed() else {
            return Some(axis);
        };
        let size = u64::try_from(size).ok()?;
        match axis.output(size) {
            None => mistakes.push(self.does_not_fit(&axis, size, extent)),
            Some(output) if output > MAX_LENGTH => mistakes.push(self.output_too_long(output)),
            Some(_) => return Some(axis),
        }
        None
    }

    /// The place of the kernel's size.
    fn at_kernel(&self, message: String) -> Diagnostic {
        Diagnostic::new(self.kernel.span.clone().unwrap_or_default(), message)
    }

    fn spans(&self, extent: u64) -> String {
        let (kernel, dilation) = (self.kernel.value, self.dilation.value);
        if dilation == 1 {
            format!("{kernel} taps span {extent} elements")
        } else {
            format!("{kernel} taps span {dilation} * ({kernel} - 1) + 1 = {extent} elements")
        }
    }

    fn with_dilation(&self, diagnostic: Diagnostic) -> Diagnostic {
        match &self.dilation.span {
            Some(span) if self.dilation.value > 1 => {
                let note = format!("{} elements from tap to tap", self.dilation.value);
                diagnostic.with_note(span.clone(), note)
            }
            _ => diagnostic,
        }
    }

    fn too_long(&self, extent: u64) -> Diagnostic {
        let message = format!("the dilated kernel is too long along the {}", self.name);
        let diagnostic = self.at_kernel(message).with_label(self.spans(extent));
        self.with_dilation(diagnostic).with_help(format!("at most {MAX_LENGTH} elements are supported"))
    }

    fn output_too_long(&self, output: u64) -> Diagnostic {
        let message = format!("the output is too long along the {}", self.name);
        let span = self.padding.as_ref().and_then(|padding| padding.span.clone());
        Diagnostic::new(span.unwrap_or_default(), message)
            .with_label(format!("gives {output} elements"))
            .with_help(format!("at most {MAX_LENGTH} elements are supported"))
    }

    fn does_not_fit(&self, axis: &Axis, size: u64, extent: u64) -> Diagnostic {
        let name = self.name;
        let padding = self.padding.as_ref().map_or(0, |padding| padding.value);
        let padded = size.saturating_add(u64::from(padding).saturating_mul(2));
        let message = format!("the kernel is larger than the padded input along the {name}");
        let mut diagnostic = self.at_kernel(message).with_label(self.spans(extent));
        diagnostic = self.with_dilation(diagnostic);
        if let Some(span) = &self.size.1 {
            let note = match padding {
                0 => format!("{name} {size}, without padding"),
                _ => format!("{name} {size} + {padding} + {padding} = {padded} with padding"),
            };
            diagnostic = diagnostic.with_note(span.clone(), note);
        }
        diagnostic
            .with_help(format!("the output size {} must be at least 1", axis.formula(size)))
            .with_help(format!("along the {name}, {}", self.way_out(size, padded, extent)))
    }

    /// Whatever single change would make the kernel fit.
    fn way_out(&self, size: u64, padded: u64, extent: u64) -> String {
        let missing = extent.saturating_sub(size);
        let mut ways = vec![format!("a `padding` of at least {}", missing.div_ceil(2))];
        let taps = u64::from(self.kernel.value).saturating_sub(1);
        let room = padded.saturating_sub(1);
        if let Some(dilation) = room.checked_div(taps).filter(|most| *most > 0)
            && self.dilation.value > 1
        {
            ways.push(format!("a `dilation` of at most {dilation}"));
        }
        if let Some(steps) = room.checked_div(u64::from(self.dilation.value)) {
            ways.push(format!("a `kernel_size` of at most {}", steps.saturating_add(1)));
        }
        let grown = extent.saturating_sub(padded.saturating_sub(size));
        ways.push(format!("an input of at least {grown}"));
        format!("{} would do", join(&ways, "or"))
    }
}
