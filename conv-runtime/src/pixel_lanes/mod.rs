//! Grouped and narrow layers, and any whose rows fill vectors: output pixels in the lanes.
//!
//! A tile is `NC` output channels of one group by `NV` vectors of neighbouring pixels of a row. For
//! each input channel and tap, the vectors of input are loaded and `NC` weights are broadcast:
//!
//! ```text
//! for every group, plane, row
//!   for every tile of NV * LANES pixels
//!     for every tile of NC channels
//!       acc[c][v] = 0
//!       for input channel, valid depth tap, valid row tap, column tap:
//!         acc[c][v] += weight[c][tap] * input[pixels v, tap]
//!       store acc + bias
//! ```
//!
//! Departures from this:
//!
//! 1. Rows and planes of taps that fall on padding are skipped. Along a row, lanes whose element is
//!    padding read zero (masked loads, on tiles that touch a border only), or look up their element
//!    where the border is not of zeros.
//! 2. The pixels of a tile are outputs of one phase (`taps.rs`): of a transposed layer every
//!    `stride`-th of a row. With `PH = 2`, a tile holds the two phases of a stride of 2, and
//!    interleaves them, so that its rows are stored whole.
//! 3. The last vectors of a row that do not fill a tile are computed one by one.
//! 4. Of planes that share few sets of a cache, tiles read a copy (`gathered.rs`).
//! 5. A reduction of more than 256 terms is a sum of [blocks](conv_geometry::long_sums).
//! 6. Where a weight is not a finite number, outputs at borders are computed anew without padding
//!    (`not_finite.rs`).

// Index loops over `NC`, `PH` and `NV` unroll; LLVM does not see through iterators soon enough to
// keep the sums in registers.
#![allow(clippy::needless_range_loop)]

mod channels;
pub(crate) mod columns;
mod gathered;
pub(crate) mod not_finite;
mod plain;
mod rows;
pub(crate) mod weights;

pub use gathered::gathers;
pub(crate) use plain::buffers_of_plain;
pub use plain::plain;
pub(crate) use plain::unpacked;

use channels::Channels;
use columns::{border, interior};
use gathered::Buffer;
use not_finite::{Computed, may_multiply_zeros};
use weights::Weights;

use conv_geometry::{Phase, Taps};

use crate::accepts::{Asked, Tiling};
use crate::epilogue::epilogue;
use crate::known::Known;
use crate::memory;
use crate::problem::samples;
use crate::simd::{Simd, claim, fetch, in_memory};
use crate::threaded::{Along, Columns, Extents, Outputs, Part, Tile, pixel_unit};
use crate::{Call, Described, Element, Error, Geometry, Packing, Shape};
use conv_geometry::long_sums::{Blocks, TERMS};

/// Computes a layer with `NC` output channels by `NV` vectors of pixels of `PH` phases in
/// registers.
///
/// `NC` must divide the output channels of a group, or [those](crate::threaded::Rest) that the call
/// is for; where the weights are packed in blocks, tiles of as many must each stand in one. `PH` is
/// 1, or 2 where the layer is transposed with a stride of 2 along the last axis. `geometry` and
/// `size` count where the layer has none of its own.
///
/// # Errors
///
/// As [`Problem::new`](crate::Problem::new), and [`Error::Geometry`] when `NC` or `PH` is not what
/// it must be.
#[inline(always)]
pub fn pixel_lanes<L, S, const NC: usize, const NV: usize, const PH: usize>(
    simd: S,
    geometry: Geometry,
    packing: Packing,
    size: [usize; 3],
    call: Call<'_, L::Element, impl Outputs<L::Element>>,
) -> Result<(), Error>
where
    L: Described,
    S: Simd<L::Element>,
{
    let known = Known::<L>::new(geometry, Some(packing), size, &call)?;
    let problem = known.get();
    let own = call.output.channels(problem.group_outputs());
    let asked = Asked::problem::<L>(problem, own, S::LANES, Some(packing));
    if !(Tiling::Pixels { channels: NC, phases: PH }).accepts::<L::Element>(&asked) {
        return Err(Error::Geometry);
    }
    // SAFETY: (1) checked by `Known::new`; (2) checked just now.
    unsafe { pixels::<L, S, _, NC, NV, PH>(simd, &known, Some(packing), call) }.map_err(Into::into)
}

