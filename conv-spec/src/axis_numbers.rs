//! One axis of a specification, before it is known to fit.

use conv_geometry::{Border, Sampling};

use crate::axis::{Axis, Size};
use crate::diagnostic::Diagnostic;
use crate::mistakes::Mistakes;
use crate::numbers::{MAX_LENGTH, index};
use crate::per_axis::{Amount, Pad};
use crate::tree::Span;
use crate::words::join;

/// The arguments along one axis.
pub(crate) struct AxisNumbers {
    pub(crate) name: &'static str,
    pub(crate) kernel: Amount,
    pub(crate) stride: Amount,
    pub(crate) dilation: Amount,
    pub(crate) padding: Pad,
    pub(crate) padding_mode: (Border, Option<Span>),
    pub(crate) size: (Size, Option<Span>),
    pub(crate) image: Image,
}

/// What the kernel slides over, whose size is that of the axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Image {
    /// The input of a layer with weights.
    Input,
    /// The input of `Unfold`.
    Unfolded,
    /// The output of `Fold`.
    Folded,
}

impl Image {
    fn name(self) -> &'static str {
        match self {
            Self::Input | Self::Unfolded => "input",
            Self::Folded => "output",
        }
    }

    fn argument(self) -> &'static str {
        match self {
            Self::Input | Self::Unfolded => "an input",
            Self::Folded => "an `output_size`",
        }
    }

    /// What the positions of the kernel are counted as.
    fn count(self) -> &'static str {
        match self {
            Self::Input => "output size",
            Self::Unfolded | Self::Folded => "number of blocks",
        }
    }
}

impl AxisNumbers {
    /// The axis of a convolution, where the kernel fits into the padded input.
    pub(crate) fn check(&self, mistakes: &mut Mistakes) -> Option<Axis> {
        let axis = self.axis(mistakes)?;
        let Some(size) = axis.size.fixed() else {
            return Some(axis);
        };
        let (before, after) = axis.padding(size);
        match axis.output(size) {
            None if before.max(after) > axis.border().most_padding(size) => {
                mistakes.push(self.too_much_padding(&axis, size));
            }
            None => mistakes.push(self.does_not_fit(&axis, size)),
            Some(output) if output as u64 > MAX_LENGTH => mistakes.push(self.output_too_long(output)),
            Some(_) => return Some(axis),
        }
        None
    }

    /// The axis, with its padding in numbers where these do not depend on the size; of a
    /// convolution, before anything but the kernel's own length has been checked.
    pub(crate) fn axis(&self, mistakes: &mut Mistakes) -> Option<Axis> {
        // Both factors are below 2^31, so 64 bits hold the product.
        let reach = u64::from(self.dilation.value).saturating_mul(u64::from(self.kernel.value).saturating_sub(1));
        let extent = reach.saturating_add(1);
        if extent > MAX_LENGTH {
            mistakes.push(self.too_long(extent));
            return None;
        }
        let [kernel, stride, dilation] = [&self.kernel, &self.stride, &self.dilation].map(|of| index(of.value));
        let padded = |pad| conv_geometry::Axis::conv(kernel, stride, dilation, pad).bordered(self.padding_mode.0);
        let same = |sampling| {
            let axis = padded([0, 0]).sampled(sampling);
            match self.size.0.fixed() {
                Some(size) => axis.at(size),
                // With a stride of 1 it is the same for every size.
                None if stride == 1 => axis.at(1),
                None => Some(axis),
            }
        };
        let numbers = match &self.padding {
            Pad::Given { before, after, .. } => padded([index(*before), index(*after)]),
            // The page `torch.nn.Conv2d` says that the output has the shape of the input; where the
            // total is odd, PyTorch puts the extra element at the end.
            Pad::Same(_) => {
                let reach = usize::try_from(reach).ok()?;
                padded([reach / 2, reach.div_ceil(2)])
            }
            Pad::SameUpper(_) => same(Sampling::SameUpper)?,
            Pad::SameLower(_) => same(Sampling::SameLower)?,
            Pad::None => padded([0, 0]),
        };
        Some(Axis { name: self.name, numbers, size: self.size.0.clone() })
    }

    /// The place of the kernel's size.
    pub(crate) fn at_kernel(&self, message: String) -> Diagnostic {
        Diagnostic::new(self.kernel.span.clone().unwrap_or_default(), message)
    }

