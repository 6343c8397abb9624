//! Geometries, data, and what the oracle makes of them.

use std::cell::Cell;
use std::sync::LazyLock;

use conv_layer_oracle::{Output, convolve, places};
use conv_runtime::__private::{Axis, Border, Geometry, Packing, Sampling, pack};

use crate::guarded::Guarded;
use crate::random::Random;

/// One problem for a kernel.
#[derive(Debug)]
pub struct Task {
    /// The layer.
    pub geometry: Geometry,
    /// Outputs of a band.
    pub band: usize,
    /// Spatial size of the input.
    pub size: [usize; 3],
    /// Samples in the batch.
    pub samples: usize,
    /// Whether all numbers are whole, and the result therefore exact.
    pub exact: bool,
    /// The input.
    pub input: Guarded,
    /// Weights and bias, packed in blocks, in rows, and, where the layer has that, in lanes.
    pub packed: [Guarded; 3],
    /// Weights as `PyTorch` has them, and the bias.
    pub plain: (Guarded, Option<Guarded>),
    /// What the oracle says.
    pub expected: Output,
}

/// The layouts of weights.
const PACKINGS: [Packing; 3] = [Packing::Blocks, Packing::Rows, Packing::Lanes];

/// How many there are.
const COUNT: usize = 4000;
/// The most multiply-adds of a task; the kernels' ways through a layer show on small ones.
const MACS: usize = 40_000;

/// All tasks.
pub static TASKS: LazyLock<Vec<Task>> = LazyLock::new(|| {
    let mut random = Random::new(1);
    let mut tasks: Vec<Task> = Vec::with_capacity(COUNT);
    while tasks.len() < COUNT {
        let index = tasks.len();
        tasks.extend(Task::draw(&mut random, index));
    }
    tasks
});

thread_local! {
    static CURRENT: Cell<Option<(Geometry, usize, Option<Packing>)>> = const { Cell::new(None) };
}

/// The geometry and the band of the task, and the layout of weights, that run on this thread.
/// Generated layers have them as constants; here, they reach the kernel past a signature that has
/// no place for them.
///
/// # Panics
///
/// When none runs.
#[must_use]
pub fn current() -> (Geometry, usize, Option<Packing>) {
    CURRENT.get().expect("a task is running")
}

impl Task {
    /// Runs `kernel` for this task, with weights in a layout.
    pub fn enter<R>(&self, packing: Option<Packing>, kernel: impl FnOnce() -> R) -> R {
        CURRENT.set(Some((self.geometry, self.band, packing)));
        let result = kernel();
        CURRENT.set(None);
        result
    }

    /// Weights and bias in a layout; none where the layer does not have it.
    ///
    /// # Panics
    ///
    /// When the layout is one that tasks do not have.
    #[must_use]
    pub fn packed(&self, packing: Packing) -> &[f32] {
        let of = |one: &Packing| *one == packing;
        self.packed[PACKINGS.iter().position(of).expect("all are there")].values()
    }

    /// Whether so many phases of the last axis lie side by side, all equally long.
    #[must_use]
    pub fn has_phases(&self, phases: usize) -> bool {
        let (axis, columns) = (&self.geometry.axes[2], self.expected.size[2]);
        let all = axis.stride.min(columns);
        self.geometry.is_transposed() && all.is_multiple_of(phases) && columns.is_multiple_of(all)
    }

    /// Whether an output is what the oracle says, as far as rounding allows; `scale` times as far
    /// as of `f32`.
    #[must_use]
    pub fn accepts(&self, output: usize, found: f64, scale: f64) -> bool {
        let (expected, bound) = (self.expected.values[output], self.expected.bounds[output]);
        let bound = if self.exact { 0.0 } else { bound * scale };
        if expected.is_finite() {
            (found - expected).abs() <= bound
        } else {
            found.is_nan() == expected.is_nan() && (found.is_nan() || found.total_cmp(&expected).is_eq())
        }
    }

    /// Whether a weight is not a finite number.
    #[must_use]
    pub fn has_other_weight(&self) -> bool {
        self.plain.0.values().iter().any(|weight| !weight.is_finite())
    }

    /// Output channels of a group.
    #[must_use]
    pub fn group_outputs(&self) -> usize {
        self.geometry.out_channels / self.geometry.groups
    }

