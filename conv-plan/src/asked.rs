//! Kernels that a user asks for, held against the layer.

use super::{Isa, Kernel, Packing, refuse, tiles};
use conv_spec::wishes::{Kind, Wish};
use conv_spec::{Diagnostic, Layer, Report};

/// The kernels that a layer's specification asks for.
///
/// # Errors
///
/// All of them that the layer cannot have, with what it can have instead.
pub fn granted(layer: &Layer) -> Result<Vec<(Isa, Kernel)>, Report> {
    let (wishes, mut mistakes) = (layer.wishes(), Vec::new());
    let kernels: Vec<Option<Kernel>> = wishes.iter().map(|wish| kernel(layer, wish, &mut mistakes)).collect();
    layouts(layer, wishes, &kernels, &mut mistakes);
    match Report::new(mistakes) {
        Some(report) => Err(report),
        None => Ok(wishes.iter().zip(kernels).filter_map(|(wish, kernel)| Some((wish.isa, kernel?))).collect()),
    }
}

/// One layout of the packed weights serves all instruction sets.
fn layouts(layer: &Layer, wishes: &[Wish], kernels: &[Option<Kernel>], mistakes: &mut Vec<Diagnostic>) {
    // Kernels that read another layout have been refused, then.
    if !layer.memory_format().are_contiguous() {
        return;
    }
    let find = |kinds: &[Kind]| wishes.iter().find(|wish| kinds.contains(&wish.kind));
    let Some(blocks) = find(&[Kind::Channels, Kind::WholeRows]) else { return };
    if let Some(rows) = find(&[Kind::Rows]) {
        let help = "all instruction sets of a layer share its weights: \"channels\" and \"whole_rows\" go together, \
                    and \"rows\" with \"pixels\"";
        mistakes.push(
            Diagnostic::new(rows.span.clone(), "`plan` wants two layouts of the packed weights")
                .with_label("reads weights by output channel")
                .with_note(blocks.span.clone(), "reads blocks of output channels")
                .with_help(help),
        );
    }
    for (wish, kernel) in wishes.iter().zip(kernels) {
        let unread = kernel.is_some_and(|kernel| !kernel.reads(Packing::Blocks, layer.dtype()));
        if let Some(mistake) = refuse::layout(layer, wish, blocks).filter(|_| wish.kind == Kind::Pixels && unread) {
            mistakes.push(mistake);
        }
    }
}

/// The kernel with the tile that is asked for.
///
/// Each number narrows the tiles that the layer can have; one that leaves none is a mistake, and is
/// passed over then.
fn kernel(layer: &Layer, wish: &Wish, mistakes: &mut Vec<Diagnostic>) -> Option<Kernel> {
    let mut left = match tiles::tiles(layer, wish.isa, wish.kind) {
        Ok(tiles) => tiles,
        Err(unfit) => {
            mistakes.push(refuse::kernel(layer, wish, unfit));
            return None;
        }
    };
    let mut chosen = Vec::new();
    let mut sound = true;
    for key in order(wish.kind) {
        let given = wish.number(key);
        let number = given.map_or(wish.kind.default(key), |given| given.value);
        if left.iter().any(|tile| tile.number(key) == number) {
            left.retain(|tile| tile.number(key) == number);
            chosen.extend(given.map(|given| (*key, given)));
        } else if let Some(given) = given {
            mistakes.push(refuse::number(layer, wish, (key, given), &chosen, &left));
            sound = false;
        } else {
            sound = false;
        }
    }
    let kernel = left.first().filter(|_| sound)?;
    Some(wish.number("band").map_or(*kernel, |band| kernel.banded(band.value)))
}

/// The keys of a tile in the order in which they narrow it: what the layer decides before what
/// registers do.
fn order(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Channels => &["phases", "rest", "vectors", "pixels", "tail"],
        Kind::WholeRows => &["rest", "vectors", "pixels", "tail"],
        Kind::Pixels => &["phases", "channels", "vectors"],
        Kind::Rows => &["rows", "vectors"],
    }
}