/// [`pixel_lanes`], of what it accepts, with packed weights, or with PyTorch's as they are.
///
/// # Errors
///
/// Those of the call's outputs.
///
/// # Safety
///
/// 1. The slices of `call` have the lengths that `known` says, with weights in this `packing`.
/// 2. [`Tiling::Pixels`] accepts the layer, with `NC` and `PH`, for the channels of these outputs.
#[inline(always)]
pub(crate) unsafe fn pixels<L, S, O, const NC: usize, const NV: usize, const PH: usize>(
    simd: S,
    known: &Known<L>,
    packing: Option<Packing>,
    call: Call<'_, L::Element, O>,
) -> Result<(), O::Refusal>
where
    L: Described,
    S: Simd<L::Element>,
    O: Outputs<L::Element>,
{
    const { assert!(NC > 0 && NV > 0 && (PH == 1 || PH == 2) && S::LANES > 0 && S::LANES <= 16) };
    let problem = known.get();
    let weights = Weights::new(problem, packing, &call);
    let Call { input, mut output, weights: call_weights, .. } = call;
    let own = output.channels(problem.group_outputs());
    let channels = Channels::new(problem, own, NC);
    let samples = samples(problem, input);
    let tile = Tile {
        lanes: 1,
        channels: channels.unit,
        rows: 1,
        pixels: pixel_unit(problem, NV * S::LANES),
        columns: if PH > 1 { Columns::Phases } else { Columns::Pixels },
    };
    let part = output.part(&Extents::new(problem, samples, own, tile))?;
    let (first, end) = part.range(Along::Samples, samples, 1);
    let outputs = (end - first) * problem.output_len();
    let asks = first < end && may_multiply_zeros(simd, &known.axes()[2], call_weights, outputs);
    // Where nothing is gathered, it has no address and takes no room.
    let mut buffer = Buffer::new();
    for sample in first..end {
        let layer = Sample {
            simd,
            known,
            weights: &weights,
            input: input.as_ptr().wrapping_add(sample * problem.input_len()),
            output: output.start().wrapping_add(sample * problem.output_len()),
            buffer: if const { Sample::<L, S>::gathers::<NV, PH>() } { buffer.start() } else { core::ptr::null_mut() },
        };
        // What `Sample` asks for: the slices have this sample (1), and the part's outputs in these
        // channels are this call's, as `Outputs` promises; the buffer is a variable of this
        // function. SAFETY:
        // - `NC` divides these channels of a group, and its tiles stand in one block each (2).
        // - `PH` phases lie side by side (2).
        // - The part is that of the call's outputs.
        unsafe { layer.run::<NC, NV, PH>(channels, part) };
        if asks {
            let (first, end) = part.range(Along::Channels, channels.count, channels.unit);
            let computed = Computed {
                problem: *problem,
                weights,
                call_weights,
                input: layer.input,
                output: layer.output,
                channels: (channels.first + first, channels.first + end),
                rows: tile.rows,
                pixels: tile.pixels,
                phases: PH,
            };
            // SAFETY:
            // - The slices have the sample (1), weights their packing.
            // - Groups have these channels, which are the call's.
            // - `run` has just written the part's outputs in these channels, cut so.
            unsafe { computed.without_padding(part) };
        }
    }
    Ok(())
}

/// Bytes of the stack that the buffer of [`pixel_lanes`] takes.
pub(crate) const fn buffers<L: Described, S: Simd<L::Element>, const NV: usize, const PH: usize>() -> usize {
    if Sample::<L, S>::gathers::<NV, PH>() { Buffer::BYTES } else { 0 }
}

/// One sample of a call.
///
/// Whoever makes one vouches for what its methods rely on, beside what they ask for themselves:
///
/// - `input`, `output` and the slices of `weights` have the lengths of one sample of the `known`
///   problem, as long as the value lives.
/// - Nobody else reads or writes those outputs meanwhile that are this call's: its part's, in its
///   channels.
/// - `buffer` is a [`Buffer`] of this call alone where tiles [gather](Self::gathers) their input.
struct Sample<'a, L: Described, S> {
    simd: S,
    known: &'a Known<L>,
    weights: &'a Weights<L::Element>,
    input: *const L::Element,
    output: *mut L::Element,
    /// A [`Buffer`] where tiles [gather](Self::gathers) their input.
    buffer: *mut L::Element,
}

/// One row of outputs of `PH` neighbouring phases.
struct Row<const PH: usize> {
    group: usize,
    /// Valid taps along depth and height.
    planes: Taps,
    rows: Taps,
    columns: [Phase; PH],
    /// Offset of the first pixel in a channel of the output.
    first: usize,
    /// Outputs of the row, of all `PH` phases.
    outputs: usize,
}

/// Neighbouring outputs of each phase of a row.
#[derive(Clone, Copy)]
struct Span {
    first: usize,
    pixels: usize,
}

