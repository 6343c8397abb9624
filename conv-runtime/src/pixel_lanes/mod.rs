//! Grouped and narrow layers, and any whose rows fill vectors: output pixels in the lanes.
//!
//! A tile is `NC` output channels of one group by `NV` vectors of neighbouring pixels of a row. For each input channel and
//! tap, the vectors of input are loaded and `NC` weights are broadcast:
//!
//! ```text
//! for every group, plane, row
//!   for every tile of NV * LANES pixels
//!     for every tile of NC channels
//!       acc[c][v] = bias[c]
//!       for input channel, valid depth tap, valid row tap, column tap:
//!         acc[c][v] += weight[c][tap] * input[pixels v, tap]
//!       store acc
//! ```
//!
//! Departures from this:
//!
//! 1. Rows and planes of taps that fall on padding are skipped. Along a row, lanes whose element is padding read zero
//!    (masked loads, on tiles that touch a border only), or look up their element where the border is not of zeros.
//! 2. The pixels of a tile are outputs of one phase (`taps.rs`): of a transposed layer every `stride`-th of a row. With
//!    `PH = 2`, a tile holds the two phases of a stride of 2, and interleaves them, so that its rows are stored whole.
//! 3. The last vectors of a row that do not fill a tile are computed one by one.
//! 4. Of planes that share few sets of a cache, tiles read a copy (`gathered.rs`).

// Index loops over `NC`, `PH` and `NV` unroll; LLVM does not see through iterators soon enough to keep the sums in registers.
#![allow(clippy::needless_range_loop)]

mod channels;
pub(crate) mod columns;
mod gathered;
mod plain;
mod rows;
pub(crate) mod weights;

pub use gathered::gathers;
pub(crate) use gathered::least_outputs;
pub(crate) use plain::buffers_of_plain;
pub use plain::plain;

use channels::Channels;
use columns::{border, interior};
use gathered::Buffer;
use weights::Weights;

use conv_geometry::{Phase, Taps};

use crate::epilogue::epilogue;
use crate::known::Known;
use crate::memory;
use crate::problem::samples;
use crate::simd::{Simd, claim, fetch};
use crate::threaded::{Along, Columns, Extents, Outputs, Part, Tile, pixel_unit};
use crate::{Call, Described, Element, Error, Geometry, Packing, Sampling, Shape};

/// Computes a layer with `NC` output channels by `NV` vectors of pixels of `PH` phases in registers.
///
/// `NC` must divide the output channels of a group, or [those](crate::threaded::Rest) that the call is for; where the weights are packed in blocks, tiles of
/// as many must each stand in one. `PH` is 1,
/// or 2 where the layer is transposed with a stride of 2 along the last axis. `geometry` and `size` count where the layer has none of
/// its own.
///
/// # Errors
///
/// As [`Problem::new`](crate::Problem::new), and [`Error::Geometry`] when `NC` or `PH` is not what it must be.
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
    run::<L, S, NC, NV, PH>(simd, geometry, Some(packing), size, call)
}

#[inline(always)]
fn run<L, S, const NC: usize, const NV: usize, const PH: usize>(
    simd: S,
    geometry: Geometry,
    packing: Option<Packing>,
    size: [usize; 3],
    call: Call<'_, L::Element, impl Outputs<L::Element>>,
) -> Result<(), Error>
where
    L: Described,
    S: Simd<L::Element>,
{
    const { assert!(NC > 0 && NV > 0 && (PH == 1 || PH == 2) && S::LANES > 0 && S::LANES <= 16) };
    let known = Known::<L>::new(geometry, packing, size, &call)?;
    let problem = known.get();
    // Neighbouring pixels are read and written as vectors.
    if !L::FORMATS.are_contiguous() || matches!(packing, Some(Packing::Lanes)) {
        return Err(Error::Geometry);
    }
    let width = problem.geometry().axes[2];
    let interleaved = PH == 1 || (matches!(width.sampling, Sampling::Transposed { .. }) && width.stride == PH);
    let weights = Weights::new(problem, packing, &call);
    let Call { input, mut output, .. } = call;
    let own = output.channels(problem.group_outputs());
    let channels = Channels::new(problem, own, NC);
    let in_block = !matches!(packing, Some(Packing::Blocks)) || channels.in_blocks::<L::Element>(NC);
    if !channels.count.is_multiple_of(NC) || !in_block || !interleaved {
        return Err(Error::Geometry);
    }
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
    // Where nothing is gathered, it has no address and takes no room.
    let mut buffer = Buffer::new();
    for sample in first..end {
        let layer = Sample {
            simd,
            known: &known,
            weights: &weights,
            input: input.as_ptr().wrapping_add(sample * problem.input_len()),
            output: output.start().wrapping_add(sample * problem.output_len()),
            buffer: if const { Sample::<L, S>::gathers::<NV, PH>() } { buffer.start() } else { core::ptr::null_mut() },
        };
        // SAFETY: `Problem::new` has checked the slices, which have this sample, `NC` divides these channels of a group, by which tiles stand in
        // blocks, and `PH` phases lie side by side. The part may be written.
        unsafe { layer.run::<NC, NV, PH>(channels, part) };
    }
    Ok(())
}

/// Bytes of the stack that the buffer of [`pixel_lanes`] takes.
pub(crate) const fn buffers<L: Described, S: Simd<L::Element>, const NV: usize, const PH: usize>() -> usize {
    if Sample::<L, S>::gathers::<NV, PH>() { Buffer::BYTES } else { 0 }
}

