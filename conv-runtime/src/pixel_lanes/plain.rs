//! Weights that are not packed.

use super::run;
use crate::simd::Simd;
use crate::threaded::Outputs;
use crate::{Call, Described, Error, Geometry};

/// Computes a layer from PyTorch's weights as they are, without packing them: `call.weights` of the shape (out, in/groups, kernel…),
/// of a transposed layer (in, out/groups, kernel…), and `call.bias`.
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
    let channels = channels(&L::GEOMETRY.unwrap_or(geometry));
    if const { can_have::<L>(4) } && channels == 4 {
        run::<L, S, 4, 2, 1>(simd, geometry, None, size, call)
    } else if const { can_have::<L>(2) } && channels == 2 {
        run::<L, S, 2, 4, 1>(simd, geometry, None, size, call)
    } else if const { can_have::<L>(1) } && channels == 1 {
        run::<L, S, 1, 8, 1>(simd, geometry, None, size, call)
    } else {
        Err(Error::Geometry)
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

/// Output channels of a tile for weights that are not packed; with eight sums, which hide the latency of an addition and leave room
/// in 16 registers. 0 when the groups do not divide the channels.
#[inline(always)]
const fn channels(geometry: &Geometry) -> usize {
    match geometry.group_outputs() {
        Some(outputs) if outputs.is_multiple_of(4) => 4,
        Some(outputs) if outputs.is_multiple_of(2) => 2,
        Some(_) => 1,
        None => 0,
    }
}

/// Whether a layer's tiles can be so large: what the compiler knows to be unreachable is not compiled.
const fn can_have<L: Described>(tile: usize) -> bool {
    match &L::GEOMETRY {
        Some(geometry) => channels(geometry) == tile,
        None => true,
    }
}
