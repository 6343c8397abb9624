//! What kernels refuse, as constants: whether a tile computes a layer is known while compiling.
//!
//! A kernel relies on more than the lengths of slices: its vectors must divide the output channels,
//! rows must be long enough for its tiles, weights must be packed for it. [`Tiling`] is a kernel
//! type's parameters as a value, and [`Tiling::accepts`] all that the kernel relies on. It is asked
//! in a constant wherever a [plan](Planned) is compiled, so that a plan that a kernel would
//! refuse does not compile; and at run time where a layer's geometry is an argument.

use crate::channel_lanes::fits;
use crate::element::Element;
use crate::kernel::{Planned, all_accept};
use crate::known::{Described, Known};
use crate::stacked_rows::MOST_ROWS;
use conv_geometry::{Axis, Geometry, Packing, Sampling, Shape};

/// A kernel with its tile: the parameters of a [kernel type](crate::kernel::Kernel), as far as it
/// depends on them whether the kernel computes a layer.
#[derive(Clone, Copy, Debug)]
pub enum Tiling {
    /// Of [`channel_lanes`](fn@crate::channel_lanes::channel_lanes).
    #[expect(missing_docs, reason = "parameters of the kernel type")]
    Strips { vectors: usize, phases: usize },
    /// Of [`whole_rows`](crate::channel_lanes::whole_rows).
    #[expect(missing_docs, reason = "parameters of the kernel type")]
    WholeRows { vectors: usize, pixels: usize, tail: usize },
    /// Of [`pixel_lanes`](fn@crate::pixel_lanes::pixel_lanes).
    #[expect(missing_docs, reason = "parameters of the kernel type")]
    Pixels { channels: usize, phases: usize },
    /// Of [`stacked_rows`](fn@crate::stacked_rows::stacked_rows).
    #[expect(missing_docs, reason = "parameters of the kernel type")]
    Rows { rows: usize },
    /// Of [`plain`](crate::pixel_lanes::plain): any layer that is contiguous.
    Plain,
    /// The first so many output channels of each group by one kernel, the others by another.
    Split(usize, &'static Self, &'static Self),
}

/// What is asked: a layer, its weights, and which of its channels are to be computed.
pub(crate) struct Asked<'a> {
    geometry: &'a Geometry,
    /// Where the size is known.
    problem: Option<&'a Shape>,
    contiguous: bool,
    /// Channels side by side, as [`Formats::lanewise`](conv_geometry::Formats::lanewise) says.
    lanewise: bool,
    /// Output channels of a group, as kernels compute them.
    outputs: usize,
    /// Those that are computed, from and to.
    channels: (usize, usize),
    /// Elements of a vector.
    lanes: usize,
    /// `None`: PyTorch's weights as they are.
    packing: Option<Packing>,
}

impl<'a> Asked<'a> {
    /// A problem, at run time.
    #[inline(always)]
    pub(crate) const fn problem<L: Described>(
        problem: &'a Shape,
        channels: (usize, usize),
        lanes: usize,
        packing: Option<Packing>,
    ) -> Self {
        Self {
            geometry: problem.geometry(),
            problem: Some(problem),
            contiguous: L::FORMATS.are_contiguous(),
            lanewise: L::FORMATS.lanewise(problem.geometry()),
            outputs: problem.group_outputs(),
            channels,
            lanes,
            packing,
        }
    }

