//! The plan of a layer: which kernel with which tile runs on each instruction set, and what it
//! costs in memory.
//!
//! Planning is a search over a table: `isa.rs` says which tiles stay in registers, `cost.rs`
//! estimates the cycles of each of them on this layer, and the cheapest wins. The estimate has to
//! rank tiles, not to predict times.

mod asked;
mod bands;
mod channels;
mod copied;
mod cost;
mod gathered;
mod groups;
mod isa;
mod kernel;
mod line_tiles;
mod load;
mod packing;
mod pixels;
mod refuse;
mod rest;
mod rows;
mod sets;
mod strips;
mod tiles;
mod whole_rows;

pub use asked::granted;
pub use bands::UNBANDED;
pub use conv_geometry::{Isa, Packing};
pub use kernel::Kernel;
pub use rest::Rest;

use conv_spec::requests::KernelKind;
use conv_spec::{Dtype, Layer, Report, Unroll};
use packing::asked_packing;

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

/// A layer of at most so many multiply-adds is written out as straight-line code: on any target,
/// and where one number is computed at a time. (The compiler makes vectors of it, but only those of
/// the oldest CPU.)
fn straight_macs(unroll: Unroll) -> [u64; 2] {
    match unroll {
        Unroll::Size => [0, 0],
        Unroll::Speed => [512, 2048],
        _ => [512, 512],
    }
}

