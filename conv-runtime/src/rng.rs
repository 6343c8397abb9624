//! Random numbers for the first weights of a layer: `const`, and the same on every target.

/// A generator of pseudo-random numbers, to initialise layers.
///
/// `SplitMix64`, by Guy L. Steele Jr., Doug Lea and Christine H. Flood, *Fast splittable
/// pseudorandom number generators*, [OOPSLA 2014](https://doi.org/10.1145/2660193.2660195). The
/// same seed gives the same numbers on every target and in every release. Good enough for weights;
/// **not** for cryptography, since its state can be read off a single output.
///
/// ```
/// use conv_runtime::Rng;
///
/// let mut rng = Rng::seeded(7);
/// let weight = rng.uniform_f32(0.5);
/// assert!((-0.5..0.5).contains(&weight));
/// assert_eq!(Rng::seeded(7).uniform_f32(0.5), weight);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rng(u64);

impl Rng {
    /// A sequence of its own for each seed.
    #[must_use]
    #[inline]
    pub const fn seeded(seed: u64) -> Self {
        Self(seed)
    }

    /// 64 random bits.
    #[inline]
    pub const fn next_u64(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number from `-bound` to just below `bound`, one of 2²⁴ equally far apart.
    #[expect(clippy::cast_precision_loss, reason = "24 bits are exact")]
    #[inline]
    pub const fn uniform_f32(&mut self, bound: f32) -> f32 {
        const HALF: u32 = 1 << 23;
        let signed = (self.next_u64() >> 40).cast_signed() - HALF as i64;
        signed as f32 / HALF as f32 * bound
    }

    /// A number from `-bound` to just below `bound`, one of 2⁵³ equally far apart.
    #[expect(clippy::cast_precision_loss, reason = "53 bits are exact")]
    #[inline]
    pub const fn uniform_f64(&mut self, bound: f64) -> f64 {
        const HALF: u64 = 1 << 52;
        let signed = (self.next_u64() >> 11).cast_signed() - HALF.cast_signed();
        signed as f64 / HALF as f64 * bound
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first outputs for seed 1234567, as listed at Rosetta Code for the same algorithm.
    #[test]
    fn is_split_mix() {
        let mut rng = Rng::seeded(1_234_567);
        let first = [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423];
        assert_eq!(core::array::from_fn(|_| rng.next_u64()), first);
    }

    #[cfg_attr(miri, ignore = "takes minutes for a million draws, which have no memory to go wrong in")]
    #[test]
    fn is_uniform() {
        const DRAWS: u32 = 1 << 20;
        let (mut rng, mut tenths) = (Rng::seeded(1), [0_u32; 10]);
        let (mut sum, mut squares) = (0.0, 0.0);
        for _ in 0..DRAWS {
            let value = rng.uniform_f64(1.0);
            assert!((-1.0..1.0).contains(&value));
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 10")]
            let tenth = ((value + 1.0) * 5.0) as usize;
            tenths[tenth] += 1;
            sum += value;
            squares += value * value;
        }
        let draws = f64::from(DRAWS);
        // The mean of so many has a standard deviation of 0.00056, the variance one of
        // 0.00029: five of them are allowed.
        assert!((sum / draws).abs() < 0.0028, "mean {}", sum / draws);
        assert!((squares / draws - 1.0 / 3.0).abs() < 0.0015, "variance {}", squares / draws);
        for tenth in tenths {
            assert!((f64::from(tenth) - draws / 10.0).abs() < 5.0 * 308.0, "{tenths:?}");
        }
    }

    #[test]
    fn bounds_are_kept() {
        // The largest draw, times a bound that rounds up.
        for bound in [0.1_f32, 1.0 / 3.0, 0.999_999_9] {
            assert!((f32::from_bits(0x3F7F_FFFE) * bound) < bound);
            let mut rng = Rng::seeded(3);
            // Miri looks for wrong accesses, and takes minutes for a million draws.
            for _ in 0..if cfg!(miri) { 1 << 8 } else { 1 << 20 } {
                let value = rng.uniform_f32(bound);
                assert!((-bound..bound).contains(&value), "{value} {bound}");
            }
        }
    }

    /// Both types draw the same bits, and single precision keeps the upper ones.
    #[test]
    fn types_agree() {
        let (mut single, mut double) = (Rng::seeded(5), Rng::seeded(5));
        for _ in 0..1000 {
            let (single, double) = (f64::from(single.uniform_f32(1.0)), double.uniform_f64(1.0));
            assert!((0.0..1.2e-7).contains(&(double - single)), "{single} {double}");
        }
    }
}
