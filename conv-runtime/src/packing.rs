//! PyTorch's weights into the order in which kernels read them: each number to its place.

use conv_geometry::Places;

use crate::problem::length;
use crate::{Element, Error, Geometry, Operand, Packing};

/// Packs PyTorch's `weight` and `bias` (out) into `packed`. The weight is (out, in/groups,
/// kernel…), that of a transposed layer (in, out/groups, kernel…).
///
/// Without a bias, zeros stand in its place. Runs at compile time in a `const` or `static`, too.
///
/// # Errors
///
/// [`Error::Length`] when a slice does not fit the geometry, [`Error::Geometry`] or
/// [`Error::TooLarge`] when the geometry itself is impossible.
pub const fn pack<T: Element>(
    packing: Packing,
    geometry: &Geometry,
    weight: &[T],
    bias: Option<&[T]>,
    packed: &mut [T],
) -> Result<(), Error> {
    let places = match Places::new(packing, geometry, size_of::<T>()) {
        Ok(places) => places,
        Err(fault) => return Err(Error::of(fault)),
    };
    if let Err(error) = length(Operand::Weight, places.weights(), weight.len()) {
        return Err(error);
    }
    if let Some(bias) = bias
        && let Err(error) = length(Operand::Bias, geometry.out_channels, bias.len())
    {
        return Err(error);
    }
    if let Err(error) = length(Operand::Packed, places.packed(), packed.len()) {
        return Err(error);
    }
    put(&places, geometry.out_channels, weight, bias, packed);
    Ok(())
}

/// [Packs](pack) slices of the lengths that the places of a layer of so many output channels say.
pub(crate) const fn put<T: Element>(
    places: &Places,
    out_channels: usize,
    weight: &[T],
    bias: Option<&[T]>,
    packed: &mut [T],
) {
    let mut n = 0;
    while n < weight.len() {
        let (mut place, end) = (places.weight(n), n + places.run);
        while n < end {
            packed[place] = weight[n];
            place += places.step();
            n += 1;
        }
    }
    let mut channel = 0;
    while channel < out_channels {
        packed[places.bias(channel)] = match bias {
            Some(bias) => bias[channel],
            None => T::ZERO,
        };
        channel += 1;
    }
    places.fill_up(packed, T::ZERO);
}

#[cfg(test)]
mod tests {
    use std::vec::Vec;

    use super::*;
    use crate::{Array, Axis, Described, Rng, Sampling, Weights};

    /// Six inputs and ten outputs in two groups, 2 × 3 taps.
    const CONV: Geometry = Geometry {
        in_channels: 6,
        out_channels: 10,
        groups: 2,
        axes: [Axis::UNIT, Axis::conv(2, 1, 1, [0, 0]), Axis::conv(3, 1, 1, [0, 0])],
    };
    const TRANSPOSED: Geometry =
        Geometry { axes: [transposed(CONV.axes[0]), transposed(CONV.axes[1]), transposed(CONV.axes[2])], ..CONV };
    const WEIGHTS: usize = 10 * 3 * 6;

    const fn transposed(axis: Axis) -> Axis {
        axis.sampled(Sampling::Transposed { output_padding: 0 })
    }

    /// The order of a convolution, from PyTorch's weight of a transposed one: (in, out/groups, …)
    /// to (out, in/groups, …).
    fn exchanged(weight: &[f32]) -> Vec<f32> {
        let mut exchanged = Vec::new();
        for output in 0..10 {
            for input in 0..3 {
                let row = (output / 5 * 3 + input) * 5 + output % 5;
                exchanged.extend_from_slice(&weight[row * 6..][..6]);
            }
        }
        exchanged
    }

