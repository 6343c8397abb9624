//! Drawn memory formats, and what they ask of channels.

use crate::random::Random;

/// In which order the numbers of a side lie.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum MemoryFormat {
    Contiguous,
    ChannelsLast,
    Blocked,
}

impl MemoryFormat {
    const ALL: [Self; 3] = [Self::Contiguous, Self::ChannelsLast, Self::Blocked];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Contiguous => "contiguous_format",
            Self::ChannelsLast => "channels_last",
            Self::Blocked => "blocked",
        }
    }

    /// The variant of the run time's type.
    fn variant(self) -> &'static str {
        match self {
            Self::Contiguous => "Contiguous",
            Self::ChannelsLast => "ChannelsLast",
            Self::Blocked => "Blocked",
        }
    }

    /// The shape of an array whose shape in `PyTorch` is `(channels, size…)`.
    pub(crate) fn array(self, channels: usize, size: &[usize], block: usize) -> Vec<usize> {
        match self {
            Self::Contiguous => [&[channels], size].concat(),
            Self::ChannelsLast => [size, &[channels]].concat(),
            Self::Blocked => [&[channels / block], size, &[block]].concat(),
        }
    }
}

/// Those of a layer.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Formats {
    pub(crate) input: MemoryFormat,
    pub(crate) output: MemoryFormat,
}

impl Formats {
    /// PyTorch's.
    const CONTIGUOUS: Self = Self { input: MemoryFormat::Contiguous, output: MemoryFormat::Contiguous };

    /// For two layers in five; tiny ones have too few channels for blocks.
    pub(crate) fn draw(random: &mut Random, tiny: bool) -> Self {
        if random.below(5) > 1 {
            return Self::CONTIGUOUS;
        }
        let all: &[MemoryFormat] = if tiny { &MemoryFormat::ALL[..2] } else { &MemoryFormat::ALL };
        let alike = random.below(2) == 0;
        let input = random.pick(if alike { &all[1..] } else { all });
        Self { input, output: if alike { input } else { random.pick(all) } }
    }

    pub(crate) fn are_contiguous(self) -> bool {
        self == Self::CONTIGUOUS
    }

    /// Whether neither side is contiguous.
    pub(crate) fn have_pixels(self) -> bool {
        [self.input, self.output].into_iter().all(|format| format != MemoryFormat::Contiguous)
    }

    /// Input and output channels of a group, and groups, with whole blocks on blocked sides.
    pub(crate) fn channels(
        self,
        (mut inputs, mut outputs, mut groups): (usize, usize, usize),
        block: usize,
    ) -> (usize, usize, usize) {
        let blocked = [self.input, self.output].map(|format| format == MemoryFormat::Blocked);
        if groups > 1 && inputs == 1 && blocked.contains(&true) {
            // Depthwise layers stay so.
            groups = groups.next_multiple_of(block);
        }
        // Of a block, a group has what the number of groups has not.
        let part = (1..=block).find(|part| (part * groups).is_multiple_of(block)).unwrap_or(block);
        for (channels, _) in [&mut inputs, &mut outputs].into_iter().zip(blocked).filter(|(_, blocked)| *blocked) {
            *channels = channels.next_multiple_of(part);
        }
        (inputs, outputs, groups)
    }

    /// The text of the run time's type.
    pub(crate) fn literal(self) -> String {
        let side = |format: MemoryFormat| format!("MemoryFormat::{}", format.variant());
        format!("Formats {{ input: {}, output: {} }}", side(self.input), side(self.output))
    }

    /// The argument's value in one of the ways to write it, with quotes or as `PyTorch`'s objects.
    pub(crate) fn text(self, random: &mut Random, rank: usize) -> String {
        let word = |random: &mut Random, format: MemoryFormat| {
            let last_3d = rank == 3 && format == MemoryFormat::ChannelsLast && random.below(2) == 0;
            let name = if last_3d { "channels_last_3d" } else { format.name() };
            let object = format != MemoryFormat::Blocked && random.below(2) == 0;
            if object { format!("torch.{name}") } else { format!("{name:?}") }
        };
        if self.input == self.output && random.below(4) > 0 {
            return word(random, self.input);
        }
        let mut entries = Vec::new();
        for (side, format) in [("input", self.input), ("output", self.output)] {
            if format != MemoryFormat::Contiguous || random.below(2) == 0 {
                entries.push(format!("\"{side}\": {}", word(random, format)));
            }
        }
        if random.below(2) == 0 {
            entries.reverse();
        }
        format!("{{{}}}", entries.join(", "))
    }
}
