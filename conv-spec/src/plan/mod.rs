//! The plan of a layer: which kernel with which tile runs on each instruction set, and what it costs in memory.
//!
//! Planning is a search over a table: `isa.rs` says which tiles stay in registers, `cost.rs` estimates the cycles of each of
//! them on this layer, and the cheapest wins. The estimate has to rank tiles, not to predict times.

mod asked;
mod channels;
mod cost;
mod isa;
mod load;
mod pixels;
mod places;
mod rows;
mod strips;
mod whole_rows;

pub(crate) use asked::check;
pub use isa::Isa;
pub use places::Places;

use crate::{Dtype, Layer, Unroll};

/// How packed weights are laid out; the same on every instruction set, since the macro's host does not know the target's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Packing {
    /// Blocks of 64 bytes of output channels side by side, for kernels with channels in the lanes.
    Blocks,
    /// Output channel by output channel, for kernels with pixels in the lanes.
    Rows,
}

/// A kernel and its tile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kernel {
    /// Output channels in the lanes: `vectors` of channels by `pixels` in registers, lines ended with tiles of `tail` pixels,
    /// `band` pixels visited by all channels before the next ones.
    Channels {
        /// Vectors of output channels.
        vectors: usize,
        /// Pixels.
        pixels: usize,
        /// Pixels of the smaller tile that completes lines.
        tail: usize,
        /// Pixels in a band: whole lines, or a part of one.
        band: usize,
        /// Neighbouring phases of a transposed layer that lie side by side in the tile, each with as many pixels; otherwise 1.
        phases: usize,
    },
    /// Output channels in the lanes: `vectors` of channels by `pixels` in registers, whole rows in tiles, `band` pixels visited by all
    /// channels before the next ones.
    WholeRows {
        /// Vectors of output channels.
        vectors: usize,
        /// Pixels.
        pixels: usize,
        /// Pixels in a band of whole rows.
        band: usize,
    },
    /// Output pixels in the lanes: `channels` by `vectors` of pixels in registers.
    Pixels {
        /// Output channels.
        channels: usize,
        /// Vectors of pixels.
        vectors: usize,
        /// Neighbouring phases of a transposed layer that lie side by side in the tile, each with as many vectors; otherwise 1.
        phases: usize,
    },
    /// Output pixels in the lanes, several rows of one channel in registers.
    Rows {
        /// Rows of outputs.
        rows: usize,
        /// Vectors of pixels.
        vectors: usize,
    },
}

impl Kernel {
    /// The kernel's name: number type, operation, what the lanes hold, the tile, the instruction set.
    ///
    /// ```
    /// use conv_spec::Dtype;
    /// use conv_spec::plan::{Isa, Kernel};
    /// let kernel = Kernel::Channels { vectors: 2, pixels: 6, tail: 4, band: 1, phases: 1 };
    /// assert_eq!(kernel.name(Dtype::F32, Isa::Avx2), "f32_conv_channels_2x6_avx2");
    /// ```
    #[must_use]
    pub fn name(&self, dtype: Dtype, isa: Isa) -> String {
        let (dtype, isa) = (dtype.name(), isa.name());
        match self {
            Self::Channels { vectors, pixels, phases: 1, .. } => {
                format!("{dtype}_conv_channels_{vectors}x{pixels}_{isa}")
            }
            Self::Channels { vectors, pixels, phases, .. } => {
                format!("{dtype}_conv_channels_{vectors}x{pixels}x{phases}_{isa}")
            }
            Self::WholeRows { vectors, pixels, .. } => format!("{dtype}_conv_whole_{vectors}x{pixels}_{isa}"),
            Self::Pixels { channels, vectors, phases: 1 } => {
                format!("{dtype}_conv_pixels_{channels}x{vectors}_{isa}")
            }
            Self::Pixels { channels, vectors, phases } => {
                format!("{dtype}_conv_pixels_{channels}x{vectors}x{phases}_{isa}")
            }
            Self::Rows { rows, vectors } => format!("{dtype}_conv_rows_{rows}x{vectors}_{isa}"),
        }
    }
}

