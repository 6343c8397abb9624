//! Numbers that look random and are the same in every run.

/// A linear congruential generator (Knuth's MMIX constants), of which the upper half is used.
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    /// A sequence of its own for each seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(seed ^ 0x9E37_79B9_7F4A_7C15)
    }

    /// A number below `end`.
    ///
    /// # Panics
    ///
    /// When `end` is zero.
    pub fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }

    /// One of several.
    pub fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }

    /// A whole number between -4 and 4: sums of products of them are exact in any order.
    pub fn integer(&mut self) -> f32 {
        self.pick(&[-4.0, -3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0, 4.0])
    }

    /// A number between -0.5 and 0.5 whose products have to be rounded.
    pub fn fraction(&mut self) -> f32 {
        #[expect(clippy::cast_precision_loss, reason = "24 bits are exact")]
        let value = self.below(1 << 24) as f32;
        value / 16_777_216.0 - 0.5
    }
}
