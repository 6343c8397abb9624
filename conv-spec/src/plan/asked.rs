//! Kernels that a user asks for, held against the layer.

use super::channels::{band, side_by_side};
use super::{Isa, Kernel, Packing, block, filled};
use crate::Layer;
use crate::diagnostic::Diagnostic;
use crate::divisors::divisors_of;
use crate::mistakes::Mistakes;
use crate::spec::Spanned;
use crate::validate::index;
use crate::wishes::{Tile, Wish};

/// What is asked for, where all of it is possible.
pub(crate) fn check(layer: &Layer, wishes: &[Wish], mistakes: &mut Mistakes) -> Vec<(Isa, Kernel)> {
    let blocks = |wish: &&Wish| matches!(wish.tile, Tile::Channels { .. });
    if let (Some(channels), Some(pixels)) = (wishes.iter().find(blocks), wishes.iter().find(|wish| !blocks(wish))) {
        mistakes.push(
            Diagnostic::new(pixels.span.clone(), "`plan` wants two layouts of the packed weights")
                .with_label("reads weights by output channel")
                .with_note(channels.span.clone(), "reads blocks of output channels")
                .with_help("all instruction sets of a layer share its weights: choose one kernel for all of them"),
        );
    }
    wishes.iter().filter_map(|wish| Some((wish.isa, kernel(layer, wish, mistakes)?))).collect()
}

fn kernel(layer: &Layer, wish: &Wish, mistakes: &mut Mistakes) -> Option<Kernel> {
    match &wish.tile {
        Tile::Channels { vectors, pixels, tail, band: lines, phases } => {
            let (real, filled) = (layer.out_channels() as u128, filled(layer) as u128);
            if filled > 2 * real {
                let size = block(layer.dtype());
                let message = format!(
                    "blocks of {size} output channels would take {} times the weights",
                    filled.checked_div(real).unwrap_or(0)
                );
                mistakes.push(
                    Diagnostic::new(wish.span.clone(), message)
                        .with_label("channels in the lanes")
                        .with_help("each group is filled up to whole blocks: ask for \"pixels\""),
                );
                return None;
            }
            let sound = [
                divides_vectors(layer, wish.isa, vectors, mistakes),
                side(layer, phases.as_ref(), mistakes),
                fits(wish.isa, vectors, pixels, phases.as_ref(), mistakes),
                completes(tail.as_ref(), pixels, mistakes),
            ];
            let or =
                |number: &Option<Spanned<u32>>, default| number.as_ref().map_or(default, |given| index(given.value));
            sound.into_iter().all(|sound| sound).then(|| Kernel::Channels {
                vectors: index(vectors.value),
                pixels: index(pixels.value),
                tail: or(tail, 1),
                band: or(lines, band(layer)),
                phases: or(phases, 1),
            })
        }
        Tile::Pixels { channels, vectors } => {
            let sound = [divides_channels(layer, channels, mistakes), holds(wish.isa, channels, vectors, mistakes)];
            let (channels, vectors) = (index(channels.value), index(vectors.value));
            sound.into_iter().all(|sound| sound).then_some(Kernel::Pixels { channels, vectors, phases: 1 })
        }
    }
}

fn group_outputs(layer: &Layer) -> usize {
    layer.out_channels().checked_div(layer.groups()).unwrap_or(0)
}

fn divides_vectors(layer: &Layer, isa: Isa, vectors: &Spanned<u32>, mistakes: &mut Mistakes) -> bool {
    let (outputs, lanes) = (group_outputs(layer), isa.lanes(layer.dtype()));
    let count = outputs.div_ceil(lanes);
    if count.is_multiple_of(index(vectors.value)) {
        return true;
    }
    let message = format!("`vectors` does not divide the {count} vectors of output channels");
    mistakes.push(
        Diagnostic::new(vectors.span.clone(), message)
            .with_label(format!("not a divisor of {count}"))
            .with_help(format!("{outputs} channels of a group are {count} vectors of {lanes}"))
            .with_help(divisors_of(count)),
    );
    false
}

