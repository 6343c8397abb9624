//! Transposed layers.

use conv_spec::Format::{Call, Json, Toml};
use expect_test::expect;

use crate::refuse;

#[test]
fn padding_mode() {
    refuse(
        Call,
        "nn.ConvTranspose2d(6, 8, 3, padding_mode='circular')",
        &expect![[r#"
            inline: the `padding_mode` of a transposed layer must be "zeros"
             --> inline:1:42
              |
            1 | nn.ConvTranspose2d(6, 8, 3, padding_mode='circular')
              |                                          ^^^^^^^^^^ padding crops the output here
              |
              = help: there is nothing to fill in: leave `padding_mode` out
        "#]],
    );
}

#[test]
fn padding_mode_unknown() {
    refuse(
        Call,
        "nn.ConvTranspose2d(6, 8, 3, padding_mode='edge')",
        &expect![[r#"
            inline: the `padding_mode` of a transposed layer must be "zeros"
             --> inline:1:42
              |
            1 | nn.ConvTranspose2d(6, 8, 3, padding_mode='edge')
              |                                          ^^^^^^ padding crops the output here
              |
              = help: there is nothing to fill in: leave `padding_mode` out
        "#]],
    );
}

#[test]
fn padding_word() {
    refuse(
        Call,
        "nn.ConvTranspose1d(6, 8, 3, padding='same')",
        &expect![[r#"
            inline: `padding` of a ConvTranspose1d must be an integer, one for every axis, or a pair [before, after] for every axis
             --> inline:1:37
              |
            1 | nn.ConvTranspose1d(6, 8, 3, padding='same')
              |                                     ^^^^^^ found a string
              |
              = help: only convolutions that are not transposed take words
        "#]],
    );
}

#[test]
fn padding_valid() {
    refuse(
        Toml,
        r#"type = "ConvTranspose2d"
in_channels = 16
out_channels = 32
kernel_size = 3
padding = "valid"
"#,
        &expect![[r#"
            stem.toml: `padding` of a ConvTranspose2d must be an integer, one for every axis, or a pair [before, after] for every axis
             --> stem.toml:5:11
              |
            5 | padding = "valid"
              |           ^^^^^^^ found a string
              |
              = help: only convolutions that are not transposed take words
        "#]],
    );
}

#[test]
fn padding_unknown_word() {
    refuse(
        Call,
        "nn.LazyConvTranspose2d(8, 3, padding='full', input_shape=(6, 8, 8))",
        &expect![[r#"
            inline: `padding` of a LazyConvTranspose2d must be an integer, one for every axis, or a pair [before, after] for every axis
             --> inline:1:38
              |
            1 | nn.LazyConvTranspose2d(8, 3, padding='full', input_shape=(6, 8, 8))
              |                                      ^^^^^^ found a string
        "#]],
    );
}

#[test]
fn padding_type() {
    refuse(
        Call,
        "nn.ConvTranspose1d(6, 8, 3, padding=None)",
        &expect![[r#"
            inline: `padding` must be an integer, one for every axis, or a pair [before, after] for every axis
             --> inline:1:37
              |
            1 | nn.ConvTranspose1d(6, 8, 3, padding=None)
              |                                     ^^^^ found `None`
        "#]],
    );
}

#[test]
fn output_padding_stride() {
    refuse(
        Call,
        "nn.ConvTranspose1d(6, 8, 3, stride=3, output_padding=3)",
        &expect![[r#"
            inline: `output_padding` must be smaller than the stride or the dilation along the length
             --> inline:1:54
              |
            1 | nn.ConvTranspose1d(6, 8, 3, stride=3, output_padding=3)
              |                                    -                 ^ not less than stride 3 or dilation 1
              |                                    |
              |                                    stride 3 along the length
              |
              = help: along the length, an `output_padding` of at most 2 or a `stride` of at least 4 would do
        "#]],
    );
}

#[test]
fn output_padding_one_axis() {
    refuse(
        Call,
        "nn.ConvTranspose2d(6, 8, 3, stride=(3, 1), output_padding=(2, 1))",
        &expect![[r#"
            inline: `output_padding` must be smaller than the stride or the dilation along the width
             --> inline:1:63
              |
            1 | nn.ConvTranspose2d(6, 8, 3, stride=(3, 1), output_padding=(2, 1))
              |                                        -                      ^ not less than stride 1 or dilation 1
              |                                        |
              |                                        stride 1 along the width
              |
              = help: along the width, an `output_padding` of at most 0 or a `stride` of at least 2 would do
        "#]],
    );
}

#[test]
fn output_padding_defaults() {
    refuse(
        Json,
        r#"{"type": "ConvTranspose2d", "in_channels": 6, "out_channels": 8, "kernel_size": 3, "output_padding": 1}"#,
        &expect![[r#"
            stem.json: `output_padding` must be smaller than the stride or the dilation along the height
             --> stem.json:1:102
              |
            1 | {"type": "ConvTranspose2d", "in_channels": 6, "out_channels": 8, "kernel_size": 3, "output_padding": 1}
              |                                                                                                      ^ not less than stride 1 or dilation 1
              |
              = help: along the height, an `output_padding` of at most 0 or a `stride` of at least 2 would do
        "#]],
    );
}

#[test]
fn output_padding_dilation() {
    refuse(
        Toml,
        r#"type = "ConvTranspose2d"
in_channels = 16
out_channels = 32
kernel_size = 3
stride = [1, 2]
dilation = [3, 2]
output_padding = 2
"#,
        &expect![[r#"
            stem.toml: `output_padding` must be smaller than the stride or the dilation along the width
             --> stem.toml:7:18
              |
            5 | stride = [1, 2]
              |              - stride 2 along the width
            6 | dilation = [3, 2]
              |                - dilation 2 along the width
            7 | output_padding = 2
              |                  ^ not less than stride 2 or dilation 2
              |
              = help: along the width, an `output_padding` of at most 1 or a `stride` of at least 3 would do
        "#]],
    );
}

#[test]
fn output_padding_length() {
    refuse(
        Call,
        "nn.ConvTranspose2d(6, 8, 3, stride=2, output_padding=(1, 1, 1))",
        &expect![[r#"
            inline: `output_padding` of a ConvTranspose2d cannot have 3 entries
             --> inline:1:54
              |
            1 | nn.ConvTranspose2d(6, 8, 3, stride=2, output_padding=(1, 1, 1))
              |                                                      ^^^^^^^^^ expected 2 entries: height, width
              |
              = help: or one integer for all axes
        "#]],
    );
}

#[test]
fn output_padding_negative() {
    refuse(
        Call,
        "nn.ConvTranspose3d(6, 8, 3, stride=2, output_padding=-1)",
        &expect![[r#"
            inline: `output_padding` must be at least 0
             --> inline:1:54
              |
            1 | nn.ConvTranspose3d(6, 8, 3, stride=2, output_padding=-1)
              |                                                      ^^ less than 0
        "#]],
    );
}

#[test]
fn output_empty() {
    refuse(
        Call,
        "nn.ConvTranspose1d(6, 8, 2, padding=3, input_shape=(6, 3))",
        &expect![[r#"
            inline: the output is empty along the length
             --> inline:1:37
              |
            1 | nn.ConvTranspose1d(6, 8, 2, padding=3, input_shape=(6, 3))
              |                                     ^                  - length 3
              |                                     |
              |                                     takes 3 elements from the beginning and 3 from the end
              |
              = help: the output size (3 - 1) * 1 - 3 - 3 + 2 + 0 = -2 must be at least 1
              = help: along the length, a `padding` of at most 1, a `kernel_size` of at least 5 or an input of at least 6 would do
        "#]],
    );
}

#[test]
fn output_empty_strided() {
    refuse(
        Toml,
        r#"type = "ConvTranspose2d"
in_channels = 16
out_channels = 32
kernel_size = 3
stride = [1, 4]
dilation = [2, 1]
padding = [[3, 4], [9, 9]]
input_shape = [16, 3, 4]
"#,
        &expect![[r#"
            stem.toml: the output is empty along the height
             --> stem.toml:7:12
              |
            7 | padding = [[3, 4], [9, 9]]
              |            ^^^^^^ takes 3 elements from the beginning and 4 from the end
            8 | input_shape = [16, 3, 4]
              |                    - height 3
              |
              = help: the output size (3 - 1) * 1 - 3 - 4 + 5 + 0 = 0 must be at least 1
              = help: along the height, a `padding` of at most 3, a `kernel_size` of at least 4 or an input of at least 4 would do

            stem.toml: the output is empty along the width
             --> stem.toml:7:20
              |
            7 | padding = [[3, 4], [9, 9]]
              |                    ^^^^^^ takes 9 elements from the beginning and 9 from the end
            8 | input_shape = [16, 3, 4]
              |                       - width 4
              |
              = help: the output size (4 - 1) * 4 - 9 - 9 + 3 + 0 = -3 must be at least 1
              = help: along the width, a `padding` of at most 7, a `kernel_size` of at least 7 or an input of at least 5 would do
        "#]],
    );
}

#[test]
fn output_too_long() {
    refuse(
        Call,
        "nn.ConvTranspose1d(1, 1, 3, stride=2000000000, input_shape=(1, 3))",
        &expect![[r#"
            inline: the output is too long along the length
             --> inline:1:64
              |
            1 | nn.ConvTranspose1d(1, 1, 3, stride=2000000000, input_shape=(1, 3))
              |                                                                ^ gives 4000000003 elements
              |
              = help: at most 2147483647 elements are supported
        "#]],
    );
}

#[test]
fn kernel_too_long() {
    refuse(
        Call,
        "nn.ConvTranspose1d(1, 1, 2147483647, dilation=2)",
        &expect![[r#"
            inline: the dilated kernel is too long along the length
             --> inline:1:26
              |
            1 | nn.ConvTranspose1d(1, 1, 2147483647, dilation=2)
              |                          ^^^^^^^^^^           - 2 elements from tap to tap
              |                          |
              |                          2147483647 taps span 2 * (2147483647 - 1) + 1 = 4294967293 elements
              |
              = help: at most 2147483647 elements are supported
        "#]],
    );
}

#[test]
fn output_before_cropping() {
    refuse(
        Call,
        "nn.ConvTranspose3d(1, 1, 3, stride=1000000000, padding=1000000000, input_shape=(1, 3, 3, 3))",
        &expect![[r#"
            inline: the output before cropping is too large
             --> inline:1:56
              |
            1 | nn.ConvTranspose3d(1, 1, 3, stride=1000000000, padding=1000000000, input_shape=(1, 3, 3, 3))
              |                                                        ^^^^^^^^^^ 2000000003 * 2000000003 * 2000000003 * 4 = 32000000144000000216000000108 bytes a channel
              |
              = help: at most 140737488355328 bytes are supported
        "#]],
    );
}

#[test]
fn multiplications() {
    refuse(
        Call,
        "nn.ConvTranspose2d(1, 1, (16384, 16384), input_shape=(1, 300000, 300000))",
        &expect![[r#"
            inline: the layer needs too many multiplications
             --> inline:1:54
              |
            1 | nn.ConvTranspose2d(1, 1, (16384, 16384), input_shape=(1, 300000, 300000))
              |                                                      ^^^^^^^^^^^^^^^^^^^ 24159191040000000000 for one sample
              |
              = help: at most 18446744073709551615 are supported
        "#]],
    );
}

#[test]
fn groups() {
    refuse(
        Call,
        "nn.ConvTranspose1d(6, 8, 3, groups=3)",
        &expect![[r#"
            inline: `groups` does not divide `out_channels`
             --> inline:1:36
              |
            1 | nn.ConvTranspose1d(6, 8, 3, groups=3)
              |                       -            ^ not a divisor of 8
              |                       |
              |                       8 output channels
              |
              = help: 1 and 2 divide both in_channels = 6 and out_channels = 8
        "#]],
    );
}

#[test]
fn channels() {
    refuse(
        Call,
        "nn.ConvTranspose2d(6, 8, 3, input_shape=(8, 8, 9))",
        &expect![[r#"
            inline: `input_shape` has 8 channels where `in_channels` is 6
             --> inline:1:42
              |
            1 | nn.ConvTranspose2d(6, 8, 3, input_shape=(8, 8, 9))
              |                    - 6 channels          ^ 8 channels
              |
              = help: `input_shape` is [channels, spatial sizes…], without the batch
        "#]],
    );
}
