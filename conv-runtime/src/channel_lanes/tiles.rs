use conv_geometry::{Taps, Valid};

use super::totals::Totals;
use super::{Line, Sample, Strip};
use crate::known::Known;
use crate::long_sums::{Blocks, LONG_TERMS};
use crate::simd::{Simd, WEIGHTS_AHEAD, counted, fetch, hidden, in_place, opaque};
use crate::unroll::Loops;
use crate::written_out::written_out;
use crate::{Axis, Described, Element, Sampling};

/// The sums of a tile.
pub(super) type Sums<V, const NV: usize, const NP: usize, const PH: usize> = [[[V; NV]; PH]; NP];

/// The most multiply-adds in a row of taps that is written out, with so many registers: of longer ones, LLVM loads too far ahead and spills the sums. Seen: with sixteen registers
/// at seven taps of twelve sums.
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

/// The tiles of one line for `NV` vectors of output channels; `BUFFERED`: where pixels are these vectors side by side, not in the output.
pub(super) struct Tiles<'a, L: Described, S, const PH: usize, const BUFFERED: bool> {
    pub(super) sample: &'a Sample<'a, L, S>,
    /// First vector within the group.
    pub(super) vector: usize,
    pub(super) planes: &'a Taps,
    pub(super) strip: &'a Strip<L::Element, PH>,
    pub(super) line: &'a Line<L::Element>,
}

/// How the tiles of a row walk through the input.
struct Walk<const PH: usize> {
    /// Numbers of the taps of each phase.
    columns: [Valid; PH],
    /// Input elements between neighbouring pixels.
    step: usize,
    /// Input elements between neighbouring taps.
    dilation: isize,
}

