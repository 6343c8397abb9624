//! A call by two kernels: one computes the first output channels of each group, the other the rest.
//!
//! Channels that do not fill a vector would leave lanes idle; 33 channels are two vectors of 16, and one channel whose pixels are in the lanes.

use super::grid::Extents;
use super::outputs::{Outputs, private};
use crate::{Element, Error};

/// The first `N` output channels of each group; all, if there are not so many.
#[derive(Debug)]
pub struct First<'a, O, const N: usize>(&'a mut O);

/// The output channels of each group but the first `N`.
#[derive(Debug)]
pub struct Rest<'a, O, const N: usize>(&'a mut O);

impl<'a, O, const N: usize> First<'a, O, N> {
    pub(crate) const fn new(outputs: &'a mut O) -> Self {
        Self(outputs)
    }
}

impl<'a, O, const N: usize> Rest<'a, O, N> {
    pub(crate) const fn new(outputs: &'a mut O) -> Self {
        Self(outputs)
    }
}

impl<T: Element, O: Outputs<T>, const N: usize> Outputs<T> for First<'_, O, N> {
    type Part = O::Part;

    #[inline(always)]
    fn len(&self) -> usize {
        self.0.len()
    }

    #[inline(always)]
    fn whole(&mut self) -> Option<&mut [T]> {
        None
    }

    #[inline(always)]
    fn channels(&self, count: usize) -> (usize, usize) {
        (0, N.min(count))
    }

    #[inline(always)]
    fn start(&mut self) -> *mut T {
        self.0.start()
    }

    #[inline(always)]
    fn part(&self, extents: &Extents) -> Result<O::Part, Error> {
        self.0.part(extents)
    }

    #[inline(always)]
    fn second_part(&self, extents: &Extents) -> Result<O::Part, Error> {
        self.0.second_part(extents)
    }
}

impl<T: Element, O: Outputs<T>, const N: usize> Outputs<T> for Rest<'_, O, N> {
    type Part = O::Part;

    #[inline(always)]
    fn len(&self) -> usize {
        self.0.len()
    }

    #[inline(always)]
    fn whole(&mut self) -> Option<&mut [T]> {
        None
    }

    #[inline(always)]
    fn channels(&self, count: usize) -> (usize, usize) {
        (N.min(count), count)
    }

    #[inline(always)]
    fn start(&mut self) -> *mut T {
        self.0.start()
    }

    #[inline(always)]
    fn part(&self, extents: &Extents) -> Result<O::Part, Error> {
        self.0.second_part(extents)
    }

    #[inline(always)]
    fn second_part(&self, extents: &Extents) -> Result<O::Part, Error> {
        self.0.second_part(extents)
    }
}

impl<O: private::Sealed, const N: usize> private::Sealed for First<'_, O, N> {}
impl<O: private::Sealed, const N: usize> private::Sealed for Rest<'_, O, N> {}
