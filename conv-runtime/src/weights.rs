//! Packed weights as a value, and the ways to get them: packed from PyTorch's layout, loaded from
//! bytes that were packed before, or drawn as PyTorch initialises a layer.
//!
//! Everything here is `const`, since a `static` layer is packed while it is compiled, or works in
//! place, since a layer may be larger than the stack.

use core::fmt;
use core::marker::PhantomData;
use core::mem::transmute_copy;

use conv_geometry::Places;

use crate::array::numbers;
use crate::packing::{pack, put};
use crate::{Array, Described, Element, Error, Geometry, Packing, Rng};

/// Packed weights and bias of a layer: `N` elements, aligned to a cache line.
///
/// Lives wherever its owner puts it: in place, in a `static` (then it is flash on a
/// microcontroller, since packing runs at compile time), or on the heap through `Weights::boxed`,
/// which never has it on the stack.
///
/// `Box::clone` has what it copies on the stack where it is not optimised; `clone_from` has not.
#[derive(PartialEq)]
#[repr(C, align(64))]
pub struct Weights<T, const N: usize>([T; N]);

impl<T: Copy, const N: usize> Clone for Weights<T, N> {
    #[inline]
    fn clone(&self) -> Self {
        Self(self.0)
    }

    #[inline]
    fn clone_from(&mut self, weights: &Self) {
        self.0.copy_from_slice(&weights.0);
    }
}

/// The first few numbers and how many there are: there may be millions.
impl<T: fmt::Debug, const N: usize> fmt::Debug for Weights<T, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let first = self.0.get(..4).unwrap_or(&self.0);
        f.debug_struct("Weights").field("len", &N).field("first", &first).finish_non_exhaustive()
    }
}

impl<T: Element, const N: usize> Weights<T, N> {
    /// All zeros: a place to [`load`](Self::load) into.
    pub const ZERO: Self = Self([T::ZERO; N]);

    /// Packs PyTorch's weights; see [`pack`].
    ///
    /// # Errors
    ///
    /// Those of [`pack`].
    #[doc(hidden)]
    pub const fn new(packing: Packing, geometry: &Geometry, weight: &[T], bias: Option<&[T]>) -> Result<Self, Error> {
        let mut weights = Self::ZERO;
        match pack(packing, geometry, weight, bias, &mut weights.0) {
            Ok(()) => Ok(weights),
            Err(error) => Err(error),
        }
    }

    /// Packs a layer's weights in PyTorch's layout from arrays; those that do not fit do not
    /// compile.
    #[doc(hidden)]
    #[must_use]
    pub const fn of_arrays<L: Described<Element = T>, A: Array<Element = T>, const BIAS: usize>(
        weight: &A,
        bias: Option<&[T; BIAS]>,
    ) -> Self {
        let mut weights = Self::ZERO;
        weights.load_arrays::<L, A, BIAS>(weight, bias);
        weights
    }

    /// As [`of_arrays`](Self::of_arrays), in place.
    #[doc(hidden)]
    pub const fn load_arrays<L: Described<Element = T>, A: Array<Element = T>, const BIAS: usize>(
        &mut self,
        weight: &A,
        bias: Option<&[T; BIAS]>,
    ) {
        const {
            assert!(A::LEN == Packed::<L, N>::PLACES.weights(), "as many weights as the layer has");
            assert!(BIAS == Packed::<L, N>::OUTPUTS, "as many biases as the layer has channels");
        }
        let bias: Option<&[T]> = match bias {
            Some(bias) => Some(bias),
            None => None,
        };
        put(&Packed::<L, N>::PLACES, Packed::<L, N>::OUTPUTS, numbers(weight), bias, &mut self.0);
    }

    /// Packs PyTorch's weights in place; see [`pack`].
    ///
    /// # Errors
    ///
    /// Those of [`pack`]; `self` is unchanged then.
    #[doc(hidden)]
    pub const fn load(
        &mut self,
        packing: Packing,
        geometry: &Geometry,
        weight: &[T],
        bias: Option<&[T]>,
    ) -> Result<(), Error> {
        pack(packing, geometry, weight, bias, &mut self.0)
    }

    /// Weights from the little-endian bytes of their packed elements: how a macro hands over what
    /// it has packed.
    ///
    /// # Panics
    ///
    /// When there are not `N` elements; in a `static`, that is an error of compilation.
    #[doc(hidden)]
    #[must_use]
    pub const fn from_le_bytes<const BYTES: usize>(bytes: &[u8; BYTES]) -> Self {
        assert!(BYTES == size_of::<[T; N]>(), "as many bytes as the packed weights have");
        if cfg!(target_endian = "big") {
            return Self::from_native(&swapped(bytes, size_of::<T>()));
        }
        Self::from_native(bytes)
    }

    const fn from_native<const BYTES: usize>(bytes: &[u8; BYTES]) -> Self {
        assert!(BYTES == size_of::<[T; N]>());
        // SAFETY: as many bytes as the array has, as just asserted; any bytes are numbers:
        // `Element` is sealed, and implemented for `f32` and `f64` only. The function copies from
        // any alignment.
        Self(unsafe { transmute_copy::<[u8; BYTES], [T; N]>(bytes) })
    }

