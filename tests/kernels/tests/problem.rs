//! Whatever the numbers, a call is refused or carried out: no panic, no overflow, no access outside of the slices.
//!
//! Cargo checks arithmetic for overflow in tests, also that of the kernels.

use conv_layer_kernels::check::tasks;
use conv_layer_kernels::formats::{Formatted, formats};
use conv_layer_kernels::guarded::Guarded;
use conv_runtime::__private::channel_lanes::{MOST_TAPS, channel_lanes, whole_rows};
use conv_runtime::__private::pixel_lanes::{pixel_lanes, plain};
use conv_runtime::__private::simd::Emulated;
use conv_runtime::__private::stacked_rows::{MOST_ROWS, stacked_rows};
use conv_runtime::__private::{Axis, Border, Call, Error, Formats, Geometry, Packing, Problem, Sampling, Unknown};
use proptest::prelude::*;

/// Sensible numbers and nonsense.
fn number() -> impl Strategy<Value = usize> {
    prop_oneof![
        6 => 1_usize..6,
        1 => Just(0),
        1 => (0_u32..usize::BITS, 0_usize..3).prop_map(|(bit, less)| (1_usize << bit).wrapping_sub(less)),
        1 => any::<usize>(),
    ]
}

fn small_axis() -> impl Strategy<Value = Axis> {
    kinds((1_usize..5, 1_usize..4, 1_usize..4, 0_usize..6, 0_usize..6).prop_map(axis), || 0_usize..3)
}

fn any_axis() -> impl Strategy<Value = Axis> {
    kinds((number(), number(), number(), number(), number()).prop_map(axis), number)
}

/// An axis of one or two taps far apart, in an input that lies far inside its padding: few elements and large numbers.
fn sparse_axis() -> impl Strategy<Value = Axis> {
    let large = || (0_u32..usize::BITS - 1).prop_map(|bit| 1_usize << bit);
    let axes =
        (1_usize..3, large(), large(), 0_usize..3, 0_usize..3).prop_map(|(kernel, stride, dilation, before, after)| {
            axis((kernel, stride, dilation, stride.saturating_mul(before), stride.saturating_mul(after)))
        });
    kinds(axes, || 0_usize..3)
}

fn axis((kernel, stride, dilation, pad_before, pad_after): (usize, usize, usize, usize, usize)) -> Axis {
    Axis::conv(kernel, stride, dilation, [pad_before, pad_after])
}

/// The axes with every sampling and every border, also those that no specification gives.
fn kinds<N: Strategy<Value = usize>>(
    axes: impl Strategy<Value = Axis>,
    output_padding: impl Fn() -> N,
) -> impl Strategy<Value = Axis> {
    let transposed = output_padding().prop_map(|output_padding| Sampling::Transposed { output_padding });
    let sampling = prop_oneof![
        4 => Just(Sampling::Conv), 1 => Just(Sampling::SameUpper), 1 => Just(Sampling::SameLower), 2 => transposed
    ];
    let borders = [Border::Zeros, Border::Zeros, Border::Reflect, Border::Replicate, Border::Circular];
    (axes, sampling, prop::sample::select(borders.to_vec()))
        .prop_map(|(axis, sampling, border)| axis.sampled(sampling).bordered(border))
}

fn geometry(any: impl Fn() -> BoxedStrategy<Axis>, channels: BoxedStrategy<[usize; 3]>) -> BoxedStrategy<Geometry> {
    ([any(), any(), any()], channels, prop::bool::ANY)
        .prop_map(|(axes, [in_channels, out_channels, groups], alike)| {
            // Axes of all kinds together are mostly refused.
            let axes = if alike { axes.map(|one| one.sampled(axes[2].sampling)) } else { axes };
            Geometry { in_channels, out_channels, groups, axes }
        })
        .boxed()
}

fn any_channels() -> BoxedStrategy<[usize; 3]> {
    [number().boxed(), number().boxed(), number().boxed()].boxed()
}

fn few_channels() -> BoxedStrategy<[usize; 3]> {
    prop_oneof![
        4 => (1_usize..4, 1_usize..4, 1_usize..4)
            .prop_map(|(inputs, outputs, groups)| [inputs * groups, outputs * groups, groups]),
        // Whole blocks, in one group, in two, and depthwise, which is computed lane by lane.
        1 => (1_usize..3).prop_map(|groups| [16, 16 * groups, groups]),
        1 => (1_usize..8).prop_map(|channels| [channels; 3]),
        1 => (1_usize..3).prop_map(|blocks| [16 * blocks; 3]),
    ]
    .boxed()
}

