//! Depthwise layers: output pixels in the lanes, several rows of outputs in a tile.
//!
//! Neighbouring rows of outputs read mostly the same rows of input. A tile is `NR` rows by `NV`
//! vectors of pixels of one output channel; each row of input is loaded once for each column tap,
//! and added to all rows of outputs that it belongs to:
//!
//! ```text
//! for every output channel, plane
//!   for every NR rows, every NV * LANES pixels
//!     acc[r][v] = 0
//!     for input channel of the group, valid depth tap:
//!       for every row of input that one of the NR rows reads, column tap:
//!         acc[r][v] += weight[tap] * input[pixels v, tap]     for each of the rows r that read it
//!     store acc + bias
//! ```
//!
//! Departures from this:
//!
//! 1. The loop over rows of input is unrolled: which of them belong to which row of outputs is then
//!    known while compiling.
//! 2. Rows of input that are padding are skipped, or looked up where the border is not of zeros.
//!    Along a row, lanes whose element is padding read zero: masked loads, in tiles that touch a
//!    border.
//! 3. In depthwise layers with few taps, a row of outputs is stored as soon as its last row of
//!    input has been added: weights then stay in registers, and sums are not spilled.
//! 4. In layers of a fixed size with at least four column taps, the rows that tiles read are copied
//!    first, with their padding, and elements a stride apart side by side (`copied.rs`, which says
//!    when).
//! 5. The last tile of a plane overlaps its neighbour; planes of fewer than `NR` rows are computed
//!    row by row.
//! 6. Where a weight is not a finite number, outputs at borders that are not numbers are computed
//!    anew without padding (`pixel_lanes/not_finite.rs`).

// Index loops over `NR` and `NV` unroll; LLVM does not see through iterators soon enough to keep
// the sums in registers.
#![allow(clippy::needless_range_loop)]

mod copied;

pub use copied::copies;

use copied::{Buffer, Held};

use conv_geometry::{Phase, Taps};

use crate::accepts::{Asked, Tiling};
use crate::epilogue::epilogue;
use crate::known::Known;
use crate::memory;
use crate::pixel_lanes::columns::{border, inside, interior};
use crate::pixel_lanes::not_finite::{Computed, may_multiply_zeros};
use crate::pixel_lanes::put;
use crate::pixel_lanes::weights::Weights;
use crate::problem::samples;
use crate::simd::Simd;
use crate::threaded::{Along, Columns, Extents, Outputs, Part, Tile as Cut, UNCUT, channel_unit};
use crate::written_out::written_out;
use crate::{Border, Call, Described, Element, Error, Geometry, Packing, Shape};

pub use conv_geometry::ways::MOST_ROWS;

/// The most taps whose weights are kept in registers, with three rows of sums and what is read: all
/// 16 registers.
const KEPT: usize = 9;

/// Computes a layer with `NR` rows by `NV` vectors of pixels in registers.
///
/// The layer must not be transposed, and `NR` rows of outputs must span at most [`MOST_ROWS`] rows
/// of input. `geometry` and `size` count where the layer has none of its own.
///
/// # Errors
///
/// As [`Problem::new`](crate::Problem::new), and [`Error::Geometry`] when the layer is not such a
/// one, or the call is not for all channels.
#[inline(always)]
pub fn stacked_rows<L, S, const NR: usize, const NV: usize>(
    simd: S,
    geometry: Geometry,
    size: [usize; 3],
    call: Call<'_, L::Element, impl Outputs<L::Element>>,
) -> Result<(), Error>
where
    L: Described,
    S: Simd<L::Element>,
{
    let packing = Some(Packing::Rows);
    let known = Known::<L>::new(geometry, packing, size, &call)?;
    let problem = known.get();
    let own = call.output.channels(problem.group_outputs());
    let asked = Asked::problem::<L>(problem, own, S::LANES, packing);
    if !(Tiling::Rows { rows: NR }).accepts::<L::Element>(&asked) {
        return Err(Error::Geometry);
    }
    // SAFETY: (1) checked by `Known::new`; (2) checked just now.
    unsafe { rows::<L, S, _, NR, NV>(simd, &known, call) }.map_err(Into::into)
}

