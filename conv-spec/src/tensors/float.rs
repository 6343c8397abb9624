//! Floating point numbers of the types that files have.

/// A type of numbers in a file that layers can compute with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Float {
    F16,
    Bf16,
    F32,
    F64,
}

impl Float {
    /// By the file format's name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        match name {
            "F16" => Some(Self::F16),
            "BF16" => Some(Self::Bf16),
            "F32" => Some(Self::F32),
            "F64" => Some(Self::F64),
            _ => None,
        }
    }

    pub(crate) fn bytes(self) -> usize {
        match self {
            Self::F16 | Self::Bf16 => 2,
            Self::F32 => 4,
            Self::F64 => 8,
        }
    }

    /// The number in these little-endian bytes, exactly; `None` if they are too few.
    pub(crate) fn read(self, bytes: &[u8]) -> Option<f64> {
        Some(match self {
            Self::F16 => half(u16::from_le_bytes(*bytes.first_chunk()?)),
            // The upper half of a single.
            Self::Bf16 => f64::from(f32::from_bits(u32::from(u16::from_le_bytes(*bytes.first_chunk()?)) << 16)),
            Self::F32 => f64::from(f32::from_le_bytes(*bytes.first_chunk()?)),
            Self::F64 => f64::from_le_bytes(*bytes.first_chunk()?),
        })
    }
}

/// IEEE 754's binary16: a sign, five bits of exponent, ten of fraction.
fn half(bits: u16) -> f64 {
    let (exponent, fraction) = (bits >> 10 & 0x1F, f64::from(bits & 0x3FF) / 1024.0);
    let magnitude = match exponent {
        0 => fraction * 2.0_f64.powi(-14),
        31 if fraction == 0.0 => f64::INFINITY,
        31 => f64::NAN,
        _ => (1.0 + fraction) * 2.0_f64.powi(i32::from(exponent) - 15),
    };
    if bits & 0x8000 == 0 { magnitude } else { -magnitude }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By another way: the bits of the single, after Fabian Giesen's *half to float done quick*.
    fn single(bits: u16) -> f32 {
        let magic = f32::from_bits((254 - 15) << 23);
        let magnitude = f32::from_bits(u32::from(bits & 0x7FFF) << 13) * magic;
        let infinite = if magnitude >= f32::from_bits((127 + 16) << 23) { 255 << 23 } else { 0 };
        f32::from_bits(magnitude.to_bits() | infinite | u32::from(bits & 0x8000) << 16)
    }

    #[test]
    fn all_halves() {
        for bits in 0..=u16::MAX {
            let (found, expected) = (half(bits), f64::from(single(bits)));
            assert!(
                found.to_bits() == expected.to_bits() || found.is_nan() && expected.is_nan(),
                "{bits:#06x}: {found}"
            );
        }
        let known = [
            (0x3C00, 1.0),
            (0xC000, -2.0),
            (0x7BFF, 65504.0),
            (0x0001, 5.960_464_477_539_063e-8),
            (0x3555, 0.333_251_953_125),
        ];
        for (bits, value) in known {
            assert_eq!(half(bits).to_bits(), f64::to_bits(value), "{bits:#06x}");
        }
        assert!(half(0xFC00) == f64::NEG_INFINITY && half(0x7E00).is_nan() && half(0x8000).is_sign_negative());
    }

    #[test]
    fn all_bfloats() {
        for bits in 0..=u16::MAX {
            let (sign, exponent, fraction) = (bits >> 15, i32::from(bits >> 7 & 0xFF), f64::from(bits & 0x7F) / 128.0);
            let magnitude = match exponent {
                0 => fraction * 2.0_f64.powi(-126),
                255 if fraction > 0.0 => f64::NAN,
                255 => f64::INFINITY,
                _ => (1.0 + fraction) * 2.0_f64.powi(exponent - 127),
            };
            let expected = if sign == 0 { magnitude } else { -magnitude };
            let found = Float::Bf16.read(&bits.to_le_bytes()).unwrap();
            assert!(
                found.to_bits() == expected.to_bits() || found.is_nan() && expected.is_nan(),
                "{bits:#06x}: {found}"
            );
        }
    }
}
