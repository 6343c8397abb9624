//! Drawn convolution layers.

use crate::axis::{Axis, Mode, Sampling};
use crate::channels::{self, Grouping};
use crate::formats::Formats;
use crate::random::Random;

/// The most multiply-adds of all runs of a layer: the tests are not optimised.
const MOST_MACS: usize = 60_000;
/// The most multiply-adds of a layer that is meant to be written out.
const TINY_MACS: usize = 512;
/// The most weights: they are on the stack, some copies of them.
const MOST_WEIGHTS: usize = 12_288;

/// The functional form of so many layers in five is compared: it takes rustc as
/// long as all others together.
const FUNCTIONAL: usize = 2;

/// The class of a layer.
#[derive(Clone, Copy)]
pub(crate) struct Class {
    pub(crate) name: &'static str,
    pub(crate) rank: usize,
    pub(crate) lazy: bool,
    pub(crate) transposed: bool,
}

/// Classes in the order in which layers have them: no class twice in a row, so that each
/// meets every form of padding soon.
const CLASSES: [&str; 18] = [
    "Conv2d",
    "ConvTranspose2d",
    "Conv1d",
    "ConvTranspose1d",
    "Conv3d",
    "LazyConvTranspose2d",
    "LazyConv2d",
    "ConvTranspose3d",
    "Conv2d",
    "LazyConvTranspose1d",
    "LazyConv1d",
    "ConvTranspose2d",
    "Conv1d",
    "ConvTranspose1d",
    "LazyConv3d",
    "LazyConvTranspose3d",
    "Conv3d",
    "Conv2d",
];

impl Class {
    fn of(index: usize) -> Self {
        let name = CLASSES[index % CLASSES.len()];
        let rank = if name.ends_with("1d") { 1 } else { 2 + usize::from(name.ends_with("3d")) };
        Self { name, rank, lazy: name.starts_with("Lazy"), transposed: name.contains("Transpose") }
    }
}

/// How padding is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    Absent,
    /// As much along all axes.
    Whole,
    Each,
    Pairs,
    /// `"valid"`, `"same"`…
    Word(&'static str),
}

/// Forms of padding and modes in the order in which convolutions have them; their number has no
/// divisor in common with that of the classes. Without a mode, one that is not zeros is drawn.
const STYLES: [(Form, Option<Mode>); 17] = [
    (Form::Absent, Some(Mode::Zeros)),
    (Form::Each, Some(Mode::Circular)),
    (Form::Word("same"), None),
    (Form::Each, Some(Mode::Zeros)),
    (Form::Pairs, Some(Mode::Reflect)),
    (Form::Word("same_upper"), Some(Mode::Zeros)),
    (Form::Each, Some(Mode::Replicate)),
    (Form::Word("same_lower"), None),
    (Form::Whole, Some(Mode::Zeros)),
    (Form::Pairs, Some(Mode::Circular)),
    (Form::Word("valid"), None),
    (Form::Pairs, Some(Mode::Zeros)),
    (Form::Each, Some(Mode::Reflect)),
    (Form::Word("same_lower"), Some(Mode::Zeros)),
    (Form::Word("same"), Some(Mode::Zeros)),
    (Form::Pairs, Some(Mode::Replicate)),
    (Form::Word("same_upper"), None),
];

/// A size that is open, under a name or left out.
#[derive(Clone)]
pub(crate) enum Open {
    Fixed,
    Named(&'static str),
}

/// What `input_shape` says.
#[derive(Clone)]
pub(crate) enum Shape {
    Absent,
    Given(Vec<Open>),
}

impl Shape {
    pub(crate) fn is_fixed(&self) -> bool {
        matches!(self, Self::Given(axes) if axes.iter().all(|axis| matches!(axis, Open::Fixed)))
    }

    pub(crate) fn form(&self) -> &'static str {
        match self {
            Self::Absent => "left out",
            _ if self.is_fixed() => "fixed",
            Self::Given(axes) if axes.iter().any(|axis| matches!(axis, Open::Fixed)) => "partly named",
            Self::Given(_) => "named",
        }
    }
}

