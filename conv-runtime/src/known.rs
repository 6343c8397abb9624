//! What the compiler knows of a layer, and a checked call of it.
//!
//! A generated layer implements [`Described`] with all that its specification fixes. Kernels take
//! it from the type, through [`Known`], and not from memory, where LLVM loses constants in loops
//! that it has not unrolled yet. What a layer cannot have (several panels, say) is asked for in a
//! `const`, so that its code is not even compiled. What is left open is in the call.
//!
//! Whether a kernel goes one way or another through a layer is not decided here, but by the
//! predicates of [`conv_geometry::ways`], which planning asks as well.

use core::marker::PhantomData;

use conv_geometry::cache::{L2, PANEL};
use conv_geometry::ways;

use crate::threaded::Outputs;
use crate::{Axis, Call, Error, Formats, Geometry, Number, Packing, Problem, Shape, Unroll};
use conv_geometry::long_sums::Blocks;

/// What the compiler knows of a layer: its kernels take these constants from here instead of from
/// memory, where the optimiser would have to find them again.
pub trait Described {
    /// The layer's number type.
    type Element: Number;
    /// The sizes that do not depend on the input's; `None` where they are known at run time only.
    const GEOMETRY: Option<Geometry>;
    /// Spatial size of the input; `None` where it is known at run time only.
    const SIZE: Option<[usize; 3]>;
    /// The layout of the packed weights; `None` where a kernel's caller says it.
    const PACKING: Option<Packing> = None;
    /// In which order the elements of input and output lie in memory.
    const FORMATS: Formats = Formats::CONTIGUOUS;
    /// How much of the kernel's loops is written out.
    const UNROLL: Unroll = Unroll::Auto;
}

/// A layer of which nothing is known before run time: for tests.
#[derive(Debug)]
pub struct Unknown<T>(PhantomData<T>);

impl<T: Number> Described for Unknown<T> {
    type Element = T;
    const GEOMETRY: Option<Geometry> = None;
    const SIZE: Option<[usize; 3]> = None;
}

/// A checked problem, as far as possible constant.
pub(crate) struct Known<L> {
    problem: Shape,
    layer: PhantomData<fn() -> L>,
}

impl<L: Described> Known<L> {
    /// All of it, where geometry and size are constants.
    pub(crate) const FIXED: Option<Shape> = match (L::GEOMETRY, L::SIZE) {
        (Some(geometry), Some(size)) => match Shape::new(geometry, size, size_of::<L::Element>()) {
            Ok(shape) => Some(shape.joined().formatted(L::FORMATS)),
            Err(_) => None,
        },
        _ => None,
    };

    /// Whether the layer may compute channels [side by side](Formats::lanewise). What it may not,
    /// asked in a constant, is not compiled, not even without optimisation; so for the others.
    pub(crate) const fn may_be_lanewise() -> bool {
        match &L::GEOMETRY {
            Some(geometry) => L::FORMATS.lanewise(geometry),
            None => L::FORMATS.input.has_pixels() && L::FORMATS.output.has_pixels(),
        }
    }

    /// Whether phases may alternate in rows of the output.
    pub(crate) const fn may_alternate() -> bool {
        let strides = match &L::GEOMETRY {
            Some(geometry) => geometry.is_transposed() && geometry.axes[2].stride > 1,
            None => true,
        };
        strides && !L::FORMATS.output.has_pixels()
    }

    /// Whether rows of the output may have so many pixels.
    pub(crate) const fn may_be_wide(pixels: usize) -> bool {
        match &Self::FIXED {
            Some(problem) => problem.output()[2] == pixels,
            None => true,
        }
    }

    /// Whether the output is known to be so large that it is not in L2 when it is written.
    pub(crate) const fn outgrows() -> bool {
        match &Self::FIXED {
            Some(problem) => problem.outgrows(size_of::<L::Element>()),
            None => false,
        }
    }

    /// Whether the planes that a tile of so many channels writes to begin in the same few sets of
    /// L1, so that their lines leave it from one tile of a row to the next, where that is known.
    pub(crate) const fn has_crowded_output(channels: usize) -> bool {
        match &Self::FIXED {
            Some(problem) => ways::crowds_output(problem, channels, size_of::<L::Element>()),
            None => false,
        }
    }

    /// Whether the weights of a group, of one phase, are more than a panel, where that is known.
    pub(crate) const fn has_panels() -> bool {
        match &Self::FIXED {
            Some(problem) => Self::weights(problem, problem.phase_taps()) > PANEL,
            None => false,
        }
    }

    /// Whether the weights of a group, of all phases, are at most a panel, where that is known.
    pub(crate) const fn fits_panel() -> bool {
        match &Self::FIXED {
            Some(problem) => Self::weights(problem, problem.taps()) <= PANEL,
            None => false,
        }
    }

