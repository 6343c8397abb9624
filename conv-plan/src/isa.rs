//! What planning knows of each instruction set: which tiles stay in its registers, and what loads
//! cost. Found from LLVM's machine code and measured, set by set.

use super::Isa;

/// What planning knows of an instruction set.
pub(super) struct Facts {
    /// The most pixels that a tile of 1, 2, 3 or 4 vectors of channels may have.
    ///
    /// The bound is where LLVM starts to spill sums where the distance of pixels is known at run
    /// time only: about 20 of 32 registers and 12 of 16 hold sums, the others weights, the
    /// broadcast input and, without a fused multiply-add, the product.
    pub(super) pixels: [usize; 4],
    /// More pixels for lines that are never columns, where each pixel's address is the first one's
    /// and a constant: all but three or four registers hold sums. The more pixels, the fewer times
    /// weights are read.
    pub(super) long: [&'static [usize]; 4],
    /// The pixels that a tile of whole rows may have with 1, 2 or 3 vectors of channels, also the
    /// tiles that end rows: few choices, so that each of them is tested. (Four pixels by two
    /// vectors of four lanes spill.)
    pub(super) whole: [&'static [usize]; 3],
    /// What whole rows take of the cycles that are counted for them, next to strips, whose columns
    /// are walked through with large strides: as measured with AVX-512 and AVX2.
    pub(super) whole_rows: f64,
    /// The most sums that a tile with pixels in the lanes may have, of one phase and of two, which
    /// share what they read.
    pub(super) sums: [usize; 2],
    /// The same of a tile of several rows, which keeps rows of weights in registers, too.
    pub(super) stacked: usize,
    /// Loads that a vector of neighbours counts for. One that crosses a line of the cache counts
    /// twice; those of 64 bytes nearly all do.
    pub(super) plain: f64,
    /// The same with a mask: so many, and so many more for each lane.
    pub(super) masked: [f64; 2],
}

/// Four lanes in sixteen registers.
const FOUR_LANES: Facts = Facts {
    pixels: [8, 5, 3, 2],
    long: [&[]; 4],
    whole: [&[4, 5, 6, 7, 8], &[5], &[]],
    whole_rows: 0.98,
    sums: [8, 8],
    stacked: 8,
    plain: 1.2,
    masked: [4.0, 1.0],
};

/// The sets in the order of [`Isa::ALL`].
const FACTS: [(Isa, Facts); Isa::ALL.len()] = [
    (
        Isa::Avx512,
        Facts {
            pixels: [8, 8, 6, 5],
            long: [&[14], &[10, 12, 14], &[9], &[6]],
            whole: [&[4, 5, 6, 7, 8, 14], &[4, 5, 6, 7, 8, 10, 12, 14], &[4, 5, 6, 9]],
            whole_rows: 0.98,
            sums: [24, 24],
            stacked: 16,
            plain: 1.9,
            masked: [2.4, 0.0],
        },
    ),
    (
        Isa::Avx2,
        Facts {
            pixels: [8, 6, 3, 2],
            long: [&[]; 4],
            whole: [&[4, 5, 6, 7, 8], &[4, 5, 6], &[]],
            whole_rows: 0.88,
            sums: [10, 12],
            stacked: 8,
            plain: 1.9,
            masked: [4.0, 0.0],
        },
    ),
    (Isa::Sse2, FOUR_LANES),
    (
        Isa::Neon,
        Facts {
            pixels: [14, 8, 6, 5],
            long: [&[], &[10, 12, 14], &[9], &[]],
            whole: [&[4, 5, 6, 7, 8, 14], &[4, 5, 6, 7, 8, 10, 12, 14], &[4, 5, 6, 9]],
            whole_rows: 0.98,
            sums: [20, 20],
            stacked: 16,
            plain: 1.2,
            masked: [4.0, 1.0],
        },
    ),
    (
        // The registers are those of the engine's CPU, as with `simd128`.
        Isa::RelaxedSimd,
        FOUR_LANES,
    ),
    (Isa::Simd128, FOUR_LANES),
    (
        Isa::Scalar,
        Facts {
            pixels: [8, 8, 6, 5],
            long: [&[]; 4],
            whole: [&[], &[], &[]],
            whole_rows: 0.98,
            sums: [16, 16],
            stacked: 12,
            plain: 1.0,
            masked: [3.0, 0.0],
        },
    ),
];

/// What planning knows of an instruction set.
pub(super) fn facts(isa: Isa) -> &'static Facts {
    let [.., (_, scalar)] = &FACTS;
    FACTS.iter().find(|(of, _)| *of == isa).map_or(scalar, |(_, facts)| facts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_set_has_its_facts() {
        assert!(FACTS.iter().map(|(isa, _)| *isa).eq(Isa::ALL.iter().copied()));
    }
}
