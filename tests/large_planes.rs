//! Layers of which rows are put together before they are stored, since the output is more than L2
//! holds, or its planes share few sets of L1, and whose input is copied before it is read, since
//! its planes do; against those without vectors, where neither is done.

#![cfg(feature = "std")]

#[macro_use]
mod exact;

use conv_layer::__private::PlanOf;
use conv_layer::conv_layer;
use conv_runtime::__private::channel_lanes::buffers_rows;
use conv_runtime::__private::pixel_lanes::gathers;
use conv_runtime::__private::simd::Emulated;

conv_layer! {
    // Rows that are whole lines, in windows of 98 pixels and a tile that overlaps; rows of one
    // window and of one tile; rows that are no lines.
    struct Lines = nn.Conv2d(1, 32, 3, padding=1, input_shape=(1, 128, 256), plan={
        "avx512": {"kernel": "whole_rows", "vectors": 2, "pixels": 14}});
    struct Short = nn.Conv2d(1, 64, 3, padding=1, input_shape=(1, 2050, 8), plan={
        "avx512": {"kernel": "whole_rows", "vectors": 2, "pixels": 8}});
    struct Ragged = nn.Conv2d(1, 48, 3, padding=1, input_shape=(1, 147, 149), plan={
        "avx512": {"kernel": "whole_rows", "vectors": 3, "pixels": 6}});
    // The last 8 of 40 channels fill half of a vector.
    struct Half = nn.Conv2d(1, 40, 3, padding=2, input_shape=(1, 160, 164), plan={
        "avx512": {"kernel": "whole_rows", "vectors": 3, "pixels": 9}});
    // The last tile leaves one pixel of the one before it, which meets padding, too.
    struct Overlapped = nn.Conv2d(1, 32, 5, padding=2, input_shape=(1, 336, 99), plan={
        "avx512": {"kernel": "whole_rows", "vectors": 2, "pixels": 14}});
    // Shares are parts of a row.
    struct Line = nn.Conv1d(1, 32, 3, padding=1, input_shape=(1, 32784), plan={
        "avx512": {"kernel": "whole_rows", "vectors": 2, "pixels": 14}});
    struct RaggedLine = nn.Conv1d(1, 48, 5, padding=2, input_shape=(1, 22003), plan={
        "avx512": {"kernel": "whole_rows", "vectors": 1, "pixels": 8}});
    struct Alternating = nn.ConvTranspose2d(1, 32, 4, stride=2, padding=1, input_shape=(1, 128, 64), plan={
        "avx512": {"kernel": "channels", "vectors": 2, "pixels": 8}});

    // Planes that are pages: rows of whole vectors and with pixels left over; channels that fill
    // half of a vector; strides, borders; a row of which shares are parts.
    struct Pages = nn.Conv2d(3, 32, 3, padding=1, input_shape=(3, 32, 32), plan={
        "avx512": {"kernel": "whole_rows", "vectors": 2, "pixels": 14}, "avx2": {"kernel": "whole_rows", "vectors": 2, "pixels": 6}});
    struct RaggedPages = nn.Conv2d(2, 64, 3, padding=2, dilation=2, groups=2, input_shape=(2, 128, 40), plan={
        "avx512": {"kernel": "whole_rows", "vectors": 2, "pixels": 6}, "avx2": {"kernel": "whole_rows", "vectors": 2, "pixels": 5}});
    struct HalfPages = nn.Conv2d(1, 44, 3, padding=1, input_shape=(1, 256, 20), plan={
        "avx512": {"kernel": "whole_rows", "vectors": 3, "pixels": 9}, "avx2": {"kernel": "whole_rows", "vectors": 2, "pixels": 5}});
    struct StridedPages = nn.Conv2d(2, 32, 3, stride=2, padding=1, padding_mode="circular", input_shape=(2, 128, 96), plan={
        "avx512": {"kernel": "whole_rows", "vectors": 1, "pixels": 8}, "avx2": {"kernel": "whole_rows", "vectors": 2, "pixels": 4}});
    struct LinePages = nn.Conv1d(1, 32, 3, padding=1, input_shape=(1, 4096), plan={
        "avx512": {"kernel": "whole_rows", "vectors": 2, "pixels": 12}, "avx2": {"kernel": "whole_rows", "vectors": 2, "pixels": 6}});
    struct DoublePages = nn.Conv2d(2, 32, 3, padding=1, dtype="float64", input_shape=(2, 32, 48), plan={
        "avx512": {"kernel": "whole_rows", "vectors": 2, "pixels": 14}, "avx2": {"kernel": "whole_rows", "vectors": 2, "pixels": 6}});

    // The same of rows that smaller tiles end: one of them and several, six of them across the end
    // of a window; parts of a row; strides and a border.
    struct EndedPages = nn.Conv2d(3, 32, 3, padding=1, input_shape=(3, 32, 32), plan={
        "avx512": {"kernel": "whole_rows", "vectors": 2, "pixels": 12, "tail": 10}, "avx2": {"kernel": "whole_rows", "vectors": 2, "pixels": 6, "tail": 5}});
    struct EndedWindows = nn.Conv2d(1, 32, 3, padding=1, input_shape=(1, 512, 114), plan={
        "avx512": {"kernel": "whole_rows", "vectors": 2, "pixels": 14, "tail": 12}, "avx2": {"kernel": "whole_rows", "vectors": 2, "pixels": 5, "tail": 4}});
    struct EndedLine = nn.Conv1d(1, 32, 5, padding=2, input_shape=(1, 4096), plan={
        "avx512": {"kernel": "whole_rows", "vectors": 2, "pixels": 14, "tail": 12}, "avx2": {"kernel": "whole_rows", "vectors": 2, "pixels": 6, "tail": 5}});
    struct EndedStrides = nn.Conv2d(2, 48, 3, stride=2, padding=1, padding_mode="circular", input_shape=(2, 128, 64), plan={
        "avx512": {"kernel": "whole_rows", "vectors": 3, "pixels": 5, "tail": 4}, "avx2": {"kernel": "whole_rows", "vectors": 2, "pixels": 6, "tail": 4}});
    struct DoubleEnded = nn.Conv2d(2, 64, 3, padding=1, dtype="float64", input_shape=(2, 32, 48), plan={
        "avx512": {"kernel": "whole_rows", "vectors": 2, "pixels": 10, "tail": 8}, "avx2": {"kernel": "whole_rows", "vectors": 2, "pixels": 5, "tail": 4}});

    // One tap of many channels, a page or a part of one apart.
    struct Pointwise = nn.Conv2d(64, 32, 1, input_shape=(64, 32, 40), plan={
        "avx512": {"kernel": "pixels", "channels": 8, "vectors": 2}, "avx2": {"kernel": "pixels", "channels": 4, "vectors": 2}});
    struct Strided = nn.Conv2d(64, 64, 1, stride=2, input_shape=(64, 32, 64), plan={
        "avx512": {"kernel": "pixels", "channels": 8, "vectors": 2}, "avx2": {"kernel": "pixels", "channels": 4, "vectors": 2}});
    struct Bordered = nn.Conv2d(64, 32, 1, stride=(1, 3), padding=1, padding_mode="replicate", input_shape=(64, 32, 96), plan={
        "avx512": {"kernel": "pixels", "channels": 8, "vectors": 1}, "avx2": {"kernel": "pixels", "channels": 8, "vectors": 1}});
    struct DoubleStrided = nn.Conv2d(64, 64, 1, stride=2, dtype="float64", input_shape=(64, 16, 64), plan={
        "avx512": {"kernel": "pixels", "channels": 8, "vectors": 2}, "avx2": {"kernel": "pixels", "channels": 4, "vectors": 2}});
    struct Grouped = nn.Conv1d(128, 128, 1, groups=2, bias=False, input_shape=(128, 2816), plan={
        "avx512": {"kernel": "pixels", "channels": 8, "vectors": 3}, "avx2": {"kernel": "pixels", "channels": 8, "vectors": 1}});
    struct Up = nn.ConvTranspose2d(48, 16, 2, stride=2, input_shape=(48, 32, 32), plan={
        "avx512": {"kernel": "pixels", "channels": 4, "vectors": 2, "phases": 2},
        "avx2": {"kernel": "pixels", "channels": 2, "vectors": 2, "phases": 2}});
    // Phases that read neighbouring elements, and a phase that reads nothing.
    struct Shifted = nn.ConvTranspose2d(48, 16, 2, stride=2, padding=1, output_padding=1, input_shape=(48, 16, 64), plan={
        "avx512": {"kernel": "pixels", "channels": 4, "vectors": 2, "phases": 2},
        "avx2": {"kernel": "pixels", "channels": 2, "vectors": 2, "phases": 2}});
    struct Sparse = nn.ConvTranspose1d(24, 16, 1, stride=2, output_padding=1, input_shape=(24, 1024), plan={
        "avx512": {"kernel": "pixels", "channels": 8, "vectors": 1, "phases": 2},
        "avx2": {"kernel": "pixels", "channels": 4, "vectors": 1, "phases": 2}});
    // Weights that do not leave room for those of other phases.
    struct Heavy = nn.ConvTranspose2d(224, 224, 2, stride=2, input_shape=(224, 2, 128), plan={
        "avx512": {"kernel": "pixels", "channels": 8, "vectors": 1, "phases": 2},
        "avx2": {"kernel": "pixels", "channels": 4, "vectors": 1, "phases": 2}});
    struct Volume = nn.ConvTranspose3d(32, 16, 2, stride=2, input_shape=(32, 4, 16, 16), plan={
        "avx512": {"kernel": "pixels", "channels": 8, "vectors": 1, "phases": 2},
        "avx2": {"kernel": "pixels", "channels": 4, "vectors": 1, "phases": 2}});

    // Phases of which some read the row of another, some the one before, and the last of which have
    // no row there.
    struct Thirds = nn.ConvTranspose3d(24, 16, (2, 3, 2), stride=(2, 3, 2), padding=(1, 1, 0), output_padding=(1, 0, 0),
        input_shape=(24, 3, 16, 32), plan={
        "avx512": {"kernel": "pixels", "channels": 4, "vectors": 1, "phases": 2},
        "avx2": {"kernel": "pixels", "channels": 2, "vectors": 2, "phases": 2}});

    // The same of channels in the lanes: rows of one piece and of several, which tiles do not
    // divide, in two groups; phases that read neighbouring elements, and one that reads nothing;
    // planes of a volume; so many channels that there is room for few pixels of each.
    struct UpChannels = nn.ConvTranspose2d(96, 64, 2, stride=2, groups=2, input_shape=(96, 16, 256), plan={
        "avx512": {"kernel": "channels", "vectors": 2, "pixels": 8, "tail": 4}, "avx2": {"kernel": "channels", "vectors": 2, "pixels": 6, "tail": 4}});
    struct ShiftedChannels = nn.ConvTranspose2d(48, 16, 2, stride=2, padding=1, output_padding=1, input_shape=(48, 4, 256), plan={
        "avx512": {"kernel": "channels", "vectors": 1, "pixels": 8, "tail": 3}, "avx2": {"kernel": "channels", "vectors": 2, "pixels": 5}});
    struct SparseChannels = nn.ConvTranspose1d(24, 24, 1, stride=3, output_padding=2, input_shape=(24, 1024), plan={
        "avx512": {"kernel": "channels", "vectors": 2, "pixels": 7}, "avx2": {"kernel": "channels", "vectors": 1, "pixels": 6}});
    struct VolumeChannels = nn.ConvTranspose3d(32, 16, 2, stride=2, input_shape=(32, 4, 16, 16), plan={
        "avx512": {"kernel": "channels", "vectors": 1, "pixels": 8}, "avx2": {"kernel": "channels", "vectors": 2, "pixels": 6}});
    struct ManyChannels = nn.ConvTranspose1d(384, 32, 2, stride=2, input_shape=(384, 64), plan={
        "avx512": {"kernel": "channels", "vectors": 2, "pixels": 14}, "avx2": {"kernel": "channels", "vectors": 2, "pixels": 6}});
}

