//! Drawn numbers of channels.

use crate::random::Random;

/// How channels belong together.
#[derive(Clone, Copy)]
pub(crate) enum Grouping {
    Dense,
    /// Many output channels, which kernels have in their lanes.
    Wide,
    Grouped,
    Depthwise,
    Multiplied,
}

impl Grouping {
    pub(crate) const ALL: [Self; 8] = [
        Self::Dense,
        Self::Dense,
        Self::Wide,
        Self::Wide,
        Self::Wide,
        Self::Grouped,
        Self::Depthwise,
        Self::Multiplied,
    ];

    /// Input and output channels of a group, and groups.
    pub(crate) fn channels(self, random: &mut Random) -> (usize, usize, usize) {
        let inputs = random.pick(&[1, 2, 3, 4, 5, 7, 8, 15, 16, 17, 33]);
        match self {
            Self::Dense => (inputs, random.pick(&[1, 2, 3, 5, 6, 7, 8, 10, 15]), 1),
            Self::Wide => (inputs, random.pick(&[11, 13, 16, 17, 24, 31, 32, 33, 35, 47, 48, 49, 64, 65]), 1),
            Self::Grouped => {
                let outputs = random.pick(&[1, 2, 3, 5, 8, 14, 16, 17, 33]);
                (random.pick(&[2, 3, 4, 7]), outputs, random.pick(&[2, 3, 4]))
            }
            Self::Depthwise => (1, 1, random.pick(&[2, 3, 8, 17, 32])),
            Self::Multiplied => (1, random.pick(&[2, 3, 4, 5, 6]), random.pick(&[2, 5, 16, 17])),
        }
    }
}

/// The same of a layer that is to be written out.
pub(crate) fn tiny(random: &mut Random) -> (usize, usize, usize) {
    random.pick(&[(1, 1, 1), (1, 2, 1), (2, 1, 1), (2, 3, 1), (1, 1, 2), (1, 2, 2), (2, 1, 2), (1, 1, 3)])
}
