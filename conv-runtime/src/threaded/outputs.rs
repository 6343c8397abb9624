//! What a call writes: all outputs, or a share of them.

use core::cell::Cell;
use core::convert::Infallible;
use core::marker::PhantomData;

use super::extents::Extents;
use super::grid::{Grid, Part, Share, Whole};
use crate::{Element, Error};

/// What a call writes: all outputs, as a slice, or a share of them, at the same time as other
/// threads write theirs.
///
/// Sealed: the kernels' unchecked accesses rest on it.
#[allow(clippy::len_without_is_empty, reason = "of no use to kernels")]
pub trait Outputs<T>: private::Sealed {
    /// Which of the outputs may be written.
    type Part: Part;

    /// Why a kernel may not write them: never, if these are all outputs; a share may have been cut
    /// for another kernel.
    type Refusal: Into<Error>;

    /// Which output channels of a group are computed, from and to, if there are so many: all,
    /// unless two kernels share the call.
    const CHANNELS: (usize, usize) = (0, usize::MAX);

    /// Number of all outputs.
    fn len(&self) -> usize;

    /// All outputs, unless this is a share.
    fn whole(&mut self) -> Option<&mut [T]>;

    /// Which of so many output channels of a group are computed, from and to.
    #[doc(hidden)]
    #[inline(always)]
    fn channels(&self, count: usize) -> (usize, usize) {
        let (first, end) = Self::CHANNELS;
        (first.min(count), end.min(count))
    }

    /// The first of all outputs. Those of the part in these [`channels`](Self::channels), and no
    /// others, may be written as long as `self` lives.
    #[doc(hidden)]
    fn start(&mut self) -> *mut T;

    /// The part, for a kernel that cuts its outputs like this.
    ///
    /// # Errors
    ///
    /// [`Error::Geometry`] when they have been cut in another way for other threads.
    #[doc(hidden)]
    fn part(&self, extents: &Extents) -> Result<Self::Part, Self::Refusal>;

    /// The same part, for a second kernel with other output channels than the first.
    ///
    /// # Errors
    ///
    /// [`Error::Geometry`] when there was no first kernel, when both have a channel in common or do
    /// not see the same outputs, or when the second keeps together what is cut; otherwise as
    /// [`part`](Self::part). A call that is not shared is not checked: one kernel after the other
    /// may write what it likes.
    #[doc(hidden)]
    fn second_part(&self, extents: &Extents) -> Result<Self::Part, Self::Refusal>;
}

impl<T: Element> Outputs<T> for &mut [T] {
    type Part = Whole;
    type Refusal = Infallible;

    #[inline(always)]
    fn len(&self) -> usize {
        (**self).len()
    }

    #[inline(always)]
    fn whole(&mut self) -> Option<&mut [T]> {
        Some(self)
    }

    #[inline(always)]
    fn start(&mut self) -> *mut T {
        self.as_mut_ptr()
    }

    #[inline(always)]
    fn part(&self, _: &Extents) -> Result<Whole, Infallible> {
        Ok(Whole)
    }

    #[inline(always)]
    fn second_part(&self, _: &Extents) -> Result<Whole, Infallible> {
        Ok(Whole)
    }
}

/// A share of the outputs of a call. There is no way to copy it, and no other part of the crate
/// makes one than `super::queue`.
#[derive(Debug)]
pub struct Shared<'a, T> {
    start: *mut T,
    len: usize,
    which: Which<'a>,
    outputs: PhantomData<&'a mut [T]>,
}

#[derive(Debug)]
enum Which<'a> {
    /// None of the outputs: the kernel says how it cuts them, for so many threads.
    None { threads: usize, grid: &'a Cell<Option<Grid>> },
    /// One of them.
    One { index: usize, grid: &'a Grid },
}

impl<'a, T> Shared<'a, T> {
    /// No outputs: a call checks its arguments, and leaves in `grid` how its outputs are cut.
    pub(super) const fn none(len: usize, threads: usize, grid: &'a Cell<Option<Grid>>) -> Self {
        let start = core::ptr::dangling_mut();
        Self { start, len, which: Which::None { threads, grid }, outputs: PhantomData }
    }

    /// Share number `index`.
    ///
    /// # Safety
    ///
    /// 1. From `start` on there are `len` elements that may be written for `'a`.
    /// 2. Nobody else accesses them meanwhile, but for other shares of the same grid, none of which
    ///    has the same `index`.
    pub(super) const unsafe fn one(start: *mut T, len: usize, index: usize, grid: &'a Grid) -> Self {
        Self { start, len, which: Which::One { index, grid }, outputs: PhantomData }
    }
}

impl<T: Element> Outputs<T> for Shared<'_, T> {
    type Part = Share;
    type Refusal = Error;

    #[inline(always)]
    fn len(&self) -> usize {
        self.len
    }

    #[inline(always)]
    fn whole(&mut self) -> Option<&mut [T]> {
        None
    }

    #[inline(always)]
    fn start(&mut self) -> *mut T {
        self.start
    }

    // One function for all kernels of all layers.
    #[inline(never)]
    fn part(&self, extents: &Extents) -> Result<Share, Error> {
        match self.which {
            Which::None { threads, grid } => {
                let cut = Grid::new(extents, threads);
                grid.set(Some(cut));
                Ok(cut.share(cut.shares()))
            }
            Which::One { index, grid } if grid.fits(extents) => Ok(grid.share(index)),
            // Somebody's `Kernels` that is not the same at every call.
            Which::One { .. } => Err(Error::Geometry),
        }
    }

    #[inline(never)]
    fn second_part(&self, extents: &Extents) -> Result<Share, Error> {
        match self.which {
            Which::None { grid, .. } => {
                let cut = grid.get().and_then(|cut| cut.with_second(extents)).ok_or(Error::Geometry)?;
                grid.set(Some(cut));
                Ok(cut.share(cut.shares()))
            }
            Which::One { index, grid } if grid.fits_second(extents) => Ok(grid.share(index)),
            Which::One { .. } => Err(Error::Geometry),
        }
    }
}

pub(super) mod private {
    pub trait Sealed {}
    impl<T> Sealed for &mut [T] {}
    impl<T> Sealed for super::Shared<'_, T> {}
}
