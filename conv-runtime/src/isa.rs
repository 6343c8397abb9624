use core::fmt;

/// An instruction set that kernels are compiled for.
///
/// With the feature `std` the best one that the CPU has is found at run time; without it, the compile target's features
/// decide (`-C target-feature=…`, `-C target-cpu=…`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Isa {
    /// x86-64 with AVX-512 F, VL, BW and DQ: 16 lanes of `f32`, 32 registers.
    Avx512,
    /// x86-64 with AVX2 and FMA: 8 lanes, 16 registers.
    Avx2,
    /// Any x86-64 (SSE2): 4 lanes, 16 registers, multiply and add apart.
    Sse2,
    /// AArch64 (NEON): 4 lanes, 32 registers.
    Neon,
    /// WebAssembly `simd128`: 4 lanes, multiply and add apart.
    Simd128,
    /// Any target: one lane.
    Scalar,
}

impl Isa {
    /// All instruction sets, widest first.
    pub const ALL: &'static [Self] = &[Self::Avx512, Self::Avx2, Self::Sse2, Self::Neon, Self::Simd128, Self::Scalar];

    /// The name in lower case, as it stands in plans and bench names.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Avx512 => "avx512",
            Self::Avx2 => "avx2",
            Self::Sse2 => "sse2",
            Self::Neon => "neon",
            Self::Simd128 => "simd128",
            Self::Scalar => "scalar",
        }
    }

    /// Whether kernels of this instruction set can run here.
    ///
    /// ```
    /// assert!(conv_runtime::Isa::Scalar.is_available());
    /// ```
    #[inline]
    #[must_use]
    pub fn is_available(self) -> bool {
        match self {
            #[cfg(target_arch = "x86_64")]
            Self::Avx512 => crate::simd::Avx512::new().is_some(),
            #[cfg(target_arch = "x86_64")]
            Self::Avx2 => crate::simd::Avx2::new().is_some(),
            #[cfg(target_arch = "x86_64")]
            Self::Sse2 => true,
            #[cfg(all(target_arch = "aarch64", target_feature = "neon", target_endian = "little"))]
            Self::Neon => true,
            #[cfg(all(target_family = "wasm", target_feature = "simd128"))]
            Self::Simd128 => true,
            Self::Scalar => true,
            _ => false,
        }
    }

    /// The instruction set that a layer's `forward` uses here.
    ///
    /// ```
    /// use conv_runtime::Isa;
    /// assert!(Isa::best().is_available());
    /// ```
    #[must_use]
    pub fn best() -> Self {
        Self::ALL.iter().copied().find(|isa| isa.is_available()).unwrap_or(Self::Scalar)
    }

    /// The instruction sets available here, widest first.
    pub fn available() -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(|isa| isa.is_available())
    }
}

impl fmt::Display for Isa {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
