//! Numbers at the beginning of a line of the cache: where an allocator happens to put an array
//! otherwise decides how many lines each vector touches.

use std::ops::{Deref, DerefMut};

/// Bytes of a line of the cache.
const LINE: usize = 64;

/// Numbers that begin with a line of the cache, so that results do not depend on
/// where an allocator puts them.
#[derive(Debug)]
pub(crate) struct Aligned {
    memory: Vec<f32>,
    first: usize,
    len: usize,
}

impl Aligned {
    /// A copy of `numbers`.
    pub(crate) fn new(numbers: &[f32]) -> Self {
        let mut memory = vec![0.0; numbers.len() + LINE / size_of::<f32>()];
        let first = memory.as_ptr().align_offset(LINE).min(LINE / size_of::<f32>());
        memory[first..first + numbers.len()].copy_from_slice(numbers);
        Self { memory, first, len: numbers.len() }
    }
}

impl Deref for Aligned {
    type Target = [f32];

    fn deref(&self) -> &[f32] {
        &self.memory[self.first..][..self.len]
    }
}

impl DerefMut for Aligned {
    fn deref_mut(&mut self) -> &mut [f32] {
        &mut self.memory[self.first..][..self.len]
    }
}