    /// All zeros on the heap, without a copy on the stack.
    #[cfg(feature = "alloc")]
    #[must_use]
    pub fn boxed() -> alloc::boxed::Box<Self> {
        crate::zeroed()
    }

    /// The packed elements, as an array.
    #[must_use]
    pub const fn as_array(&self) -> &[T; N] {
        &self.0
    }

    /// The packed elements.
    #[must_use]
    pub const fn as_slice(&self) -> &[T] {
        &self.0
    }
}

/// The places of a layer's `N` packed elements, checked while compiling.
struct Packed<L, const N: usize>(PhantomData<L>);

impl<L: Described, const N: usize> Packed<L, N> {
    const OUTPUTS: usize = match L::GEOMETRY {
        Some(geometry) => geometry.out_channels,
        None => panic!("the layer has no geometry"),
    };

    const PLACES: Places = {
        let (Some(geometry), Some(packing)) = (L::GEOMETRY, L::PACKING) else { panic!("the layer is not known") };
        match Places::new(packing, &geometry, size_of::<L::Element>()) {
            Ok(places) => {
                assert!(places.packed() == N, "as many elements as the packed weights have");
                places
            }
            Err(_) => panic!("the layer has no weights"),
        }
    };
}

/// Bytes in the opposite order in each element of `size` bytes.
const fn swapped<const BYTES: usize>(bytes: &[u8; BYTES], size: usize) -> [u8; BYTES] {
    let mut swapped = *bytes;
    let mut at = 0;
    while at < BYTES {
        swapped[at] = bytes[at / size * size + (size - 1 - at % size)];
        at += 1;
    }
    swapped
}

/// Initialisation for each number type: in a `const`, no trait can tell how to draw one.
macro_rules! init {
    ($T:ident, $uniform:ident) => {
        impl<const N: usize> Weights<$T, N> {
            /// Draws new weights, and biases if the layer has some, as PyTorch does by default:
            /// uniformly between `-1 / sqrt(fan_in)` and `1 / sqrt(fan_in)`, where `fan_in` is the
            /// number of elements of `weight[0]`, for transposed layers, too.
            ///
            /// Elements are drawn in PyTorch's order, those of the weight first, so that they do
            /// not depend on the packing.
            ///
            /// A layer with another number of packed elements does not compile.
            #[doc(hidden)]
            pub const fn draw<L: Described<Element = $T>>(&mut self, bias: bool, rng: &mut Rng) {
                let places = const { Packed::<L, N>::PLACES };
                #[allow(clippy::cast_possible_truncation, reason = "the bound in single precision is meant")]
                let bound = inverse_root(places.fan_in()) as $T;
                let mut n = 0;
                while n < places.weights() {
                    let (mut place, end) = (places.weight(n), n + places.run);
                    while n < end {
                        self.0[place] = rng.$uniform(bound);
                        place += places.step();
                        n += 1;
                    }
                }
                let mut channel = 0;
                while channel < Packed::<L, N>::OUTPUTS {
                    self.0[places.bias(channel)] = if bias { rng.$uniform(bound) } else { 0.0 };
                    channel += 1;
                }
                places.fill_up(&mut self.0, 0.0);
            }
        }
    };
}

init!(f32, uniform_f32);
init!(f64, uniform_f64);

/// `1 / sqrt(n)`: Newton's method, since `core` has no square root, let alone one at compile time.
#[inline]
const fn inverse_root(n: usize) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "sizes of tensors are far below 2^53")]
    let n = n as f64;
    // Half the exponent: off by 6 % at most; every step doubles the digits.
    let mut root = f64::from_bits((n.to_bits() >> 1) + (1023 << 51));
    let mut step = 0;
    while step < 5 {
        root = 0.5 * (root + n / root);
        step += 1;
    }
    1.0 / root
}

impl<T, const N: usize> AsRef<Self> for Weights<T, N> {
    fn as_ref(&self) -> &Self {
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roots() {
        for n in 1..100_000_usize {
            let exact = 1.0 / f64::from(u32::try_from(n).unwrap()).sqrt();
            assert!((inverse_root(n) - exact).abs() <= 2.0 * f64::EPSILON * exact, "{n}");
        }
    }

    #[test]
    fn bytes_of_either_order() {
        const NUMBERS: [f64; 3] = [1.0, -2.5e300, f64::MIN_POSITIVE];
        let mut bytes = [0; 24];
        for (at, number) in NUMBERS.iter().enumerate() {
            bytes[8 * at..][..8].copy_from_slice(&number.to_le_bytes());
        }
        assert_eq!(Weights::<f64, 3>::from_le_bytes(&bytes).as_array().map(f64::to_bits), NUMBERS.map(f64::to_bits));
        let reversed = swapped(&bytes, 8);
        assert_eq!(reversed[..8], NUMBERS[0].to_be_bytes());
        assert_eq!(swapped(&reversed, 8), bytes);
    }
}
