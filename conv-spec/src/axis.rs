//! One spatial axis of a layer and its shape arithmetic.

/// One spatial axis of a layer: the kernel along it, and the size of its input.
///
/// ```
/// # let text = "nn.Conv2d(3, 64, 7, stride=2, padding=3)";
/// # let source = conv_spec::Source { name: "", text, format: conv_spec::Format::Call };
/// let layer = conv_spec::check(&source).unwrap();
/// let height = &layer.axes()[0];
/// assert_eq!(height.name(), "height");
/// assert_eq!(height.output(224), Some(112));
/// assert_eq!(height.formula(224), "floor((224 + 3 + 3 - 7) / 2) + 1 = 112");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Axis {
    pub(crate) name: &'static str,
    pub(crate) kernel: usize,
    pub(crate) stride: usize,
    pub(crate) dilation: usize,
    pub(crate) pad_before: usize,
    pub(crate) pad_after: usize,
    pub(crate) size: Size,
}

/// The size of the input along one axis.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Size {
    /// Given in `input_shape` as a number, at least 1.
    Fixed(usize),
    /// Left open: the name of the const generic that stands for it, from `input_shape`, or by
    /// default `D`, `H`, `W` (`L` where there is one axis).
    Generic(String),
}

impl Size {
    /// The number, where it is given.
    #[must_use]
    pub fn fixed(&self) -> Option<usize> {
        match self {
            Self::Fixed(size) => Some(*size),
            Self::Generic(_) => None,
        }
    }
}

impl Axis {
    /// `depth`, `height` or `width`; `length` for the one axis of a `Conv1d`.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Kernel taps along this axis.
    #[must_use]
    pub fn kernel(&self) -> usize {
        self.kernel
    }

    /// Input steps from one output to the next.
    #[must_use]
    pub fn stride(&self) -> usize {
        self.stride
    }

    /// Input steps from one kernel tap to the next.
    #[must_use]
    pub fn dilation(&self) -> usize {
        self.dilation
    }

    /// Padding before the first input element.
    #[must_use]
    pub fn pad_before(&self) -> usize {
        self.pad_before
    }

    /// Padding after the last input element.
    #[must_use]
    pub fn pad_after(&self) -> usize {
        self.pad_after
    }

    /// The size of the input along this axis.
    #[must_use]
    pub fn size(&self) -> &Size {
        &self.size
    }

    /// Input elements that the dilated kernel spans: `dilation * (kernel - 1) + 1`.
    ///
    /// At most 2³¹ - 1, as for every length in a checked layer.
    #[must_use]
    pub fn extent(&self) -> usize {
        self.dilation.saturating_mul(self.kernel.saturating_sub(1)).saturating_add(1)
    }

    /// The size of the output for an input of `n` elements along this axis.
    ///
    /// The formula under "Shape" of the page `torch.nn.Conv2d` in `PyTorch`'s documentation. `None`
    /// where the kernel does not fit into the padded input, and for an empty input, which
    /// `PyTorch` refuses whatever the padding.
    #[must_use]
    pub fn output(&self, n: u64) -> Option<u64> {
        if n == 0 {
            return None;
        }
        let padded =
            n.checked_add(u64::try_from(self.pad_before).ok()?)?.checked_add(u64::try_from(self.pad_after).ok()?)?;
        let free = padded.checked_sub(u64::try_from(self.extent()).ok()?)?;
        free.checked_div(u64::try_from(self.stride).ok()?)?.checked_add(1)
    }

    /// The formula of [`output`](Self::output) with its numbers filled in.
    #[must_use]
    pub fn formula(&self, n: u64) -> String {
        let Self { pad_before: before, pad_after: after, stride, .. } = self;
        let extent = self.extent();
        // Where the kernel does not fit, the number is not positive: it is only shown.
        let wide = |number: usize| i128::try_from(number).unwrap_or(i128::MAX);
        let free =
            i128::from(n).saturating_add(wide(*before)).saturating_add(wide(*after)).saturating_sub(wide(extent));
        let steps = free.checked_div_euclid(wide(*stride)).unwrap_or(0);
        let output = steps.saturating_add(1);
        format!("floor(({n} + {before} + {after} - {extent}) / {stride}) + 1 = {output}")
    }
}
