//! Dense layers, and those whose channels are neighbours in memory: output channels in the lanes.
//!
//! An output tile is `NV` vectors of channels by `NP` pixels, held in registers over the whole
//! reduction. For each input channel and tap, `NV` vectors of packed weights are loaded and `NP`
//! input elements are broadcast:
//!
//! ```text
//! for every strip of outputs with the same valid taps
//!   for every line of the strip, cut into tiles of NP pixels
//!     acc[p][v] = 0
//!     for input channel, depth tap, row tap, column tap:
//!       acc[p][v] += input[pixel p, tap] * weight[tap][v]
//!     store acc + bias, transposed to rows of pixels
//! ```
//!
//! Departures from this:
//!
//! 1. Outputs are cut into the phases of a transposed layer, and at the borders into strips inside
//!    which the same taps are valid (`taps.rs`): padded zeros are skipped, never multiplied. Strips
//!    that are too narrow for a tile are walked through vertically: the pixels of a tile are then
//!    neighbours in a column.
//! 2. A line is cut into tiles of `NP` and of `TAIL` pixels if some numbers of them fill it
//!    exactly; otherwise its last tile overlaps its neighbour (recomputing a few equal values), and
//!    a line shorter than a tile ends with single pixels.
//! 3. Rows of a transposed layer whose phases alternate are put together in a small buffer first
//!    (`interleaved.rs`), and then stored whole. Or a tile may hold `PH` neighbouring phases of a
//!    transposed layer side by side, `NP` pixels of each, so that its rows of outputs are.
//! 4. Bands of pixels are the outer loop and output channels the inner one, so that the input of a
//!    band is read from cache for all but the first channels; a band may be the whole strip.
//!    Channels with more weights than a [panel](conv_geometry::cache::PANEL) do so panel by panel.
//! 5. Input and output may have any [memory format](crate::MemoryFormat). Where the channels of an
//!    output pixel are neighbours, sums are stored as they are; of depthwise layers, each lane then
//!    reads its own input channel instead of a broadcast (`lanes.rs`).
//! 6. A reduction of more than 1024 terms is a sum of blocks (`totals.rs`).
//!
//! The loops of a tile, which all of these ways share, stand in `nest.rs`.

// Index loops over `NP`, `PH` and `NV` unroll; LLVM does not see through iterators soon enough to
// keep the sums in registers.
#![allow(clippy::needless_range_loop)]

mod buffer;
mod buffered_rows;
mod columns;
mod gathered;
mod interleaved;
mod lanes;
mod nest;
mod source;
mod store;
mod strip;
mod tiles;
mod totals;
mod whole_rows;

pub use buffered_rows::buffers_rows;
pub use conv_geometry::ways::{MOST_TAPS, fits};
pub(crate) use whole_rows::rows;
pub use whole_rows::whole_rows;

use core::marker::PhantomData;

use source::{Direct, InPlace, Sink, Source};
use strip::{Destination, Line, Strip};
use tiles::Tiles;

use conv_geometry::{Phase, Phased, Span, Taps};

use crate::accepts::{Asked, Tiling};
use crate::known::Known;
use crate::problem::samples;
use crate::simd::Simd;
use crate::threaded::{Along, Columns, Extents, Outputs, Part, Tile, channel_unit, pixel_unit};
use crate::{Call, Described, Element, Error, Geometry, Packing, Shape};

/// The most pixels of a tile, of all phases: so many times loops over them are written out.
pub const MOST_PIXELS: usize = 28;

/// Computes a layer with `NV` vectors of channels by `NP` pixels of `PH` phases in registers.
///
/// `NV` must divide the number of vectors that a group's output channels need, rounded up; lines
/// are cut into tiles of `NP` and `TAIL <= NP` pixels. `band` pixels, as whole lines or as a part
/// of one, are visited by all output channels before the next ones; by all of a
/// [panel](conv_geometry::cache::PANEL), where there are several. `geometry` and `size` count where
/// the layer has none of its own. `PH` is 1, or divides the stride of a transposed layer's last
/// axis, which then divides the width of the output.
///
/// # Errors
///
/// As [`Problem::new`](crate::Problem::new), and [`Error::Geometry`] when `NV` or `PH` does not
/// divide what it must, or the call is for [some](crate::threaded::First) of the channels and these
/// are not whole vectors.
#[inline(always)]
pub fn channel_lanes<L, S, const NV: usize, const NP: usize, const TAIL: usize, const PH: usize>(
    simd: S,
    geometry: Geometry,
    size: [usize; 3],
    band: usize,
    call: Call<'_, L::Element, impl Outputs<L::Element>>,
) -> Result<(), Error>
where
    L: Described,
    S: Simd<L::Element>,
{
    let packing = Some(packing::<L>(geometry));
    let known = Known::<L>::new(geometry, packing, size, &call)?;
    let problem = known.get();
    let own = call.output.channels(problem.group_outputs());
    let asked = Asked::problem::<L>(problem, own, S::LANES, packing);
    if !(Tiling::Strips { vectors: NV, phases: PH }).accepts::<L::Element>(&asked) {
        return Err(Error::Geometry);
    }
    // SAFETY: (1) checked by `Known::new`; (2) checked just now.
    unsafe { strips::<L, S, _, NV, NP, TAIL, PH>(simd, &known, band, call) }.map_err(Into::into)
}