/// What leads to the output size of a transposed layer.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// `output_padding`, 0 or more.
    Padding,
    /// `output_size`, with so many entries in front of the axes.
    Size { front: usize },
}

/// Input of one size, and samples of it.
pub(crate) struct Run {
    pub(crate) size: Vec<usize>,
    pub(crate) output: Vec<usize>,
    pub(crate) samples: usize,
}

#[expect(clippy::struct_excessive_bools, reason = "they are independent")]
pub(crate) struct Layer {
    pub(crate) class: Class,
    pub(crate) in_channels: usize,
    pub(crate) out_channels: usize,
    pub(crate) groups: usize,
    pub(crate) axes: Vec<Axis>,
    pub(crate) form: Form,
    pub(crate) wanted: Wanted,
    pub(crate) bias: bool,
    pub(crate) double: bool,
    pub(crate) shape: Shape,
    pub(crate) runs: Vec<Run>,
    /// Whether it is small enough to be written out.
    pub(crate) tiny: bool,
    /// Whether it is run with weights given for the call, too.
    pub(crate) functional: bool,
    pub(crate) formats: Formats,
    pub(crate) unroll: &'static str,
}

/// What is drawn of a layer apart from the rest, so that one with PyTorch's formats
/// is the same layer as without.
#[derive(Clone, Copy)]
pub(crate) struct Extras {
    formats: Formats,
    /// Formats matter most to depthwise layers.
    depthwise: bool,
    unroll: &'static str,
}

impl Extras {
    pub(crate) fn draw(random: &mut Random, index: usize) -> Self {
        let formats = Formats::draw(random, is_tiny(index));
        let depthwise = !formats.are_contiguous() && random.below(3) == 0;
        Self { formats, depthwise, unroll: random.pick(&["auto", "auto", "auto", "auto", "size", "speed"]) }
    }
}

/// Whether the layer number `index` is small enough to be written out.
fn is_tiny(index: usize) -> bool {
    index % 7 == 3
}

impl Layer {
    /// The layer number `index`; impossible and large ones are drawn again, with the same groups:
    /// few dense ones would be left.
    pub(crate) fn draw(random: &mut Random, extras: Extras, index: usize) -> Self {
        let grouping = if extras.depthwise { Grouping::Depthwise } else { random.pick(&Grouping::ALL) };
        loop {
            if let Some(layer) = Self::attempt(random, extras, index, grouping) {
                return layer;
            }
        }
    }

    fn attempt(random: &mut Random, extras: Extras, index: usize, grouping: Grouping) -> Option<Self> {
        let class = Class::of(index);
        let (tiny, Extras { formats, unroll, .. }) = (is_tiny(index), extras);
        let channels = if tiny { channels::tiny(random) } else { grouping.channels(random) };
        let pointwise = random.below(8) == 0;
        let axes: Vec<Axis> = (0..class.rank).map(|_| Axis::draw(random, class.rank, pointwise)).collect();
        let mut layer = Self {
            class,
            in_channels: 0,
            out_channels: 0,
            groups: 0,
            axes,
            form: Form::Absent,
            wanted: Wanted::Padding,
            bias: random.below(3) > 0,
            double: random.below(5) == 0,
            shape: shape(random, class, tiny),
            runs: Vec::new(),
            tiny,
            // It is for contiguous layers.
            functional: random.below(5) < FUNCTIONAL && formats.are_contiguous(),
            formats,
            unroll,
        };
        let (group_inputs, group_outputs, groups) = formats.channels(channels, layer.block());
        layer.in_channels = group_inputs * groups;
        layer.out_channels = group_outputs * groups;
        layer.groups = groups;
        if class.transposed {
            layer.transpose(random);
        } else {
            layer.pad(random, STYLES[index % STYLES.len()]);
        }
        layer.run(random)?;
        let macs = |run: &Run| run.samples * layer.macs(run);
        let most: usize = layer.runs.iter().map(macs).sum();
        let weights = layer.weight_shape().iter().product::<usize>();
        let fits = if tiny { layer.macs(&layer.runs[0]) <= TINY_MACS } else { layer.macs(&layer.runs[0]) > TINY_MACS };
        (fits && most <= MOST_MACS && weights <= MOST_WEIGHTS).then_some(layer)
    }

