use crate::Dtype;

/// The instruction sets that kernels exist for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Isa {
    /// x86-64 with AVX-512 F, VL, BW, DQ.
    Avx512,
    /// x86-64 with AVX2 and FMA.
    Avx2,
    /// Any x86-64.
    Sse2,
    /// AArch64.
    Neon,
    /// WebAssembly with `simd128`.
    Simd128,
    /// Any target.
    Scalar,
}

/// What planning knows of an instruction set.
pub(super) struct Facts {
    name: &'static str,
    /// Bytes of a vector; 0: one number at a time.
    bytes: usize,
    /// The most pixels that a tile of 1, 2, 3 or 4 vectors of channels may have.
    ///
    /// The bound is where LLVM starts to spill sums where the distance of pixels is known at run time only: about 20 of 32 registers
    /// and 12 of 16 hold sums, the others weights, the broadcast input and, without a fused multiply-add, the product.
    pub(super) pixels: [usize; 4],
    /// More pixels for lines that are never columns, where each pixel's address is the first one's and a constant: all but three or
    /// four registers hold sums. The more pixels, the fewer times weights are read.
    pub(super) long: [&'static [usize]; 4],
    /// The pixels that a tile of whole rows may have with 1, 2 or 3 vectors of channels, also the tiles that end rows: few choices, so that each of them is tested.
    /// (Four pixels by two vectors of four lanes spill.)
    pub(super) whole: [&'static [usize]; 3],
    /// What whole rows take of the cycles that are counted for them, next to strips, whose columns are walked through with large strides: as measured with
    /// AVX-512 and AVX2.
    pub(super) whole_rows: f64,
    /// The most sums that a tile with pixels in the lanes may have, of one phase and of two, which share what they read.
    pub(super) sums: [usize; 2],
    /// The same of a tile of several rows, which keeps rows of weights in registers, too.
    pub(super) stacked: usize,
}

impl Isa {
    /// All of them, widest first.
    pub const ALL: [Self; 6] = [Self::Avx512, Self::Avx2, Self::Sse2, Self::Neon, Self::Simd128, Self::Scalar];

    /// The name in lower case; also that of the generated method.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.facts().name
    }

    /// Numbers in a vector.
    ///
    /// ```
    /// use conv_spec::Dtype;
    /// use conv_spec::plan::Isa;
    /// assert_eq!((Isa::Avx2.lanes(Dtype::F32), Isa::Avx2.lanes(Dtype::F64), Isa::Scalar.lanes(Dtype::F64)), (8, 4, 1));
    /// ```
    #[must_use]
    pub fn lanes(self, dtype: Dtype) -> usize {
        (self.facts().bytes / dtype.bytes()).max(1)
    }

    pub(super) fn facts(self) -> &'static Facts {
        match self {
            Self::Avx512 => &Facts {
                name: "avx512",
                bytes: 64,
                pixels: [8, 8, 6, 5],
                long: [&[14], &[10, 12, 14], &[9], &[6]],
                whole: [&[4, 5, 6, 7, 8, 14], &[4, 5, 6, 7, 8, 10, 12, 14], &[4, 5, 6, 9]],
                whole_rows: 0.98,
                sums: [24, 24],
                stacked: 16,
            },
            Self::Avx2 => &Facts {
                name: "avx2",
                bytes: 32,
                pixels: [8, 6, 3, 2],
                long: [&[]; 4],
                whole: [&[4, 5, 6, 7, 8], &[4, 5, 6], &[]],
                whole_rows: 0.88,
                sums: [10, 12],
                stacked: 8,
            },
            Self::Sse2 => &Facts {
                name: "sse2",
                bytes: 16,
                pixels: [8, 5, 3, 2],
                long: [&[]; 4],
                whole: [&[4, 5, 6, 7, 8], &[5], &[]],
                whole_rows: 0.98,
                sums: [8, 8],
                stacked: 8,
            },
            Self::Neon => &Facts {
                name: "neon",
                bytes: 16,
                pixels: [14, 8, 6, 5],
                long: [&[], &[10, 12, 14], &[9], &[]],
                whole: [&[4, 5, 6, 7, 8, 14], &[4, 5, 6, 7, 8, 10, 12, 14], &[4, 5, 6, 9]],
                whole_rows: 0.98,
                sums: [20, 20],
                stacked: 16,
            },
            Self::Simd128 => &Facts {
                name: "simd128",
                bytes: 16,
                pixels: [8, 5, 3, 2],
                long: [&[]; 4],
                whole: [&[4, 5, 6, 7, 8], &[5], &[]],
                whole_rows: 0.98,
                sums: [8, 8],
                stacked: 8,
            },
            Self::Scalar => &Facts {
                name: "scalar",
                bytes: 0,
                pixels: [8, 8, 6, 5],
                long: [&[]; 4],
                whole: [&[], &[], &[]],
                whole_rows: 0.98,
                sums: [16, 16],
                stacked: 12,
            },
        }
    }
}
