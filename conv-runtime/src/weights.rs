use crate::problem::length;
use crate::{Element, Error, Geometry, Operand};

/// How weights are laid out for a kernel.
///
/// One packed layout serves every instruction set: a macro that runs on the host cannot know which one the target has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Packing {
    /// For [`channel_lanes`](crate::channel_lanes): per group, blocks of [`Element::BLOCK`] output channels, each
    /// `[1 + in_channels / groups * taps][BLOCK]`: the bias first, then PyTorch's order of input channel and tap, with the
    /// channels of the block side by side. A group's last block is filled up with zeros.
    Blocks,
    /// For [`pixel_lanes`](crate::pixel_lanes): per output channel `[1 + in_channels / groups * taps]`, the bias first.
    Rows,
}

impl Packing {
    /// Elements of the packed weights, or `None` when the geometry is invalid or they exceed the address space.
    #[must_use]
    pub const fn len<T: Element>(self, geometry: &Geometry) -> Option<usize> {
        let (Some(fan_in), Some(outputs)) = (geometry.fan_in(), geometry.group_outputs()) else { return None };
        let lanes = match self {
            Self::Blocks => match outputs.checked_next_multiple_of(T::BLOCK) {
                Some(filled) => filled,
                None => return None,
            },
            Self::Rows => outputs,
        };
        let Some(column) = fan_in.checked_add(1) else { return None };
        let Some(lanes) = lanes.checked_mul(geometry.groups) else { return None };
        let Some(len) = column.checked_mul(lanes) else { return None };
        if len > isize::MAX as usize / size_of::<T>() { None } else { Some(len) }
    }

    /// Packs PyTorch's `weight` (out, in/groups, kernel…) and `bias` (out) into `packed`.
    ///
    /// Without a bias, zeros stand in its place. Runs at compile time in a `const` or `static`, too.
    ///
    /// # Errors
    ///
    /// [`Error::Length`] when a slice does not fit the geometry, [`Error::Geometry`] or [`Error::TooLarge`] when the geometry
    /// itself is impossible.
    pub const fn pack<T: Element>(
        self,
        geometry: &Geometry,
        weight: &[T],
        bias: Option<&[T]>,
        packed: &mut [T],
    ) -> Result<(), Error> {
        let (Some(fan_in), Some(outputs)) = (geometry.fan_in(), geometry.group_outputs()) else {
            return Err(Error::Geometry);
        };
        let Some(len) = self.len::<T>(geometry) else { return Err(Error::TooLarge) };
        // Both products are at most `len`.
        if let Err(error) = length(Operand::Weight, geometry.out_channels * fan_in, weight.len()) {
            return Err(error);
        }
        if let Some(bias) = bias
            && let Err(error) = length(Operand::Bias, geometry.out_channels, bias.len())
        {
            return Err(error);
        }
        if let Err(error) = length(Operand::Packed, len, packed.len()) {
            return Err(error);
        }
        let lanes = match self {
            Self::Blocks => T::BLOCK,
            Self::Rows => 1,
        };
        let mut base = 0;
        let mut channel = 0;
        while channel < geometry.out_channels {
            let in_group = channel % outputs;
            let rest = outputs - in_group;
            let filled = if rest < lanes { rest } else { lanes };
            let mut column = 0;
            while column <= fan_in {
                let mut lane = 0;
                while lane < lanes {
                    packed[base + column * lanes + lane] = if lane >= filled {
                        T::ZERO
                    } else if column > 0 {
                        weight[source(geometry, channel + lane, column - 1, fan_in)]
                    } else {
                        match bias {
                            Some(bias) => bias[channel + lane],
                            None => T::ZERO,
                        }
                    };
                    lane += 1;
                }
                column += 1;
            }
            base += lanes * (fan_in + 1);
            channel += filled;
        }
        Ok(())
    }
}

const fn source(geometry: &Geometry, channel: usize, tap: usize, fan_in: usize) -> usize {
    if !geometry.is_transposed() {
        return channel * fan_in + tap;
    }
    let (Some(outputs), Some(inputs), Some(taps)) =
        (geometry.group_outputs(), geometry.group_inputs(), geometry.taps())
    else {
        return 0;
    };
    ((channel / outputs * inputs + tap / taps) * outputs + channel % outputs) * taps + tap % taps
}

/// Packed weights and bias of a layer: `N` elements, aligned to a cache line.
///
/// Lives wherever its owner puts it: in place, in a `static` (then it is flash on a microcontroller, since packing runs at
/// compile time), or on the heap through `Weights::boxed`, which never has it on the stack.
#[derive(Clone, Debug, PartialEq)]
#[repr(C, align(64))]
pub struct Weights<T, const N: usize>([T; N]);

impl<T: Element, const N: usize> Weights<T, N> {
    /// All zeros: a place to [`load`](Self::load) into.
    pub const ZERO: Self = Self([T::ZERO; N]);

    /// Packs PyTorch's weights; see [`Packing::pack`].
    ///
    /// # Errors
    ///
    /// Those of [`Packing::pack`].
    pub const fn new(packing: Packing, geometry: &Geometry, weight: &[T], bias: Option<&[T]>) -> Result<Self, Error> {
        let mut weights = Self::ZERO;
        match packing.pack(geometry, weight, bias, &mut weights.0) {
            Ok(()) => Ok(weights),
            Err(error) => Err(error),
        }
    }

    /// Packs PyTorch's weights in place; see [`Packing::pack`].
    ///
    /// # Errors
    ///
    /// Those of [`Packing::pack`]; `self` is unchanged then.
    pub const fn load(
        &mut self,
        packing: Packing,
        geometry: &Geometry,
        weight: &[T],
        bias: Option<&[T]>,
    ) -> Result<(), Error> {
        packing.pack(geometry, weight, bias, &mut self.0)
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

impl<T, const N: usize> AsRef<Self> for Weights<T, N> {
    fn as_ref(&self) -> &Self {
        self
    }
}