    /// Sampling and padding of a convolution.
    fn pad(&mut self, random: &mut Random, (form, mode): (Form, Option<Mode>)) {
        self.form = form;
        let mode = mode.unwrap_or_else(|| random.pick(&Mode::OTHERS));
        let whole = self.axes[0].draw_pad(random);
        for axis in &mut self.axes {
            axis.mode = mode;
            match form {
                Form::Whole => axis.pads = [whole; 2],
                Form::Each => axis.pads = [axis.draw_pad(random); 2],
                Form::Pairs => axis.pads = [axis.draw_pad(random), axis.draw_pad(random)],
                Form::Word("same") => {
                    axis.stride = 1;
                    axis.sampling = Sampling::SameUpper;
                }
                Form::Word("same_upper") => axis.sampling = Sampling::SameUpper,
                Form::Word("same_lower") => axis.sampling = Sampling::SameLower,
                Form::Absent | Form::Word(_) => {}
            }
        }
    }

    /// Padding and output size of a transposed layer.
    fn transpose(&mut self, random: &mut Random) {
        self.form = random.pick(&[Form::Absent, Form::Whole, Form::Each, Form::Pairs]);
        if self.shape.is_fixed() && random.below(3) == 0 {
            self.wanted = Wanted::Size { front: random.below(3) };
        }
        let (whole, more) = (self.axes[0].draw_pad(random), random.below(3) > 0);
        for axis in &mut self.axes {
            let most = match self.wanted {
                Wanted::Padding => axis.stride.max(axis.dilation),
                Wanted::Size { .. } => axis.stride,
            };
            axis.sampling = Sampling::Transposed { output_padding: if more { random.below(most) } else { 0 } };
            axis.pads = match self.form {
                Form::Whole => [whole; 2],
                Form::Each => [axis.draw_pad(random); 2],
                Form::Pairs => [axis.draw_pad(random), axis.draw_pad(random)],
                Form::Absent | Form::Word(_) => [0; 2],
            };
        }
    }

    /// One input size, or two where sizes are open.
    fn run(&mut self, random: &mut Random) -> Option<()> {
        let sizes: &[usize] = match (self.tiny, self.class.rank) {
            (true, _) => &[1, 2, 3, 4, 5, 7],
            (_, 1) => &[1, 2, 3, 7, 16, 29, 64, 97, 131, 300],
            (_, 2) => &[1, 2, 3, 5, 8, 13, 19, 28, 36],
            _ => &[1, 2, 3, 4, 6, 7, 9, 12],
        };
        let first: Vec<usize> = self.axes.iter().map(|_| random.pick(sizes)).collect();
        let mut all = vec![first.clone()];
        if !self.shape.is_fixed() {
            let open = |axis: usize| !matches!(&self.shape, Shape::Given(axes) if matches!(axes[axis], Open::Fixed));
            let second = (0..self.axes.len()).map(|axis| if open(axis) { random.pick(sizes) } else { first[axis] });
            all.push(second.collect());
        }
        for size in all {
            let output = self.axes.iter().zip(&size).map(|(axis, size)| axis.output(*size)).collect::<Option<_>>()?;
            self.runs.push(Run { size, output, samples: random.pick(&[1, 1, 2, 3]) });
        }
        Some(())
    }

    /// Multiply-adds of a sample.
    pub(crate) fn macs(&self, run: &Run) -> usize {
        let (channels, places) =
            if self.class.transposed { (self.in_channels, &run.size) } else { (self.out_channels, &run.output) };
        self.weight_shape()[1..].iter().product::<usize>() * channels * places.iter().product::<usize>()
    }

    pub(crate) fn weight_shape(&self) -> Vec<usize> {
        let (outer, inner) = if self.class.transposed {
            (self.in_channels, self.out_channels)
        } else {
            (self.out_channels, self.in_channels)
        };
        [outer, inner / self.groups].into_iter().chain(self.axes.iter().map(|axis| axis.kernel)).collect()
    }

