//! Why a layer cannot have the kernel that a user asks for, and what it can have instead.

use conv_geometry::ways::MOST_ROWS;

use super::rest::{Split, Undivided};
use super::tiles::{self, Unavailable};
use super::whole_rows::{Row, SMALLER};
use super::{Isa, Kernel, Packing, channels, pixels, rows};
use conv_geometry::Groups;
use conv_spec::requests::{KernelKind, KernelRequest, Number};
use conv_spec::{Diagnostic, Layer, join, quote};

/// A number of a tile, with its key.
type Given<'a> = (&'a str, &'a Number);

/// A kernel that the layer cannot have at all.
pub(super) fn kernel(layer: &Layer, request: &KernelRequest, unfit: Unavailable) -> Diagnostic {
    let kernel = format!("\"{}\"", request.kind.word());
    let isa = request.isa.name();
    let (message, label) = match unfit {
        Unavailable::Blocks { channels, times } => (
            format!("blocks of {channels} output channels would take {times} times the weights"),
            "fills each group up to whole blocks".to_owned(),
        ),
        Unavailable::Format { side, format } => (
            format!("{kernel} is for layers whose input and output are contiguous"),
            format!("the {side} is in \"{}\"", format.name()),
        ),
        Unavailable::Transposed => (format!("{kernel} is not for transposed layers"), String::new()),
        Unavailable::Dense => (
            format!("{kernel} is for depthwise layers"),
            format!("each group has {} input channels", layer.in_channels().checked_div(layer.groups()).unwrap_or(0)),
        ),
        Unavailable::OneAxis => (format!("{kernel} is for layers of two or three axes"), String::new()),
        Unavailable::Pointwise => {
            (format!("{kernel} is not for pointwise layers"), "a matrix product has no borders".to_owned())
        }
        Unavailable::OpenSize => {
            let message = format!("{kernel} is for layers whose `input_shape` has numbers alone");
            (message, "where rows meet the padding must be known".to_owned())
        }
        Unavailable::ManyTaps { taps, most } => {
            (format!("{kernel} is for at most {most} taps along a row"), format!("{taps} of this layer"))
        }
        Unavailable::Isa => (format!("{isa} has no tile for {kernel}"), String::new()),
        Unavailable::ShortRows { outputs } => {
            (format!("no tile of {kernel} is as short as this layer's rows"), format!("{outputs} outputs"))
        }
        Unavailable::WidePadding => (
            format!("more than the first and the last tile of {kernel} would meet the padding"),
            "whatever the tile's `pixels`".to_owned(),
        ),
        Unavailable::TallKernel { rows, most } => (
            format!("{kernel} is for tiles that read at most {most} rows of input"),
            format!("two rows of outputs read {rows}"),
        ),
        Unavailable::MuchCode { products, most } => (
            format!("{kernel} is for tiles of at most {most} multiply-adds, which are written out"),
            format!("the smallest has {products}"),
        ),
    };
    let diagnostic = Diagnostic::new(request.span.clone(), message).with_label(label);
    diagnostic.with_help(format!("with {isa} this layer can have {}", kinds(layer, request.isa)))
}

/// The kernels that a layer can have.
fn kinds(layer: &Layer, isa: Isa) -> String {
    let kinds = KernelKind::ALL.into_iter().filter(|kind| tiles::tiles(layer, isa, *kind).is_ok());
    join(&kinds.map(|kind| format!("\"{}\"", kind.word())).collect::<Vec<_>>(), "or")
}

/// Pixels in the lanes of so many channels that they do not read the blocks of another request.
pub(super) fn layout(layer: &Layer, request: &KernelRequest, blocks: &KernelRequest) -> Option<Diagnostic> {
    let channels = request.number("channels")?;
    let mut readable = tiles::tiles(layer, request.isa, request.kind).ok()?;
    readable.retain(|tile| tile.reads(Packing::Blocks, layer.dtype()));
    let size = layer.dtype().block();
    Some(
        Diagnostic::new(channels.span.clone(), "`plan` wants two layouts of the packed weights")
            .with_label(format!("does not divide blocks of {size}"))
            .with_note(blocks.span.clone(), "reads blocks of output channels")
            .with_help("all instruction sets of a layer share its weights")
            .with_help(choices(request.kind, "channels", &[], &readable)),
    )
}

