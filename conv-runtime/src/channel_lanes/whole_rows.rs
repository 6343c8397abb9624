//! Whole rows in tiles: pixels at the left and right border stay in the tiles of their row.
//!
//! Where the padding along a row is narrower than a tile, only its first and its last tile meet it.
//! In these, the loop over column taps is unrolled, and each tap has its own pixels:
//!
//! ```text
//! kernel 3, padding 1, a tile of 4 pixels at the left border      tap 0 |  . 1 2 3
//!                                                                 tap 1 |  0 1 2 3
//!                                                                 tap 2 |  0 1 2 3
//! ```
//!
//! No padding is multiplied, as in the [strips](super); with a border other than zeros, each pixel
//! and tap has the element that stands there. No column of single pixels is left over, whose few
//! sums would wait for each other. Rows that tiles do not fill end with smaller ones, or with one
//! that overlaps (`cut.rs`).

use core::marker::PhantomData;

use super::buffered_rows::RowBuffer;
use super::columns::Border;
use super::source::{Direct, InPlace, Sink};
use super::tiles::Tiles;
use super::{Destination, Line, MOST_PIXELS, Sample, Strip, packing};
use crate::accepts::{Asked, Tiling};
use crate::known::Known;
use crate::problem::samples;
use crate::simd::Simd;
use crate::threaded::{Along, Columns, Extents, Outputs, Part, Tile, channel_unit, pixel_unit};
use crate::{Call, Described, Element, Error, Geometry};
use conv_geometry::{Cut, Phase, Phased, Span, Taps, Valid};

/// Whether the registers have room for the sums of two rows, so many each, and for what is
/// multiplied: then two neighbouring rows that are one tile each are [computed
/// together](super::nest).
const fn has_pairs(sums: usize, vectors: usize, lanes: usize, registers: usize) -> bool {
    lanes > 1 && 2 * sums + vectors < registers
}

/// Computes a layer with `NV` vectors of channels by `NP` pixels in registers, in whole rows.
///
/// `NV` must divide the number of vectors that a group's output channels need, rounded up. Rows end
/// with tiles of `TAIL` pixels that fill them; where `TAIL` is `NP`, the last tile overlaps the one
/// before it, unless all fill the row. Rows must [fit](conv_geometry::ways). `band` pixels, as
/// whole rows, are visited by all output channels before the next ones. `geometry` and `size` count
/// where the layer has none of its own.
///
/// # Errors
///
/// As [`Problem::new`](crate::Problem::new), and [`Error::Geometry`] when `NV` does not divide what
/// it must, rows do not fit, or the call is for [some](crate::threaded::First) of the channels and
/// these are not whole vectors.
#[inline(always)]
pub fn whole_rows<L, S, const NV: usize, const NP: usize, const TAIL: usize>(
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
    if !(Tiling::WholeRows { vectors: NV, pixels: NP, tail: TAIL }).accepts::<L::Element>(&asked) {
        return Err(Error::Geometry);
    }
    // SAFETY: (1) checked by `Known::new`; (2) checked just now.
    unsafe { rows::<L, S, _, NV, NP, TAIL>(simd, &known, band, call) }.map_err(Into::into)
}

/// [`whole_rows`], of what it accepts.
///
/// # Errors
///
/// Those of the call's outputs.
///
/// # Safety
///
/// 1. The slices of `call` have the lengths that `known` says, weights those of the packing that
///    the layer's memory formats ask for.
/// 2. [`Tiling::WholeRows`] accepts the layer, with `NV`, `NP` and `TAIL`, for the channels of
///    these outputs.
#[inline(always)]
pub(crate) unsafe fn rows<L, S, O, const NV: usize, const NP: usize, const TAIL: usize>(
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
    const { assert!(NV > 0 && NP >= TAIL && TAIL > 0 && NP <= MOST_PIXELS && L::Element::BLOCK.is_multiple_of(S::LANES)) };
    let problem = known.get();
    let Call { input, mut output, weights, .. } = call;
    let own = output.channels(problem.group_outputs());
    let vectors = own.1.div_ceil(S::LANES);
    let samples = samples(problem, input);
    let channels = channel_unit(vectors / NV, 1);
    let [_, _, outputs] = problem.output();
    let columns = Columns::Tiles { count: Cut::new(outputs, NP, TAIL).tiles(), sizes: [NP, TAIL] };
    let tile = Tile { lanes: NV * S::LANES, channels, rows: 1, pixels: pixel_unit(problem, 1), columns };
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
        // SAFETY: the slices have this sample (1); `NV` divides these vectors of a group, and rows
        // fit (2). The part may be written.
        unsafe { layer.whole::<NV, NP, TAIL>(vectors, part) };
    }
    Ok(())
}