    /// The place of the padding, or else of the size or the kernel.
    pub(crate) fn at_padding(&self, message: String) -> Diagnostic {
        let span = self.padding.span().or(self.size.1.clone()).or(self.kernel.span.clone());
        Diagnostic::new(span.unwrap_or_default(), message)
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

    fn output_too_long(&self, output: usize) -> Diagnostic {
        let message = format!("the {} is too large along the {}", self.image.count(), self.name);
        self.at_padding(message)
            .with_label(format!("gives {output}"))
            .with_help(format!("at most {MAX_LENGTH} is supported"))
    }

    fn too_much_padding(&self, axis: &Axis, size: usize) -> Diagnostic {
        let name = self.name;
        let (before, after) = axis.padding(size);
        let reflects = self.padding_mode.0 == Border::Reflect;
        let (message, why, rule) = if reflects {
            ("reflects more than the input has", "\"reflect\" mirrors all but the outermost element", "less than")
        } else {
            ("wraps around more than once", "\"circular\" continues from the other end", "at most")
        };
        let mut diagnostic = self
            .at_padding(format!("the padding {message} along the {name}"))
            .with_label(format!("{before} before and {after} after"));
        if let Some(span) = &self.size.1 {
            diagnostic = diagnostic.with_note(span.clone(), format!("{name} {size}"));
        }
        if let Some(span) = &self.padding_mode.1 {
            diagnostic = diagnostic.with_note(span.clone(), why);
        }
        let most = self.padding_mode.0.most_padding(size);
        let mut ways = Vec::new();
        // Less padding and a larger input help where the padding is given in numbers; with less,
        // the kernel must still fit.
        let room = size.saturating_add(most.saturating_mul(2));
        let extent = axis.extent();
        let total = before.saturating_add(after);
        let larger = before.max(after).saturating_add(usize::from(reflects)).max(extent.saturating_sub(total));
        match self.padding {
            Pad::Given { .. } => {
                if room >= extent {
                    ways.push(format!("a `padding` of at most {most}"));
                }
                ways.push(format!("an input of at least {larger}"));
            }
            Pad::Same(_) => {
                let steps = most.saturating_mul(2).checked_div(axis.dilation()).unwrap_or(0);
                ways.push(format!("a `kernel_size` of at most {}", steps.saturating_add(1)));
                ways.push(format!("an input of at least {larger}"));
            }
            Pad::None | Pad::SameUpper(_) | Pad::SameLower(_) => {}
        }
        if size.saturating_add(total) >= extent {
            ways.push("`padding_mode` \"replicate\"".to_owned());
        }
        diagnostic
            .with_help(format!("the padding at either end must be {rule} the {name}, {size}"))
            .with_help(format!("along the {name}, {} would do", join(&ways, "or")))
    }

    fn does_not_fit(&self, axis: &Axis, size: usize) -> Diagnostic {
        let (name, image) = (self.name, self.image.name());
        let (before, after) = axis.padding(size);
        let padded = size.saturating_add(before).saturating_add(after);
        let extent = axis.extent();
        let message = format!("the kernel is larger than the padded {image} along the {name}");
        let mut diagnostic = self.at_kernel(message).with_label(self.spans(extent as u64));
        diagnostic = self.with_dilation(diagnostic);
        if let Some(span) = &self.size.1 {
            let note = match (before, after) {
                (0, 0) => format!("{name} {size}, without padding"),
                _ => format!("{name} {size} + {before} + {after} = {padded} with padding"),
            };
            diagnostic = diagnostic.with_note(span.clone(), note);
        }
        diagnostic
            .with_help(format!("the {} {} must be at least 1", self.image.count(), axis.formula(size)))
            .with_help(format!("along the {name}, {} would do", join(&self.ways_to_fit(size, padded, axis), "or")))
    }

    /// Whatever single change would make the kernel fit.
    fn ways_to_fit(&self, size: usize, padded: usize, axis: &Axis) -> Vec<String> {
        let mut ways = Vec::new();
        let extent = axis.extent();
        let padding = extent.saturating_sub(size).div_ceil(2);
        if padding <= self.padding_mode.0.most_padding(size) {
            ways.push(format!("a `padding` of at least {padding}"));
        }
        let taps = axis.kernel().saturating_sub(1);
        let room = padded.saturating_sub(1);
        if let Some(dilation) = room.checked_div(taps).filter(|most| *most > 0)
            && self.dilation.value > 1
        {
            ways.push(format!("a `dilation` of at most {dilation}"));
        }
        if let Some(steps) = room.checked_div(axis.dilation()) {
            ways.push(format!("a `kernel_size` of at most {}", steps.saturating_add(1)));
        }
        let grown = extent.saturating_sub(padded.saturating_sub(size));
        ways.push(format!("{} of at least {grown}", self.image.argument()));
        ways
    }
}