/// A number that none of the tiles has that are `left` after others have been `chosen`.
pub(super) fn number(
    layer: &Layer,
    request: &KernelRequest,
    (key, given): Given<'_>,
    chosen: &[Given<'_>],
    left: &[Kernel],
) -> Diagnostic {
    if let Some(diagnostic) = specific(layer, request, (key, given), chosen) {
        return diagnostic.with_help(choices(request.kind, key, chosen, left));
    }
    let isa = request.isa.name();
    let size: Vec<String> =
        chosen.iter().chain(&[(key, given)]).map(|(key, given)| format!("{} {}", given.value, quote(key))).collect();
    let message = format!("{isa} has no tile of {} for this layer", size.join(" by "));
    let mut diagnostic =
        Diagnostic::new(given.span.clone(), message).with_label(label(layer, request.kind, (key, given), left));
    for (key, given) in chosen {
        diagnostic = diagnostic.with_note(given.span.clone(), format!("with so many {}", quote(key)));
    }
    diagnostic.with_help(choices(request.kind, key, chosen, left))
}

/// Numbers under a key, each once, rising.
fn numbers(key: &str, tiles: &[Kernel]) -> Vec<usize> {
    let mut numbers: Vec<usize> = tiles.iter().map(|tile| tile.number(key)).collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

fn label(layer: &Layer, kind: KernelKind, (key, given): Given<'_>, left: &[Kernel]) -> String {
    let number = given.value;
    let mut known = numbers(key, left);
    // None of it is no number that one could give.
    known.retain(|number| *number > 0);
    let elsewhere =
        || Isa::ALL.iter().filter_map(|isa| tiles::tiles(layer, *isa, kind).ok()).flatten().collect::<Vec<_>>();
    match (known.first(), known.last()) {
        (None, _) => String::new(),
        (Some(least), _) if number < *least => format!("less than {least}"),
        (_, Some(most)) if number > *most => {
            // What no tile has is not a question of registers.
            if numbers(key, &elsewhere()).contains(&number) {
                "too many: sums would be spilled to memory".to_owned()
            } else {
                format!("more than {most}")
            }
        }
        _ => "between the numbers that tiles have".to_owned(),
    }
}

/// What a key can be.
fn choices(kind: KernelKind, key: &str, chosen: &[Given<'_>], left: &[Kernel]) -> String {
    let with: Vec<String> = chosen.iter().map(|(key, given)| format!("{} {}", given.value, quote(key))).collect();
    let with = if with.is_empty() { String::new() } else { format!("with {}, ", join(&with, "and")) };
    let what = quote(key);
    let mut numbers = numbers(key, left);
    if kind.optional().contains(&key) && numbers == [kind.default(key)] {
        return format!("{with}leave {what} out");
    }
    // None of it is said by leaving the key out.
    let optional = numbers.contains(&0);
    numbers.retain(|number| *number > 0);
    match &*numbers {
        [number] if !optional => format!("{with}{what} must be {number}"),
        numbers => {
            let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
            let out = if optional { ", or left out" } else { "" };
            format!("{with}{what} can be {}{out}", join(&numbers, "or"))
        }
    }
}

/// Where more can be said than that there is no such tile.
fn specific(
    layer: &Layer,
    request: &KernelRequest,
    (key, given): Given<'_>,
    chosen: &[Given<'_>],
) -> Option<Diagnostic> {
    let number = given.value;
    let Groups { outputs, lanewise, .. } = layer.channel_groups();
    let at = |message: String| Diagnostic::new(given.span.clone(), message);
    match (request.kind, key) {
        (KernelKind::Channels | KernelKind::WholeRows, "vectors") => {
            let lanes = request.isa.lanes(layer.dtype().bytes());
            let rest = chosen.iter().any(|(of, _)| *of == "rest");
            let count = if rest { outputs / lanes } else { outputs.div_ceil(lanes) };
            let channels = if lanewise { "channels" } else { "channels of a group" };
            (!count.is_multiple_of(number)).then(|| {
                at(format!("`vectors` does not divide the {count} vectors of output channels"))
                    .with_label(format!("not a divisor of {count}"))
                    .with_help(if rest {
                        format!("{outputs} {channels} are {count} vectors of {lanes} and {} left over", outputs % lanes)
                    } else {
                        format!("{outputs} {channels} are {count} vectors of {lanes}")
                    })
            })
        }
        (KernelKind::Pixels, "channels") => (!outputs.is_multiple_of(number)).then(|| {
            at(format!("`channels` does not divide the {outputs} output channels of a group"))
                .with_label(format!("not a divisor of {outputs}"))
        }),
        (_, "phases") => phases(layer, request.kind, given),
        (_, "rest") => Some(rest(layer, request.isa, given)),
        (_, "tail") => {
            let of = |key: &str| chosen.iter().find(|(of, _)| *of == key);
            if let Some((_, phases)) = of("phases").filter(|(_, phases)| phases.value > 1) {
                let diagnostic = at("single pixels complete lines where phases lie side by side".to_owned());
                return Some(diagnostic.with_note(phases.span.clone(), "lie side by side"));
            }
            let (_, pixels) = of("pixels")?;
            if given.value >= pixels.value {
                let diagnostic = at("`tail` is not smaller than `pixels`".to_owned())
                    .with_label(format!("must be less than {}", pixels.value))
                    .with_note(pixels.span.clone(), BEFORE);
                return Some(diagnostic);
            }
            (request.kind == KernelKind::WholeRows)
                .then(|| tail(&Row::of(layer).ok()?, given, pixels, of("vectors")))
                .flatten()
        }
        (KernelKind::WholeRows, "pixels") => {
            let row = Row::of(layer).ok()?;
            if number > row.outputs() {
                let label = format!("more than {}", row.outputs());
                return Some(at(format!("the rows of this layer have {} outputs", row.outputs())).with_label(label));
            }
            (!row.fits(number, None)).then(|| padded(given))
        }
        (KernelKind::Rows, "rows") => {
            let [height, width] = rows::plane(layer).ok()?;
            let read = rows::span(height, number);
            if read > MOST_ROWS {
                let label = format!("they read {read} rows of input");
                let message = format!("a tile reads at most {MOST_ROWS} rows of input");
                return Some(at(message).with_label(label));
            }
            written([height, width], [number, 1], given)
        }
        (KernelKind::Rows, "vectors") => {
            let (_, rows) = chosen.iter().find(|(key, _)| *key == "rows")?;
            written(rows::plane(layer).ok()?, [rows.value, number], given)
        }
        _ => None,
    }
}

/// A tile that is narrower than what meets the padding.
fn padded(given: &Number) -> Diagnostic {
    let message = "more than the first and the last tile of a row would meet the padding".to_owned();
    Diagnostic::new(given.span.clone(), message).with_label("too few")
}

/// What a `tail` follows.
const BEFORE: &str = "the tiles before it";

/// Why whole rows do not end with such tiles.
fn tail(row: &Row, given: &Number, pixels: &Number, vectors: Option<&Given<'_>>) -> Option<Diagnostic> {
    let (outputs, [number, before]) = (row.outputs(), [given, pixels].map(|of| of.value));
    let at = |message: String| Diagnostic::new(given.span.clone(), message);
    if outputs.is_multiple_of(before) {
        let note = format!("{} of these tiles fill a row of {outputs}", outputs / before);
        return Some(at(format!("tiles of {before} pixels need no `tail`")).with_note(pixels.span.clone(), note));
    }
    if let Some((_, vectors)) = vectors.filter(|(_, vectors)| vectors.value == 1) {
        return Some(
            at("smaller tiles of a single vector have too few sums".to_owned())
                .with_note(vectors.span.clone(), "a single vector"),
        );
    }
    if number + SMALLER < before {
        let diagnostic = at(format!("`tail` is more than {SMALLER} below `pixels`"));
        return Some(diagnostic.with_note(pixels.span.clone(), BEFORE));
    }
    let [_, ends] = row.cut(before, Some(number));
    if ends == 0 {
        let diagnostic = at(format!("tiles of {before} and of {number} pixels do not fill a row of {outputs}"));
        return Some(diagnostic.with_note(pixels.span.clone(), BEFORE));
    }
    (!row.fits(before, Some(number))).then(|| padded(given))
}

fn phases(layer: &Layer, kind: KernelKind, given: &Number) -> Option<Diagnostic> {
    let (side, which) = if kind == KernelKind::Channels {
        (channels::side_by_side(layer), channels::SIDE_BY_SIDE.to_owned())
    } else {
        let strides: Vec<String> = pixels::INTERLEAVED.iter().map(ToString::to_string).collect();
        (pixels::side_by_side(layer).unwrap_or(1), format!("whose stride is {}", join(&strides, "or")))
    };
    let at = |message: String| Diagnostic::new(given.span.clone(), message);
    let format = layer.memory_format().output;
    if side == 1 && !format.is_contiguous() {
        return Some(
            at("the phases of this layer cannot lie side by side".to_owned())
                .with_label(format!("every pixel in \"{}\" is stored as whole vectors", format.name())),
        );
    }
    if side == 1 {
        return Some(
            at("the phases of this layer cannot lie side by side".to_owned())
                .with_help(format!("those of a transposed layer can {which}")),
        );
    }
    (!side.is_multiple_of(given.value)).then(|| {
        at(format!("`phases` does not divide the {side} phases of a row"))
            .with_label(format!("not a divisor of {side}"))
    })
}

/// Why no channels of a layer are left over to tiles of their own, or not to such ones.
fn rest(layer: &Layer, isa: Isa, given: &Number) -> Diagnostic {
    let lanes = isa.lanes(layer.dtype().bytes());
    let outputs = layer.channel_groups().outputs;
    let (message, label) = match Split::of(layer, isa) {
        Err(Undivided::Transposed) => ("`rest` is not for transposed layers".to_owned(), String::new()),
        Err(Undivided::Format(format)) => (
            "`rest` is for layers whose input and output are contiguous".to_owned(),
            format!("not with \"{}\"", format.name()),
        ),
        Err(Undivided::NoVector) => (
            "no output channels fill a vector".to_owned(),
            format!("{outputs} channels of a group, vectors of {lanes}"),
        ),
        Err(Undivided::AllVectors) => (
            "no output channels are left over".to_owned(),
            format!("{outputs} channels of a group are {} vectors of {lanes}", outputs / lanes),
        ),
        Ok(_) => (format!("no tile of the channels left over has {} vectors of pixels", given.value), String::new()),
    };
    Diagnostic::new(given.span.clone(), message).with_label(label)
}

fn written([height, width]: [&conv_spec::Axis; 2], tile: [usize; 2], given: &Number) -> Option<Diagnostic> {
    let products = rows::written(height, width, tile);
    (products > rows::MOST_WRITTEN).then(|| {
        let message = format!("a tile has at most {} multiply-adds, which are written out", rows::MOST_WRITTEN);
        Diagnostic::new(given.span.clone(), message).with_label(format!("{products} of them"))
    })
}
