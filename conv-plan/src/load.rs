//! What the loads of kernels with pixels in the lanes cost, by stride and border: a part of the
//! [cost model](super::cost).

use super::Isa;
use super::cost::as_f64;
use super::isa::facts;
use conv_spec::{Border, Layer, Sampling};

/// What it takes to read a vector of a row's pixels, in loads.
pub(super) struct Load {
    /// Where all of them exist.
    pub(super) inside: f64,
    /// At a border, or where the row ends.
    pub(super) border: f64,
}

impl Load {
    pub(super) fn new(layer: &Layer, isa: Isa) -> Self {
        let lanes = isa.lanes(layer.dtype().bytes());
        let stride = match layer.axes().last() {
            Some(width) if !matches!(width.sampling(), Sampling::Transposed { .. }) => width.stride(),
            _ => 1,
        };
        let plain = Self::plain(isa);
        let [masked, more] = facts(isa).masked;
        let masked = as_f64(lanes).mul_add(more, masked);
        // A strided vector is two loads and a shuffle, or one load for each lane.
        let (inside, border) = match stride {
            _ if lanes == 1 => (plain, masked),
            1 => (plain, masked),
            2 => (2.0_f64.mul_add(plain, 1.0), 2.0_f64.mul_add(masked, 1.0)),
            _ => (as_f64(lanes) + 2.0, as_f64(lanes) + 6.0),
        };
        // Other borders are looked up lane by lane.
        let border = if layer.border() == Border::Zeros { border } else { 4.0 * as_f64(lanes) };
        Self { inside, border }
    }

    /// A vector of neighbours.
    pub(super) fn plain(isa: Isa) -> f64 {
        facts(isa).plain
    }
}
