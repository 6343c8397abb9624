//! The tiles of one line: which there are, and what the compiler knows of each.
//!
//! A line is cut into tiles of `NP` pixels, one of `TAIL` pixels or several that fill it, and
//! single pixels of a line that is shorter than both. A tile in which all taps are those of the
//! interior is compiled with them as constants; any other asks its strip.

use core::marker::PhantomData;

use conv_geometry::Taps;

use super::columns::{Inside, Walk};
use super::source::{Sink, Source};
use super::{Line, Sample, Strip};
use crate::known::Known;
use crate::simd::{Simd, WEIGHTS_AHEAD, counted, fetch, hidden};
use crate::{Described, Element};

/// The most multiply-adds in a row of taps that is written out, with so many registers: of longer
/// ones, LLVM loads too far ahead and spills the sums. Seen: with sixteen registers at seven taps
/// of twelve sums.
const fn most_written(registers: usize) -> usize {
    if registers < 32 { 72 } else { 84 }
}

/// Whether a tile leaves no registers for the weights of a second tap, where a multiply-add is two
/// instructions, whose product takes one: written out, LLVM loads those weights ahead all the same
/// and spills sums.
const fn fills_registers<T: Element, S: Simd<T>>(vectors: usize, pixels: usize) -> bool {
    // Two taps' weights, a broadcast and a product.
    S::SPLIT && S::LANES > 1 && vectors * pixels + 2 * vectors + 2 > S::REGISTERS
}

/// The tiles of one line, in some vectors of output channels.
pub(super) struct Tiles<'a, L: Described, S, const PH: usize, In, Out> {
    pub(super) sample: &'a Sample<'a, L, S>,
    /// First vector within the group.
    pub(super) vector: usize,
    pub(super) planes: &'a Taps,
    pub(super) strip: &'a Strip<L::Element, PH>,
    pub(super) line: &'a Line<L::Element>,
    pub(super) ways: PhantomData<(In, Out)>,
}