/// [`channel_lanes`], of what it accepts.
///
/// # Errors
///
/// Those of the call's outputs.
///
/// # Safety
///
/// 1. The slices of `call` have the lengths that `known` says, weights those of the packing that
///    the layer's memory formats ask for.
/// 2. [`Tiling::Strips`] accepts the layer, with `NV` and `PH`, for the channels of these outputs.
#[inline(always)]
pub(crate) unsafe fn strips<L, S, O, const NV: usize, const NP: usize, const TAIL: usize, const PH: usize>(
    simd: S,
    known: &Known<L>,
    band: usize,
    call: Call<'_, L::Element, O>,
) -> Result<(), O::Refusal>
where
    L: Described,
    S: Simd<L::Element>,
    O: Outputs<L::Element>,
{
    const { assert!(NV > 0 && NP >= TAIL && TAIL > 0 && PH > 0 && L::Element::BLOCK.is_multiple_of(S::LANES)) };
    const { assert!(NP <= MOST_PIXELS && NP * PH <= MOST_PIXELS) };
    let problem = known.get();
    let Call { input, mut output, weights, .. } = call;
    let own = output.channels(problem.group_outputs());
    let vectors = own.1.div_ceil(S::LANES);
    let samples = samples(problem, input);
    let channels = channel_unit(vectors / NV, 1);
    let together = const { Sample::<L, S>::may_interleave(PH) } && Sample::<L, S>::interleaves(problem, NV, NP);
    let columns = if together { Columns::Phases } else { Columns::Pixels };
    let tile = Tile { lanes: NV * S::LANES, channels, rows: 1, pixels: pixel_unit(problem, NP), columns };
    let part = output.part(&Extents::new(problem, samples, own, tile))?;
    let (first, end) = part.range(Along::Samples, samples, 1);
    for sample in first..end {
        let layer = Sample {
            simd,
            known,
            band,
            input: input.as_ptr().wrapping_add(sample * problem.input_len()),
            output: output.start().wrapping_add(sample * problem.output_len()),
            weights: weights.as_ptr(),
        };
        // SAFETY: the slices have this sample (1); `NV` divides these vectors of a group, and `PH`
        // the phases, which have equally many outputs (2). The part may be written.
        unsafe { layer.run::<NV, NP, TAIL, PH>(vectors, part) };
    }
    Ok(())
}

/// Bytes of the stack that buffers of [`channel_lanes`] take: for rows of phases that alternate,
/// and for the input that they read.
pub(crate) const fn buffers<L: Described, S: Simd<L::Element>, const PH: usize>() -> usize {
    if !Sample::<L, S>::may_interleave(PH) {
        return 0;
    }
    buffer::Buffer::BYTES + if Sample::<L, S>::pitch() > 0 { gathered::Copied::BYTES } else { 0 }
}

/// As [`buffers`], of [`whole_rows`].
pub(crate) const fn buffers_of_rows<L: Described, S: Simd<L::Element>, const NV: usize, const NP: usize>() -> usize {
    if buffers_rows::<L, S, NV, NP>() { buffered_rows::RowBuffer::BYTES } else { 0 }
}

/// The layout of weights that a layer's memory formats ask for.
#[inline(always)]
fn packing<L: Described>(geometry: Geometry) -> Packing {
    if L::FORMATS.lanewise(&L::GEOMETRY.unwrap_or(geometry)) { Packing::Lanes } else { Packing::Blocks }
}

/// One sample: pointers to slices that a [`Problem`](crate::Problem) has checked.
struct Sample<'a, L: Described, S> {
    simd: S,
    known: &'a Known<L>,
    band: usize,
    input: *const L::Element,
    output: *mut L::Element,
    weights: *const L::Element,
}

