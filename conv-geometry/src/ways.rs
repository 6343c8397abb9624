//! The ways through a layer that kernels take and planning counts: what decides about each.
//!
//! All of them follow from the sizes of a layer, of a tile and of a number. Planes of a tensor
//! whose distance is a large power of two begin in the same sets of L1 ([`crowds`]): then a tile's
//! lines leave the cache before the next tile, and input is worth a copy, output a buffer.

use crate::cache::{LINE, PAGE, WAYS, common_page};
use crate::{Cut, Shape};

/// The most column taps of whole rows, whose loop over them is written out.
pub const MOST_TAPS: usize = 11;

/// The most rows of input that a tile of stacked rows spans.
pub const MOST_ROWS: usize = 24;

/// Whether a pixel has more lines in a set of L1 than stay there, one in each of so many `planes`
/// of so many `bytes`.
#[must_use]
#[inline(always)]
pub const fn crowds(planes: usize, bytes: usize) -> bool {
    planes.saturating_mul(common_page(bytes)) > WAYS * PAGE
}

/// Whether the planes of the output that a tile of so many `channels` writes to crowd: their lines
/// leave L1 from one tile of a row to the next.
#[must_use]
#[inline(always)]
pub const fn crowds_output(shape: &Shape, channels: usize, bytes: usize) -> bool {
    let outputs = shape.group_outputs();
    crowds(if channels < outputs { channels } else { outputs }, shape.output_plane() * bytes)
}

/// Whether outputs have one tap, which reads so many channels whose planes crowd that these do not
/// stay in L1 for the next output channels.
#[must_use]
#[inline(always)]
pub const fn crowds_input(shape: &Shape, bytes: usize) -> bool {
    let [depth, height, width] = &shape.geometry().axes;
    let one_tap = depth.most_taps() == 1 && height.most_taps() == 1 && width.most_taps() == 1;
    one_tap && crowds(shape.group_inputs(), shape.input_plane() * bytes)
}

/// Whether it is worth while to copy input that [crowds](crowds_input): the channels of a group are
/// at most `room`, the phases of a row read neighbours, and each element is read for `least`
/// outputs, in all of a tile's `phases`.
#[must_use]
#[inline(always)]
pub const fn copies_input(shape: &Shape, room: usize, least: usize, phases: usize, bytes: usize) -> bool {
    let width = &shape.geometry().axes[2];
    let near = (width.kernel - 1).saturating_mul(width.dilation) <= width.stride;
    let read = shape.group_outputs().saturating_mul(phases);
    near && crowds_input(shape, bytes) && shape.group_inputs() <= room && read >= least
}

/// For how many outputs of its group each element is read at least where a copy is worth while, for
/// tiles of so many `vectors` of so many `bytes`: fewer if these are one or two lines of the cache,
/// since more tiles read each of them then, and look ahead to it less far.
#[inline]
#[must_use]
pub const fn least_outputs(bytes: usize, vectors: usize) -> usize {
    if bytes * vectors > 2 * LINE { bytes } else { bytes / 2 }
}

/// Whether the rows of a layer can be cut into tiles of `pixels`, ended by tiles of `tail`: it is
/// not transposed, its rows are that long, a smaller `tail` fills them where `pixels` alone do not,
/// and only the first and the last tile meet padding. A `tail` of `pixels` is none: then the last
/// tile may overlap the one before it.
#[inline(always)]
#[must_use]
pub const fn fits(shape: &Shape, pixels: usize, tail: usize) -> bool {
    let [_, _, width] = &shape.geometry().axes;
    let [_, _, outputs] = shape.output();
    if shape.geometry().is_transposed() || width.kernel > MOST_TAPS || pixels == 0 || pixels > outputs {
        return false;
    }
    if Cut::new(outputs, pixels, tail).tail != tail {
        return false;
    }
    let columns = shape.phase(2, 0);
    outputs <= pixels + tail || (columns.is_inside(pixels) && columns.is_inside(outputs - tail - 1))
}
