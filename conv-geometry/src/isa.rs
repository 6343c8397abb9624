//! The instruction sets that kernels exist for: one table, of which everything that goes through
//! all of them is made.

use core::fmt;

/// Whether the CPU, or without `std` the compile target, has all of these features.
macro_rules! has {
    ($($feature:tt)*) => {
        // Of sets whose target has what they need, there is nothing to detect.
        {
            #[cfg(feature = "std")]
            let has = true $(&& std::arch::is_x86_feature_detected!($feature))*;
            #[cfg(not(feature = "std"))]
            let has = cfg!(all($(target_feature = $feature),*));
            has
        }
    };
}

macro_rules! table {
    ($(
        $(#[$doc:meta])*
        $Set:ident: $name:literal, $bytes:literal bytes, $registers:literal registers,
        on [$target:meta] with [$($feature:tt)*];
    )*) => {
        /// An instruction set that kernels are compiled for.
        ///
        /// With the feature `std` the best one that the CPU has is found at run time; without it,
        /// the compile target's features decide (`-C target-feature=…`, `-C target-cpu=…`).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Isa {
            $($(#[$doc])* $Set,)*
        }

        impl Isa {
            /// All instruction sets, widest first.
            pub const ALL: &[Self] = &[$(Self::$Set),*];

            /// The name in lower case, as it stands in specifications, plans and bench names.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$Set => $name,)*
                }
            }

            /// Bytes of a vector; 0 where numbers are computed one at a time.
            #[must_use]
            pub const fn vector_bytes(self) -> usize {
                match self {
                    $(Self::$Set => $bytes,)*
                }
            }

            /// Vector registers.
            #[must_use]
            pub const fn registers(self) -> usize {
                match self {
                    $(Self::$Set => $registers,)*
                }
            }

            /// Whether kernels of this instruction set can run here.
            ///
            /// ```
            /// assert!(conv_geometry::Isa::Scalar.is_available());
            /// ```
            #[inline]
            #[must_use]
            pub fn is_available(self) -> bool {
                match self {
                    $(#[cfg($target)] Self::$Set => has!($($feature)*),)*
                    _ => false,
                }
            }
        }
    };
}

table! {
    /// x86-64 with AVX-512 F, VL, BW and DQ: 16 lanes of `f32`, 32 registers.
    Avx512: "avx512", 64 bytes, 32 registers,
    on [target_arch = "x86_64"] with ["avx512f" "avx512vl" "avx512bw" "avx512dq" "avx2" "fma"];

    /// x86-64 with AVX2 and FMA: 8 lanes, 16 registers.
    Avx2: "avx2", 32 bytes, 16 registers,
    on [target_arch = "x86_64"] with ["avx2" "fma"];

    /// Any x86-64 (SSE2): 4 lanes, 16 registers, multiply and add apart.
    Sse2: "sse2", 16 bytes, 16 registers,
    on [target_arch = "x86_64"] with [];

    /// AArch64 (NEON): 4 lanes, 32 registers.
    Neon: "neon", 16 bytes, 32 registers,
    on [all(target_arch = "aarch64", target_feature = "neon", target_endian = "little")] with [];

    /// WebAssembly `simd128`: 4 lanes, multiply and add apart.
    Simd128: "simd128", 16 bytes, 16 registers,
    on [all(target_family = "wasm", target_feature = "simd128")] with [];

    /// Any target: one lane.
    Scalar: "scalar", 0 bytes, 16 registers,
    on [all()] with [];
}

impl Isa {
    /// Numbers of so many bytes in a vector.
    ///
    /// ```
    /// use conv_geometry::Isa;
    /// assert_eq!((Isa::Avx2.lanes(4), Isa::Avx2.lanes(8), Isa::Scalar.lanes(8)), (8, 4, 1));
    /// ```
    #[must_use]
    pub const fn lanes(self, bytes: usize) -> usize {
        match self.vector_bytes() / bytes {
            0 => 1,
            lanes => lanes,
        }
    }

    /// The instruction set that a layer's `forward` uses here.
    ///
    /// ```
    /// use conv_geometry::Isa;
    /// assert!(Isa::best().is_available());
    /// ```
    #[must_use]
    pub fn best() -> Self {
        Self::available().next().unwrap_or(Self::Scalar)
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