/// The kernels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Channels,
    /// Channels in the lanes, tiles of whole rows.
    WholeRows,
    /// The same, ended by smaller tiles.
    EndedRows,
    Pixels(Packing),
    /// Pixels of two phases in turn.
    Interleaved,
    Rows,
    /// On weights that are not packed.
    Plain,
    /// Channels in the lanes, input and output with channels last, or in blocks of channels.
    Last,
    Blocked,
    /// Tiles of whole rows, with channels last.
    LastRows,
}

impl Way {
    const ALL: [Self; 11] = [
        Self::Channels,
        Self::WholeRows,
        Self::EndedRows,
        Self::Last,
        Self::Blocked,
        Self::LastRows,
        Self::Pixels(Packing::Rows),
        Self::Pixels(Packing::Blocks),
        Self::Interleaved,
        Self::Rows,
        Self::Plain,
    ];

    /// Rows of outputs in a tile of [`Self::Rows`].
    const STACKED: usize = 3;
    /// Pixels of a tile of [`Self::WholeRows`].
    const PIXELS: usize = 3;
    /// Pixels of the tiles that end [`Self::EndedRows`].
    const TAIL: usize = 2;

    fn formats(self) -> Formats {
        match self {
            Self::Last | Self::LastRows => formats(1, 1),
            Self::Blocked => formats(2, 2),
            _ => Formats::CONTIGUOUS,
        }
    }

    fn packing(self, geometry: &Geometry) -> Option<Packing> {
        match self {
            Self::Last | Self::Blocked | Self::LastRows if self.formats().lanewise(geometry) => Some(Packing::Lanes),
            Self::Pixels(packing) => Some(packing),
            Self::Rows => Some(Packing::Rows),
            Self::Plain => None,
            _ => Some(Packing::Blocks),
        }
    }

    /// Whether blocked channels are whole blocks.
    fn fits(self, geometry: &Geometry) -> bool {
        self != Self::Blocked
            || [geometry.in_channels, geometry.out_channels].iter().all(|channels| channels.is_multiple_of(16))
    }

    /// Elements of the weights.
    fn weights(self, geometry: &Geometry) -> Option<usize> {
        match self.packing(geometry) {
            Some(packing) => packing.len(geometry, 4),
            None => geometry.group_outputs().and(geometry.fan_in())?.checked_mul(geometry.out_channels),
        }
    }

    /// Refuses what only this kernel cannot do.
    fn takes(self, geometry: &Geometry, size: [usize; 3]) -> Result<(), Error> {
        let [_, height, width] = &geometry.axes;
        let can = match self {
            Self::Channels | Self::Pixels(_) | Self::Plain | Self::Last | Self::Blocked => true,
            Self::WholeRows | Self::EndedRows | Self::LastRows => {
                let tail = if self == Self::EndedRows { Self::TAIL } else { Self::PIXELS };
                !geometry.is_transposed()
                    && width.kernel <= MOST_TAPS
                    && width.at(size[2]).is_some_and(|width| rows_fit(&width, row(geometry, size), tail))
            }
            Self::Interleaved => geometry.is_transposed() && width.stride == 2,
            Self::Rows => {
                let last = (Self::STACKED as u128 - 1) * height.stride as u128;
                let span = last + (height.kernel as u128 - 1) * height.dilation as u128 + 1;
                !geometry.is_transposed() && span <= MOST_ROWS as u128
            }
        };
        if can { Ok(()) } else { Err(Error::Geometry) }
    }
}

/// Inputs of a row, as kernels see it: all inputs where each output reads a single one of its own, since axes are joined then.
fn row(geometry: &Geometry, size: [usize; 3]) -> usize {
    let mut axes = geometry.axes.iter().zip(size);
    let single = axes.all(|(axis, n)| axis.at(n).is_some_and(|axis| axis.is_pointwise()));
    if single { size.iter().product() } else { size[2] }
}

/// Whether only the first and the last tile of a row meet padding, and smaller tiles than the others fill it.
fn rows_fit(width: &Axis, size: usize, tail: usize) -> bool {
    let outputs = width.output(size).expect("it has outputs");
    let inside = |output: usize| {
        let first = output as i128 * width.stride as i128 - width.pad_before as i128;
        first >= 0 && first + (width.kernel as i128 - 1) * (width.dilation as i128) < size as i128
    };
    let (first, end) = (Way::PIXELS, outputs.saturating_sub(tail));
    let full = |tiles: usize| (outputs - tiles * Way::PIXELS).is_multiple_of(tail);
    let filled = tail == Way::PIXELS
        || (!outputs.is_multiple_of(Way::PIXELS) && (1..=outputs / Way::PIXELS).rev().take(tail).any(full));
    first <= outputs && filled && (first >= end || (inside(first) && inside(end - 1)))
}