    #[test]
    fn every_parameter_has_its_place() {
        let weight: [f32; WEIGHTS] = core::array::from_fn(|n| f32::from(u16::try_from(1000 + n).unwrap()));
        let bias: [f32; 10] = core::array::from_fn(|n| f32::from(u16::try_from(1 + n).unwrap()));
        let mut rows = [f32::NAN; 190];
        pack(Packing::Rows, &CONV, &weight, Some(&bias), &mut rows).unwrap();
        let mut blocks = [f32::NAN; 2 * 16 * 19];
        pack(Packing::Blocks, &CONV, &weight, Some(&bias), &mut blocks).unwrap();
        for channel in 0..10 {
            for column in 0..19 {
                let expected = if column == 0 { bias[channel] } else { weight[channel * 18 + column - 1] };
                assert_eq!(rows[channel * 19 + column].to_bits(), expected.to_bits(), "row {channel}, column {column}");
                let place = (channel / 5 * 19 + column) * 16 + channel % 5;
                assert_eq!(blocks[place].to_bits(), expected.to_bits(), "block {channel}, column {column}");
            }
        }
        assert_eq!(
            blocks.iter().filter(|value| **value == 0.0).count(),
            2 * 11 * 19,
            "blocks are filled up with zeros"
        );
    }

    #[test]
    fn weights_of_transposed_layers_are_exchanged() {
        let weight: [f32; WEIGHTS] = core::array::from_fn(|n| f32::from(u16::try_from(n).unwrap()));
        for packing in [Packing::Rows, Packing::Blocks] {
            let (mut found, mut expected) = ([1.0; 700], [1.0; 700]);
            let len = packing.len(&CONV, 4).unwrap();
            pack(packing, &TRANSPOSED, &weight, None, &mut found[..len]).unwrap();
            pack(packing, &CONV, &exchanged(&weight), None, &mut expected[..len]).unwrap();
            assert_eq!(found.map(f32::to_bits), expected.map(f32::to_bits), "{packing:?}");
        }
    }

    struct Rows<const TRANSPOSED: bool>;
    struct Blocks<const TRANSPOSED: bool>;

    macro_rules! described {
        ($($Layer:ident)*) => { $(
            impl<const TRANSPOSED: bool> Described for $Layer<TRANSPOSED> {
                type Element = f32;
                const GEOMETRY: Option<Geometry> = Some(if TRANSPOSED { self::TRANSPOSED } else { CONV });
                const SIZE: Option<[usize; 3]> = None;
                const PACKING: Option<Packing> = Some(Packing::$Layer);
            }
        )* };
    }

    described! { Rows Blocks }

    /// What is drawn is what packing the draws in their order gives, from slices and from arrays.
    fn drawn<L: Described<Element = f32>, const LEN: usize>(bound: f32) {
        let (packing, geometry) = (L::PACKING.unwrap(), L::GEOMETRY.unwrap());
        for bias in [true, false] {
            let mut found = Weights::<f32, LEN>::ZERO;
            found.draw::<L>(bias, &mut Rng::seeded(11));
            let mut rng = Rng::seeded(11);
            let weight: [f32; WEIGHTS] = core::array::from_fn(|_| rng.uniform_f32(bound));
            let biases: [f32; 10] = core::array::from_fn(|_| rng.uniform_f32(bound));
            let expected = Weights::<f32, LEN>::new(packing, &geometry, &weight, bias.then_some(&biases)).unwrap();
            assert!(found == expected, "{packing:?} {geometry:?}, bias {bias}");
            let nested = <[[f32; 18]; 10]>::from_slice(&weight).unwrap();
            let arrays = Weights::<f32, LEN>::of_arrays::<L, _, 10>(nested, bias.then_some(&biases));
            assert!(arrays == expected, "{packing:?} {geometry:?}, bias {bias}, from arrays");
        }
    }

    #[test]
    fn draws_do_not_depend_on_the_packing() {
        // fan_in is 3 × 6 of the convolution and 5 × 6 of the transposed one.
        let bounds = [0.235_702_26, 0.182_574_19];
        drawn::<Rows<false>, 190>(bounds[0]);
        drawn::<Blocks<false>, { 2 * 16 * 19 }>(bounds[0]);
        drawn::<Rows<true>, 190>(bounds[1]);
        drawn::<Blocks<true>, { 2 * 16 * 19 }>(bounds[1]);
    }
}
