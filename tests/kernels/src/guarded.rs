//! Buffers between margins.

use std::ops::Range;

/// Elements before and after the buffer: more than the widest tile.
const MARGIN: usize = 96;

/// Numbers that can be told from all others.
pub trait Mark: Copy {
    /// A quiet NaN with a payload, which no arithmetic of the kernels produces.
    const MARK: Self;

    /// Whether it is that NaN.
    fn is_mark(self) -> bool;

    /// Whether it is the same number to the bit.
    fn same(self, other: Self) -> bool;
}

impl Mark for f32 {
    const MARK: Self = Self::from_bits(0x7FC0_DEAD);

    fn is_mark(self) -> bool {
        self.same(Self::MARK)
    }

    fn same(self, other: Self) -> bool {
        self.to_bits() == other.to_bits()
    }
}

impl Mark for f64 {
    const MARK: Self = Self::from_bits(0x7FF8_0000_0000_DEAD);

    fn is_mark(self) -> bool {
        self.same(Self::MARK)
    }

    fn same(self, other: Self) -> bool {
        self.to_bits() == other.to_bits()
    }
}

/// Numbers between margins of NaN: what is read outside turns results into NaN, what is
/// written outside changes a margin.
#[derive(Clone, Debug)]
pub struct Guarded<T = f32> {
    memory: Vec<T>,
    range: Range<usize>,
}

impl<T: Mark> Guarded<T> {
    /// A copy of `values`, `shift` elements further than usual: kernels
    /// must not count on alignment.
    #[must_use]
    pub fn new(values: &[T], shift: usize) -> Self {
        let range = MARGIN + shift..MARGIN + shift + values.len();
        let mut memory = vec![T::MARK; range.end + MARGIN];
        memory[range.clone()].copy_from_slice(values);
        Self { memory, range }
    }

    /// A buffer of `len` elements to be written, all of them NaN.
    #[must_use]
    pub fn unwritten(len: usize, shift: usize) -> Self {
        Self::new(&vec![T::MARK; len], shift)
    }

    /// The numbers.
    #[must_use]
    pub fn values(&self) -> &[T] {
        &self.memory[self.range.clone()]
    }

    /// The numbers, to be written.
    #[must_use]
    pub fn values_mut(&mut self) -> &mut [T] {
        &mut self.memory[self.range.clone()]
    }

    /// Whether nothing has been written into the margins.
    #[must_use]
    pub fn is_intact(&self) -> bool {
        let (before, rest) = self.memory.split_at(self.range.start);
        let after = &rest[self.range.len()..];
        before.iter().chain(after).all(|value| value.is_mark())
    }

    /// Whether nothing has been written at all.
    #[must_use]
    pub fn is_unwritten(&self) -> bool {
        self.memory.iter().all(|value| value.is_mark())
    }
}
