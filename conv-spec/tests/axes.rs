//! Every axis arithmetic against arrays that are really padded, spread and cut.

use conv_spec::{Axis, Border, Checked, Format, Layer, Sampling, Source, WindowsOp, check, check_any};
use proptest::prelude::*;

const MODES: [(&str, Border); 4] = [
    ("zeros", Border::Zeros),
    ("reflect", Border::Reflect),
    ("replicate", Border::Replicate),
    ("circular", Border::Circular),
];

fn layer(text: &str) -> Option<Layer> {
    check(&Source { name: "", text, format: Format::Call }).ok()
}

/// The padded input as indices into the input, `None` for zeros; `None` for all where
/// `PyTorch` refuses to pad so much.
fn padded(n: usize, before: usize, after: usize, mode: Border) -> Option<Vec<Option<usize>>> {
    let none = |many: usize| vec![None; many];
    let times = |element: usize, many: usize| vec![Some(element); many];
    let (head, tail): (Vec<Option<usize>>, Vec<Option<usize>>) = match mode {
        Border::Zeros => (none(before), none(after)),
        Border::Replicate => (times(0, before), times(n - 1, after)),
        Border::Reflect if before < n && after < n => {
            ((1..=before).rev().map(Some).collect(), (n - 1 - after..n - 1).rev().map(Some).collect())
        }
        Border::Circular if before <= n && after <= n => {
            ((n - before..n).map(Some).collect(), (0..after).map(Some).collect())
        }
        Border::Reflect | Border::Circular => return None,
    };
    Some(head.into_iter().chain((0..n).map(Some)).chain(tail).collect())
}

/// The windows of a padded input, tap by tap.
fn windows(padded: &[Option<usize>], kernel: usize, stride: usize, dilation: usize) -> Vec<Vec<Option<usize>>> {
    let mut all = Vec::new();
    let mut start = 0;
    while start + (kernel - 1) * dilation < padded.len() {
        all.push((0..kernel).map(|tap| padded[start + tap * dilation]).collect());
        start += stride;
    }
    all
}

/// What the axis says of its windows.
fn sources(axis: &Axis, n: usize) -> Vec<Vec<Option<usize>>> {
    let outputs = 0..axis.output(n).unwrap_or(0);
    let taps = || 0..axis.kernel();
    outputs.map(|output| taps().map(|tap| axis.source(n, output, tap)).collect()).collect()
}

/// What a transposed axis does: for every output the input that each tap
/// brings, before the output is cut.
fn spread(n: usize, axis: &Axis, output_padding: usize) -> Vec<Vec<Option<usize>>> {
    let (kernel, stride, dilation) = (axis.kernel(), axis.stride(), axis.dilation());
    let length = (n - 1) * stride + dilation * (kernel - 1) + 1 + output_padding;
    let mut outputs = vec![vec![None; axis.kernel()]; length];
    for input in 0..n {
        for tap in 0..kernel {
            let taps: &mut Vec<_> = &mut outputs[input * stride + tap * dilation];
            taps[tap] = Some(input);
        }
    }
    outputs
}

/// The windows that padding by so much before and after leaves.
fn cut(mut outputs: Vec<Vec<Option<usize>>>, before: usize, after: usize) -> Vec<Vec<Option<usize>>> {
    outputs.truncate(outputs.len().saturating_sub(after));
    outputs.drain(..outputs.len().min(before));
    outputs
}

