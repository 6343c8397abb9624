//! A call by two kernels: one computes the first output channels of each group, the other the rest.
//!
//! Channels that do not fill a vector would leave lanes idle; 33 channels are two vectors of 16,
//! and one channel whose pixels are in the lanes.

use super::extents::Extents;
use super::outputs::{Outputs, private};
use crate::Element;

/// Some of the output channels of each group: the first `N`, or the `REST`.
#[derive(Debug)]
pub struct Channels<'a, O, const N: usize, const REST: bool>(&'a mut O);

/// The first `N` of the output channels; all, if there are not so many.
pub type First<'a, O, const N: usize> = Channels<'a, O, N, false>;

/// The output channels but the first `N`.
pub type Rest<'a, O, const N: usize> = Channels<'a, O, N, true>;

impl<'a, O, const N: usize, const REST: bool> Channels<'a, O, N, REST> {
    pub(crate) const fn new(outputs: &'a mut O) -> Self {
        Self(outputs)
    }
}

impl<T: Element, O: Outputs<T>, const N: usize, const REST: bool> Outputs<T> for Channels<'_, O, N, REST> {
    type Part = O::Part;
    type Refusal = O::Refusal;

    const CHANNELS: (usize, usize) = {
        let (first, end) = O::CHANNELS;
        let between = if N < end - first { first + N } else { end };
        if REST { (between, end) } else { (first, between) }
    };

    #[inline(always)]
    fn len(&self) -> usize {
        self.0.len()
    }

    #[inline(always)]
    fn whole(&mut self) -> Option<&mut [T]> {
        None
    }

    #[inline(always)]
    fn start(&mut self) -> *mut T {
        self.0.start()
    }

    #[inline(always)]
    fn part(&self, extents: &Extents) -> Result<O::Part, O::Refusal> {
        if REST { self.0.second_part(extents) } else { self.0.part(extents) }
    }

    #[inline(always)]
    fn second_part(&self, extents: &Extents) -> Result<O::Part, O::Refusal> {
        self.0.second_part(extents)
    }
}

impl<O: private::Sealed, const N: usize, const REST: bool> private::Sealed for Channels<'_, O, N, REST> {}