    /// A plan's layer, of whatever size where it has none of its own, in those output channels of a
    /// group that there are between `first` and `end`. `None` where it is no layer.
    const fn plan<L: Described>((first, end): (usize, usize), lanes: usize) -> Option<Asked<'static>> {
        let Some(geometry) = &(const { L::GEOMETRY }) else { return None };
        let Some(outputs) = geometry.group_outputs() else { return None };
        let lanewise = L::FORMATS.lanewise(geometry);
        let outputs = if lanewise { geometry.out_channels } else { outputs };
        let problem = match (&const { Known::<L>::FIXED }, L::SIZE) {
            (Some(problem), _) => Some(problem),
            (None, None) => None,
            (None, Some(_)) => return None,
        };
        let channels = (if first < outputs { first } else { outputs }, if end < outputs { end } else { outputs });
        let contiguous = L::FORMATS.are_contiguous();
        if !geometry.is_sound() || !L::FORMATS.fit(geometry, size_of::<L::Element>()) {
            return None;
        }
        Some(Asked { geometry, problem, contiguous, lanewise, outputs, channels, lanes, packing: L::PACKING })
    }

    const fn of_channels(&self, channels: (usize, usize)) -> Self {
        Self { channels, ..*self }
    }

    /// Whether weights are packed for channels in the lanes.
    #[inline(always)]
    const fn has_blocks(&self) -> bool {
        match self.packing {
            Some(Packing::Blocks) => !self.lanewise,
            Some(Packing::Lanes) => self.lanewise,
            Some(Packing::Rows) | None => false,
        }
    }

    /// Whether the channels are a group's first, fill vectors if they are not all, and tiles of so
    /// many vectors fill them.
    #[inline(always)]
    const fn fill(&self, vectors: usize) -> bool {
        let (first, end) = self.channels;
        let own = first == 0 && (end == self.outputs || end.is_multiple_of(self.lanes));
        own && end.div_ceil(self.lanes).is_multiple_of(vectors)
    }

    /// Whether all phases along a row have equally many outputs, and so many divide their number:
    /// of layers of open size, whatever that will be.
    #[inline(always)]
    const fn has_phases(&self, phases: usize) -> bool {
        if phases == 1 {
            return true;
        }
        if let Some(problem) = self.problem {
            return problem.phases()[2].is_multiple_of(phases) && problem.has_equal_columns();
        }
        let width = &self.geometry.axes[2];
        let (Sampling::Transposed { output_padding }, Some(extent)) = (width.sampling, width.extent()) else {
            return false;
        };
        let Some(full) = extent.checked_add(output_padding) else { return false };
        let Some(padding) = width.pad_before.checked_add(width.pad_after) else { return false };
        // The output of `n` inputs is `(n - 1) * stride` and this, and has at least one phase each.
        match full.checked_sub(padding) {
            Some(rest) => rest > 0 && rest.is_multiple_of(width.stride) && width.stride.is_multiple_of(phases),
            None => false,
        }
    }
}

impl Tiling {
    /// Whether a kernel with this tile computes what is asked.
    #[inline(always)]
    pub(crate) const fn accepts<T: Element>(&self, asked: &Asked<'_>) -> bool {
        let (first, end) = asked.channels;
        match *self {
            Self::Strips { vectors, phases } => asked.has_blocks() && asked.fill(vectors) && asked.has_phases(phases),
            Self::WholeRows { vectors, pixels, tail } => {
                let fits = match asked.problem {
                    Some(problem) => fits(problem, pixels, tail),
                    None => false,
                };
                asked.has_blocks() && asked.fill(vectors) && fits
            }
            Self::Pixels { channels, phases } => {
                let width = &asked.geometry.axes[2];
                let transposed = matches!(width.sampling, Sampling::Transposed { .. });
                let interleaved = phases == 1 || (transposed && width.stride == phases);
                let in_blocks = match asked.packing {
                    Some(Packing::Blocks) => stands_in_blocks::<T>(first, end, channels),
                    Some(Packing::Rows) | None => true,
                    Some(Packing::Lanes) => false,
                };
                asked.contiguous && (end - first).is_multiple_of(channels) && in_blocks && interleaved
            }
            Self::Rows { rows } => {
                let height = &asked.geometry.axes[1];
                let packed = matches!(asked.packing, Some(Packing::Rows));
                let all = first == 0 && end == asked.outputs;
                all && packed && asked.contiguous && !asked.geometry.is_transposed() && spans(height, rows)
            }
            Self::Plain => asked.contiguous && asked.packing.is_none() && first == 0 && end == asked.outputs,
            Self::Split(count, one, other) => {
                let between = if count < end - first { first + count } else { end };
                one.accepts::<T>(&asked.of_channels((first, between)))
                    && other.accepts::<T>(&asked.of_channels((between, end)))
            }
        }
    }
}