/// [`stacked_rows`], of what it accepts.
///
/// # Errors
///
/// Those of the call's outputs.
///
/// # Safety
///
/// 1. The slices of `call` have the lengths that `known` says, weights those of [`Packing::Rows`].
/// 2. [`Tiling::Rows`] accepts the layer, with `NR`, for the channels of these outputs.
#[inline(always)]
pub(crate) unsafe fn rows<L, S, O, const NR: usize, const NV: usize>(
    simd: S,
    known: &Known<L>,
    call: Call<'_, L::Element, O>,
) -> Result<(), O::Refusal>
where
    L: Described,
    S: Simd<L::Element>,
    O: Outputs<L::Element>,
{
    const { assert!(NR > 0 && NV > 0 && S::LANES > 0 && S::LANES <= 16) };
    let problem = known.get();
    let weights = Weights::new(problem, Some(Packing::Rows), &call);
    let Call { input, mut output, weights: call_weights, .. } = call;
    let samples = samples(problem, input);
    let own = (0, problem.group_outputs());
    let channels = channel_unit(problem.group_outputs(), 1);
    let cut = Cut { lanes: 1, channels, rows: NR, pixels: UNCUT, columns: Columns::Pixels };
    let part = output.part(&Extents::new(problem, samples, own, cut))?;
    let (first, end) = part.range(Along::Samples, samples, 1);
    let outputs = (end - first) * problem.output_len();
    let asks = first < end && may_multiply_zeros(simd, &known.axes()[2], call_weights, outputs);
    // Where rows are not copied, it has no address, and no room is taken in optimised code.
    let mut buffer = Buffer::new();
    Sample::<L, S>::clear(simd, &mut buffer);
    for sample in first..end {
        let layer = Sample {
            simd,
            known,
            weights: &weights,
            buffer: if const { Sample::<L, S>::copies::<1>() } { buffer.start() } else { core::ptr::null_mut() },
            input: input.as_ptr().wrapping_add(sample * problem.input_len()),
            output: output.start().wrapping_add(sample * problem.output_len()),
        };
        // What `Sample` asks for: the slices have this sample (1), and the part's outputs are this
        // call's, as `Outputs` promises; the layer is not transposed (2); the buffer is a variable
        // of this function, and has been cleared. SAFETY: the part is that of the call's outputs.
        unsafe { layer.run::<NR, NV>(part) };
        if asks {
            let computed = Computed {
                problem: *problem,
                weights,
                call_weights,
                input: layer.input,
                output: layer.output,
                channels: part.range(Along::Channels, own.1, channels),
                rows: cut.rows,
                pixels: cut.pixels,
                phases: 1,
            };
            // SAFETY:
            // - The slices have the sample (1), weights their packing.
            // - All channels of a group are the call's.
            // - `run` has just written the part's outputs, cut so.
            unsafe { computed.without_padding(part) };
        }
    }
    Ok(())
}

/// Bytes of the stack that the buffer of [`stacked_rows`] takes.
pub(crate) const fn buffers<L: Described, S: Simd<L::Element>>() -> usize {
    if Sample::<L, S>::copies::<1>() { Buffer::BYTES } else { 0 }
}

/// One sample of a call.
///
/// Whoever makes one vouches for what its methods rely on, beside what they ask for themselves:
///
/// - `input`, `output` and the slices of `weights` have the lengths of one sample of the `known`
///   problem, as long as the value lives; the weights are packed in rows.
/// - The layer is not transposed.
/// - Nobody else reads or writes those outputs meanwhile that are this call's: its part's.
/// - `buffer` is a [cleared](Self::clear) [`Buffer`] of this call alone where rows are
///   [copied](Self::copies).
struct Sample<'a, L: Described, S> {
    simd: S,
    known: &'a Known<L>,
    weights: &'a Weights<L::Element>,
    buffer: *mut L::Element,
    input: *const L::Element,
    output: *mut L::Element,
}

/// A tile of outputs in one channel.
#[derive(Clone, Copy)]
struct Tile {
    group: usize,
    /// Within the group.
    channel: usize,
    /// Valid taps along the depth.
    planes: Taps,
    /// Offset of the plane in a channel of the output.
    plane: usize,
    /// First row of the plane.
    row: usize,
    /// First pixel of the row, and how many.
    first: usize,
    pixels: usize,
    /// Which of the copied rows is the first that it spans, where rows are copied.
    copied: usize,
}