impl<L: Described, S: Simd<L::Element>, const PH: usize, const BUFFERED: bool> Tiles<'_, L, S, PH, BUFFERED> {
    /// # Safety
    ///
    /// As [`Sample::strip`]: `line` is a line of the strip, and the group has `vector + NV` vectors of output channels.
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
            // SAFETY: `first + NP <= pixels`, since an overlapping tile exists only where `NP < pixels`.
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

    /// A tile of `NP` pixels; where the columns are those of the interior, which are constants, the loop over them is unrolled.
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

    /// A tile of `NP` pixels, for all of which all taps are valid, of a layer that is not transposed, on a line that is a row.
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

    /// Computes the tile whose first pixel is `first`.
    ///
    /// # Safety
    ///
    /// As [`run`](Self::run); `first + NP <= line.pixels`; `walk` is that of the strip and the line (an argument, so that callers can
    /// pass constants), but that a lone phase without valid taps may have any columns.
    #[inline(always)]
    unsafe fn tile<const NV: usize, const NP: usize>(&self, first: usize, walk: &Walk<PH>) {
        if const { Known::<L>::may_be_lanewise() } && !self.is_full(NV) {
            // SAFETY: the caller's promise, unchanged.
            unsafe { self.reduce::<NV, NP, false>(first, walk) };
        } else {
            // SAFETY: the caller's promise, and all lanes are channels where that counts.
            unsafe { self.reduce::<NV, NP, true>(first, walk) };
        }
    }

    /// # Safety
    ///
    /// As [`tile`](Self::tile); with `FULL`, [`is_full`](Self::is_full) is true of `NV` vectors.
    #[inline(always)]
    unsafe fn reduce<const NV: usize, const NP: usize, const FULL: bool>(&self, first: usize, walk: &Walk<PH>) {
        let Sample { simd, input, .. } = *self.sample;
        let problem = self.sample.problem();
        let [depth, height, width] = self.sample.known.axes();
        let Strip { columns: across, weights: spans, .. } = self.strip;
        let (planes, rows) = (self.planes.of(depth), self.strip.rows.of(height));
        let [_, in_height, in_width] = problem.size();
        let inputs = problem.group_inputs();
        let (transposed, kernel) = (problem.geometry().is_transposed(), [depth.kernel, height.kernel, width.kernel]);
        // One tap, one address: nothing to compute ahead.
        let single = problem.taps() == 1;
        let pixel = self.sample.input_pixel();
        let (start, first_channel) =
            (input.wrapping_add(self.line.input.wrapping_add(first.wrapping_mul(walk.step))), self.first_input());
        let mut weights = [[core::ptr::null(); NV]; PH];
        let mut starts = [0; PH];
        for i in 0..PH {
            // SAFETY: the group has these vectors.
            weights[i] = unsafe { self.column::<NV>(1 + inputs * spans[i].start) };
            // The window may begin in the padding, before the input: only valid taps are ever dereferenced.
            starts[i] = if across[i].of(width).folded { 0 } else { across[i].window.wrapping_mul(pixel.cast_signed()) };
        }
        self.claim::<NV, NP>(first);
        let mut sums = [[[simd.splat(L::Element::ZERO); NV]; PH]; NP];
        let reads_nothing = planes.is_empty() || rows.is_empty() || (PH == 1 && across[0].is_empty());
        let inputs = if reads_nothing { 0 } else { inputs };
        let block = Blocks::new(problem.geometry(), LONG_TERMS).channels;
        let mut totals = Totals::new();
        let mut begin = 0;
        loop {
            let end =
                if const { Known::<L>::may_have_blocks(LONG_TERMS) } { inputs.min(begin + block) } else { inputs };
            for channel in begin..L::UNROLL.times(end, problem.taps()) {
                for z in L::UNROLL.range(planes.within(depth.most_taps()), depth.most_taps()) {
                    for y in L::UNROLL.range(rows.within(height.most_taps()), height.most_taps()) {
                        let source = if const { Self::reads_copy() } {
                            start.wrapping_add(channel * Sample::<L, S>::pitch())
                        } else {
                            let row = planes.element(z) * in_height.cast_signed() + rows.element(y);
                            let source = start
                                .wrapping_add(self.input_channel(first_channel + channel))
                                .wrapping_offset(row * (in_width * pixel).cast_signed());
                            self.fetch_ahead::<NP>(source.wrapping_offset(starts[0]));
                            source
                        };
                        for i in 0..PH {
                            let columns = across[i].of(width);
                            let taps = if transposed { spans[i].taps } else { kernel };
                            let tap = ((channel * taps[0] + z) * taps[1] + y) * taps[2];
                            let source = source.wrapping_offset(starts[i]);
                            let source = if single { source } else { in_place(source) };
                            let mut addresses = [core::ptr::null(); NV];
                            for v in 0..NV {
                                addresses[v] = weights[i][v].wrapping_add(tap * L::Element::BLOCK);
                            }
                            if S::LANES == 1 && Self::in_one_block(NV) {
                                let first = if single { addresses[0] } else { in_place(addresses[0]) };
                                for v in 0..NV {
                                    addresses[v] = first.wrapping_add(v * S::LANES);
                                }
                            }
                            for x in L::UNROLL.range(walk.columns[i], width.most_taps()) {
                                // SAFETY: a tap of the phase: within the packed block of each vector.
                                let weight = unsafe { self.weights(&addresses, x) };
                                let reach = if columns.folded {
                                    columns.element(x) * pixel.cast_signed()
                                } else {
                                    x.cast_signed().wrapping_mul(walk.dilation)
                                };
                                let source = opaque(source.wrapping_offset(reach), i);
                                let source = if single { source } else { in_place(source) };
                                written_out! { 28: p < NP {
                                    let element = source.wrapping_add(p.wrapping_mul(walk.step));
                                    // SAFETY: tap (z, y, x) is valid for every pixel of the tile: its element lies in the input, or in the copy.
                                    let values = unsafe { self.values::<NV, FULL>(element) };
                                    for v in 0..NV {
                                        sums[p][i][v] = simd.mul_add(values[v], weight[v], sums[p][i][v]);
                                    }
                                } }
                            }
                        }
                    }
                }
            }
            if const { !Known::<L>::may_have_blocks(LONG_TERMS) } {
                break;
            }
            if begin > 0 {
                // SAFETY: a block before this one has left its totals.
                unsafe { totals.add_to(simd, &mut sums) };
            }
            if end == inputs {
                break;
            }
            totals.take(simd, &mut sums);
            begin = end;
        }
        // SAFETY: the tile's pixels lie on the line.
        unsafe { self.store(&sums, first) };
    }

    /// Whether tiles find [a copy](Sample::gather) in place of the input: all that go by way of a buffer, of a layer that has one.
    pub(super) const fn reads_copy() -> bool {
        BUFFERED && Sample::<L, S>::pitch() > 0
    }

    /// Whether `vectors` vectors of a tile always lie in the same packed block: tiles begin at multiples of as many. Then one
    /// address serves all of them.
    const fn in_one_block(vectors: usize) -> bool {
        L::Element::BLOCK.is_multiple_of(vectors * S::LANES)
    }

    /// Packed weights of the tile's vectors at `column` (0: the bias, then the taps).
    ///
    /// # Safety
    ///
    /// As [`run`](Self::run), and `column <= fan_in`.
    #[inline(always)]
    pub(super) unsafe fn column<const NV: usize>(&self, column: usize) -> [*const L::Element; NV] {
        let problem = self.sample.problem();
        let blocks = problem.group_outputs().div_ceil(L::Element::BLOCK);
        let block_len = (1 + problem.group_inputs() * problem.taps()) * L::Element::BLOCK;
        let mut columns: [*const L::Element; NV] = [core::ptr::null(); NV];
        for v in 0..NV {
            let channel = (self.vector + v) * S::LANES;
            let block = self.strip.group * blocks + channel / L::Element::BLOCK;
            let place = block * block_len + column * L::Element::BLOCK + channel % L::Element::BLOCK;
            columns[v] = if v > 0 && Self::in_one_block(NV) {
                // Known to the optimiser where it does not know the tile's first vector, too: one register for all of them.
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

    /// Whether a tile of so many vectors has weights fetched ahead: they come from far, each vector is a line of the cache, and there are so few that
    /// asking for them does not keep other loads waiting.
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
        // SAFETY: column 0 exists.
        let columns = unsafe { self.column::<NV>(0) };
        let mut bias = [self.sample.simd.splat(L::Element::ZERO); NV];
        for (bias, column) in bias.iter_mut().zip(columns) {
            // SAFETY: a vector does not cross a block, since `LANES` divides `BLOCK`.
            *bias = unsafe { self.sample.simd.load(column) };
        }
        bias
    }
}

impl<const PH: usize> Walk<PH> {
    /// The walk of a row's interior, as far as it is the same for all of its phases or all of them lie side by side: of a transposed
    /// layer with dilated taps it is not known before the phase is.
    #[inline(always)]
    fn interior(axis: &Axis, pixel: usize) -> Self {
        let Axis { kernel, stride, dilation, pad_before, sampling, .. } = *axis;
        let mut columns = [Valid { start: 0, end: kernel }; PH];
        let Sampling::Transposed { .. } = sampling else {
            let [step, dilation] = [stride, dilation].map(|elements| elements.wrapping_mul(pixel));
            return Self { columns, step, dilation: dilation.cast_signed() };
        };
        for phase in 0..PH {
            let first = if PH == stride { (phase + pad_before) % stride } else { 0 };
            columns[phase].end = kernel.saturating_sub(first).div_ceil(stride);
        }
        Self { columns, step: pixel, dilation: if dilation == 1 { -pixel.cast_signed() } else { 0 } }
    }
}
