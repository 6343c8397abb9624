//! The layers that are looked at, as one list for the macro that compiles them and the test that
//! knows their plans.

/// Calls a macro with the layers that are looked at: the name of a type, and its specification.
#[macro_export]
macro_rules! each_layer {
    ($macro:ident) => {
        $macro! {
            // Channels in the lanes: strips, and one phase of a transposed layer at a time.
            Strips = "../../tests/machine_code/specs/strips.toml",
            OnePhase = "../../layer_specs/suite/dcgan_up.toml",
            // A matrix product, of which shares are looked at, too.
            Product = "../../layer_specs/suite/resnet_1x1_14.toml",
            // Whole rows: of a tile or two, of several, and with weights from beyond L2.
            WholeRows = "../../layer_specs/suite/tinyml_dscnn_first.toml",
            // Rows that smaller tiles end; with seven taps, which are written out for tiles of five
            // pixels, and not for those of six, with sixteen registers.
            EndedRows = "../../layer_specs/suite/resnet_stem.toml",
            LongRows = "../../layer_specs/suite/resnet_3x3_28.toml",
            FarWeights = "../../layer_specs/suite/resnet_3x3_14.toml",
            // Whole rows by way of a buffer, past the caches.
            LargeOutput = "../../layer_specs/suite/vgg_3x3_224.toml",
            // The same through the caches, since planes of the output share sets of L1, with AVX2.
            SharedSets = "../../layer_specs/suite/cifar_conv.toml",
            // Channels in the lanes, and pixels for the rest of them.
            Parted = "../../layer_specs/suite/seed_nonsquare.toml",
            // Channels in the lanes, phases side by side.
            SideBySide = "../../tests/machine_code/specs/side_by_side.toml",
            // All phases of a row by way of a buffer.
            Buffered = "../../tests/machine_code/specs/buffered.toml",
            // The same of a single row.
            SingleRow = "../../layer_specs/suite/hifigan_up1d.toml",
            // Pixels whose channels are neighbours: lane by lane, and with broadcasts.
            DepthwiseLast = "../../tests/machine_code/specs/depthwise_last.toml",
            Blocked = "../../tests/machine_code/specs/blocked.toml",
            // Pixels in the lanes, with input from beyond L2, and with two phases interleaved.
            Pixels = "../../layer_specs/suite/resnet_1x1_56.toml",
            FarInput = "../../layer_specs/suite/mobilenet_pw_112.toml",
            Grouped = "../../layer_specs/suite/resnext_grouped.toml",
            Interleaved = "../../layer_specs/suite/seed_transpose.toml",
            // The same of a copy of the input; with AVX2 channels in the lanes.
            Gathered = "../../layer_specs/suite/unet_up.toml",
            // Stacked rows: tiles with and without borders, and a single tile.
            Stacked = "../../layer_specs/suite/mobilenet_dw_112.toml",
            OneTile = "../../layer_specs/suite/mobilenet_dw_7.toml",
        }
    };
}
