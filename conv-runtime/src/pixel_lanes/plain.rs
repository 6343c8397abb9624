//! Weights that are not packed.

use super::pixels;
use crate::accepts::{Asked, Tiling};
use crate::known::Known;
use crate::simd::Simd;
use crate::threaded::Outputs;
use crate::{Call, Described, Error, Geometry};

/// Computes a layer from PyTorch's weights as they are, without packing them: `call.weights` of the
/// shape (out, in/groups, kernel…), of a transposed layer (in, out/groups, kernel…), and
/// `call.bias`.
///
/// # Errors
///
/// As [`Problem::new`](crate::Problem::new).
#[inline(always)]
pub fn plain<L, S>(
    simd: S,
    geometry: Geometry,
    size: [usize; 3],
    call: Call<'_, L::Element, impl Outputs<L::Element>>,
) -> Result<(), Error>
where
    L: Described,
    S: Simd<L::Element>,
{
    let known = Known::<L>::new(geometry, None, size, &call)?;
    let problem = known.get();
    let own = call.output.channels(problem.group_outputs());
    if !Tiling::Plain.accepts::<L::Element>(&Asked::problem::<L>(problem, own, S::LANES, None)) {
        return Err(Error::Geometry);
    }
    // SAFETY: (1) checked by `Known::new`; (2) checked just now.
    unsafe { unpacked::<L, S, _>(simd, &known, call) }.map_err(Into::into)
}

/// [`plain`], of what it accepts.
///
/// # Errors
///
/// Those of the call's outputs.
///
/// # Safety
///
/// 1. The slices of `call` have the lengths that `known` says, weights those of PyTorch's.
/// 2. [`Tiling::Plain`] accepts the layer, for the channels of these outputs.
#[inline(always)]
pub(crate) unsafe fn unpacked<L, S, O>(
    simd: S,
    known: &Known<L>,
    call: Call<'_, L::Element, O>,
) -> Result<(), O::Refusal>
where
    L: Described,
    S: Simd<L::Element>,
    O: Outputs<L::Element>,
{
    let channels = channels(known.get().geometry());
    if const { can_have::<L>(4) } && channels == 4 {
        // SAFETY:
        // 1. The caller's slices.
        // 2. All channels of a group are computed, which 4 divides, of a contiguous layer; weights
        //    are not packed, and one phase is any.
        unsafe { pixels::<L, S, O, 4, 2, 1>(simd, known, None, call) }
    } else if const { can_have::<L>(2) } && channels == 2 {
        // SAFETY:
        // 1. The caller's slices.
        // 2. All channels of a group are computed, which 2 divides, of a contiguous layer; weights
        //    are not packed, and one phase is any.
        unsafe { pixels::<L, S, O, 2, 4, 1>(simd, known, None, call) }
    } else {
        // SAFETY:
        // 1. The caller's slices.
        // 2. All channels of a group are computed, which 1 divides, of a contiguous layer; weights
        //    are not packed, and one phase is any.
        unsafe { pixels::<L, S, O, 1, 8, 1>(simd, known, None, call) }
    }
}

/// Bytes of the stack that the buffer of [`plain`] takes.
pub(crate) const fn buffers_of_plain<L: Described, S: Simd<L::Element>>() -> usize {
    match &L::GEOMETRY {
        Some(geometry) => match channels(geometry) {
            4 => super::buffers::<L, S, 2, 1>(),
            2 => super::buffers::<L, S, 4, 1>(),
            _ => super::buffers::<L, S, 8, 1>(),
        },
        None => 0,
    }
}

/// Output channels of a tile for weights that are not packed; with eight sums, which hide the
/// latency of an addition and leave room in 16 registers.
#[inline(always)]
const fn channels(geometry: &Geometry) -> usize {
    match geometry.group_outputs() {
        Some(outputs) if outputs.is_multiple_of(4) => 4,
        Some(outputs) if outputs.is_multiple_of(2) => 2,
        _ => 1,
    }
}

/// Whether a layer's tiles can be so large: what the compiler knows to be unreachable is not
/// compiled.
const fn can_have<L: Described>(tile: usize) -> bool {
    match &L::GEOMETRY {
        Some(geometry) => channels(geometry) == tile,
        None => true,
    }
}
