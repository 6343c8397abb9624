//! Kernels that a drawn layer asks for.

use conv_plan::{Isa, Kernel, Packing, Plan};
use conv_spec::{Format, Source};

use crate::random::Random;

/// A call that asks for kernels, or not.
pub(crate) struct Asked {
    pub(crate) call: String,
    /// The instruction sets that it names, each with the kernel's name.
    pub(crate) kernels: Vec<[String; 2]>,
}

impl Asked {
    /// Adds a plan to every other call, and to some more, but not to those of tiny layers: for
    /// about half of the instruction sets a tile of any kernel that reads the layout drawn.
    pub(crate) fn draw(random: &mut Random, (tiny, index): (bool, usize), call: String) -> Self {
        let none = |call| Self { call, kernels: Vec::new() };
        // A call that is refused is told of by the macro.
        let layer = conv_spec::check(&Source { name: "drawn", text: &call, format: Format::Call });
        let Some(layer) = layer.ok().filter(|_| !tiny) else { return none(call) };
        let candidates = |isa| Plan::candidates(&layer, isa).into_iter().map(|(kernel, _)| kernel);
        let reads = |kernel: &Kernel, packing| kernel.reads(packing, layer.dtype());
        // Few layers can have channels in the lanes, in whole rows above all: those always ask.
        let blocks = candidates(Isa::Avx512).any(|kernel| !reads(&kernel, Packing::Rows));
        if index % 2 == 1 && !can_have_whole_rows(&call) {
            return none(call);
        }
        let layout = match Plan::new(&layer).unwrap().packing() {
            // Their layout is not chosen.
            own if !layer.memory_format().are_contiguous() => own,
            _ if blocks && random.below(4) > 0 => Packing::Blocks,
            _ => Packing::Rows,
        };
        let (mut entries, mut kernels) = (Vec::new(), Vec::new());
        for isa in Isa::ALL.iter().copied() {
            let read: Vec<Kernel> = candidates(isa).filter(|kernel| reads(kernel, layout)).collect();
            // All kernels alike, however many tiles they have.
            let words = WORDS.map(|word| read.iter().filter(|kernel| is(kernel, word)).collect::<Vec<_>>());
            let words: Vec<_> = words.into_iter().filter(|tiles| !tiles.is_empty()).collect();
            if words.is_empty() || random.below(2) == 0 {
                continue;
            }
            let tiles = &words[random.below(words.len())];
            let tile = *tiles[random.below(tiles.len())];
            let kernel = banded(random, tile);
            entries.push(format!("\"{}\": {}", isa.name(), kernel.request(Format::Call)));
            kernels.push([isa.name().to_owned(), kernel.name(layer.dtype(), isa)]);
        }
        let call = match call.strip_suffix(')').filter(|_| !entries.is_empty()) {
            Some(call) => format!("{call}, plan={{{}}})", entries.join(", ")),
            None => call,
        };
        Self { call, kernels }
    }
}

/// Whether the layer of a call can have whole rows.
pub(crate) fn can_have_whole_rows(call: &str) -> bool {
    let layer = conv_spec::check(&Source { name: "drawn", text: call, format: Format::Call });
    layer.is_ok_and(|layer| Plan::candidates(&layer, Isa::Avx512).iter().any(|(kernel, _)| is(kernel, "whole")))
}

/// What kernels are called in their names.
const WORDS: [&str; 4] = ["channels", "whole", "pixels", "rows"];

/// The word for a kernel that has this name.
pub(crate) fn word(name: &str) -> Option<&'static str> {
    WORDS.into_iter().find(|word| name.contains(word))
}

fn is(kernel: &Kernel, word: &str) -> bool {
    match kernel {
        Kernel::Channels { .. } => word == "channels",
        Kernel::WholeRows { .. } => word == "whole",
        Kernel::Pixels { .. } => word == "pixels",
        Kernel::Rows { .. } => word == "rows",
        _ => false,
    }
}

/// Sometimes with another band.
fn banded(random: &mut Random, kernel: Kernel) -> Kernel {
    let drawn = 1 + random.below(40);
    match kernel {
        Kernel::Channels { vectors, pixels, tail, phases, rest, .. } if drawn.is_multiple_of(2) => {
            Kernel::Channels { vectors, pixels, tail, band: drawn, phases, rest }
        }
        Kernel::WholeRows { vectors, pixels, tail, rest, .. } if drawn.is_multiple_of(2) => {
            Kernel::WholeRows { vectors, pixels, tail, band: drawn, rest }
        }
        _ => kernel,
    }
}