impl<L: Described, S: Simd<L::Element>> Sample<'_, L, S> {
    /// # Safety
    ///
    /// `input`, `output` and `weights` point to slices of the lengths that `problem` describes (one
    /// sample, the packing of its formats), of which the outputs of `part` may be written in the
    /// first `vectors` of each group's output channels, by `NV`, which divides them, and along a
    /// row by the tile; rows [fit](conv_geometry::ways) `NP` and `TAIL`.
    #[inline(always)]
    unsafe fn whole<const NV: usize, const NP: usize, const TAIL: usize>(&self, vectors: usize, part: impl Part) {
        let [_, out_height, out_width] = self.problem().output();
        let depth = self.problem().phase(0, 0);
        let (first_group, end_group) = part.range(Along::Groups, self.problem().groups(), 1);
        let (first_plane, end_plane) = part.range(Along::Planes, depth.outputs, 1);
        let (first_row, end_row) = part.range(Along::Rows, out_height, 1);
        // A product, as in strips.
        let tiles = vectors / NV;
        let (first, end) = part.range(Along::Channels, tiles, channel_unit(tiles, 1));
        let (first_vector, end_vector) = (first * NV, end * NV);
        // Where rows are not buffered, it has no address and takes no room.
        let mut buffer = RowBuffer::new();
        let streams = if const { Self::buffers_rows::<NV, NP>() } { self.streams() } else { None };
        for group in first_group..end_group {
            for plane in first_plane..end_plane {
                let planes = Taps::new(depth, &depth.single(plane));
                let mut row = first_row;
                while row < end_row {
                    // Strips are not empty; a division that says so is no panic in firmware.
                    let band = self.band.checked_div(out_width).unwrap_or(0).max(1);
                    // Whatever their valid taps: rows that all channels visit by themselves would
                    // have all weights read once more.
                    let end = end_row.min(row.saturating_add(band));
                    let mut vector = first_vector;
                    while vector < end_vector {
                        let mut number = row;
                        while number < end {
                            let (strip, line) = self.row_strip(group, plane, number);
                            let tiles = self.row::<Direct>(vector, &planes, &strip, &line);
                            if const { has_pairs(NV * NP, NV, S::LANES, S::REGISTERS) && Known::<L>::may_be_wide(NP) }
                                && out_width == NP
                                && number + 1 < end
                            {
                                let (strip, line) = self.row_strip(group, plane, number + 1);
                                let next = self.row::<Direct>(vector, &planes, &strip, &line);
                                // SAFETY: (1) both rows lie within the output, each is one tile;
                                // (2) they are of one plane and group, and `vector + NV <= vectors`
                                // since `NV` divides them; (3) these are the columns of a tile at
                                // the border.
                                unsafe { tiles.compute::<_, 2, NV, NP>(&next, 0, &tiles.border(0)) };
                                number += 2;
                                continue;
                            }
                            if const { Self::buffers_rows::<NV, NP>() } {
                                // SAFETY: (1) the row lies within the output; as above; (2) a
                                // buffer for rows; (3) asked just now.
                                unsafe { tiles.buffered_row::<NV, NP, TAIL>(buffer.start(), streams.as_ref(), part) };
                            } else {
                                // SAFETY: as above.
                                unsafe { tiles.row::<NV, NP, TAIL>(part) };
                            }
                            number += 1;
                        }
                        vector += NV;
                    }
                    row = end;
                }
            }
        }
    }
}

impl<L: Described, S: Simd<L::Element>> Sample<'_, L, S> {
    /// The tiles of a row.
    #[inline(always)]
    fn row<'a, Out>(
        &'a self,
        vector: usize,
        planes: &'a Taps,
        strip: &'a Strip<L::Element, 1>,
        line: &'a Line<L::Element>,
    ) -> Tiles<'a, L, S, 1, InPlace, Out> {
        Tiles { sample: self, vector, planes, strip, line, ways: PhantomData }
    }

    /// A row of a plane, as the strip of one line that it is.
    #[inline(always)]
    fn row_strip(&self, group: usize, plane: usize, row: usize) -> (Strip<L::Element, 1>, Line<L::Element>) {
        let [_, out_height, out_width] = self.problem().output();
        let [_, height_axis, width_axis] = self.known.axes();
        let height = self.problem().phase(1, 0).of(height_axis);
        let columns = self.problem().phase(2, 0).of(width_axis);
        let all = Valid { start: 0, end: columns.taps };
        let first = (plane * out_height + row) * out_width * self.output_pixel();
        let destination = Destination { start: self.output, first, pixel: self.output_pixel(), row: 0 };
        let strip = Strip {
            group,
            rows: Taps::new(height, &height.single(row)),
            columns: [Taps { phase: columns, valid: all, window: columns.window(0), folded: false }],
            weights: [Span::new(&Phased::all(self.known.axes()), [0; 3])],
            outputs: [1, out_width],
            destination,
        };
        let line = Line {
            pixels: out_width,
            input: 0,
            input_step: columns.stride.wrapping_mul(self.input_pixel()),
            start: self.output,
            output: first,
            output_step: destination.pixel,
        };
        (strip, line)
    }
}