/// The layers are those that are meant: with vectors as long as those of AVX-512 and of AVX2.
#[test]
fn what_is_put_together_and_copied() {
    type Wide = Emulated<16>;
    type Narrow = Emulated<8>;
    const COPIED: (bool, bool) = (true, false);
    const IN_TURNS: (bool, bool) = (true, true);
    assert!(buffers_rows::<PlanOf<Lines>, Wide, 2, 14>() && buffers_rows::<PlanOf<Short>, Wide, 2, 8>());
    assert!(buffers_rows::<PlanOf<Half>, Wide, 3, 9>() && buffers_rows::<PlanOf<RaggedLine>, Wide, 1, 8>());
    assert!(buffers_rows::<PlanOf<Pages>, Wide, 2, 14>() && buffers_rows::<PlanOf<Pages>, Narrow, 2, 6>());
    assert!(buffers_rows::<PlanOf<RaggedPages>, Wide, 2, 6>() && buffers_rows::<PlanOf<RaggedPages>, Narrow, 2, 5>());
    assert!(buffers_rows::<PlanOf<HalfPages>, Wide, 3, 9>() && buffers_rows::<PlanOf<HalfPages>, Narrow, 2, 5>());
    assert!(buffers_rows::<PlanOf<StridedPages>, Wide, 1, 8>() && buffers_rows::<PlanOf<StridedPages>, Narrow, 2, 4>());
    assert!(buffers_rows::<PlanOf<LinePages>, Wide, 2, 12>() && buffers_rows::<PlanOf<LinePages>, Narrow, 2, 6>());
    assert!(buffers_rows::<PlanOf<EndedPages>, Wide, 2, 12>() && buffers_rows::<PlanOf<EndedPages>, Narrow, 2, 6>());
    assert!(
        buffers_rows::<PlanOf<EndedWindows>, Wide, 2, 14>() && buffers_rows::<PlanOf<EndedWindows>, Narrow, 2, 5>()
    );
    assert!(buffers_rows::<PlanOf<EndedLine>, Wide, 2, 14>() && buffers_rows::<PlanOf<EndedLine>, Narrow, 2, 6>());
    assert!(buffers_rows::<PlanOf<EndedStrides>, Wide, 3, 5>() && buffers_rows::<PlanOf<EndedStrides>, Narrow, 2, 6>());
    // Eight lines share a set, which has as many.
    assert!(
        buffers_rows::<PlanOf<DoubleEnded>, Emulated<8>, 2, 10>()
            && buffers_rows::<PlanOf<DoublePages>, Emulated<8>, 2, 14>()
    );
    assert!(
        !buffers_rows::<PlanOf<DoubleEnded>, Emulated<4>, 2, 5>()
            && !buffers_rows::<PlanOf<DoublePages>, Emulated<4>, 2, 6>()
    );

    assert_eq!(
        [gathers::<PlanOf<Pointwise>, Wide, 2, 1>(), gathers::<PlanOf<Pointwise>, Narrow, 2, 1>()],
        [IN_TURNS; 2]
    );
    assert_eq!([gathers::<PlanOf<Strided>, Wide, 2, 1>(), gathers::<PlanOf<Strided>, Narrow, 2, 1>()], [IN_TURNS; 2]);
    assert_eq!([gathers::<PlanOf<Bordered>, Wide, 1, 1>(), gathers::<PlanOf<Bordered>, Narrow, 1, 1>()], [IN_TURNS; 2]);
    assert_eq!([gathers::<PlanOf<Grouped>, Wide, 3, 1>(), gathers::<PlanOf<Grouped>, Narrow, 1, 1>()], [IN_TURNS; 2]);
    assert_eq!([gathers::<PlanOf<Thirds>, Wide, 1, 2>(), gathers::<PlanOf<Thirds>, Narrow, 2, 2>()], [IN_TURNS; 2]);
    assert_eq!(
        [gathers::<PlanOf<DoubleStrided>, Emulated<8>, 2, 1>(), gathers::<PlanOf<DoubleStrided>, Emulated<4>, 2, 1>()],
        [IN_TURNS; 2]
    );
    assert_eq!([gathers::<PlanOf<Heavy>, Wide, 1, 2>(), gathers::<PlanOf<Heavy>, Narrow, 1, 2>()], [COPIED; 2]);
}

#[test]
fn rows_that_are_put_together() {
    exact!(f32: Lines Short Ragged Half Overlapped Line RaggedLine Alternating);
}

#[test]
fn rows_whose_planes_share_sets() {
    exact!(f32: Pages RaggedPages HalfPages StridedPages LinePages);
    exact!(f64: DoublePages);
}

#[test]
fn rows_that_smaller_tiles_end() {
    exact!(f32: EndedPages EndedWindows EndedLine EndedStrides);
    exact!(f64: DoubleEnded);
}

#[test]
fn input_that_is_copied() {
    exact!(f32: Pointwise Strided Bordered Up Shifted Sparse Heavy Volume Thirds);
    exact!(f32 without bias: Grouped);
    exact!(f64: DoubleStrided);
}

#[test]
fn input_that_phases_read_in_a_copy() {
    exact!(f32: UpChannels ShiftedChannels SparseChannels VolumeChannels ManyChannels);
}