/// The lengths that fit, computed without overflow; `None` when they exceed `limit`.
fn lengths(geometry: &Geometry, way: Way, size: [usize; 3], samples: usize, limit: u128) -> Option<[usize; 3]> {
    let output = geometry.output_size(size).ok()?;
    let of = |channels: usize, size: [usize; 3]| -> Option<usize> {
        let product = size.iter().try_fold(channels as u128, |product, n| product.checked_mul(*n as u128))?;
        let all = product.checked_mul(samples as u128)?;
        if all <= limit { usize::try_from(all).ok() } else { None }
    };
    let weights = way.weights(geometry).filter(|len| *len as u128 <= limit)?;
    Some([of(geometry.in_channels, size)?, of(geometry.out_channels, output)?, weights])
}

/// What a call with slices of the right lengths gives. Refused are axes that contradict each other, and windows that the address
/// space cannot hold with their padding, or before it cuts them.
fn outcome(geometry: &Geometry, way: Way, size: [usize; 3]) -> Result<(), Error> {
    if !way.fits(geometry) {
        return Err(Error::Geometry);
    }
    let transposed = geometry.axes.map(|axis| matches!(axis.sampling, Sampling::Transposed { .. }));
    let signed = |number: usize| isize::try_from(number).is_ok();
    let sound = geometry.axes.iter().all(|axis| signed(axis.stride) && signed(axis.dilation));
    if !sound || (transposed[0] || transposed[1]) && !transposed[2] {
        return Err(Error::Geometry);
    }
    let span = |axis: &Axis, n: usize| {
        if let Sampling::Transposed { output_padding } = axis.sampling {
            let last = (n as u128 - 1) * axis.stride as u128 + axis.dilation as u128 * (axis.kernel as u128 - 1);
            return last + 1 + output_padding as u128;
        }
        let settled = axis.at(n).expect("it has an output");
        n as u128 + settled.pad_before as u128 + settled.pad_after as u128
    };
    let bytes = geometry.axes.iter().zip(size).try_fold(4_u128, |bytes, (axis, n)| bytes.checked_mul(span(axis, n)));
    let fits = bytes.is_some_and(|bytes| isize::try_from(bytes).is_ok());
    if fits { way.takes(geometry, size) } else { Err(Error::TooLarge) }
}

/// Runs a kernel on slices of these lengths.
fn run(geometry: Geometry, way: Way, size: [usize; 3], [input, output, weights]: [usize; 3]) -> Result<(), Error> {
    type Layer = Unknown<f32>;
    let (input, weights) = (Guarded::new(&vec![1.0; input], 0), Guarded::new(&vec![1.0; weights], 1));
    let mut guarded = Guarded::unwritten(output, 2);
    let call =
        Call { input: input.values(), output: guarded.values_mut(), weights: weights.values(), bias: None, size };
    let simd = Emulated::<4>;
    let result = match way {
        Way::Channels => channel_lanes::<Layer, _, 1, 3, 2, 1>(simd, geometry, size, 2, call),
        Way::WholeRows => whole_rows::<Layer, _, 1, { Way::PIXELS }, { Way::PIXELS }>(simd, geometry, size, 2, call),
        Way::EndedRows => whole_rows::<Layer, _, 1, { Way::PIXELS }, { Way::TAIL }>(simd, geometry, size, 2, call),
        Way::Pixels(packing) => pixel_lanes::<Layer, _, 1, 2, 1>(simd, geometry, packing, size, call),
        Way::Interleaved => pixel_lanes::<Layer, _, 1, 2, 2>(simd, geometry, Packing::Blocks, size, call),
        Way::Rows => stacked_rows::<Layer, _, { Way::STACKED }, 2>(simd, geometry, size, call),
        Way::Plain => plain::<Layer, _>(simd, geometry, size, call),
        Way::Last => channel_lanes::<Formatted<f32, 1, 1>, _, 1, 3, 2, 1>(simd, geometry, size, 2, call),
        Way::Blocked => channel_lanes::<Formatted<f32, 2, 2>, _, 1, 3, 2, 1>(simd, geometry, size, 2, call),
        Way::LastRows => {
            whole_rows::<Formatted<f32, 1, 1>, _, 1, { Way::PIXELS }, { Way::PIXELS }>(simd, geometry, size, 2, call)
        }
    };
    assert!(guarded.is_intact(), "written outside of the output");
    match result {
        Ok(()) => assert!(guarded.values().iter().all(|value| value.is_finite()), "not all written, or read outside"),
        Err(_) => assert!(guarded.is_unwritten(), "written in spite of an error"),
    }
    result
}