impl<L: Described, S: Simd<L::Element>> Tiles<'_, L, S, 1, InPlace, Direct> {
    /// # Safety
    ///
    /// As [`Sample::whole`]: `line` is a row of the output, and the group has `vector + NV` vectors
    /// of output channels.
    #[inline(always)]
    unsafe fn row<const NV: usize, const NP: usize, const TAIL: usize>(&self, part: impl Part) {
        let (mut pixel, end) = self.share::<NP, TAIL>(part);
        while pixel < end {
            // SAFETY: a tile begins there, in a row that fits.
            pixel = unsafe { self.next::<NV, NP, TAIL>(pixel) };
        }
    }
}

impl<L: Described, S: Simd<L::Element>, Out: Sink> Tiles<'_, L, S, 1, InPlace, Out> {
    /// How the row is cut: of the problem, constants, not of the line. Otherwise each tap at a
    /// border asks for its pixels at run time.
    #[inline(always)]
    fn cut<const NP: usize, const TAIL: usize>(&self) -> Cut {
        let [_, _, pixels] = self.sample.problem().output();
        Cut::new(pixels, NP, TAIL)
    }

    /// Where the first tile of a part of the row begins, and where the part ends.
    #[inline(always)]
    pub(super) fn share<const NP: usize, const TAIL: usize>(&self, part: impl Part) -> (usize, usize) {
        let cut = self.cut::<NP, TAIL>();
        let (first, end) = part.range(Along::Pixels, cut.tiles(), pixel_unit(self.sample.problem(), 1));
        if first < end { (cut.start(first), cut.start(end)) } else { (0, 0) }
    }

    /// Computes the tile that begins at `pixel`, and says where the next one begins. One that
    /// overlaps the one before it begins where that ends, to the caller.
    ///
    /// # Safety
    ///
    /// As [`Sample::whole`]: the group has `vector + NV` vectors of output channels; a tile begins
    /// at `pixel`. `line` is a row of the output, where those of the tile may be written, or of a
    /// buffer that has room for `NP` pixels from there on, and for those before it that a tile has
    /// in common with the one before.
    #[inline(always)]
    pub(super) unsafe fn next<const NV: usize, const NP: usize, const TAIL: usize>(&self, pixel: usize) -> usize {
        let cut = self.cut::<NP, TAIL>();
        let (last, ragged) = (cut.outputs - TAIL, self.ragged::<NP, TAIL>());
        if pixel == 0 {
            // SAFETY: the row has `NP` pixels.
            unsafe { self.at_border::<NV, NP>(0) };
            NP
        } else if pixel < ragged {
            // SAFETY: there are more than `NP` pixels from there on, and all taps are valid for
            // these.
            unsafe { self.inside::<NV, NP>(pixel) };
            pixel + NP
        } else if const { TAIL == NP } && pixel < last {
            // SAFETY: as above, but for the taps.
            unsafe { self.at_border::<NV, NP>(ragged) };
            ragged + NP
        } else if const { TAIL < NP } && pixel < last {
            // SAFETY: there are more than `TAIL` pixels from there on, and all taps are valid for
            // these.
            unsafe { self.inside::<NV, TAIL>(pixel) };
            pixel + TAIL
        } else {
            // SAFETY: the row has `TAIL` pixels from there. Where they begin before `pixel`, the
            // part has the tile before this one, too.
            unsafe { self.at_border::<NV, TAIL>(last) };
            cut.outputs
        }
    }

    /// Where the tile before the last one begins, if the last one overlaps it so far that it, too,
    /// meets padding; otherwise where tiles of `TAIL` pixels begin.
    #[inline(always)]
    fn ragged<const NP: usize, const TAIL: usize>(&self) -> usize {
        let [_, _, width] = self.sample.known.axes();
        let Cut { tail_start, .. } = self.cut::<NP, TAIL>();
        let before = tail_start.saturating_sub(1) / NP * NP;
        let columns = self.sample.problem().phase(2, 0).of(width);
        let meets = const { TAIL == NP } && before >= NP && !columns.is_inside(before + NP - 1);
        if meets { before } else { tail_start }
    }

    /// Computes the tile whose first pixel is `first`, at a border: each column tap with the pixels
    /// for which it is valid.
    ///
    /// # Safety
    ///
    /// As [`Sample::whole`]: `line` is a row of the output or of a buffer, and the group has
    /// `vector + NV` vectors of output channels; `first + NP <= line.pixels`.
    #[inline(always)]
    unsafe fn at_border<const NV: usize, const NP: usize>(&self, first: usize) {
        // SAFETY: the caller's promise.
        unsafe { self.compute::<_, 1, NV, NP>(self, first, &self.border(first)) };
    }

    /// The columns of a tile at a border.
    #[inline(always)]
    fn border(&self, first: usize) -> Border {
        let [_, _, width] = self.sample.known.axes();
        let [_, _, size] = self.sample.problem().size();
        let columns = Phase { size, ..self.strip.columns[0].phase.of(width) };
        Border { columns, first, pixel: self.sample.input_pixel().cast_signed() }
    }
}