impl<L: Described, S: Simd<L::Element>> Sample<'_, L, S> {
    /// The problem, as far as possible constant.
    #[inline(always)]
    fn problem(&self) -> &Shape {
        self.known.get()
    }

    /// The outputs of `span` in these channels of the row's group.
    ///
    /// # Safety
    ///
    /// - `NC` divides the number of `channels`; they are of a group, or none, and each tile of `NC`
    ///   of them stands in one block of weights.
    /// - `PH` is 1, or 2 where that is the stride of a transposed layer's last axis.
    /// - The outputs of `part` in these channels are this call's.
    /// - The row is one of the output, of a group that the problem has, and its taps are valid for
    ///   it.
    /// - The row's phases have the outputs of `span`, but the second one perhaps not the last; they
    ///   are the part's, and at most `NV * LANES`.
    /// - With `INSIDE`, there are as many, [`inside`](columns::inside) is true of all phases, and
    ///   where tiles gather their input, the buffer has what the span reads.
    #[inline(always)]
    unsafe fn channels<const NC: usize, const NV: usize, const PH: usize, const INSIDE: bool>(
        &self,
        row: &Row<PH>,
        span: Span,
        channels: Channels,
        part: impl Part,
    ) {
        let (first, end) = part.range(Along::Channels, channels.count, channels.unit);
        let mut channel = first;
        while channel < end {
            // SAFETY:
            // - The group has `NC` channels from here on, which are the part's and stand in one
            //   block: `NC` divides the channels, and the unit by which they are cut.
            // - Phases, row, span and buffer are the caller's.
            unsafe { self.tile::<NC, NV, PH, INSIDE>(row, channels.first + channel, span, channel == first) };
            channel += NC;
        }
    }

    /// The outputs of `span` in `NC` channels from `channel` on. If it is to look `ahead`, what the
    /// next span reads is fetched.
    ///
    /// # Safety
    ///
    /// - The group has `NC` channels from `channel` on, which are this call's and stand in one
    ///   block of weights.
    /// - `PH` is 1, or 2 where that is the stride of a transposed layer's last axis.
    /// - The row is one of the output, of a group that the problem has, and its taps are valid for
    ///   it.
    /// - The row's phases have the outputs of `span`, but the second one perhaps not the last; they
    ///   are this call's, and at most `NV * LANES`.
    /// - With `INSIDE`, there are as many, [`inside`](columns::inside) is true of all phases, and
    ///   where tiles gather their input, the buffer has what the span reads.
    #[inline(always)]
    unsafe fn tile<const NC: usize, const NV: usize, const PH: usize, const INSIDE: bool>(
        &self,
        row: &Row<PH>,
        channel: usize,
        span: Span,
        ahead: bool,
    ) {
        let Self { simd, weights, .. } = *self;
        let problem = self.problem();
        let plane = problem.output_plane();
        let step = row.columns[0].of(&self.known.axes()[2]).step;
        let first = (row.group * problem.group_outputs() + channel) * plane + row.first + span.first * step;
        if problem.outgrows(size_of::<L::Element>()) && step == PH {
            for c in 0..NC {
                let target = self.output.wrapping_add(first + c * plane);
                for v in 0..NV * PH {
                    claim(simd, target.wrapping_add(v * S::LANES));
                }
            }
        }
        // SAFETY: the caller's channels, row, span and buffer.
        let mut sums = unsafe { self.sums::<NC, NV, PH, INSIDE>(row, channel, span, ahead) };
        for c in 0..NC {
            let target = self.output.wrapping_add(first + c * plane);
            // SAFETY: the group has the channel.
            let bias = simd.splat(unsafe { weights.bias(row.group, channel + c) });
            for v in 0..NV {
                for i in 0..PH {
                    sums[c][i][v] = epilogue(simd, sums[c][i][v], bias);
                }
                let done = v * S::LANES;
                if PH == 2 {
                    // Both phases lie side by side: twice as many outputs, but the very last of
                    // them may not exist.
                    let end = (row.outputs - 2 * span.first).min(2 * span.pixels);
                    let (low, high) = simd.interleave(sums[c][0][v], sums[c][1][v]);
                    // SAFETY: `end` outputs of the row, in both phases, follow the span's first
                    // one; they are this call's.
                    unsafe { put(simd, target.wrapping_add(2 * done), low, 1, end.saturating_sub(2 * done)) };
                    let done = 2 * done + S::LANES;
                    // SAFETY: those of these outputs that follow the first vector.
                    unsafe { put(simd, target.wrapping_add(done), high, 1, end.saturating_sub(done)) };
                } else {
                    let target = target.wrapping_add(done * step);
                    // SAFETY: so many outputs of the span follow, `step` apart, which are this
                    // call's.
                    unsafe { put(simd, target, sums[c][0][v], step, span.pixels.saturating_sub(done)) };
                }
            }
        }
    }

    /// The sums of a tile, without the bias: of a long reduction, the total of its blocks.
    ///
    /// # Safety
    ///
    /// - The group has `NC` channels from `channel` on, which stand in one block of weights.
    /// - The row is one of the output, of a group that the problem has, and its taps are valid for
    ///   it.
    /// - The row's phases have the outputs of `span`, but the second one perhaps not the last;
    ///   there are at most `NV * LANES`.
    /// - With `INSIDE`, there are as many, [`inside`](columns::inside) is true of all phases, and
    ///   where tiles gather their input, the buffer has what the span reads.
    #[inline(always)]
    unsafe fn sums<const NC: usize, const NV: usize, const PH: usize, const INSIDE: bool>(
        &self,
        row: &Row<PH>,
        channel: usize,
        span: Span,
        ahead: bool,
    ) -> [[[S::Vector; NV]; PH]; NC] {
        let simd = self.simd;
        let [depth, height, _] = self.known.axes();
        let empty = row.planes.of(depth).is_empty() || row.rows.of(height).is_empty();
        let inputs = if empty { 0 } else { self.problem().group_inputs() };
        let mut sums = [[[simd.splat(L::Element::ZERO); NV]; PH]; NC];
        if const { !Known::<L>::may_have_blocks(TERMS) } {
            // SAFETY:
            // - Channels, row, span and buffer are the caller's.
            // - All input channels of the group, or none where no plane or no row of taps is valid.
            unsafe { self.reduce::<NC, NV, PH, INSIDE>(row, channel, span, ahead, (0, inputs), &mut sums) };
            return sums;
        }
        let mut totals = sums;
        let totals = in_memory(&raw mut totals);
        let block = Blocks::new(self.problem().geometry(), TERMS).channels;
        let mut first = 0;
        loop {
            let end = (first + block).min(inputs);
            // SAFETY:
            // - Channels, row, span and buffer are the caller's.
            // - Input channels of the group, or none where no plane or no row of taps is valid.
            unsafe { self.reduce::<NC, NV, PH, INSIDE>(row, channel, span, ahead, (first, end), &mut sums) };
            for c in 0..NC {
                for i in 0..PH {
                    for v in 0..NV {
                        let total = totals.cast::<S::Vector>().wrapping_add((c * PH + i) * NV + v);
                        // SAFETY: one of the totals, which are initialised.
                        sums[c][i][v] = simd.add(unsafe { memory::read(total) }, sums[c][i][v]);
                    }
                }
            }
            if end == inputs {
                return sums;
            }
            for c in 0..NC {
                for i in 0..PH {
                    for v in 0..NV {
                        let total = totals.cast::<S::Vector>().wrapping_add((c * PH + i) * NV + v);
                        // SAFETY: one of the totals, which nobody else has.
                        unsafe { memory::write(total, sums[c][i][v]) };
                        sums[c][i][v] = simd.splat(L::Element::ZERO);
                    }
                }
            }
            first = end;
        }
    }

    /// Adds the products of input channels from `first` to before `end` and all valid taps.
    ///
    /// # Safety
    ///
    /// - The group has `NC` channels from `channel` on, which stand in one block of weights.
    /// - The row is one of the output, of a group that the problem has, and its taps are valid for
    ///   it.
    /// - The row's phases have the outputs of `span`, but the second one perhaps not the last;
    ///   there are at most `NV * LANES`.
    /// - With `INSIDE`, there are as many, [`inside`](columns::inside) is true of all phases, and
    ///   where tiles gather their input, the buffer has what the span reads.
    /// - The group has these input channels, which are none where no plane or no row of taps is
    ///   valid.
    #[inline(always)]
    unsafe fn reduce<const NC: usize, const NV: usize, const PH: usize, const INSIDE: bool>(
        &self,
        row: &Row<PH>,
        channel: usize,
        span: Span,
        ahead: bool,
        (first_input, end_input): (usize, usize),
        total: &mut [[[S::Vector; NV]; PH]; NC],
    ) {
        let Self { simd, weights, input, .. } = *self;
        let problem = self.problem();
        let axes = self.known.axes();
        let [depth, height, width] = axes;
        let (planes, rows) = (row.planes.of(depth), row.rows.of(height));
        let [_, in_height, in_width] = problem.size();
        let inputs = problem.group_inputs();
        let start = weights.channel(row.group, channel);
        let mut sums = *total;
        for input_channel in first_input..end_input {
            let plane = input.wrapping_add((row.group * inputs + input_channel) * problem.input_plane());
            for z in planes.within(depth.most_taps()).range() {
                for y in rows.within(height.most_taps()).range() {
                    // Valid taps: a row of the input.
                    let line = planes.element(z) * in_height.cast_signed() + rows.element(y);
                    let source = plane.wrapping_offset(line * in_width.cast_signed());
                    if INSIDE && ahead {
                        self.fetch_ahead::<NV, PH>(row, span, source);
                    }
                    for i in 0..PH {
                        let columns = row.columns[i].of(width);
                        let (first, step) = weights.row(axes, [&planes, &rows], &columns, [input_channel, z, y]);
                        let taps = start.wrapping_add(first);
                        let copy = if const { INSIDE && Self::gathers::<NV, PH>() } {
                            self.gathered::<NV, PH>(row, span, [input_channel, i])
                        } else {
                            core::ptr::null()
                        };
                        for x in 0..columns.taps {
                            // Loops, not closures: only what is always inlined has the instruction
                            // set's features.
                            let mut values = [simd.splat(L::Element::ZERO); NV];
                            for v in 0..NV {
                                let done = v * S::LANES;
                                let output = span.first + done;
                                values[v] = if const { INSIDE && Self::gathers::<NV, PH>() } {
                                    // SAFETY: the buffer has `NV` vectors for the only tap, of
                                    // which this is one.
                                    unsafe { simd.load(copy.wrapping_add(done)) }
                                } else if INSIDE {
                                    // SAFETY: `source` is a row of the input, since the taps along
                                    // depth and height are valid; what the tap reads for these
                                    // outputs exists (`INSIDE`).
                                    unsafe { interior(simd, &columns, source, output, x) }
                                } else {
                                    // Of the second phase the last output may not exist: nothing is
                                    // read for it.
                                    let pixels = span.pixels.min(columns.outputs - span.first).saturating_sub(done);
                                    // SAFETY: `source` is a row of the input, since the taps along
                                    // depth and height are valid; the phase has these outputs, at
                                    // most `LANES`.
                                    unsafe { border(simd, &columns, source, output, pixels.min(S::LANES), x) }
                                };
                            }
                            for c in 0..NC {
                                let address = taps.wrapping_add(c * weights.output_step() + x * step);
                                // SAFETY: the weight of a tap of the phase, of an input channel of
                                // the group, and of one of `NC` channels that stand in one block.
                                let weight = simd.splat(unsafe { memory::read(address) });
                                for v in 0..NV {
                                    sums[c][i][v] = simd.mul_add(weight, values[v], sums[c][i][v]);
                                }
                            }
                        }
                    }
                }
            }
        }
        *total = sums;
    }

    /// Has the cache bring in what the span after this one reads of the row at `source`, where the
    /// input comes from beyond L2.
    #[inline(always)]
    fn fetch_ahead<const NV: usize, const PH: usize>(&self, row: &Row<PH>, span: Span, source: *const L::Element) {
        if const { S::LANES > 1 && Known::<L>::has_far_input() } {
            let columns = row.columns[0].of(&self.known.axes()[2]);
            let pixels = NV * S::LANES;
            fetch(source.wrapping_offset(columns.window(span.first + pixels)), pixels.saturating_mul(columns.stride));
        }
    }
}

/// Writes lane `i` to `target + i * step` for `i` below `count` and `LANES`.
///
/// # Safety
///
/// - `LANES <= 16`.
/// - These elements may be written, and nobody else reads or writes them meanwhile.
#[inline(always)]
pub(crate) unsafe fn put<T: Element, S: Simd<T>>(
    simd: S,
    target: *mut T,
    vector: S::Vector,
    step: usize,
    count: usize,
) {
    if step == 1 && count >= S::LANES {
        // SAFETY: `count` elements may be written, at least a vector.
        unsafe { simd.store(target, vector) };
    } else if step == 1 {
        if count > 0 {
            // SAFETY: `count` elements may be written, fewer than a vector has.
            unsafe { simd.store_first(target, vector, count) };
        }
    } else {
        let mut lanes = [T::ZERO; 16];
        // SAFETY: the array holds 16 elements, at least `LANES`.
        unsafe { simd.store(lanes.as_mut_ptr(), vector) };
        for (i, lane) in lanes.iter().enumerate().take(S::LANES) {
            if i < count {
                // SAFETY: element `i * step` may be written, since `i < count` and `i < LANES`.
                unsafe { memory::write(target.wrapping_add(i * step), *lane) };
            }
        }
    }
}