impl<L: Described, S: Simd<L::Element>> Sample<'_, L, S> {
    /// The problem, as far as possible constant.
    #[inline(always)]
    fn problem(&self) -> &Shape {
        self.known.get()
    }

    /// All outputs of a part.
    ///
    /// # Safety
    ///
    /// - The outputs of `part` are this call's.
    #[inline(always)]
    unsafe fn run<const NR: usize, const NV: usize>(&self, part: impl Part) {
        let [_, rows, columns] = self.problem().output();
        let depth = self.problem().phase(0, 0);
        let width = self.problem().phase(2, 0);
        let (first_group, end_group) = part.range(Along::Groups, self.problem().groups(), 1);
        let outputs = self.problem().group_outputs();
        let (first_channel, end_channel) = part.range(Along::Channels, outputs, channel_unit(outputs, 1));
        let (first_plane, end_plane) = part.range(Along::Planes, depth.outputs, 1);
        let (first_row, end_row) = part.range(Along::Rows, rows, NR);
        for group in first_group..end_group {
            for channel in first_channel..end_channel {
                for plane in first_plane..end_plane {
                    let planes = Taps::new(depth, &depth.single(plane));
                    let plane = plane * rows * columns;
                    let tile = Tile { group, channel, planes, plane, row: 0, first: 0, pixels: 0, copied: 0 };
                    let (mut row, mut held) = (first_row, Held::NONE);
                    while row < end_row {
                        if end_row - first_row >= NR {
                            // Not before the part's first row, which another thread may write.
                            let tile = Tile { row: row.min(end_row - NR), ..tile };
                            // SAFETY:
                            // - `NR` rows from there exist, of which `end_row` is not the first.
                            // - The taps are valid for the plane.
                            // - What is held is of this channel and plane.
                            let copied = unsafe { self.hold::<NR>(&mut held, &tile, end_row) };
                            // SAFETY:
                            // - These rows of the plane are the part's, since it has as many before
                            //   `end_row`.
                            // - What they read is held from row `copied` on.
                            unsafe { self.rows::<NR, NV>(Tile { copied, ..tile }, &width) };
                            row += NR;
                        } else {
                            let tile = Tile { row, ..tile };
                            // SAFETY:
                            // - The row exists, and is before `end_row`.
                            // - The taps are valid for the plane.
                            // - What is held is of this channel and plane.
                            let copied = unsafe { self.hold::<1>(&mut held, &tile, end_row) };
                            // SAFETY:
                            // - The row of the plane is the part's.
                            // - What it reads is held from row `copied` on.
                            unsafe { self.rows::<1, NV>(Tile { copied, ..tile }, &width) };
                            row += 1;
                        }
                    }
                }
            }
        }
    }

    /// All outputs of `NR` rows.
    ///
    /// # Safety
    ///
    /// - The output has the tile's plane, of which `tile.planes` are the valid taps, and `NR` rows
    ///   of it from `tile.row` on, which are this call's in the tile's channel, one of its group's.
    /// - Where tiles of `NR` rows read copied rows, what these read is held, from row `tile.copied`
    ///   on.
    #[inline(always)]
    unsafe fn rows<const NR: usize, const NV: usize>(&self, tile: Tile, width: &Phase) {
        let columns = width.of(&self.known.axes()[2]);
        let full = NV * S::LANES;
        let mut first = 0;
        while first < width.outputs {
            let left = width.outputs - first;
            if const { !Self::copies::<NR>() } && left >= full && inside(&columns, first, full) {
                // SAFETY:
                // - The plane and the rows are the caller's.
                // - Rows are not copied.
                // - The rows have these pixels, as many as `NV` vectors, which are inside.
                unsafe { self.tile::<NR, NV, true>(Tile { first, pixels: full, ..tile }, &columns) };
                first += full;
            } else if left > full - S::LANES {
                // SAFETY:
                // - The plane, the rows and what is held are the caller's.
                // - The rows have these pixels, at most as many as `NV` vectors.
                unsafe { self.tile::<NR, NV, false>(Tile { first, pixels: left.min(full), ..tile }, &columns) };
                first += full;
            } else {
                // SAFETY:
                // - The plane, the rows and what is held are the caller's.
                // - The rows have these pixels, at most as many as a vector.
                unsafe { self.tile::<NR, 1, false>(Tile { first, pixels: left.min(S::LANES), ..tile }, &columns) };
                first += S::LANES;
            }
        }
    }

    /// One tile.
    ///
    /// # Safety
    ///
    /// - The output has the tile's plane, of which `tile.planes` are the valid taps, and `NR` rows
    ///   of it from `tile.row` on, which are this call's in the tile's channel, one of its group's.
    /// - Where tiles of `NR` rows read copied rows, what these read is held, from row `tile.copied`
    ///   on.
    /// - The rows have the tile's pixels, at most `NV * LANES`. With `INSIDE`, there are as many,
    ///   and [`inside`] is true of them.
    #[inline(always)]
    unsafe fn tile<const NR: usize, const NV: usize, const INSIDE: bool>(&self, tile: Tile, columns: &Phase) {
        let Self { simd, weights, input, .. } = *self;
        let problem = self.problem();
        let [depth, height, _] = self.known.axes();
        let [_, in_height, in_width] = problem.size();
        let (inputs, planes) = (problem.group_inputs(), tile.planes.of(depth));
        let mut sums = [[simd.splat(L::Element::ZERO); NV]; NR];
        // Where each row of input is visited once, rows of outputs are stored as soon as they are
        // complete: few sums are alive at a time. For all that LLVM knows a store may change the
        // weights; these are read before.
        let once = inputs == 1 && depth.most_taps() == 1 && height.kernel * columns.taps <= KEPT;
        let early = const { L::GEOMETRY.is_some() && S::LANES > 1 } && once;
        // SAFETY: the group has the channel.
        let bias = simd.splat(unsafe { weights.bias(tile.group, tile.channel) });
        let span = self.span(NR);
        let window = problem.phase(1, 0).window(tile.row);
        let taps = weights.channel(tile.group, tile.channel);
        let mut kept = [simd.splat(L::Element::ZERO); KEPT];
        if early {
            for i in 0..height.kernel * columns.taps {
                // SAFETY: a tap of the kernel, of the only input channel; they stand together.
                kept[i] = simd.splat(unsafe { memory::read(taps.wrapping_add(i)) });
            }
        }
        for channel in 0..if planes.is_empty() { 0 } else { inputs } {
            let source = input.wrapping_add((tile.group * inputs + channel) * problem.input_plane());
            for z in planes.within(depth.most_taps()).range() {
                let plane = planes.element(z) * in_height.cast_signed();
                let taps = taps.wrapping_add(channel * problem.taps() + planes.place(z) * height.kernel * columns.taps);
                written_out! { 28: row < span <= MOST_ROWS {
                    let position = window + row.cast_signed();
                    let exists = self.exists(position);
                    if exists || !matches!(height.border, Border::Zeros) {
                        let position = if exists { position } else { problem.phase(1, 0).fold(position) };
                        let source = source.wrapping_offset((plane + position) * in_width.cast_signed());
                        // SAFETY:
                        // - The plane, the rows, the pixels and what is held are the caller's.
                        // - `source` is a row of the input: it exists, or a border that is not of
                        //   zeros has given it; it has not been left out of the copy then.
                        // - `taps` are the weights of a plane of taps, of an input channel of the
                        //   group.
                        unsafe { self.input_row::<NR, NV, INSIDE>(row, source, taps, early.then_some(&kept), &tile, columns, &mut sums) };
                    }
                    if early {
                        for r in 0..NR {
                            if row == r * height.stride + (height.kernel - 1) * height.dilation {
                                // SAFETY: the tile has row `r`, whose pixels are this call's.
                                unsafe { self.store(r, &sums[r], bias, &tile) };
                            }
                        }
                    }
                } }
            }
        }
        // Without valid planes, nothing has been visited.
        if !early || planes.is_empty() {
            for r in 0..NR {
                // SAFETY: the tile has row `r`, whose pixels are this call's.
                unsafe { self.store(r, &sums[r], bias, &tile) };
            }
        }
    }

    /// Rows of input that so many rows of outputs span.
    #[inline(always)]
    fn span(&self, rows: usize) -> usize {
        let [_, height, _] = self.known.axes();
        (rows - 1) * height.stride + (height.kernel - 1) * height.dilation + 1
    }

    /// Whether the input has a row at a position.
    #[inline(always)]
    fn exists(&self, position: isize) -> bool {
        let [_, in_height, _] = self.problem().size();
        position >= 0 && position < in_height.cast_signed()
    }

    /// Stores row `r` of a tile.
    ///
    /// # Safety
    ///
    /// - The output has the tile's plane, and row `tile.row + r` of it, with the tile's pixels, at
    ///   most `NV * LANES`, in the tile's channel, one of its group's; these are this call's.
    #[inline(always)]
    unsafe fn store<const NV: usize>(&self, r: usize, sums: &[S::Vector; NV], bias: S::Vector, tile: &Tile) {
        let problem = self.problem();
        let [_, _, out_width] = problem.output();
        let first = (tile.group * problem.group_outputs() + tile.channel) * problem.output_plane()
            + tile.plane
            + (tile.row + r) * out_width
            + tile.first;
        for v in 0..NV {
            let target = self.output.wrapping_add(first + v * S::LANES);
            let output = epilogue(self.simd, sums[v], bias);
            // SAFETY: so many pixels of the row follow, which are this call's.
            unsafe { put(self.simd, target, output, 1, tile.pixels.saturating_sub(v * S::LANES)) };
        }
    }

    /// Adds row number `row` of those that the tile spans to all rows of outputs that it belongs
    /// to.
    ///
    /// # Safety
    ///
    /// - The output has the tile's plane, of which `tile.planes` are the valid taps, and `NR` rows
    ///   of it from `tile.row` on, which are this call's in the tile's channel, one of its group's.
    /// - The rows have the tile's pixels, at most `NV * LANES`. With `INSIDE`, there are as many,
    ///   and [`inside`] is true of them.
    /// - `source` points to a row of the input; where tiles of `NR` rows read copied rows, it is
    ///   held as row `tile.copied + row`.
    /// - `taps` points to the weights of a plane of taps, which are also `kept` where early stores
    ///   could seem to change them.
    #[inline(always)]
    #[allow(clippy::too_many_arguments, reason = "inlined; as many things differ from row to row")]
    unsafe fn input_row<const NR: usize, const NV: usize, const INSIDE: bool>(
        &self,
        row: usize,
        source: *const L::Element,
        taps: *const L::Element,
        kept: Option<&[S::Vector; KEPT]>,
        tile: &Tile,
        columns: &Phase,
        total: &mut [[S::Vector; NV]; NR],
    ) {
        let simd = self.simd;
        let [_, height, _] = self.known.axes();
        let mut read = false;
        for r in 0..NR {
            read = read || tap(height.stride, height.dilation, height.kernel, row, r) < height.kernel;
        }
        if !read {
            return;
        }
        let mut sums = *total;
        for x in 0..columns.taps {
            let mut values = [simd.splat(L::Element::ZERO); NV];
            for v in 0..NV {
                let done = v * S::LANES;
                values[v] = if const { Self::copies::<NR>() } {
                    // SAFETY: the row is held; the pixels are outputs, from a multiple of `LANES`
                    // on.
                    unsafe { self.copied(tile.copied + row, tile.first + done, x) }
                } else if INSIDE {
                    // SAFETY: what the tap reads of the row for these outputs exists (`INSIDE`).
                    unsafe { interior(simd, columns, source, tile.first + done, x) }
                } else {
                    let pixels = tile.pixels.saturating_sub(done).min(S::LANES);
                    // SAFETY: `source` is a row of the input; the row has these outputs, at most
                    // `LANES`.
                    unsafe { border(simd, columns, source, tile.first + done, pixels, x) }
                };
            }
            for r in 0..NR {
                let y = tap(height.stride, height.dilation, height.kernel, row, r);
                if y < height.kernel {
                    let place = y * columns.taps + x;
                    let weight = match kept {
                        Some(kept) => kept[place],
                        // SAFETY: one of a plane of taps, which stand together.
                        None => simd.splat(unsafe { memory::read(taps.wrapping_add(place)) }),
                    };
                    for v in 0..NV {
                        sums[r][v] = simd.mul_add(weight, values[v], sums[r][v]);
                    }
                }
            }
        }
        *total = sums;
    }
}

/// The row tap by which row `row` of input belongs to row `r` of outputs, counted from the tile's
/// first ones; `kernel` if there is none.
#[inline(always)]
const fn tap(stride: usize, dilation: usize, kernel: usize, row: usize, r: usize) -> usize {
    match row.checked_sub(r * stride) {
        Some(distance) if distance.is_multiple_of(dilation) && distance / dilation < kernel => distance / dilation,
        _ => kernel,
    }
}