/// What has been decided about a layer.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    packing: Packing,
    dtype: Dtype,
    packed_len: usize,
    kernels: Vec<(Isa, Kernel)>,
    cycles: Vec<(Isa, f64)>,
    asked: Vec<Isa>,
    unroll: Unroll,
    /// On any target; where one number is computed at a time.
    unrolled: [bool; 2],
}

/// A layer of at most so many multiply-adds is written out as straight-line code: on any target, and where one number is computed at
/// a time. (The compiler makes vectors of it, but only those of the oldest CPU.)
fn straight_macs(unroll: Unroll) -> [u64; 2] {
    match unroll {
        Unroll::Size => [0, 0],
        Unroll::Auto => [512, 512],
        Unroll::Speed => [512, 2048],
    }
}

impl Plan {
    /// Plans a layer.
    ///
    /// ```
    /// use conv_spec::plan::Plan;
    /// use conv_spec::{Format, Source};
    ///
    /// let text = "nn.Conv2d(64, 64, 3, padding=1, input_shape=(64, 56, 56))";
    /// let layer = conv_spec::check(&Source { name: "inline", text, format: Format::Call }).unwrap();
    /// let plan = Plan::new(&layer);
    /// assert_eq!(plan.packed_len(), 64 * (64 * 9 + 1));
    /// ```
    #[must_use]
    pub fn new(layer: &Layer) -> Self {
        // One layout serves all instruction sets, so that what is asked for one of them decides for the others.
        let packing = layer.asked.first().map_or_else(|| packing(layer), |(_, kernel)| kernel.packing());
        let asked = |isa| layer.asked.iter().find(|(of, _)| *of == isa).map(|(_, kernel)| *kernel);
        let estimated = Isa::ALL.map(|isa| (isa, cost::cheapest(layer, packing, isa)));
        let kernels = estimated.map(|(isa, (kernel, _))| (isa, asked(isa).unwrap_or(kernel))).to_vec();
        let cycles = estimated.map(|(isa, (_, cycles))| (isa, cycles)).to_vec();
        // Who asks for a kernel wants one.
        let small = |most| layer.asked.is_empty() && layer.macs().is_some_and(|macs| macs <= most);
        let unrolled = straight_macs(layer.unroll()).map(small);
        let asked = layer.asked.iter().map(|(isa, _)| *isa).collect();
        let (dtype, packed_len, unroll) = (layer.dtype(), packed_len(layer, packing), layer.unroll());
        Self { packing, dtype, packed_len, kernels, cycles, asked, unroll, unrolled }
    }

    /// The layout of the packed weights.
    #[must_use]
    pub fn packing(&self) -> Packing {
        self.packing
    }

    /// Numbers in the packed weights, biases and filling zeros included.
    #[must_use]
    pub fn packed_len(&self) -> usize {
        self.packed_len
    }

    /// The kernel for each instruction set.
    #[must_use]
    pub fn kernels(&self) -> &[(Isa, Kernel)] {
        &self.kernels
    }

    /// Estimated cycles of a call with one sample: what the kernel was chosen by. An estimate, for ranking.
    ///
    /// Where the size of an axis is generic, they are those of several typical sizes together.
    ///
    /// ```
    /// use conv_spec::plan::{Isa, Plan};
    /// use conv_spec::{Format, Source};
    ///
    /// let plan = |text| {
    ///     Plan::new(&conv_spec::check(&Source { name: "inline", text, format: Format::Call }).unwrap())
    /// };
    /// let small = plan("nn.Conv2d(16, 32, 3, input_shape=(16, 20, 20))");
    /// let large = plan("nn.Conv2d(16, 32, 3, input_shape=(16, 40, 40))");
    /// assert!(small.cycles(Isa::Avx2) < large.cycles(Isa::Avx2));
    /// assert!(large.cycles(Isa::Avx2) < large.cycles(Isa::Scalar));
    /// ```
    #[must_use]
    pub fn cycles(&self, isa: Isa) -> f64 {
        self.cycles.iter().find(|(of, _)| *of == isa).map_or(f64::INFINITY, |(_, cycles)| *cycles)
    }

    /// The instruction sets whose kernels the specification asks for.
    #[must_use]
    pub fn asked(&self) -> &[Isa] {
        &self.asked
    }

    /// How much of the kernels' loops is written out.
    #[must_use]
    pub fn unroll(&self) -> Unroll {
        self.unroll
    }

