//! Kernels that are asked for where a side of the layer is not contiguous.

use conv_spec::Format::Toml;
use expect_test::expect;

use crate::refuse;

#[test]
fn pixels() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 16
kernel_size = 3
input_shape = [16, 14, 14]
memory_format = "channels_last"
plan = { avx2 = { kernel = "pixels", channels = 4, vectors = 1 } }
"#,
        &expect![[r#"
            stem.toml: "pixels" is for layers whose input and output are contiguous
             --> stem.toml:7:28
              |
            7 | plan = { avx2 = { kernel = "pixels", channels = 4, vectors = 1 } }
              |                            ^^^^^^^^ the input is in "channels_last"
              |
              = help: with avx2 this layer can have "channels" or "whole_rows"
        "#]],
    );
}

/// One mistake: that `plan` wants two layouts follows from it.
#[test]
fn rows() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 16
kernel_size = 3
groups = 16
memory_format = { output = "blocked" }
[plan]
avx2 = { kernel = "rows", rows = 4, vectors = 1 }
avx512 = { kernel = "channels", vectors = 1, pixels = 4 }
"#,
        &expect![[r#"
            stem.toml: "rows" is for layers whose input and output are contiguous
             --> stem.toml:8:19
              |
            8 | avx2 = { kernel = "rows", rows = 4, vectors = 1 }
              |                   ^^^^^^ the output is in "blocked"
              |
              = help: with avx2 this layer can have "channels"
        "#]],
    );
}

#[test]
fn vectors_of_depthwise() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 48
out_channels = 48
kernel_size = 3
groups = 48
memory_format = "channels_last"
plan = { avx512 = { kernel = "channels", vectors = 2, pixels = 4 } }
"#,
        &expect![[r#"
            stem.toml: `vectors` does not divide the 3 vectors of output channels
             --> stem.toml:7:52
              |
            7 | plan = { avx512 = { kernel = "channels", vectors = 2, pixels = 4 } }
              |                                                    ^ not a divisor of 3
              |
              = help: 48 channels are 3 vectors of 16
              = help: `vectors` can be 1 or 3
        "#]],
    );
}

#[test]
fn phases() {
    refuse(
        Toml,
        r#"type = "ConvTranspose2d"
in_channels = 16
out_channels = 16
kernel_size = 2
stride = 2
memory_format = { output = "channels_last" }
plan = { avx512 = { kernel = "channels", vectors = 1, pixels = 4, phases = 2 } }
"#,
        &expect![[r#"
            stem.toml: the phases of this layer cannot lie side by side
             --> stem.toml:7:76
              |
            7 | plan = { avx512 = { kernel = "channels", vectors = 1, pixels = 4, phases = 2 } }
              |                                                                            ^ every pixel in "channels_last" is stored as whole vectors
              |
              = help: leave `phases` out
        "#]],
    );
}