/// Tiles of three outputs and then of two fill a row of 7, but not the row of 21 that three of them are in a layer without windows.
#[test]
fn rows_without_windows_are_one_row() {
    let geometry = Geometry { in_channels: 1, out_channels: 1, groups: 1, axes: [axis((1, 1, 1, 0, 0)); 3] };
    for (size, fits) in [([1, 1, 7], Ok(())), ([1, 3, 7], Err(Error::Geometry)), ([2, 1, 7], Ok(()))] {
        let fit = lengths(&geometry, Way::EndedRows, size, 1, 1 << 12).expect("few elements");
        assert_eq!(run(geometry, Way::EndedRows, size, fit), fits, "{size:?}");
        assert_eq!(outcome(&geometry, Way::EndedRows, size), fits, "{size:?}");
    }
}

/// Fewer where an emulator is told to run tiles on fewer tasks.
fn cases() -> u32 {
    100 * u32::try_from(tasks(40)).expect("few tasks")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nonsense_is_refused_without_panic(
        geometry in geometry(|| any_axis().boxed(), any_channels()),
        size in [number(), number(), number()],
        given in [0_usize..200, 0_usize..200, 0_usize..200],
    ) {
        for way in Way::ALL {
            // Where lengths fit by chance, the kernel has to cope, too.
            let _ = run(geometry, way, size, given);
            if let Some(fit) = lengths(&geometry, way, size, 1, 1 << 12) {
                prop_assert_eq!(run(geometry, way, size, fit), outcome(&geometry, way, size));
            }
        }
    }

    #[test]
    fn an_empty_batch_of_any_size_is_done_at_once(
        geometry in geometry(|| any_axis().boxed(), few_channels()),
        size in [number(), number(), number()],
    ) {
        for way in Way::ALL {
            let Some(packed) = way.weights(&geometry).filter(|len| *len < 1 << 16) else { continue };
            let weights = vec![0.0_f32; packed];
            let call = Call { input: &[], output: <&mut [f32]>::default(), weights: &weights, bias: None, size };
            if !way.fits(&geometry) {
                prop_assert_eq!(run(geometry, way, size, [0, 0, packed]), Err(Error::Geometry));
                continue;
            }
            match Problem::new(geometry, way.packing(&geometry), size, &call) {
                Ok(problem) => {
                    let problem = problem.shape();
                    let exact = |channels: usize, size: [usize; 3]| {
                        size.iter().try_fold(channels as u128, |product, n| product.checked_mul(*n as u128))
                    };
                    prop_assert_eq!(Some(problem.input_len() as u128), exact(geometry.in_channels, size));
                    prop_assert_eq!(Some(problem.output_len() as u128), exact(geometry.out_channels, problem.output()));
                    prop_assert!(problem.input_len() > 0 && problem.output_len() > 0);
                    prop_assert_eq!(run(geometry, way, size, [0, 0, packed]), way.takes(&geometry, size));
                }
                Err(error) => prop_assert_eq!(run(geometry, way, size, [0, 0, packed]), Err(error)),
            }
        }
    }

    #[test]
    fn taps_far_apart_do_not_overflow(
        geometry in geometry(|| sparse_axis().boxed(), few_channels()),
        size in [1_usize..4, 1_usize..6, 1_usize..12],
    ) {
        for way in Way::ALL {
            if let Some(fit) = lengths(&geometry, way, size, 2, 1 << 12) {
                prop_assert_eq!(run(geometry, way, size, fit), outcome(&geometry, way, size));
            }
        }
    }

    #[test]
    fn wrong_lengths_are_refused(
        geometry in geometry(|| small_axis().boxed(), few_channels()),
        size in [1_usize..9, 1_usize..9, 1_usize..9],
        samples in 0_usize..3,
        which in 0_usize..3,
        wrong in prop_oneof![-3_isize..0, 1_isize..4, Just(-1_000_000)],
    ) {
        for way in Way::ALL {
            let Some(fit) = lengths(&geometry, way, size, samples, 1 << 16) else { continue };
            prop_assert_eq!(run(geometry, way, size, fit), outcome(&geometry, way, size));
            let mut given = fit;
            given[which] = given[which].saturating_add_signed(wrong);
            if given != fit {
                let result = run(geometry, way, size, given);
                let refused = matches!(result, Err(Error::Length { .. } | Error::Batch { .. }));
                prop_assert!(
                    refused || result.is_err() && result == outcome(&geometry, way, size),
                    "{given:?} instead of {fit:?}: {result:?}"
                );
            }
        }
    }
}