    /// Whether `forward` is straight-line code instead of a kernel.
    #[must_use]
    pub fn unrolled(&self) -> bool {
        self.unrolled[0]
    }

    /// The same on targets without vectors.
    #[must_use]
    pub fn unrolled_without_vectors(&self) -> bool {
        self.unrolled[1]
    }

    /// Bytes that a call needs besides its arguments and a stack of constant size.
    #[must_use]
    pub fn scratch_bytes(&self) -> usize {
        0
    }

    /// Bytes of the packed weights: what the layer takes in flash, or in RAM when it is built at run time.
    #[must_use]
    pub fn weight_bytes(&self) -> usize {
        self.packed_len * self.dtype.bytes()
    }
}

/// Blocks of channels if that at most doubles the weights and is not slower on the sets of x86-64 that most machines have.
fn packing(layer: &Layer) -> Packing {
    let real = layer.out_channels() as u128;
    let filled = filled(layer) as u128;
    if filled > 2 * real {
        return Packing::Rows;
    }
    let cost = |packing| -> f64 {
        [Isa::Avx512, Isa::Avx2].map(|isa| cost::cheapest(layer, packing, isa).1.ln()).iter().sum()
    };
    if cost(Packing::Blocks) <= cost(Packing::Rows) { Packing::Blocks } else { Packing::Rows }
}

/// Output channels of a block: as many as fill 64 bytes.
#[must_use]
pub fn block(dtype: Dtype) -> usize {
    64 / dtype.bytes()
}

/// Output channels over all groups, each group filled up to whole blocks.
fn filled(layer: &Layer) -> usize {
    layer.groups() * (layer.out_channels() / layer.groups()).next_multiple_of(block(layer.dtype()))
}