impl Plan {
    /// Plans a layer.
    ///
    /// # Errors
    ///
    /// Those of [`granted`]; more memory than the specification allows.
    ///
    /// ```
    /// use conv_plan::Plan;
    /// use conv_spec::{Format, Source};
    ///
    /// let text = "nn.Conv2d(64, 64, 3, padding=1, input_shape=(64, 56, 56))";
    /// let layer = conv_spec::check(&Source { name: "inline", text, format: Format::Call }).unwrap();
    /// let plan = Plan::new(&layer).unwrap();
    /// assert_eq!(plan.packed_len(), 64 * (64 * 9 + 1));
    /// ```
    pub fn new(layer: &Layer) -> Result<Self, Report> {
        let asked = granted(layer)?;
        // One layout serves all instruction sets, so that what is asked for one of them decides for
        // the others.
        let packing = asked_packing(layer, &asked);
        let planned = Isa::ALL.iter().map(|isa| {
            let isa = *isa;
            let asked = asked.iter().find(|(of, _)| *of == isa);
            let asked = asked.map(|(_, kernel)| (*kernel, cost::of(layer, isa, *kernel)));
            let (kernel, cycles) = asked.unwrap_or_else(|| cost::cheapest(layer, packing, isa));
            ((isa, kernel), (isa, cycles))
        });
        let (kernels, cycles) = planned.unzip();
        // Who asks for a kernel wants one.
        // Straight-line code is written for channel by channel.
        let plain = asked.is_empty() && layer.memory_format().are_contiguous();
        let small = |most| plain && layer.macs().is_some_and(|macs| macs <= most);
        let unrolled = straight_macs(layer.unroll()).map(small);
        let asked = asked.iter().map(|(isa, _)| *isa).collect();
        let (dtype, packed_len, unroll) = (layer.dtype(), layer.packed_len(packing), layer.unroll());
        let this = Self { packing, dtype, packed_len, kernels, cycles, asked, unroll, unrolled };
        match layer.over_budget(this.weight_bytes(), this.ram_bytes(layer)) {
            Some(report) => Err(report),
            None => Ok(this),
        }
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

    /// Every kernel with every tile that a layer can have on an instruction set, each with its
    /// estimated cycles, as [`cycles`](Self::cycles) has them; the cheapest first.
    ///
    /// Each can be [asked for](Kernel::request) in the layer's specification.
    ///
    /// ```
    /// use conv_plan::{Isa, Plan};
    /// use conv_spec::{Format, Source};
    ///
    /// let text = "nn.Conv2d(32, 32, 3, padding=1, groups=32, input_shape=(32, 14, 14))";
    /// let layer = conv_spec::check(&Source { name: "inline", text, format: Format::Call }).unwrap();
    /// let (cheapest, cycles) = Plan::candidates(&layer, Isa::Avx2)[0];
    /// assert_eq!(Plan::new(&layer).unwrap().cycles(Isa::Avx2), cycles);
    /// assert!(cheapest.request(Format::Toml).starts_with("{ kernel = \"rows\", rows = "));
    /// ```
    #[must_use]
    pub fn candidates(layer: &Layer, isa: Isa) -> Vec<(Kernel, f64)> {
        let mut candidates: Vec<_> =
            KernelKind::ALL.into_iter().flat_map(|kind| tiles::candidates(layer, isa, kind)).collect();
        candidates.sort_by(|(_, a), (_, b)| a.total_cmp(b));
        candidates
    }

    /// Estimated cycles of a call with one sample: what the kernel was chosen by. An estimate, for
    /// ranking.
    ///
    /// Where the size of an axis is generic, they are those of several typical sizes together.
    ///
    /// ```
    /// use conv_plan::{Isa, Plan};
    /// use conv_spec::{Format, Source};
    ///
    /// let plan = |text| {
    ///     Plan::new(&conv_spec::check(&Source { name: "inline", text, format: Format::Call }).unwrap()).unwrap()
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

    /// Bytes that a call needs besides its arguments and its stack.
    #[must_use]
    pub fn scratch_bytes(&self) -> usize {
        0
    }

    /// Bytes of RAM that a call touches besides its stack: one sample of input and output, and the
    /// scratch memory. `None` where the layer's size is open.
    #[must_use]
    pub fn ram_bytes(&self, layer: &Layer) -> Option<usize> {
        let bytes = |shape: Vec<usize>| shape.iter().product::<usize>().saturating_mul(layer.dtype().bytes());
        let (input, output) = (layer.input_shape()?, layer.output_shape()?);
        Some(bytes(input).saturating_add(bytes(output)).saturating_add(self.scratch_bytes()))
    }

    /// Bytes of the packed weights: what the layer takes in flash, or in RAM when it is built at
    /// run time.
    #[must_use]
    pub fn weight_bytes(&self) -> usize {
        self.packed_len * self.dtype.bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use conv_spec::{Format, Source};

    fn plan(text: &str) -> Plan {
        let source = Source { name: "inline", text, format: Format::Call };
        Plan::new(&conv_spec::check(&source).unwrap()).unwrap()
    }

    fn kernel(plan: &Plan, isa: Isa) -> Kernel {
        plan.kernels().iter().find(|(of, _)| *of == isa).unwrap().1
    }

    #[test]
    fn dense_layers_have_channels_in_the_lanes() {
        let plan = plan("nn.Conv2d(64, 64, 3, padding=1, input_shape=(64, 56, 56))");
        assert_eq!(plan.packing(), Packing::Blocks);
        assert!(matches!(kernel(&plan, Isa::Avx2), Kernel::WholeRows { vectors: 2, pixels: 6, .. }));
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
                    let lanes = isa.lanes(4);
                    // Channels that no vector has are whole tiles of the rest.
                    let fits = |vectors: usize, rest: Option<Rest>| match rest {
                        None => outputs.div_ceil(lanes).is_multiple_of(vectors),
                        Some(Rest { first, channels, .. }) => {
                            let rest = outputs - first;
                            (1..lanes).contains(&rest)
                                && rest.is_multiple_of(channels)
                                && first.is_multiple_of(lanes * vectors)
                        }
                    };
                    match *kernel {
                        Kernel::Channels { vectors, pixels, tail, band, phases, rest } => {
                            assert!(fits(vectors, rest));
                            assert!((1..=pixels).contains(&tail) && band > 0 && phases == 1);
                        }
                        Kernel::WholeRows { vectors, pixels, tail, band, rest } => {
                            assert!(fits(vectors, rest));
                            assert!(pixels <= 18 && tail.is_none_or(|tail| (4..pixels).contains(&tail)) && band > 0);
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

    #[test]
    fn channels_that_fill_no_vector_have_a_tile_of_their_own() {
        let rest = |text: &str, isa: Isa| kernel(&plan(text), isa).rest();
        let one = "nn.Conv2d(32, 33, 3, padding=1, input_shape=(32, 28, 28))";
        assert!(matches!(rest(one, Isa::Avx512), Some(Rest { channels: 1, .. })));
        assert!(matches!(rest(one, Isa::Avx2), Some(Rest { channels: 1, .. })));
        // Twenty are five whole vectors of four.
        let twenty = one.replace("33", "20");
        assert!(matches!(rest(&twenty, Isa::Avx512), Some(Rest { channels: 4, .. })));
        assert_eq!(rest(&twenty, Isa::Sse2), None);
        // Two copies of a loop are not the least code.
        assert_eq!(rest(&one.replace("padding=1", "padding=1, unroll='size'"), Isa::Avx512), None);
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
        let asked = |request: &str| plan(&text.replace("padding=1", &format!("padding=1, plan={{{request}}}")));
        let same = |asked: &Plan, but: Isa| {
            Isa::ALL.iter().filter(|isa| **isa != but).all(|isa| kernel(asked, *isa) == kernel(&plan(text), *isa))
        };
        assert_eq!(plan(text).packing(), Packing::Blocks);
        // What is not named is planned.
        let channels = asked("'avx2': {'kernel': 'channels', 'vectors': 1, 'pixels': 3}");
        assert!(matches!(
            kernel(&channels, Isa::Avx2),
            Kernel::Channels { vectors: 1, pixels: 3, tail: 1, phases: 1, .. }
        ));
        assert!(same(&channels, Isa::Avx2));
        // Four channels stand side by side in a block, which other sets read as before.
        let four = asked("'avx2': {'kernel': 'pixels', 'channels': 4, 'vectors': 2}");
        assert_eq!((four.packing(), four.asked()), (Packing::Blocks, &[Isa::Avx2][..]));
        assert_eq!(kernel(&four, Isa::Avx2), Kernel::Pixels { channels: 4, vectors: 2, phases: 1 });
        assert!(same(&four, Isa::Avx2));
        assert!(!plan(&format!("nn.Conv1d(1, 1, 3, input_shape=(1, 8), plan={{'scalar': {PIXEL}}})")).unrolled());
    }

    #[test]
    fn a_layout_that_is_not_read_moves_all_sets() {
        let request = "{'avx512': {'kernel': 'pixels', 'channels': 6, 'vectors': 2}}";
        let text = "nn.Conv2d(64, 96, 3, padding=1, input_shape=(64, 56, 56))";
        let six = plan(&text.replace("padding=1", &format!("padding=1, plan={request}")));
        assert_eq!((plan(text).packing(), six.packing()), (Packing::Blocks, Packing::Rows));
        assert!(six.kernels().iter().all(|(_, kernel)| matches!(kernel, Kernel::Pixels { .. })));
        assert_eq!(six.packed_len(), 96 * (64 * 9 + 1));

        let request = "{'avx512': {'kernel': 'channels', 'vectors': 1, 'pixels': 8}}";
        let text = "nn.Conv2d(64, 9, 3, padding=1, input_shape=(64, 56, 56))";
        let blocks = plan(&text.replace("padding=1", &format!("padding=1, plan={request}")));
        assert_eq!((plan(text).packing(), blocks.packing()), (Packing::Rows, Packing::Blocks));
        assert!(blocks.kernels().iter().all(|(_, kernel)| kernel.reads(Packing::Blocks, Dtype::F32)));
    }

    /// The estimate is that of the kernel asked for.
    #[test]
    fn what_is_asked_for_is_estimated() {
        let text = "nn.Conv2d(64, 64, 3, padding=1, input_shape=(64, 56, 56))";
        let request = "{'avx2': {'kernel': 'channels', 'vectors': 1, 'pixels': 2}}";
        let asked = plan(&text.replace("padding=1", &format!("padding=1, plan={request}")));
        assert!(asked.cycles(Isa::Avx2) > 1.5 * plan(text).cycles(Isa::Avx2));
        assert!(asked.cycles(Isa::Avx2).is_finite());
        assert!((asked.cycles(Isa::Avx512) - plan(text).cycles(Isa::Avx512)).abs() < f64::EPSILON);
    }

    #[test]
    fn bands_read_the_least_from_beyond_the_cache() {
        let of = |text: &str| kernel(&plan(text), Isa::Avx512);
        // Weights that fit, an input that does not: row by row.
        let rows = of("nn.Conv2d(64, 64, 3, padding=1, input_shape=(64, 224, 224))");
        assert!(matches!(rows, Kernel::WholeRows { band: 224, .. }), "{rows:?}");
        // Weights that do not: many rows for each time that they are read.
        let heavy = of("nn.Conv2d(256, 256, 3, padding=4, dilation=4, input_shape=(256, 28, 28))");
        assert!(matches!(heavy, Kernel::WholeRows { band: 280.., .. }), "{heavy:?}");
        // One long row is cut: its input does not stay in the cache for all channels.
        let long = of("nn.Conv1d(512, 512, 3, stride=2, input_shape=(512, 1600))");
        assert!(matches!(long, Kernel::Channels { band: 32..=256, .. }), "{long:?}");
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
