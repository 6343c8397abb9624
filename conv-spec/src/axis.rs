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
    pub(crate) sampling: Sampling,
    pub(crate) padding_mode: PaddingMode,
    pub(crate) size: Size,
}

/// How outputs and inputs along an axis correspond.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sampling {
    /// Output `o` sums over inputs `o * stride + tap * dilation - pad_before`: a convolution.
    Conv,
    /// As `Conv`, with as much padding as gives `ceil(n / stride)` outputs, the odd element at the end: TensorFlow's `SAME`, ONNX's
    /// `SAME_UPPER`. Stands only where the padding depends on a size that is not fixed; `pad_before` and `pad_after` are 0.
    SameUpper,
    /// As `SameUpper`, the odd element at the beginning: ONNX's `SAME_LOWER`.
    SameLower,
    /// Input `i` adds to outputs `i * stride + tap * dilation - pad_before`: a transposed convolution, with so many outputs more
    /// at the end.
    Transposed {
        /// Below the larger of stride and dilation.
        output_padding: usize,
    },
}

/// What stands outside the input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PaddingMode {
    /// Zeros.
    Zeros,
    /// The input mirrored at its first and last element, which are not repeated.
    Reflect,
    /// The first and last element.
    Replicate,
    /// The input from its other end.
    Circular,
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

    /// How outputs and inputs correspond.
    #[must_use]
    pub fn sampling(&self) -> Sampling {
        self.sampling
    }

    /// What stands outside the input.
    #[must_use]
    pub fn padding_mode(&self) -> PaddingMode {
        self.padding_mode
    }

    /// The size of the input along this axis.
    #[must_use]
    pub fn size(&self) -> &Size {
        &self.size
    }

    /// Whether outputs and inputs correspond one to one.
    #[must_use]
    pub fn is_pointwise(&self) -> bool {
        let plain = !matches!(self.sampling, Sampling::Transposed { output_padding: 1.. });
        plain && self.kernel == 1 && self.stride == 1 && self.pad_before == 0 && self.pad_after == 0
    }

    /// Input elements that the dilated kernel spans: `dilation * (kernel - 1) + 1`.
    ///
    /// At most 2³¹ - 1, as for every length in a checked layer.
    #[must_use]
    pub fn extent(&self) -> usize {
        self.dilation.saturating_mul(self.kernel.saturating_sub(1)).saturating_add(1)
    }

    /// The padding before and after an input of `n` elements.
    #[must_use]
    pub fn padding(&self, n: u64) -> (u64, u64) {
        let wide = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
        let upper = match self.sampling {
            Sampling::Conv | Sampling::Transposed { .. } => return (wide(self.pad_before), wide(self.pad_after)),
            Sampling::SameUpper => true,
            Sampling::SameLower => false,
        };
        let last = n.div_ceil(wide(self.stride).max(1)).saturating_sub(1).saturating_mul(wide(self.stride));
        let total = last.saturating_add(wide(self.extent())).saturating_sub(n);
        let (less, more) = (total / 2, total.div_ceil(2));
        if upper { (less, more) } else { (more, less) }
    }

    /// The size of the output for an input of `n` elements along this axis.
    ///
    /// The formulas under "Shape" of the pages `torch.nn.Conv2d` and `torch.nn.ConvTranspose2d` in `PyTorch`'s documentation.
    /// `None` where the kernel does not fit into the padded input, where the padding mode has too little input to take from
    /// (reflect needs more than the padding, circular as much), and for an empty input, which `PyTorch` refuses whatever the
    /// padding.
    #[must_use]
    pub fn output(&self, n: u64) -> Option<u64> {
        if n == 0 {
            return None;
        }
        let wide = |number: usize| u64::try_from(number).ok();
        let (before, after) = self.padding(n);
        let longer = before.max(after);
        let enough = match self.padding_mode {
            PaddingMode::Zeros | PaddingMode::Replicate => true,
            PaddingMode::Reflect => longer < n,
            PaddingMode::Circular => longer <= n,
        };
        if !enough {
            return None;
        }
        if let Sampling::Transposed { output_padding } = self.sampling {
            let spread = n.checked_sub(1)?.checked_mul(wide(self.stride)?)?.checked_add(wide(self.extent())?)?;
            let full = spread.checked_add(wide(output_padding)?)?;
            return full.checked_sub(before.checked_add(after)?).filter(|output| *output > 0);
        }
        let padded = n.checked_add(before)?.checked_add(after)?;
        let free = padded.checked_sub(wide(self.extent())?)?;
        free.checked_div(wide(self.stride)?)?.checked_add(1)
    }

    /// The formula of [`output`](Self::output) with its numbers filled in.
    #[must_use]
    pub fn formula(&self, n: u64) -> String {
        let (before, after) = self.padding(n);
        let (stride, extent) = (self.stride, self.extent());
        // Where the kernel does not fit, the number is not positive: it is only shown.
        let wide = |number: usize| i128::try_from(number).unwrap_or(i128::MAX);
        if let Sampling::Transposed { output_padding } = self.sampling {
            let spread = i128::from(n).saturating_sub(1).saturating_mul(wide(stride)).saturating_add(wide(extent));
            let output = spread
                .saturating_sub(i128::from(before))
                .saturating_sub(i128::from(after))
                .saturating_add(wide(output_padding));
            return format!("({n} - 1) * {stride} - {before} - {after} + {extent} + {output_padding} = {output}");
        }
        let free = i128::from(n)
            .saturating_add(i128::from(before))
            .saturating_add(i128::from(after))
            .saturating_sub(wide(extent));
        let steps = free.checked_div_euclid(wide(stride)).unwrap_or(0);
        let output = steps.saturating_add(1);
        format!("floor(({n} + {before} + {after} - {extent}) / {stride}) + 1 = {output}")
    }

    /// The formula of [`output`](Self::output) for an input whose size has a name.
    #[must_use]
    pub fn symbolic(&self, n: &str) -> String {
        let Self { pad_before: before, pad_after: after, stride, .. } = self;
        let extent = self.extent();
        match self.sampling {
            Sampling::Conv => format!("floor(({n} + {before} + {after} - {extent}) / {stride}) + 1"),
            Sampling::SameUpper | Sampling::SameLower => format!("ceil({n} / {stride})"),
            Sampling::Transposed { output_padding } => {
                format!("({n} - 1) * {stride} - {before} - {after} + {extent} + {output_padding}")
            }
        }
    }

    /// The smallest input from which on every size has an output.
    #[must_use]
    pub fn minimum(&self) -> u64 {
        let wide = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
        let (before, after, extent) = (wide(self.pad_before), wide(self.pad_after), wide(self.extent()));
        let (fitting, longer) = match self.sampling {
            Sampling::Conv => (extent.saturating_sub(before).saturating_sub(after), before.max(after)),
            Sampling::SameUpper | Sampling::SameLower => return self.same_minimum(),
            Sampling::Transposed { output_padding } => {
                let given = extent.saturating_add(wide(output_padding));
                let missing = before.saturating_add(after).saturating_add(1).saturating_sub(given);
                (missing.div_ceil(wide(self.stride).max(1)).saturating_add(1), 0)
            }
        };
        let repeated = match self.padding_mode {
            PaddingMode::Zeros | PaddingMode::Replicate => 1,
            PaddingMode::Reflect => longer.saturating_add(1),
            PaddingMode::Circular => longer,
        };
        fitting.max(repeated).max(1)
    }

    /// [`minimum`](Self::minimum) where the padding depends on the size: with `n = q * stride + r + 1`, the longer padding is
    /// `(extent - r) / 2`, rounded down, which is too long for the largest `q` and `r` with `2 * q * stride + 3 * r <= extent - spare`.
    fn same_minimum(&self) -> u64 {
        let spare = match self.padding_mode {
            PaddingMode::Zeros | PaddingMode::Replicate => return 1,
            PaddingMode::Reflect => 2,
            PaddingMode::Circular => 4,
        };
        let wide = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
        let stride = wide(self.stride).max(1);
        let Some(short) = wide(self.extent()).checked_sub(spare) else { return 1 };
        let steps = (short / 2).saturating_div(stride).saturating_mul(stride);
        let rest = short.saturating_sub(steps.saturating_mul(2)) / 3;
        steps.saturating_add(rest.min(stride.saturating_sub(1))).saturating_add(2)
    }

    /// The input element that kernel tap `tap` of output `output` reads, for an input of `n` elements along this axis; `None`
    /// where there is none (zeros, or, of a transposed layer, an output that the tap does not reach).
    ///
    /// `n` must have an output, `output` be one of them, and `tap` one of the kernel's.
    #[must_use]
    pub fn source(&self, n: u64, output: u64, tap: u64) -> Option<u64> {
        let wide = |number: usize| i128::try_from(number).ok();
        let (before, _) = self.padding(n);
        let (n, output, tap) = (i128::from(n), i128::from(output), i128::from(tap));
        let (stride, reach) = (wide(self.stride)?, tap.checked_mul(wide(self.dilation)?)?);
        let element = if let Sampling::Transposed { .. } = self.sampling {
            let spread = output.checked_add(i128::from(before))?.checked_sub(reach)?;
            (spread.checked_rem_euclid(stride)? == 0).then_some(spread.checked_div_euclid(stride)?)?
        } else {
            output.checked_mul(stride)?.checked_add(reach)?.checked_sub(i128::from(before))?
        };
        let last = n.checked_sub(1)?;
        let element = match self.padding_mode {
            PaddingMode::Zeros => element,
            PaddingMode::Replicate => element.clamp(0, last),
            PaddingMode::Circular => element.checked_rem_euclid(n)?,
            PaddingMode::Reflect if element > last => last.checked_mul(2)?.checked_sub(element)?,
            PaddingMode::Reflect => element.checked_abs()?,
        };
        if element > last { None } else { u64::try_from(element).ok() }
    }
}