fn packed_len(layer: &Layer, packing: Packing) -> usize {
    let taps: usize = layer.axes().iter().map(crate::Axis::kernel).product();
    let column = 1 + layer.in_channels() / layer.groups() * taps;
    match packing {
        Packing::Blocks => filled(layer) * column,
        Packing::Rows => layer.out_channels() * column,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Format, Source};

    fn plan(text: &str) -> Plan {
        let source = Source { name: "inline", text, format: Format::Call };
        Plan::new(&crate::check(&source).unwrap())
    }

    fn kernel(plan: &Plan, isa: Isa) -> Kernel {
        plan.kernels().iter().find(|(of, _)| *of == isa).unwrap().1
    }

    #[test]
    fn dense_layers_have_channels_in_the_lanes() {
        let plan = plan("nn.Conv2d(64, 64, 3, padding=1, input_shape=(64, 56, 56))");
        assert_eq!(plan.packing(), Packing::Blocks);
        // 54 interior columns are nine tiles of six.
        assert!(matches!(kernel(&plan, Isa::Avx2), Kernel::Channels { vectors: 2, pixels: 6, .. }));
    }

    #[test]
    fn depthwise_layers_have_pixels_in_the_lanes() {
        let plan = plan("nn.Conv2d(32, 32, 3, padding=1, groups=32, input_shape=(32, 112, 112))");
        assert_eq!(plan.packing(), Packing::Rows);
        assert_eq!(plan.packed_len(), 32 * 10);
    }

    #[test]
    fn every_tile_is_one_that_the_kernels_accept() {
        for outputs in 1..80_usize {
            for groups in [1, 2, 4] {
                let text = format!("nn.Conv2d(4, {}, 3, groups={groups}, input_shape=(4, 9, 20))", outputs * groups);
                let plan = plan(&text);
                for (isa, kernel) in plan.kernels() {
                    match *kernel {
                        Kernel::Channels { vectors, pixels, tail, band, phases } => {
                            assert!(outputs.div_ceil(isa.lanes(Dtype::F32)).is_multiple_of(vectors));
                            assert!((1..=pixels).contains(&tail) && band > 0 && phases == 1);
                        }
                        Kernel::WholeRows { vectors, pixels, band } => {
                            assert!(outputs.div_ceil(isa.lanes(Dtype::F32)).is_multiple_of(vectors));
                            assert!(pixels <= 18 && band > 0);
                        }
                        Kernel::Pixels { channels, vectors, phases } => {
                            assert!(outputs.is_multiple_of(channels) && vectors > 0 && phases == 1);
                        }
                        Kernel::Rows { rows, vectors } => assert!(rows > 1 && vectors > 0),
                    }
                }
            }
        }
    }

    /// Planning one by one what happens at each border would take hours.
    #[test]
    fn large_kernels_are_planned_at_once() {
        for text in [
            "nn.Conv3d(16, 32, 63, padding=63)",
            "nn.Conv3d(2, 16, 127, dilation=3, stride=2, padding=300, input_shape=(2, 100, 200, 300))",
        ] {
            let start = std::time::Instant::now();
            plan(text);
            assert!(start.elapsed().as_secs() < 5, "{text}: {:?}", start.elapsed());
        }
    }

    #[test]
    fn tiny_layers_are_unrolled() {
        assert!(plan("nn.Conv1d(1, 1, 3, input_shape=(1, 8))").unrolled());
        assert!(!plan("nn.Conv1d(1, 1, 3)").unrolled());
    }

    #[test]
    fn what_is_asked_for_decides_the_layout() {
        let text = "nn.Conv2d(64, 64, 3, padding=1, input_shape=(64, 56, 56))";
        let wish = "{'avx2': {'kernel': 'pixels', 'channels': 4, 'vectors': 2}}";
        let asked = plan(&text.replace("padding=1", &format!("padding=1, plan={wish}")));
        assert_eq!(plan(text).packing(), Packing::Blocks);
        assert_eq!((asked.packing(), asked.asked()), (Packing::Rows, &[Isa::Avx2][..]));
        assert_eq!(kernel(&asked, Isa::Avx2), Kernel::Pixels { channels: 4, vectors: 2, phases: 1 });
        assert!(asked.kernels().iter().all(|(_, kernel)| kernel.packing() == Packing::Rows));
        // What is not named is planned.
        let wish = "{'avx2': {'kernel': 'channels', 'vectors': 1, 'pixels': 3}}";
        let asked = plan(&text.replace("padding=1", &format!("padding=1, plan={wish}")));
        assert!(matches!(
            kernel(&asked, Isa::Avx2),
            Kernel::Channels { vectors: 1, pixels: 3, tail: 1, phases: 1, .. }
        ));
        for isa in [Isa::Avx512, Isa::Sse2, Isa::Neon, Isa::Scalar] {
            assert_eq!(kernel(&asked, isa), kernel(&plan(text), isa));
        }
        assert!(!plan(&format!("nn.Conv1d(1, 1, 3, input_shape=(1, 8), plan={{'scalar': {PIXEL}}})")).unrolled());
    }

    const PIXEL: &str = "{'kernel': 'pixels', 'channels': 1, 'vectors': 1}";

    #[test]
    fn size_and_speed_move_the_bounds() {
        let unrolled = |text: &str| [plan(text).unrolled(), plan(text).unrolled_without_vectors()];
        assert_eq!(unrolled("nn.Conv1d(1, 1, 3, input_shape=(1, 8), unroll='size')"), [false, false]);
        assert_eq!(unrolled("nn.Conv1d(1, 1, 3, input_shape=(1, 8), unroll='auto')"), [true, true]);
        assert_eq!(unrolled("nn.Conv1d(4, 8, 3, input_shape=(4, 16), unroll='auto')"), [false, false]);
        assert_eq!(unrolled("nn.Conv1d(4, 8, 3, input_shape=(4, 16), unroll='speed')"), [false, true]);
        assert_eq!(unrolled("nn.Conv1d(8, 8, 3, input_shape=(8, 16), unroll='speed')"), [false, false]);
        let auto = plan("nn.Conv2d(64, 64, 3, input_shape=(64, 30, 30))");
        assert!(auto.kernels().iter().any(|(_, kernel)| !matches!(kernel, Kernel::Channels { tail: 1, .. })));
        let size = plan("nn.Conv2d(64, 64, 3, input_shape=(64, 30, 30), unroll='size')");
        for (isa, kernel) in size.kernels() {
            let Kernel::Channels { vectors, pixels, tail, .. } = *kernel else { panic!("{isa:?}: {kernel:?}") };
            assert_eq!(tail, 1);
            assert!(vectors * pixels <= 8 || *isa == Isa::Scalar, "{isa:?}: {kernel:?}");
        }
    }
}