impl<L: Described, S: Simd<L::Element>, const PH: usize, In: Source, Out: Sink> Tiles<'_, L, S, PH, In, Out> {
    /// # Safety
    ///
    /// As [`Sample::strip`]: `line` is a line of the strip, and the group has `vector + NV` vectors
    /// of output channels.
    #[inline(always)]
    pub(super) unsafe fn run<const NV: usize, const NP: usize, const TAIL: usize>(&self) {
        let pixels = self.line.pixels;
        // As many full tiles as leave a multiple of `TAIL`.
        let mut full = pixels / NP;
        while full > 0 && !(pixels - full * NP).is_multiple_of(TAIL) {
            full -= 1;
        }
        let overlap = !(pixels - full * NP).is_multiple_of(TAIL) && pixels > NP;
        if overlap {
            full = pixels / NP;
        }
        let tiles = full + usize::from(overlap);
        for tile in 0..tiles {
            let first = if tile < full { tile * NP } else { pixels - NP };
            // SAFETY: `first + NP <= pixels`, since an overlapping tile exists only where
            // `NP < pixels`.
            unsafe { self.full::<NV, NP>(first) };
        }
        if overlap {
            return;
        }
        let mut pixel = full * NP;
        while pixel + TAIL <= pixels {
            // SAFETY: as the condition says.
            unsafe { self.partial::<NV, TAIL>(pixel) };
            pixel += TAIL;
        }
        if TAIL > 1 {
            while pixel < pixels {
                // SAFETY: as the condition says.
                unsafe { self.partial::<NV, 1>(pixel) };
                pixel += 1;
            }
        }
    }

    /// A tile of `NP` pixels; where the columns are those of the interior, which are constants, the
    /// loop over them is unrolled.
    ///
    /// # Safety
    ///
    /// As [`run`](Self::run), and `first + NP <= line.pixels`.
    #[inline(always)]
    unsafe fn full<const NV: usize, const NP: usize>(&self, first: usize) {
        let [_, _, axis] = self.sample.known.axes();
        let mut inside = Walk::<PH>::interior(axis, self.sample.input_pixel());
        let pixel = self.sample.input_pixel().cast_signed();
        let mut taps = 0;
        let mut constant = self.line.input_step == inside.step;
        for i in 0..PH {
            let Taps { phase, valid, folded, .. } = self.strip.columns[i].of(axis);
            let columns = inside.columns[i];
            constant &= valid.start == 0
                && valid.end == columns.end
                && phase.dilation.wrapping_mul(pixel) == inside.dilation
                && !folded;
            taps += columns.end;
        }
        if constant && L::UNROLL.specialises(axis, taps * NV * NP, S::LANES) {
            for i in 0..PH {
                let end = inside.columns[i].end;
                if end > 1 {
                    inside.columns[i].end =
                        if const { fills_registers::<L::Element, S>(NV, NP) } { hidden(end) } else { counted(end) };
                }
            }
            // SAFETY: the strip's columns and the line's step, as constants.
            unsafe { self.tile::<NV, NP>(first, &inside) };
        } else {
            // SAFETY: the caller's promise, unchanged.
            unsafe { self.partial::<NV, NP>(first) };
        }
    }

    /// A tile of `NP` pixels, for all of which all taps are valid, of a layer that is not
    /// transposed, on a line that is a row.
    ///
    /// # Safety
    ///
    /// As [`run`](Self::run), and `first + NP <= line.pixels`.
    #[inline(always)]
    pub(super) unsafe fn inside<const NV: usize, const NP: usize>(&self, first: usize) {
        let [_, _, axis] = self.sample.known.axes();
        let mut walk = Walk::<PH>::interior(axis, self.sample.input_pixel());
        for i in 0..PH {
            let taps = walk.columns[i].end;
            if taps * NV * NP > const { most_written(S::REGISTERS) } {
                walk.columns[i].end = hidden(taps);
            }
        }
        // SAFETY: the walk is that of every pixel for which all taps are valid.
        unsafe { self.tile::<NV, NP>(first, &walk) };
    }

    /// One tile anywhere on the line.
    ///
    /// # Safety
    ///
    /// As [`run`](Self::run), and `first + NP <= line.pixels`.
    #[inline(always)]
    unsafe fn partial<const NV: usize, const NP: usize>(&self, first: usize) {
        let [_, _, axis] = self.sample.known.axes();
        let columns = &self.strip.columns;
        let mut valid = [columns[0].valid; PH];
        for i in 0..PH {
            valid[i] = if PH == 1 { columns[i].within(axis.most_taps()) } else { columns[i].valid };
        }
        let pixel = self.sample.input_pixel().cast_signed();
        let dilation = columns[0].phase.of(axis).dilation.wrapping_mul(pixel);
        let walk = Walk { columns: valid, step: self.line.input_step, dilation };
        // SAFETY: the caller's promise; the strip's columns and the line's step.
        unsafe { self.tile::<NV, NP>(first, &walk) };
    }

    /// A tile all of whose pixels have the columns of a walk.
    ///
    /// # Safety
    ///
    /// As [`run`](Self::run); `first + NP <= line.pixels`; `walk` is that of the strip and the line
    /// (an argument, so that callers can pass constants), but that a lone phase without valid taps
    /// may have any columns.
    #[inline(always)]
    unsafe fn tile<const NV: usize, const NP: usize>(&self, first: usize, walk: &Walk<PH>) {
        let [_, _, axis] = self.sample.known.axes();
        let start = self.line.input.wrapping_add(first.wrapping_mul(walk.step));
        let columns =
            Inside { walk, start, across: &self.strip.columns, axis, pixel: self.sample.input_pixel().cast_signed() };
        // SAFETY: the caller's promise.
        unsafe { self.compute::<_, 1, NV, NP>(self, first, &columns) };
    }

    /// Whether `vectors` vectors of a tile always lie in the same packed block: tiles begin at
    /// multiples of as many. Then one address serves all of them.
    pub(super) const fn in_one_block(vectors: usize) -> bool {
        L::Element::BLOCK.is_multiple_of(vectors * S::LANES)
    }

    /// Packed weights of the tile's vectors at `column` (0: the bias, then the taps).
    #[inline(always)]
    pub(super) fn column<const NV: usize>(&self, column: usize) -> [*const L::Element; NV] {
        let problem = self.sample.problem();
        let blocks = problem.group_outputs().div_ceil(L::Element::BLOCK);
        let block_len = (1 + problem.group_inputs() * problem.taps()) * L::Element::BLOCK;
        let mut columns: [*const L::Element; NV] = [core::ptr::null(); NV];
        for v in 0..NV {
            let channel = (self.vector + v) * S::LANES;
            let block = self.strip.group * blocks + channel / L::Element::BLOCK;
            let place = block * block_len + column * L::Element::BLOCK + channel % L::Element::BLOCK;
            columns[v] = if v > 0 && Self::in_one_block(NV) {
                // Known to the optimiser where it does not know the tile's first vector, too: one
                // register for all of them.
                columns[0].wrapping_add(v * S::LANES)
            } else {
                self.sample.weights.wrapping_add(place)
            };
        }
        columns
    }

    /// The weights of a tap, `tap` columns after `columns`.
    ///
    /// # Safety
    ///
    /// The column lies within the packed block of each vector.
    #[inline(always)]
    pub(super) unsafe fn weights<const NV: usize>(
        &self,
        columns: &[*const L::Element; NV],
        tap: usize,
    ) -> [S::Vector; NV] {
        let simd = self.sample.simd;
        let mut weights = [simd.splat(L::Element::ZERO); NV];
        // Loops, not closures: only what is always inlined has the instruction set's features.
        for v in 0..NV {
            let place = columns[v].wrapping_add(tap * L::Element::BLOCK);
            // SAFETY: the caller's promise.
            weights[v] = unsafe { simd.load(place) };
            if const { Self::fetches_weights(NV) } {
                fetch(place.wrapping_add(WEIGHTS_AHEAD / size_of::<L::Element>()), 1);
            }
        }
        weights
    }

    /// Whether a tile of so many vectors has weights fetched ahead: they come from far, each vector
    /// is a line of the cache, and there are so few that asking for them does not keep other loads
    /// waiting.
    const fn fetches_weights(vectors: usize) -> bool {
        const LINE: usize = 64;
        vectors <= 2 && S::LANES * size_of::<L::Element>() == LINE && Known::<L>::has_far_weights()
    }

    /// The bias of each vector's channels.
    ///
    /// # Safety
    ///
    /// As [`run`](Self::run).
    #[inline(always)]
    pub(super) unsafe fn bias<const NV: usize>(&self) -> [S::Vector; NV] {
        let columns = self.column::<NV>(0);
        let mut bias = [self.sample.simd.splat(L::Element::ZERO); NV];
        for (bias, column) in bias.iter_mut().zip(columns) {
            // SAFETY: a vector does not cross a block, since `LANES` divides `BLOCK`.
            *bias = unsafe { self.sample.simd.load(column) };
        }
        bias
    }
}
