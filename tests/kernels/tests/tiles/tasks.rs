//! The tasks have what kernels may stumble over.

use conv_layer_kernels::task::{TASKS, Task};
use conv_runtime::__private::{Axis, Border, Sampling};

fn count(of: impl Fn(&Task) -> bool) -> usize {
    TASKS.iter().filter(|task| of(task)).count()
}

fn any_axis(of: impl Fn(&Axis) -> bool) -> usize {
    count(|task| task.geometry.axes.iter().any(&of))
}

#[test]
fn tasks_are_of_every_kind() {
    for factor in 1..=3 {
        assert!(any_axis(|axis| axis.stride == factor) > 100, "stride {factor}");
        assert!(any_axis(|axis| axis.dilation == factor && axis.kernel > 1) > 100, "dilation {factor}");
    }
    assert!(any_axis(|axis| axis.pad_before > axis.kernel) > 100, "more padding than taps before");
    assert!(any_axis(|axis| axis.pad_after > axis.kernel) > 100, "more padding than taps after");
    assert!(any_axis(|axis| axis.pad_before != axis.pad_after) > 100, "asymmetric padding");
    for border in [Border::Reflect, Border::Replicate, Border::Circular] {
        assert!(any_axis(|axis| axis.border == border && axis.pad_before + axis.pad_after > 0) > 50, "{border:?}");
    }
    for sampling in [Sampling::SameUpper, Sampling::SameLower] {
        assert!(any_axis(|axis| axis.sampling == sampling && axis.stride > 1) > 50, "{sampling:?}");
    }
    let transposed = |axis: &Axis| matches!(axis.sampling, Sampling::Transposed { .. });
    assert!(any_axis(|axis| transposed(axis) && axis.stride > 1 && axis.dilation > 1) > 50, "transposed, dilated");
    assert!(
        any_axis(|axis| transposed(axis) && axis.stride > axis.dilation * axis.kernel) > 20,
        "transposed, with gaps"
    );
    let padded = |axis: &Axis| matches!(axis.sampling, Sampling::Transposed { output_padding } if output_padding > 0);
    assert!(any_axis(padded) > 50, "output padding");
    for samples in [0, 1, 3] {
        assert!(count(|task| task.samples == samples) > 100, "batch {samples}");
    }
    for band in [1, 2, 20, usize::MAX] {
        assert!(count(|task| task.band == band) > 100, "band {band}");
    }
    for channels in [1, 3, 15, 16, 17, 33] {
        assert!(count(|task| task.geometry.in_channels / task.geometry.groups == channels) > 20, "{channels} inputs");
        assert!(count(|task| task.group_outputs() == channels) > 20, "{channels} outputs");
    }
    let depthwise = |task: &Task| task.geometry.groups > 1 && task.geometry.groups == task.geometry.in_channels;
    assert!(count(|task| depthwise(task) && task.group_outputs() == 1) > 20, "depthwise");
    assert!(count(|task| depthwise(task) && task.group_outputs() > 1) > 20, "depthwise with a multiplier");
    assert!(count(|task| task.geometry.axes.iter().all(Axis::is_pointwise)) > 20, "pointwise");
    assert!(count(|task| task.size == [1, 1, 1]) > 10, "a single element");
    for rank in 1..=3 {
        assert!(count(|task| task.size[..3 - rank].iter().all(|n| *n == 1)) > 100, "rank {rank}");
    }
    let zeros = |task: &Task| {
        let [.., width] = &task.geometry.axes;
        width.border == Border::Zeros && width.pad_before + width.pad_after > 0
    };
    assert!(count(Task::has_other_weight) > 300, "weights that are not finite");
    assert!(count(|task| task.has_other_weight() && zeros(task)) > 100, "such weights beside padding of zeros");
    let missed = |task: &Task| task.expected.values.iter().any(|output| output.is_finite());
    assert!(count(|task| task.has_other_weight() && zeros(task) && missed(task)) > 50, "windows that miss them");
    assert!(count(|task| task.exact) > 500 && count(|task| !task.exact) > 500, "whole numbers and fractions");
}
