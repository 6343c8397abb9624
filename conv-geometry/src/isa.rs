//! The instruction sets that kernels exist for: one table, of which everything that goes through
//! all of them is made, here and in `conv-runtime`.

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

/// The table: calls the macro `$then` with `$with`, and then a row for each set.
///
/// A row has the names of the set, of its methods and of its entry, vectors and registers, the
/// targets that have it, and the features that the CPU must have as well. Sets of one target stand
/// together, the best one first; what is the best one, and all that a target needs, has no
/// features.
#[doc(hidden)]
#[macro_export]
macro_rules! isa_table {
    ($then:ident $($with:tt)*) => {
        $then! {
            $($with)*

            /// x86-64 with AVX-512 F, VL, BW and DQ: 16 lanes of `f32`, 32 registers.
            Avx512, avx512, enter_avx512: 64 bytes, 32 registers,
            on [target_arch = "x86_64"] with ["avx512f" "avx512vl" "avx512bw" "avx512dq" "avx2" "fma"];

            /// x86-64 with AVX2 and FMA: 8 lanes, 16 registers.
            Avx2, avx2, enter_avx2: 32 bytes, 16 registers,
            on [target_arch = "x86_64"] with ["avx2" "fma"];

            /// Any x86-64 (SSE2): 4 lanes, 16 registers, multiply and add apart.
            Sse2, sse2, enter_sse2: 16 bytes, 16 registers,
            on [target_arch = "x86_64"] with [];

            /// AArch64 (NEON): 4 lanes, 32 registers.
            Neon, neon, enter_neon: 16 bytes, 32 registers,
            on [all(target_arch = "aarch64", target_feature = "neon", target_endian = "little")] with [];

            /// WebAssembly `relaxed-simd`: 4 lanes, multiply and add in one instruction, which is
            /// fused where the engine and its CPU do that.
            RelaxedSimd, relaxed_simd, enter_relaxed_simd: 16 bytes, 16 registers,
            on [all(target_family = "wasm", target_feature = "simd128", target_feature = "relaxed-simd")] with [];

            /// WebAssembly `simd128`: 4 lanes, multiply and add apart.
            Simd128, simd128, enter_simd128: 16 bytes, 16 registers,
            on [all(target_family = "wasm", target_feature = "simd128")] with [];

            /// Any target: one lane.
            Scalar, scalar, enter_scalar: 0 bytes, 16 registers,
            on [all()] with [];
        }
    };
}

macro_rules! sets {
    ($(
        $(#[$doc:meta])*
        $Set:ident, $name:ident, $enter:ident: $bytes:tt bytes, $registers:tt registers,
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
                    $(Self::$Set => stringify!($name),)*
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

isa_table! { sets }

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