    /// A task, unless it is impossible or too large.
    fn draw(random: &mut Random, index: usize) -> Option<Self> {
        let rank = [1, 1, 2, 2, 2, 3][index % 6];
        // Every fifth is what tiles with phases side by side and several vectors of channels need.
        let phased = index.is_multiple_of(5);
        let (axes, size) = draw_axes(random, rank, phased);
        let (inputs, outputs, groups) = if phased {
            (random.pick(&[1, 3]), random.pick(&[3, 4, 8, 12, 16, 24, 32, 33, 48, 49, 64]), 1)
        } else {
            draw_channels(random)
        };
        let geometry = Geometry { in_channels: inputs * groups, out_channels: outputs * groups, groups, axes };
        geometry.output_size(size).ok()?;
        let out: [usize; 3] = std::array::from_fn(|axis| places(&axes[axis], size[axis]));
        let samples = random.pick(&[0, 1, 1, 1, 3]);
        let taps: usize = axes.iter().map(|axis| axis.kernel).product();
        // Of large layers, which are too many to compute, the product may not fit into 32 bits.
        let macs = out.iter().chain(&[geometry.out_channels, inputs, taps]).fold(1, |n: usize, m| n.saturating_mul(*m));
        if macs == 0 || macs.saturating_mul(samples) > MACS {
            return None;
        }
        let exact = random.below(2) == 0;
        let band = random.pick(&[1, 2, 20, usize::MAX]);
        let mut draw = |len: usize| -> Vec<f32> {
            (0..len).map(|_| if exact { random.integer() } else { random.fraction() }).collect()
        };
        let input = draw(samples * geometry.in_channels * size.iter().product::<usize>());
        let mut weight = draw(geometry.out_channels * inputs * taps);
        if exact && index % 5 == 3 {
            // A weight that is not finite: it counts where its tap meets the input, and nowhere
            // else.
            let place = index * 7919 % weight.len();
            weight[place] = [f32::INFINITY, f32::NEG_INFINITY, f32::NAN][index % 3];
        }
        let bias = Some(draw(geometry.out_channels)).filter(|_| !index.is_multiple_of(4));
        let expected = convolve(&geometry, size, &input, &weight, bias.as_deref());
        let packed = PACKINGS.map(|packing| {
            let Some(len) = packing.len(&geometry, 4) else {
                assert!(packing == Packing::Lanes && !geometry.is_depthwise(), "a small layer");
                return Guarded::new(&[], 0);
            };
            let mut packed = vec![f32::NAN; len];
            pack(packing, &geometry, &weight, bias.as_deref(), &mut packed).expect("lengths that fit");
            Guarded::new(&packed, index % 3)
        });
        let input = Guarded::new(&input, index % 5);
        let plain = (Guarded::new(&weight, index % 3), bias.map(|bias| Guarded::new(&bias, index % 7)));
        Some(Self { geometry, band, size, samples, exact, input, packed, plain, expected })
    }
}

/// Axes of a layer of `rank`, and sizes along them; the innermost is the longest, since lines of
/// pixels lie along it.
fn draw_axes(random: &mut Random, rank: usize, phased: bool) -> ([Axis; 3], [usize; 3]) {
    let mut axes = [Axis::UNIT; 3];
    let mut size = [1; 3];
    // One in six is pointwise, for which kernels join the axes.
    let pointwise = !phased && random.below(6) == 0;
    let kind = if phased { Kind::Phased } else { random.pick(&Kind::ALL) };
    for axis in 3 - rank..3 {
        size[axis] = match (axis, rank) {
            (2, 1) => random.pick(&[1, 2, 3, 7, 16, 29, 64, 97]),
            (2, _) => random.pick(&[1, 2, 5, 8, 13, 19, 36]),
            _ => random.pick(&[1, 2, 3, 4, 6, 9]),
        };
        if !pointwise {
            let kernel = random.pick(&[1, 2, 3, 3, 4, 5, 7]);
            let pads = [0, 0, 1, 2, kernel, kernel + 3];
            let (stride, dilation) = (random.pick(&[1, 1, 2, 3]), random.pick(&[1, 1, 2, 3]));
            let axis_of = Axis::conv(kernel, stride, dilation, [random.pick(&pads), random.pick(&pads)]);
            axes[axis] = kind.apply(random, axis_of, size[axis]);
        }
    }
    (axes, size)
}

/// What all axes of a layer have in common.
#[derive(Clone, Copy)]
enum Kind {
    Zeros,
    Transposed,
    /// Transposed, with outputs in whole strides of 2 to 4.
    Phased,
    Bordered(Border),
    Same(Sampling, Border),
}

impl Kind {
    const ALL: [Self; 12] = [
        Self::Zeros,
        Self::Zeros,
        Self::Zeros,
        Self::Zeros,
        Self::Transposed,
        Self::Transposed,
        Self::Transposed,
        Self::Bordered(Border::Reflect),
        Self::Bordered(Border::Replicate),
        Self::Bordered(Border::Circular),
        Self::Same(Sampling::SameUpper, Border::Zeros),
        Self::Same(Sampling::SameLower, Border::Circular),
    ];

    /// An axis of this kind; its padding no more than an input of `size` has elements to repeat.
    fn apply(self, random: &mut Random, axis: Axis, size: usize) -> Axis {
        match self {
            Self::Zeros => axis,
            Self::Transposed => {
                let axis = Axis { stride: random.pick(&[1, 2, 2, 3, 4]), ..axis };
                let output_padding = random.below(axis.stride.max(axis.dilation));
                axis.sampled(Sampling::Transposed { output_padding })
            }
            Self::Phased => {
                let stride = random.pick(&[2, 3, 4]);
                let axis = Axis { stride, ..axis };
                let rest = axis.dilation * (axis.kernel - 1) + 1 + 64 * stride - axis.pad_before - axis.pad_after;
                axis.sampled(Sampling::Transposed { output_padding: (stride - rest % stride) % stride })
            }
            Self::Bordered(border) => {
                let most = size - usize::from(border == Border::Reflect);
                let (pad_before, pad_after) = (axis.pad_before.min(most), axis.pad_after.min(most));
                Axis { pad_before, pad_after, ..axis }.bordered(border)
            }
            Self::Same(sampling, border) => axis.sampled(sampling).bordered(border),
        }
    }
}

/// Input and output channels of a group, and groups: dense, grouped and depthwise layers.
fn draw_channels(random: &mut Random) -> (usize, usize, usize) {
    match random.below(5) {
        0 => (1, random.pick(&[1, 1, 1, 2, 3, 4, 5, 6, 7, 8]), random.pick(&[2, 5, 16, 17, 32, 39])),
        1 => (random.pick(&[2, 3, 4, 8]), random.pick(&[2, 3, 5, 8, 14, 16, 17, 24, 33]), random.pick(&[2, 3, 4])),
        _ => {
            let outputs = [1, 3, 6, 7, 10, 15, 16, 17, 24, 31, 33, 35, 49, 49, 64];
            (random.pick(&[1, 3, 15, 16, 17, 33]), random.pick(&outputs), 1)
        }
    }
}