/// Whether tiles of so many channels, from `first` on, stand in one block of weights each.
#[inline(always)]
const fn stands_in_blocks<T: Element>(first: usize, end: usize, channels: usize) -> bool {
    first == end
        || first / T::BLOCK == (end - 1) / T::BLOCK
        || (T::BLOCK.is_multiple_of(channels) && first.is_multiple_of(channels))
}

/// Whether so many rows of outputs read no more rows of input than a tile may span.
#[inline(always)]
const fn spans(height: &Axis, rows: usize) -> bool {
    let (Some(extent), Some(steps)) = (height.extent(), height.stride.checked_mul(rows.saturating_sub(1))) else {
        return false;
    };
    rows > 0 && matches!(extent.checked_add(steps), Some(span) if span <= MOST_ROWS)
}

/// Whether a kernel with this tile computes those output channels of a plan's layer that are within
/// `channels`, with vectors of so many lanes.
pub(crate) const fn accepts_with<L: Described>(tiling: &Tiling, lanes: usize, channels: (usize, usize)) -> bool {
    match Asked::plan::<L>(channels, lanes) {
        Some(asked) => tiling.accepts::<L::Element>(&asked),
        None => false,
    }
}

/// Whether the kernels of a plan, for each instruction set, compute its layer. Generated code
/// asserts it, so that `cargo check` finds what calls would find that are compiled.
///
/// ```
/// # use conv_runtime::__private::*;
/// # use conv_runtime::__private::plans::OneKernel;
/// struct Layer;
///
/// impl Described for Layer {
///     type Element = f32;
///     const GEOMETRY: Option<Geometry> = Some(Geometry {
///         in_channels: 3,
///         out_channels: 32,
///         groups: 1,
///         axes: [Axis::UNIT, Axis::conv(3, 1, 1, [1, 1]), Axis::conv(3, 1, 1, [1, 1])],
///     });
///     const SIZE: Option<[usize; 3]> = Some([1, 8, 8]);
///     const PACKING: Option<Packing> = Some(Packing::Blocks);
/// }
///
/// const _: () = assert!(accepts::<OneKernel<Layer, WholeRows<2, 8, 8, 8>>>());
/// ```
///
/// Rows of eight pixels do not have tiles of nine:
///
/// ```compile_fail,E0080
/// # use conv_runtime::__private::*;
/// # use conv_runtime::__private::plans::OneKernel;
/// # struct Layer;
/// # impl Described for Layer {
/// #     type Element = f32;
/// #     const GEOMETRY: Option<Geometry> = Some(Geometry {
/// #         in_channels: 3,
/// #         out_channels: 32,
/// #         groups: 1,
/// #         axes: [Axis::UNIT, Axis::conv(3, 1, 1, [1, 1]), Axis::conv(3, 1, 1, [1, 1])],
/// #     });
/// #     const SIZE: Option<[usize; 3]> = Some([1, 8, 8]);
/// #     const PACKING: Option<Packing> = Some(Packing::Blocks);
/// # }
/// const _: () = assert!(accepts::<OneKernel<Layer, WholeRows<2, 9, 9, 8>>>());
/// ```
///
/// Without the assertion, a call of a plan that its kernel would refuse does not compile, here for
/// weights that are packed otherwise:
///
/// ```compile_fail,E0080
/// # use conv_runtime::__private::*;
/// # use conv_runtime::__private::plans::OneKernel;
/// # struct Layer;
/// # impl Described for Layer {
/// #     type Element = f32;
/// #     const GEOMETRY: Option<Geometry> = Some(Geometry {
/// #         in_channels: 1,
/// #         out_channels: 1,
/// #         groups: 1,
/// #         axes: [Axis::UNIT; 3],
/// #     });
/// #     const SIZE: Option<[usize; 3]> = Some([1, 1, 8]);
/// #     const PACKING: Option<Packing> = Some(Packing::Blocks);
/// # }
/// let (weights, mut output) = ([0.0; 32], [0.0; 8]);
/// let call = Call { input: &[1.0; 8], output: &mut output[..], weights: &weights, bias: None, size: [1, 1, 8] };
/// dispatch::run_on::<OneKernel<Layer, StackedRows<1, 1>>>(Isa::Scalar, call).unwrap();
/// ```
#[must_use]
pub const fn accepts<L: Planned>() -> bool {
    all_accept::<L>()
}