    /// Whether the input channels of a group may be [several blocks](Blocks) of so many `terms`.
    pub(crate) const fn may_have_blocks(terms: usize) -> bool {
        match &L::GEOMETRY {
            Some(geometry) => Blocks::new(geometry, terms).several,
            None => true,
        }
    }

    /// Bytes of a group's weights of so many taps.
    const fn weights(problem: &Shape, taps: usize) -> usize {
        problem.group_outputs() * problem.group_inputs() * taps * size_of::<L::Element>()
    }

    /// Whether the weights are more than stay in L2 from one tile to the next, where that is known.
    pub(crate) const fn has_far_weights() -> bool {
        match &Self::FIXED {
            Some(problem) => {
                let outputs = problem.geometry().out_channels;
                outputs * problem.group_inputs() * problem.taps() * size_of::<L::Element>() > L2
            }
            None => false,
        }
    }

    /// The same of the input, of which a group has more channels than a processor looks ahead in.
    pub(crate) const fn has_far_input() -> bool {
        const MANY: usize = 16;
        match &Self::FIXED {
            Some(problem) => problem.group_inputs() >= MANY && problem.input_len() * size_of::<L::Element>() > L2,
            None => false,
        }
    }

    /// Whether output channels that are computed after one another find little of the input that
    /// they share in L1, since so many of its planes begin in the same sets, and whether it is
    /// worth while to copy it for them: it is read by one tap at a time, the channels of a group
    /// are at most `room`, and each element is read for so many `outputs` at least. A tile has so
    /// many `phases`.
    pub(crate) const fn has_crowded_input(room: usize, outputs: usize, phases: usize) -> bool {
        let Some(problem) = &Self::FIXED else { return false };
        ways::copies_input(problem, room, outputs, phases, size_of::<L::Element>())
    }

    /// The share of each input channel of a group in `room` elements, where the layer is known.
    pub(crate) const fn channel_share(room: usize) -> usize {
        match &Self::FIXED {
            Some(problem) => room / problem.group_inputs(),
            None => 0,
        }
    }

    /// Checks a call; `geometry` and `size` count where the layer has none of its own.
    ///
    /// # Errors
    ///
    /// As [`Problem::new`], and [`Error::Geometry`] when the layer cannot have its memory formats.
    #[inline(always)]
    pub(crate) fn new(
        geometry: Geometry,
        packing: Option<Packing>,
        size: [usize; 3],
        call: &Call<'_, L::Element, impl Outputs<L::Element>>,
    ) -> Result<Self, Error> {
        if !L::FORMATS.fit(&L::GEOMETRY.unwrap_or(geometry), size_of::<L::Element>()) {
            return Err(Error::Geometry);
        }
        if let Some(problem) = Self::FIXED {
            Problem::of(&problem, packing, call)?;
            return Ok(Self { problem, layer: PhantomData });
        }
        let geometry = L::GEOMETRY.unwrap_or(geometry);
        let size = L::SIZE.unwrap_or(size);
        let problem = Problem::new(geometry, packing, size, call)?.shape().joined().formatted(L::FORMATS);
        Ok(Self { problem, layer: PhantomData })
    }

    /// The problem at a size, while compiling; `None` when the layer cannot have it.
    pub(crate) const fn at(size: [usize; 3]) -> Option<Shape> {
        if Self::FIXED.is_some() {
            return Self::FIXED;
        }
        let Some(geometry) = L::GEOMETRY else { return None };
        if L::SIZE.is_some() || !L::FORMATS.fit(&geometry, size_of::<L::Element>()) {
            return None;
        }
        match Shape::new(geometry, size, size_of::<L::Element>()) {
            Ok(problem) => Some(problem.joined().formatted(L::FORMATS)),
            Err(_) => None,
        }
    }

    /// Of the layer's problem at some size; where the layer has a geometry, its constants are known
    /// to the optimiser.
    #[inline(always)]
    pub(crate) const fn checked(problem: &Shape) -> Self {
        let problem = match &L::GEOMETRY {
            Some(geometry) => problem.settled(geometry).formatted(L::FORMATS),
            None => *problem,
        };
        Self { problem, layer: PhantomData }
    }

    /// The problem: the same at every call, whether it is a constant or not.
    #[inline(always)]
    pub(crate) const fn get(&self) -> &Shape {
        match &Self::FIXED {
            Some(problem) => problem,
            None => &self.problem,
        }
    }

    /// The axes, constant where the layer's geometry is; their padding may not be
    /// [settled](crate::Axis::at).
    #[inline(always)]
    pub(crate) const fn axes(&self) -> &[Axis; 3] {
        match &L::GEOMETRY {
            Some(geometry) => &geometry.axes,
            None => &self.problem.geometry().axes,
        }
    }
}
