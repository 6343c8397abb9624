//! One spatial axis of a layer: its numbers, its name, and the size of its input.

use conv_geometry::{Border, Sampling};

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
    pub(crate) numbers: conv_geometry::Axis,
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
        self.numbers.kernel
    }

    /// Input steps from one output to the next.
    #[must_use]
    pub fn stride(&self) -> usize {
        self.numbers.stride
    }

    /// Input steps from one kernel tap to the next.
    #[must_use]
    pub fn dilation(&self) -> usize {
        self.numbers.dilation
    }

    /// Padding before the first input element.
    #[must_use]
    pub fn pad_before(&self) -> usize {
        self.numbers.pad_before
    }

    /// Padding after the last input element.
    #[must_use]
    pub fn pad_after(&self) -> usize {
        self.numbers.pad_after
    }

    /// How outputs and inputs correspond.
    #[must_use]
    pub fn sampling(&self) -> Sampling {
        self.numbers.sampling
    }

    /// What stands outside the input.
    #[must_use]
    pub fn border(&self) -> Border {
        self.numbers.border
    }

    /// The numbers alone.
    #[must_use]
    pub fn numbers(&self) -> &conv_geometry::Axis {
        &self.numbers
    }

    /// The size of the input along this axis.
    #[must_use]
    pub fn size(&self) -> &Size {
        &self.size
    }

    /// Whether outputs and inputs correspond one to one.
    #[must_use]
    pub fn is_pointwise(&self) -> bool {
        self.numbers.is_pointwise()
    }

    /// Input elements that the dilated kernel spans: `dilation * (kernel - 1) + 1`.
    ///
    /// At most 2³¹ - 1, as for every length in a checked layer.
    #[must_use]
    pub fn extent(&self) -> usize {
        self.numbers.extent().unwrap_or(usize::MAX)
    }

    /// The padding before and after an input of `n` elements.
    #[must_use]
    pub fn padding(&self, n: usize) -> (usize, usize) {
        let axis = self.numbers.at(n).unwrap_or(self.numbers);
        (axis.pad_before, axis.pad_after)
    }

    /// The size of the output for an input of `n` elements along this axis.
    ///
    /// The formulas under "Shape" of the pages `torch.nn.Conv2d` and `torch.nn.ConvTranspose2d` in
    /// `PyTorch`'s documentation. `None` where the kernel does not fit into the padded input, where
    /// the padding mode has too little input to take from (reflect needs more than the padding,
    /// circular as much), and for an empty input, which `PyTorch` refuses whatever the padding.
    #[must_use]
    pub fn output(&self, n: usize) -> Option<usize> {
        self.numbers.output(n)
    }

    /// The size of the output, where that of the input is fixed.
    pub(crate) fn fixed_output(&self) -> Option<usize> {
        self.output(self.size.fixed()?)
    }

    /// The formula of [`output`](Self::output) with its numbers filled in.
    #[must_use]
    pub fn formula(&self, n: usize) -> String {
        let (before, after) = self.padding(n);
        let (stride, extent) = (self.stride(), self.extent());
        // Where the kernel does not fit, the number is not positive: it is only shown.
        let wide = |number: usize| i128::try_from(number).unwrap_or(i128::MAX);
        if let Sampling::Transposed { output_padding } = self.sampling() {
            let spread = wide(n).saturating_sub(1).saturating_mul(wide(stride)).saturating_add(wide(extent));
            let output =
                spread.saturating_sub(wide(before)).saturating_sub(wide(after)).saturating_add(wide(output_padding));
            return format!("({n} - 1) * {stride} - {before} - {after} + {extent} + {output_padding} = {output}");
        }
        let free = wide(n).saturating_add(wide(before)).saturating_add(wide(after)).saturating_sub(wide(extent));
        let steps = free.checked_div_euclid(wide(stride)).unwrap_or(0);
        let output = steps.saturating_add(1);
        format!("floor(({n} + {before} + {after} - {extent}) / {stride}) + 1 = {output}")
    }

    /// The formula of [`output`](Self::output) for an input whose size has a name.
    #[must_use]
    pub fn symbolic(&self, n: &str) -> String {
        let (before, after, stride) = (self.pad_before(), self.pad_after(), self.stride());
        let extent = self.extent();
        match self.sampling() {
            Sampling::Conv => format!("floor(({n} + {before} + {after} - {extent}) / {stride}) + 1"),
            Sampling::SameUpper | Sampling::SameLower => format!("ceil({n} / {stride})"),
            Sampling::Transposed { output_padding } => {
                format!("({n} - 1) * {stride} - {before} - {after} + {extent} + {output_padding}")
            }
        }
    }

    /// The smallest input from which on every size has an output.
    #[must_use]
    pub fn minimum(&self) -> usize {
        self.numbers.minimum()
    }

    /// The input element that kernel tap `tap` of output `output` reads, for an input of `n`
    /// elements along this axis; `None` where there is none (zeros, or, of a transposed layer, an
    /// output that the tap does not reach).
    ///
    /// `n` must have an output, `output` be one of them, and `tap` one of the kernel's.
    #[must_use]
    pub fn source(&self, n: usize, output: usize, tap: usize) -> Option<usize> {
        self.numbers.source(n, output, tap)
    }
}
