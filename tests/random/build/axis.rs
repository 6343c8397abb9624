//! One axis of a drawn layer.

use crate::random::Random;

/// How outputs and inputs correspond.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sampling {
    /// With the padding that the axis has.
    Padded,
    /// With as much padding as gives `ceil(size / stride)` outputs, the odd element at the end.
    SameUpper,
    /// The same with the odd element at the beginning.
    SameLower,
    /// A transposed convolution's, with so many outputs more.
    Transposed { output_padding: usize },
}

/// What stands in the padding.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    Zeros,
    Reflect,
    Replicate,
    Circular,
}

impl Mode {
    /// All but zeros.
    pub(crate) const OTHERS: [Self; 3] = [Self::Reflect, Self::Replicate, Self::Circular];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Zeros => "zeros",
            Self::Reflect => "reflect",
            Self::Replicate => "replicate",
            Self::Circular => "circular",
        }
    }

    /// The most padding that an input of this size has the elements for.
    fn most(self, size: usize) -> usize {
        match self {
            Self::Zeros | Self::Replicate => usize::MAX,
            Self::Reflect => size - 1,
            Self::Circular => size,
        }
    }
}

#[derive(Clone, Copy)]
pub(crate) struct Axis {
    pub(crate) kernel: usize,
    pub(crate) stride: usize,
    pub(crate) dilation: usize,
    pub(crate) pads: [usize; 2],
    pub(crate) sampling: Sampling,
    pub(crate) mode: Mode,
}

impl Axis {
    /// Kernel, stride and dilation of a layer of this rank, not padded.
    pub(crate) fn draw(random: &mut Random, rank: usize, pointwise: bool) -> Self {
        let kernel = match rank {
            _ if pointwise => 1,
            3 => random.pick(&[1, 2, 2, 3, 3, 4]),
            2 => random.pick(&[1, 2, 3, 3, 3, 4, 5, 7]),
            _ => random.pick(&[1, 2, 3, 3, 4, 5, 7, 10, 16]),
        };
        let stride = if pointwise { 1 } else { random.pick(&[1, 1, 1, 1, 2, 2, 2, 3, 4, 5]) };
        let dilation = random.pick(&[1, 1, 1, 1, 2, 2, 3, 5]);
        Self { kernel, stride, dilation, pads: [0; 2], sampling: Sampling::Padded, mode: Mode::Zeros }
    }

    /// An amount of padding, sometimes more than the kernel spans.
    pub(crate) fn draw_pad(&self, random: &mut Random) -> usize {
        random.pick(&[0, 1, 1, 2, 3, self.extent() / 2, self.extent() - 1, self.extent() + 2])
    }

    /// Elements that the kernel spans.
    pub(crate) fn extent(&self) -> usize {
        self.dilation * (self.kernel - 1) + 1
    }

    /// Padding at both ends of an input of this size.
    pub(crate) fn pads(&self, size: usize) -> [usize; 2] {
        let covered = (size.div_ceil(self.stride) - 1) * self.stride + self.extent();
        let total = covered.saturating_sub(size);
        match self.sampling {
            Sampling::SameUpper => [total / 2, total.div_ceil(2)],
            Sampling::SameLower => [total.div_ceil(2), total / 2],
            Sampling::Padded | Sampling::Transposed { .. } => self.pads,
        }
    }

    /// Output size, or `None` where the rules refuse an input of this size.
    pub(crate) fn output(&self, size: usize) -> Option<usize> {
        let [before, after] = self.pads(size);
        if let Sampling::Transposed { output_padding } = self.sampling {
            let full = (size - 1) * self.stride + self.extent() + output_padding;
            return full.checked_sub(before + after).filter(|output| *output > 0);
        }
        let room = (size + before + after).checked_sub(self.extent())?;
        (before.max(after) <= self.mode.most(size)).then_some(room / self.stride + 1)
    }

    /// The axis as the oracle takes it, in Rust.
    pub(crate) fn literal(&self) -> String {
        let Self { kernel, stride, dilation, pads, .. } = self;
        let axis = format!("Axis::conv({kernel}, {stride}, {dilation}, {pads:?})");
        let sampled = match self.sampling {
            Sampling::Padded => String::new(),
            Sampling::SameUpper => ".sampled(Sampling::SameUpper)".to_owned(),
            Sampling::SameLower => ".sampled(Sampling::SameLower)".to_owned(),
            Sampling::Transposed { output_padding } => {
                format!(".sampled(Sampling::Transposed {{ output_padding: {output_padding} }})")
            }
        };
        let bordered = match self.mode {
            Mode::Zeros => "",
            Mode::Reflect => ".bordered(Border::Reflect)",
            Mode::Replicate => ".bordered(Border::Replicate)",
            Mode::Circular => ".bordered(Border::Circular)",
        };
        axis + &sampled + bordered
    }
}