fn divides_channels(layer: &Layer, channels: &Spanned<u32>, mistakes: &mut Mistakes) -> bool {
    let outputs = group_outputs(layer);
    if outputs.is_multiple_of(index(channels.value)) {
        return true;
    }
    let message = format!("`channels` does not divide the {outputs} output channels of a group");
    mistakes.push(
        Diagnostic::new(channels.span.clone(), message)
            .with_label(format!("not a divisor of {outputs}"))
            .with_help(divisors_of(outputs)),
    );
    false
}

fn side(layer: &Layer, phases: Option<&Spanned<u32>>, mistakes: &mut Mistakes) -> bool {
    let Some(phases) = phases else { return true };
    let side = side_by_side(layer);
    if side.is_multiple_of(index(phases.value)) {
        return true;
    }
    let diagnostic = if side == 1 {
        Diagnostic::new(phases.span.clone(), "the phases of this layer cannot lie side by side").with_help(
            "those of a transposed layer can whose stride is 2, 3 or 4 and divides the width of its output: leave `phases` out",
        )
    } else {
        let message = format!("`phases` does not divide the {side} phases of a row");
        Diagnostic::new(phases.span.clone(), message)
            .with_label(format!("not a divisor of {side}"))
            .with_help(divisors_of(side))
    };
    mistakes.push(diagnostic);
    false
}

fn fits(
    isa: Isa,
    vectors: &Spanned<u32>,
    pixels: &Spanned<u32>,
    phases: Option<&Spanned<u32>>,
    mistakes: &mut Mistakes,
) -> bool {
    let count = index(vectors.value);
    let phases = phases.map_or(1, |phases| index(phases.value));
    let most = isa.facts().pixels.get(count.saturating_sub(1)).copied().unwrap_or(0);
    let wanted = index(pixels.value).saturating_mul(phases);
    if wanted <= most {
        return true;
    }
    let pixels_each = most.checked_div(phases).unwrap_or(0);
    mistakes.push(
        too_many(isa, wanted.saturating_mul(count), most * count, pixels)
            .with_note(vectors.span.clone(), "times as many vectors")
            .with_help(format!("with {count} `vectors`, at most {pixels_each} `pixels` stay in registers")),
    );
    false
}

fn holds(isa: Isa, channels: &Spanned<u32>, vectors: &Spanned<u32>, mistakes: &mut Mistakes) -> bool {
    let [most, _] = isa.facts().sums;
    let wanted = index(channels.value).saturating_mul(index(vectors.value));
    if wanted <= most {
        return true;
    }
    mistakes.push(
        too_many(isa, wanted, most, vectors)
            .with_note(channels.span.clone(), "times as many channels")
            .with_help(format!("`channels` times `vectors` must be at most {most}")),
    );
    false
}

fn too_many(isa: Isa, wanted: usize, most: usize, at: &Spanned<u32>) -> Diagnostic {
    let message = format!("the tile needs {wanted} sums where {} has room for {most}", isa.name());
    Diagnostic::new(at.span.clone(), message).with_label("too many: they would be spilled to memory")
}

fn completes(tail: Option<&Spanned<u32>>, pixels: &Spanned<u32>, mistakes: &mut Mistakes) -> bool {
    let Some(tail) = tail.filter(|tail| tail.value > pixels.value) else { return true };
    mistakes.push(
        Diagnostic::new(tail.span.clone(), "`tail` is larger than `pixels`")
            .with_label(format!("more than {}", pixels.value))
            .with_note(pixels.span.clone(), "the tile whose lines it completes")
            .with_help("give a smaller one, or leave it out: single pixels complete lines then"),
    );
    false
}

impl Kernel {
    /// The layout of weights that it reads.
    #[must_use]
    pub fn packing(&self) -> Packing {
        match self {
            Self::Channels { .. } | Self::WholeRows { .. } => Packing::Blocks,
            Self::Pixels { .. } | Self::Rows { .. } => Packing::Rows,
        }
    }
}
