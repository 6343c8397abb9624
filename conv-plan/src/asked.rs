//! Kernels that a user asks for, held against the layer.

use super::{Isa, Kernel, Packing, refuse, tiles};
use conv_spec::requests::{KernelKind, KernelRequest};
use conv_spec::{Diagnostic, Layer, Report};

/// The kernels that a layer's specification asks for.
///
/// # Errors
///
/// All of them that the layer cannot have, with what it can have instead.
pub fn granted(layer: &Layer) -> Result<Vec<(Isa, Kernel)>, Report> {
    let (requests, mut mistakes) = (layer.kernel_requests(), Vec::new());
    let kernels: Vec<Option<Kernel>> = requests.iter().map(|request| kernel(layer, request, &mut mistakes)).collect();
    layouts(layer, requests, &kernels, &mut mistakes);
    match Report::new(mistakes) {
        Some(report) => Err(report),
        None => Ok(requests.iter().zip(kernels).filter_map(|(request, kernel)| Some((request.isa, kernel?))).collect()),
    }
}

/// One layout of the packed weights serves all instruction sets.
fn layouts(layer: &Layer, requests: &[KernelRequest], kernels: &[Option<Kernel>], mistakes: &mut Vec<Diagnostic>) {
    // Kernels that read another layout have been refused, then.
    if !layer.memory_format().are_contiguous() {
        return;
    }
    let find = |kinds: &[KernelKind]| requests.iter().find(|request| kinds.contains(&request.kind));
    let Some(blocks) = find(&[KernelKind::Channels, KernelKind::WholeRows]) else { return };
    if let Some(rows) = find(&[KernelKind::Rows]) {
        let help = "all instruction sets of a layer share its weights: \"channels\" and \"whole_rows\" go together, \
                    and \"rows\" with \"pixels\"";
        mistakes.push(
            Diagnostic::new(rows.span.clone(), "`plan` wants two layouts of the packed weights")
                .with_label("reads weights by output channel")
                .with_note(blocks.span.clone(), "reads blocks of output channels")
                .with_help(help),
        );
    }
    for (request, kernel) in requests.iter().zip(kernels) {
        let unread = kernel.is_some_and(|kernel| !kernel.reads(Packing::Blocks, layer.dtype()));
        if let Some(mistake) =
            refuse::layout(layer, request, blocks).filter(|_| request.kind == KernelKind::Pixels && unread)
        {
            mistakes.push(mistake);
        }
    }
}

/// The kernel with the tile that is asked for.
///
/// Each number narrows the tiles that the layer can have; one that leaves none is a mistake, and is
/// passed over then.
fn kernel(layer: &Layer, request: &KernelRequest, mistakes: &mut Vec<Diagnostic>) -> Option<Kernel> {
    let mut left = match tiles::tiles(layer, request.isa, request.kind) {
        Ok(tiles) => tiles,
        Err(unfit) => {
            mistakes.push(refuse::kernel(layer, request, unfit));
            return None;
        }
    };
    let mut chosen = Vec::new();
    let mut sound = true;
    for key in order(request.kind) {
        let given = request.number(key);
        let number = given.map_or(request.kind.default(key), |given| given.value);
        if left.iter().any(|tile| tile.number(key) == number) {
            left.retain(|tile| tile.number(key) == number);
            chosen.extend(given.map(|given| (*key, given)));
        } else if let Some(given) = given {
            mistakes.push(refuse::number(layer, request, (key, given), &chosen, &left));
            sound = false;
        } else {
            sound = false;
        }
    }
    let kernel = left.first().filter(|_| sound)?;
    Some(request.number("band").map_or(*kernel, |band| kernel.banded(band.value)))
}

/// The keys of a tile in the order in which they narrow it: what the layer decides before what
/// registers do.
fn order(kind: KernelKind) -> &'static [&'static str] {
    match kind {
        KernelKind::Channels => &["phases", "rest", "vectors", "pixels", "tail"],
        KernelKind::WholeRows => &["rest", "vectors", "pixels", "tail"],
        KernelKind::Pixels => &["phases", "channels", "vectors"],
        KernelKind::Rows => &["rows", "vectors"],
    }
}