/// Whether every size from `minimum` on has an output, and the one below has none.
fn is_minimum(axis: &Axis, minimum: usize) -> bool {
    (minimum..minimum + 200).all(|n| axis.output(n).is_some()) && (minimum == 1 || axis.output(minimum - 1).is_none())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn convolutions(
        kernel in 1_usize..6, stride in 1_usize..5, dilation in 1_usize..4, n in 1_usize..14,
        before in 0_usize..8, after in 0_usize..8, mode in prop::sample::select(&MODES[..]),
    ) {
        let (word, mode) = mode;
        let text = format!(
            "nn.Conv1d(1, 1, {kernel}, {stride}, dilation={dilation}, padding=[[{before}, {after}]], padding_mode='{word}'"
        );
        let open = layer(&format!("{text})")).unwrap();
        let axis = &open.axes()[0];
        prop_assert_eq!((axis.padding(n), axis.sampling(), axis.border()), ((before, after), Sampling::Conv, mode));
        let padded = padded(n, before, after, mode);
        let expected = padded.map_or(Vec::new(), |padded| windows(&padded, kernel, stride, dilation));
        prop_assert_eq!(axis.output(n), Some(expected.len()).filter(|count| *count > 0));
        prop_assert_eq!(sources(axis, n), &*expected);
        prop_assert!(is_minimum(axis, axis.minimum()), "{}", axis.minimum());
        // Whatever fits is accepted, and nothing else.
        let fixed = layer(&format!("{text}, input_shape=(1, {n}))"));
        prop_assert_eq!(fixed.is_some(), !expected.is_empty());
        if let Some(fixed) = fixed {
            prop_assert_eq!(fixed.output_shape().unwrap(), [1, expected.len()]);
        }
        if !expected.is_empty() {
            let end = format!(" + 1 = {}", expected.len());
            prop_assert!(axis.formula(n).ends_with(&end), "{}", axis.formula(n));
        }
    }

    #[test]
    fn same_with_any_stride(
        kernel in 1_usize..7, stride in 1_usize..6, dilation in 1_usize..4, n in 1_usize..30, lower: bool,
        mode in prop::sample::select(&MODES[..]),
    ) {
        let (word, mode) = mode;
        let same = if lower { "same_lower" } else { "same_upper" };
        let text = format!(
            "nn.Conv1d(1, 1, {kernel}, {stride}, dilation={dilation}, padding='{same}', padding_mode='{word}'"
        );
        let open = layer(&format!("{text})")).unwrap();
        let axis = &open.axes()[0];
        let sampling = match (stride, lower) {
            (1, _) => Sampling::Conv,
            (_, false) => Sampling::SameUpper,
            (_, true) => Sampling::SameLower,
        };
        prop_assert_eq!(axis.sampling(), sampling);
        // One output for every step of the stride that begins in the input, with the
        // least padding that gives so many.
        let outputs = (0..n).step_by(stride).count();
        let count = |total: usize| {
            let padded = padded(n, 0, total, Border::Zeros).unwrap();
            windows(&padded, kernel, stride, dilation).len()
        };
        let total = (0..100).find(|total| count(*total) >= outputs).unwrap();
        let (less, more) = (total / 2, total - total / 2);
        let (before, after) = if lower { (more, less) } else { (less, more) };
        prop_assert_eq!(axis.padding(n), (before, after));
        let padded = padded(n, before, after, mode);
        let expected = padded.map_or(Vec::new(), |padded| windows(&padded, kernel, stride, dilation));
        prop_assert!(expected.is_empty() || expected.len() == outputs);
        prop_assert_eq!(sources(axis, n), &*expected);
        prop_assert!(is_minimum(axis, axis.minimum()), "{}", axis.minimum());
        let fixed = layer(&format!("{text}, input_shape=(1, {n}))"));
        prop_assert_eq!(fixed.is_some(), !expected.is_empty());
        if let Some(fixed) = fixed {
            let axis = &fixed.axes()[0];
            prop_assert_eq!(axis.sampling(), Sampling::Conv);
            prop_assert_eq!((axis.pad_before(), axis.pad_after()), (before, after));
            prop_assert_eq!(sources(axis, n), expected);
        }
    }

    #[test]
    fn transposed(
        kernel in 1_usize..6, stride in 1_usize..5, dilation in 1_usize..5, n in 1_usize..8,
        before in 0_usize..9, after in 0_usize..9, output_padding in 0_usize..6,
    ) {
        let text = format!(
            "nn.ConvTranspose1d(1, 1, {kernel}, {stride}, [({before}, {after})], {output_padding}, dilation={dilation}"
        );
        let open = layer(&format!("{text})"));
        prop_assert_eq!(open.is_some(), output_padding < stride.max(dilation));
        let Some(open) = open else { return Ok(()) };
        let axis = &open.axes()[0];
        let output = output_padding;
        prop_assert_eq!(axis.sampling(), Sampling::Transposed { output_padding: output });
        let expected = cut(spread(n, axis, output_padding), before, after);
        prop_assert_eq!(axis.output(n), Some(expected.len()).filter(|count| *count > 0));
        prop_assert_eq!(sources(axis, n), &*expected);
        prop_assert!(is_minimum(axis, axis.minimum()), "{}", axis.minimum());
        let fixed = layer(&format!("{text}, input_shape=(1, {n}))"));
        prop_assert_eq!(fixed.is_some(), !expected.is_empty());
        if let Some(fixed) = fixed {
            prop_assert_eq!(fixed.output_shape().unwrap(), [1, expected.len()]);
            let end = format!(" = {}", expected.len());
            prop_assert!(axis.formula(n).ends_with(&end), "{}", axis.formula(n));
        }
    }

    #[test]
    fn output_size_decides(
        kernel in 1_usize..6, stride in 1_usize..5, dilation in 1_usize..4, n in 1_usize..8, padding in 0_usize..6,
        wanted in 1_usize..40, output_padding in prop::option::of(0_usize..6), front in 0_usize..3,
    ) {
        let plain = format!("nn.ConvTranspose1d(1, 7, {kernel}, {stride}, {padding}, dilation={dilation}");
        let given = output_padding.map_or(String::new(), |given| format!(", output_padding={given}"));
        let list = ["", "7, ", "0, 7, "][front];
        let text = format!("{plain}{given}, input_shape=(1, {n}), output_size=[{list}{wanted}])");
        let open = layer(&format!("{plain})")).unwrap();
        // The stride's worth of lengths that one input can have had.
        let axis = &open.axes()[0];
        let reached = (0..stride).find(|extra| cut(spread(n, axis, *extra), padding, padding).len() == wanted);
        let agrees = |extra| output_padding.is_none_or(|given| given == 0 || given == extra);
        let checked = layer(&text);
        prop_assert_eq!(checked.is_some(), reached.is_some_and(agrees), "{}", text);
        if let Some(checked) = checked {
            prop_assert_eq!(checked.output_shape().unwrap(), [7, wanted]);
            let output_padding = reached.unwrap();
            prop_assert_eq!(checked.axes()[0].sampling(), Sampling::Transposed { output_padding });
        }
    }

    #[test]
    fn unfold_and_fold_are_of_one_shape(
        channels in 1_usize..4, kernel in prop::array::uniform2(1_usize..5), stride in prop::array::uniform2(1_usize..4),
        padding in prop::array::uniform2(0_usize..3), dilation in prop::array::uniform2(1_usize..3),
        size in prop::array::uniform2(1_usize..9),
    ) {
        let counts: Vec<usize> = (0..2)
            .map(|axis| {
                let (n, padding) = (size[axis], padding[axis]);
                let padded = padded(n, padding, padding, Border::Zeros).unwrap();
                windows(&padded, kernel[axis], stride[axis], dilation[axis]).len()
            })
            .collect();
        let (blocks, rows) = (counts[0] * counts[1], channels * kernel[0] * kernel[1]);
        let [height, width] = size;
        let arguments = format!("{kernel:?}, {dilation:?}, {padding:?}, {stride:?}");
        let calls = [
            (WindowsOp::Unfold, format!("nn.Unfold({arguments}, input_shape=({channels}, {height}, {width}))")),
            (WindowsOp::Fold, format!("nn.Fold({size:?}, {arguments}, input_shape=({rows}, {}))", blocks.max(1))),
        ];
        for (op, text) in calls {
            match check_any(&Source { name: "", text: &text, format: Format::Call }) {
                Ok(Checked::Windows(windows)) => {
                    prop_assert_eq!(windows.op(), op);
                    prop_assert_eq!(windows.blocks(), Some(blocks));
                    prop_assert_eq!(windows.image_shape().unwrap(), [channels, height, width]);
                    prop_assert_eq!(windows.windows_shape().unwrap(), [rows, blocks]);
                }
                other => prop_assert!(blocks == 0 && other.is_err(), "{text}: {other:?}"),
            }
        }
    }
}
