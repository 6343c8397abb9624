//! Buffers between margins.

use std::ops::Range;

/// Elements before and after the buffer: more than the widest tile.
const MARGIN: usize = 96;

/// A quiet NaN with a payload, which no arithmetic of the kernels produces.
const MARK: u32 = 0x7FC0_DEAD;

/// Numbers between margins of NaN: what is read outside turns results into NaN, what is written outside changes a margin.
#[derive(Clone, Debug)]
pub struct Guarded {
    memory: Vec<f32>,
    range: Range<usize>,
}

impl Guarded {
    /// A copy of `values`, `shift` elements further than usual: kernels must not count on alignment.
    #[must_use]
    pub fn new(values: &[f32], shift: usize) -> Self {
        let range = MARGIN + shift..MARGIN + shift + values.len();
        let mut memory = vec![f32::from_bits(MARK); range.end + MARGIN];
        memory[range.clone()].copy_from_slice(values);
        Self { memory, range }
    }

    /// A buffer of `len` elements to be written, all of them NaN.
    #[must_use]
    pub fn unwritten(len: usize, shift: usize) -> Self {
        Self::new(&vec![f32::from_bits(MARK); len], shift)
    }

    /// The numbers.
    #[must_use]
    pub fn values(&self) -> &[f32] {
        &self.memory[self.range.clone()]
    }

    /// The numbers, to be written.
    #[must_use]
    pub fn values_mut(&mut self) -> &mut [f32] {
        &mut self.memory[self.range.clone()]
    }

    /// Whether nothing has been written into the margins.
    #[must_use]
    pub fn is_intact(&self) -> bool {
        let (before, rest) = self.memory.split_at(self.range.start);
        let after = &rest[self.range.len()..];
        before.iter().chain(after).all(|value| value.to_bits() == MARK)
    }

    /// Whether nothing has been written at all.
    #[must_use]
    pub fn is_unwritten(&self) -> bool {
        self.memory.iter().all(|value| value.to_bits() == MARK)
    }
}