/// One sample: pointers to slices that a [`Problem`](crate::Problem) has checked.
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
    /// As [`row`](Self::row); the row's phases have these outputs, but the second one perhaps not the last; there are at most
    /// `NV * LANES`. With `INSIDE`, [`inside`](columns::inside) is true for all phases, there are as many, and where tiles gather their input, the buffer has the span's.
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
            // SAFETY: the caller's promise; `NC` divides the channels.
            unsafe { self.tile::<NC, NV, PH, INSIDE>(row, channels.first + channel, span, channel == first) };
            channel += NC;
        }
    }

    /// The outputs of `span` in `NC` channels from `channel` on. If it is to look `ahead`, what the next span reads is fetched.
    ///
    /// # Safety
    ///
    /// As [`channels`](Self::channels); the group has these channels, which stand in one block of weights.
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
        let mut sums = [[[simd.splat(L::Element::ZERO); NV]; PH]; NC];
        let plane = problem.output_plane();
        let step = row.columns[0].of(&self.known.axes()[2]).step;
        let first = (row.group * problem.group_outputs() + channel) * plane + row.first + span.first * step;
        if problem.outgrows() && step == PH {
            for c in 0..NC {
                let target = self.output.wrapping_add(first + c * plane);
                for v in 0..NV * PH {
                    claim(target.wrapping_add(v * S::LANES));
                }
            }
        }
        // SAFETY: the caller's promise, unchanged.
        unsafe { self.reduce::<NC, NV, PH, INSIDE>(row, channel, span, ahead, &mut sums) };
        for c in 0..NC {
            let target = self.output.wrapping_add(first + c * plane);
            // SAFETY: the channel exists.
            let bias = simd.splat(unsafe { weights.bias(row.group, channel + c) });
            for v in 0..NV {
                for i in 0..PH {
                    sums[c][i][v] = epilogue(simd, sums[c][i][v], bias);
                }
                let done = v * S::LANES;
                if PH == 2 {
                    // Both phases lie side by side: twice as many outputs, but the very last of them may not exist.
                    let end = (row.outputs - 2 * span.first).min(2 * span.pixels);
                    let (low, high) = simd.interleave(sums[c][0][v], sums[c][1][v]);
                    // SAFETY: outputs of the row.
                    unsafe { put(simd, target.wrapping_add(2 * done), low, 1, end.saturating_sub(2 * done)) };
                    let done = 2 * done + S::LANES;
                    // SAFETY: as above.
                    unsafe { put(simd, target.wrapping_add(done), high, 1, end.saturating_sub(done)) };
                } else {
                    let target = target.wrapping_add(done * step);
                    // SAFETY: the pixels lie within the row of the output, `step` apart.
                    unsafe { put(simd, target, sums[c][0][v], step, span.pixels.saturating_sub(done)) };
                }
            }
        }
    }

    /// Sums over input channels and valid taps.
    ///
    /// # Safety
    ///
    /// As [`tile`](Self::tile).
    #[inline(always)]
    unsafe fn reduce<const NC: usize, const NV: usize, const PH: usize, const INSIDE: bool>(
        &self,
        row: &Row<PH>,
        channel: usize,
        span: Span,
        ahead: bool,
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
        let reduced = if planes.is_empty() || rows.is_empty() { 0 } else { inputs };
        for input_channel in 0..reduced {
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
                            // Loops, not closures: only what is always inlined has the instruction set's features.
                            let mut values = [simd.splat(L::Element::ZERO); NV];
                            for v in 0..NV {
                                let done = v * S::LANES;
                                let output = span.first + done;
                                values[v] = if const { INSIDE && Self::gathers::<NV, PH>() } {
                                    // SAFETY: the buffer has the span's elements for the only tap.
                                    unsafe { simd.load(copy.wrapping_add(done)) }
                                } else if INSIDE {
                                    // SAFETY: `INSIDE`.
                                    unsafe { interior(simd, &columns, source, output, x) }
                                } else {
                                    // Of the second phase the last output may not exist: nothing is read for it.
                                    let pixels = span.pixels.min(columns.outputs - span.first).saturating_sub(done);
                                    // SAFETY: `source` is a row of the input; these are outputs of the row.
                                    unsafe { border(simd, &columns, source, output, pixels.min(S::LANES), x) }
                                };
                            }
                            for c in 0..NC {
                                let address = taps.wrapping_add(c * weights.output_step() + x * step);
                                // SAFETY: a tap of the kernel, of one of the tile's channels.
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

    /// Has the cache bring in what the span after this one reads of the row at `source`, where the input comes from beyond L2.
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
/// `LANES <= 16`, and these elements may be written.
#[inline(always)]
pub(crate) unsafe fn put<T: Element, S: Simd<T>>(
    simd: S,
    target: *mut T,
    vector: S::Vector,
    step: usize,
    count: usize,
) {
    if step == 1 && count >= S::LANES {
        // SAFETY: the caller vouches for the elements.
        unsafe { simd.store(target, vector) };
    } else if step == 1 {
        if count > 0 {
            // SAFETY: as above.
            unsafe { simd.store_first(target, vector, count) };
        }
    } else {
        let mut lanes = [T::ZERO; 16];
        // SAFETY: the array holds 16 elements, at least `LANES`.
        unsafe { simd.store(lanes.as_mut_ptr(), vector) };
        for (i, lane) in lanes.iter().enumerate().take(S::LANES) {
            if i < count {
                // SAFETY: `i < count`, which the caller vouches for.
                unsafe { memory::write(target.wrapping_add(i * step), *lane) };
            }
        }
    }
}