impl<L: Described, S: Simd<L::Element>> Sample<'_, L, S> {
    /// The problem, as far as possible constant.
    #[inline(always)]
    fn problem(&self) -> &Shape {
        self.known.get()
    }

    /// # Safety
    ///
    /// `input`, `output` and `weights` point to slices of the lengths that `problem` describes (one
    /// sample, the packing of its formats), of which the outputs of `part` may be written in the
    /// first `vectors` of each group's output channels, by `NV`, which divides them; `PH` divides
    /// the phases of the last axis, all of which have equally many outputs if it is not 1.
    #[inline(always)]
    unsafe fn run<const NV: usize, const NP: usize, const TAIL: usize, const PH: usize>(
        &self,
        vectors: usize,
        part: impl Part,
    ) {
        let [depths, heights, widths] = self.problem().phases();
        let (first_group, end_group) = part.range(Along::Groups, self.problem().groups(), 1);
        for group in first_group..end_group {
            for z in 0..depths {
                let depth = self.problem().phase(0, z);
                let (first_plane, end_plane) = part.range(Along::Planes, depth.outputs, 1);
                for plane in first_plane..end_plane {
                    let planes = Taps::new(depth, &depth.single(plane));
                    let plane = depth.first + plane * depth.step;
                    // Phases of the rows read the same input: those of a band follow each other.
                    let rows = if heights > 1 { self.band_rows() } else { usize::MAX };
                    let longest = self.problem().phase(1, 0).outputs;
                    let mut row = 0;
                    while row < longest {
                        let band = (row, row.saturating_add(rows));
                        for y in 0..heights {
                            let height = self.problem().phase(1, y);
                            if const { Self::may_interleave(PH) } && Self::interleaves(self.problem(), NV, NP) {
                                // SAFETY: the caller's promise; the plane and the phase are the
                                // problem's.
                                unsafe {
                                    self.interleaved::<NV, NP, TAIL>(
                                        group,
                                        &planes,
                                        plane,
                                        (height, band),
                                        vectors,
                                        part,
                                    );
                                };
                                continue;
                            }
                            let mut x = 0;
                            while x < widths {
                                // Loops, not closures: these are not always inlined.
                                let mut widths = [self.problem().phase(2, x); PH];
                                for i in 1..PH {
                                    widths[i] = self.problem().phase(2, x + i);
                                }
                                // SAFETY: the caller's promise; the plane and the phases are the
                                // problem's.
                                unsafe {
                                    let widths = (widths, vectors);
                                    self.plane::<NV, NP, TAIL, PH>(group, &planes, plane, (height, band), widths, part);
                                };
                                x += PH;
                            }
                        }
                        row = band.1;
                    }
                }
            }
        }
    }

    /// Rows of a phase that are a band.
    #[inline(always)]
    fn band_rows(&self) -> usize {
        // Phases are not empty; a division that says so is no panic in firmware.
        self.band.checked_div(self.problem().phase(2, 0).outputs).unwrap_or(0).max(1)
    }

    /// The outputs in a plane of one phase of the rows, of those in a band, and of `PH`
    /// neighbouring phases of the columns.
    ///
    /// # Safety
    ///
    /// As [`run`](Self::run); `plane` is a plane of the output, `planes` are its valid taps, the
    /// phases are those of height and width.
    #[inline(always)]
    unsafe fn plane<const NV: usize, const NP: usize, const TAIL: usize, const PH: usize>(
        &self,
        group: usize,
        planes: &Taps,
        plane: usize,
        (height, band): (Phase, (usize, usize)),
        (widths, vectors): ([Phase; PH], usize),
        part: impl Part,
    ) {
        let [_, height_axis, width_axis] = self.known.axes();
        let height = height.of(height_axis);
        let order = Phased::all(self.known.axes());
        let mut weights = [Span::new(&order, [planes.phase.tap, height.tap, widths[0].tap]); PH];
        for i in 1..PH {
            weights[i] = Span::new(&order, [planes.phase.tap, height.tap, widths[i].tap]);
        }
        let [_, out_height, out_width] = self.problem().output();
        let written = self.output_pixel();
        // A product, so that the optimiser sees a multiple of `NV`.
        let tiles = vectors / NV;
        let (first, end) = part.range(Along::Channels, tiles, channel_unit(tiles, 1));
        let vectors = (first * NV, end * NV);
        let (first_row, end_row) = part.range(Along::Rows, height.outputs, 1);
        let (mut row, end_row) = (first_row.max(band.0), end_row.min(band.1));
        let (first_column, end_column) = part.range(Along::Pixels, widths[0].outputs, pixel_unit(self.problem(), NP));
        while row < end_row {
            let mut rows = height.segment(row);
            rows.end = part.clip(rows.end, end_row).min(band.1);
            let first_row = plane * out_height + height.first + row * height.step;
            row = rows.end;
            let mut column = first_column;
            while column < end_column {
                let width = widths[0].of(width_axis);
                let segment = width.segment(column);
                let mut columns = [Taps::new(width, &segment); PH];
                let mut end = part.clip(segment.end, end_column);
                for i in 1..PH {
                    let width = widths[i].of(width_axis);
                    let segment = width.segment(column);
                    columns[i] = Taps::new(width, &segment);
                    end = end.min(segment.end);
                }
                let destination = Destination {
                    start: self.output,
                    first: (first_row * out_width + widths[0].first + column * width.step) * written,
                    pixel: width.step.wrapping_mul(written),
                    row: height.step.wrapping_mul(out_width * written),
                };
                let strip = Strip {
                    group,
                    outputs: [rows.end - rows.start, end - column],
                    rows: Taps::new(height, &rows),
                    columns,
                    weights,
                    destination,
                };
                column = end;
                // Not a loop of one turn where there is one panel, which makes LLVM forget what is
                // constant.
                if const { Known::<L>::has_panels() } {
                    let panel = self.problem().panel(S::LANES, NV, size_of::<L::Element>());
                    let mut first = vectors.0;
                    while first < vectors.1 {
                        let vectors = (first, vectors.1.min(first.saturating_add(panel)));
                        first = vectors.1;
                        // SAFETY: the caller's promise; segments hold outputs of their phases, and
                        // the taps that are valid for them; a panel is whole tiles.
                        unsafe { self.strip::<NV, NP, TAIL, PH, InPlace, Direct>(planes, &strip, vectors) };
                    }
                } else {
                    // SAFETY: as above.
                    unsafe { self.strip::<NV, NP, TAIL, PH, InPlace, Direct>(planes, &strip, vectors) };
                }
            }
        }
    }

    /// All outputs of a strip in the channels of the vectors from the first to before the second, a
    /// whole number of tiles.
    ///
    /// # Safety
    ///
    /// As [`run`](Self::run); the strip lies within the output, or its buffer has room for it, and
    /// its taps, with `planes`, are valid for all of it; its group has these vectors.
    #[inline(always)]
    unsafe fn strip<const NV: usize, const NP: usize, const TAIL: usize, const PH: usize, In: Source, Out: Sink>(
        &self,
        planes: &Taps,
        strip: &Strip<L::Element, PH>,
        (first_vector, end_vector): (usize, usize),
    ) {
        let [_, _, in_width] = self.problem().size();
        let [row_count, column_count] = strip.outputs;
        // Asked of the problem first: where a plane is one row, that is a constant, also in a
        // share.
        let [_, out_rows, _] = self.problem().output();
        let vertical = out_rows > 1 && column_count < NP && row_count > column_count;
        let (lines, pixels) = if vertical { (column_count, row_count) } else { (row_count, column_count) };
        let [_, height, width] = self.known.axes();
        let (rows, columns) = (strip.rows.phase.of(height), strip.columns[0].phase.of(width));
        // Between rows that exist the step is within the input; a stride that no second row uses
        // may be any number.
        let read = self.input_pixel();
        let along_row = (columns.stride.wrapping_mul(read), strip.destination.pixel);
        let along_column = (rows.stride.wrapping_mul(in_width * read), strip.destination.row);
        let (line_step, step) = if vertical { (along_row, along_column) } else { (along_column, along_row) };
        // A band is some whole lines, or a part of a line.
        // Strips are not empty; a division that says so is no panic in firmware.
        let band_lines = self.band.checked_div(pixels).unwrap_or(0).max(1);
        let band_pixels = if self.band < pixels { self.band.div_ceil(NP).max(1) * NP } else { pixels };
        let mut line = 0;
        while line < lines {
            let line_end = (line + band_lines).min(lines);
            let mut pixel = 0;
            while pixel < pixels {
                let mut vector = first_vector;
                while vector < end_vector {
                    for index in line..line_end {
                        let line = Line {
                            pixels: band_pixels.min(pixels - pixel),
                            input: index.wrapping_mul(line_step.0).wrapping_add(pixel.wrapping_mul(step.0)),
                            input_step: step.0,
                            start: strip.destination.start,
                            output: strip.destination.first + index * line_step.1 + pixel * step.1,
                            output_step: step.1,
                        };
                        let tiles = Tiles::<_, _, PH, In, Out> {
                            sample: self,
                            vector,
                            planes,
                            strip,
                            line: &line,
                            ways: PhantomData,
                        };
                        // SAFETY: the line lies within the strip; `vector + NV <= vectors` since
                        // `NV` divides them.
                        unsafe { tiles.run::<NV, NP, TAIL>() };
                    }
                    vector += NV;
                }
                pixel += band_pixels;
            }
            line = line_end;
        }
    }
}