    /// Channels of a block: 64 bytes.
    pub(crate) fn block(&self) -> usize {
        if self.double { 8 } else { 16 }
    }

    /// What the statistics count of it.
    pub(crate) fn tags(&self) -> Vec<(&'static str, &'static str)> {
        let padding = match self.form {
            Form::Absent => "none",
            Form::Whole => "for all axes",
            Form::Each => "for each axis",
            Form::Pairs => "[[before, after], ...]",
            Form::Word(word) => word,
        };
        let groups = match (self.groups, self.in_channels, self.out_channels) {
            (1, _, _) => "dense",
            (groups, inputs, outputs) if groups == inputs && groups == outputs => "depthwise",
            (groups, inputs, _) if groups == inputs => "depthwise with a multiplier",
            _ => "grouped",
        };
        let mut tags = vec![
            ("class", self.class.name),
            (if self.class.transposed { "padding, transposed" } else { "padding" }, padding),
            ("groups", groups),
            ("bias", if self.bias { "yes" } else { "no" }),
            ("numbers", if self.double { "float64" } else { "float32" }),
            ("input_shape", self.shape.form()),
            ("memory_format, input", self.formats.input.name()),
            ("memory_format, output", self.formats.output.name()),
            ("unroll", self.unroll),
        ];
        if !self.formats.are_contiguous() {
            tags.push(("formatted, groups", groups));
            if groups == "depthwise" && self.formats.have_pixels() {
                tags.push(("formatted", "lane by lane"));
            }
            tags.push(("formatted", if self.class.transposed { "transposed" } else { "convolution" }));
            tags.push(("formatted", if self.shape.is_fixed() { "of fixed size" } else { "of any size" }));
        }
        if self.class.transposed {
            let some = |axis: &Axis| axis.sampling != Sampling::Transposed { output_padding: 0 };
            tags.push(match self.wanted {
                Wanted::Size { .. } => ("output", "output_size"),
                Wanted::Padding if self.axes.iter().any(some) => ("output", "output_padding"),
                Wanted::Padding => ("output", "as it comes"),
            });
        } else {
            tags.push(("padding_mode", self.axes[0].mode.name()));
        }
        let mut mark = |found: bool, name| tags.extend(found.then_some(("with", name)));
        mark(self.axes.iter().any(|axis| axis.stride > 1), "stride");
        mark(self.axes.iter().any(|axis| axis.stride > axis.kernel), "stride larger than the kernel");
        mark(self.axes.iter().any(|axis| axis.dilation > 1 && axis.kernel > 1), "dilation");
        mark(self.axes.iter().all(|axis| axis.kernel == 1 && axis.stride == 1), "pointwise kernel");
        mark(self.tiny && self.formats.are_contiguous() && self.unroll != "size", "straight-line code");
        mark(self.in_channels % 2 == 1 && self.in_channels > 1, "odd input channels");
        mark(self.out_channels % 2 == 1 && self.out_channels > 1, "odd output channels");
        mark(self.runs.iter().any(|run| run.size.iter().any(|size| size % 2 == 1)), "odd sizes");
        mark(self.runs.iter().any(|run| run.samples > 1), "batch");
        tags
    }
}

/// Names, some of them used by generated code for other things.
const NAMES: [&str; 14] =
    ["H", "W", "D", "L", "N", "T", "S", "Rows", "OUT_H", "Store", "SIZE", "GEOMETRY", "Call", "Layer"];

fn shape(random: &mut Random, class: Class, tiny: bool) -> Shape {
    let form = if tiny { 0 } else { random.below(6) };
    if form == 5 && !class.lazy {
        return Shape::Absent;
    }
    let (first, only) = (random.below(NAMES.len()), random.below(class.rank));
    let axes = (0..class.rank).map(|axis| match form {
        0..3 => Open::Fixed,
        3 if axis != only => Open::Fixed,
        _ => Open::Named(NAMES[(first + axis) % NAMES.len()]),
    });
    Shape::Given(axes.collect())
}
