//! Values that do not go together.

use conv_spec::Format::{Call, Toml};
use expect_test::expect;

use crate::refuse;

#[test]
fn groups_in_channels() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = 3
groups = 32
"#,
        &expect![[r#"
            stem.toml: `groups` does not divide `in_channels`
             --> stem.toml:5:10
              |
            2 | in_channels = 16
              |               -- 16 input channels
            ...
            5 | groups = 32
              |          ^^ not a divisor of 16
              |
              = help: 1, 2, 4, 8 and 16 divide both in_channels = 16 and out_channels = 32
        "#]],
    );
}

#[test]
fn groups_out_channels() {
    refuse(
        Call,
        "nn.Conv2d(6, 8, 3, groups=3)",
        &expect![[r#"
        inline: `groups` does not divide `out_channels`
         --> inline:1:27
          |
        1 | nn.Conv2d(6, 8, 3, groups=3)
          |              -            ^ not a divisor of 8
          |              |
          |              8 output channels
          |
          = help: 1 and 2 divide both in_channels = 6 and out_channels = 8
    "#]],
    );
}

#[test]
fn groups_neither() {
    refuse(
        Toml,
        r#"type = "Conv2d"
# RGB
in_channels = 16
out_channels = 32

kernel_size = 3
groups = 3
"#,
        &expect![[r#"
            stem.toml: `groups` divides neither `in_channels` nor `out_channels`
             --> stem.toml:7:10
              |
            3 | in_channels = 16
              |               -- 16 input channels
            4 | out_channels = 32
              |                -- 32 output channels
            ...
            7 | groups = 3
              |          ^ not a divisor of 16 or 32
              |
              = help: 1, 2, 4, 8 and 16 divide both in_channels = 16 and out_channels = 32
        "#]],
    );
}

#[test]
fn groups_coprime() {
    refuse(
        Call,
        "nn.Conv1d(7, 9, 3, groups=2)",
        &expect![[r#"
        inline: `groups` divides neither `in_channels` nor `out_channels`
         --> inline:1:27
          |
        1 | nn.Conv1d(7, 9, 3, groups=2)
          |           -  -            ^ not a divisor of 7 or 9
          |           |  |
          |           |  9 output channels
          |           7 input channels
          |
          = help: 1 alone divides both in_channels = 7 and out_channels = 9
    "#]],
    );
}

#[test]
fn same_stride() {
    refuse(
        Call,
        "nn.Conv2d(6, 8, 3, padding='same', stride=(1, 2))",
        &expect![[r#"
            inline: `padding` "same" wants a stride of 1
             --> inline:1:28
              |
            1 | nn.Conv2d(6, 8, 3, padding='same', stride=(1, 2))
              |                            ^^^^^^             - stride 2 along the width
              |                            |
              |                            keeps the size of the input
              |
              = help: "same_upper" goes with any stride, as SAME of TensorFlow: the output has size / stride elements, rounded up
              = help: or give the padding as a number, or set `stride` to 1
        "#]],
    );
}

#[test]
fn same_stride_all() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = 3
padding = "same"
stride = 3
"#,
        &expect![[r#"
            stem.toml: `padding` "same" wants a stride of 1
             --> stem.toml:5:11
              |
            5 | padding = "same"
              |           ^^^^^^ keeps the size of the input
            6 | stride = 3
              |          - stride 3 along the height
              |
              = help: "same_upper" goes with any stride, as SAME of TensorFlow: the output has size / stride elements, rounded up
              = help: or give the padding as a number, or set `stride` to 1
        "#]],
    );
}

#[test]
fn channels() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = 3
input_shape = [3, 224, 224]
"#,
        &expect![[r#"
            stem.toml: `input_shape` has 3 channels where `in_channels` is 16
             --> stem.toml:5:16
              |
            2 | in_channels = 16
              |               -- 16 channels
            ...
            5 | input_shape = [3, 224, 224]
              |                ^ 3 channels
              |
              = help: `input_shape` is [channels, spatial sizes…], without the batch
        "#]],
    );
}

#[test]
fn kernel_one_axis() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = [3, 4]
dilation = [1, 4]
padding = 1
input_shape = [16, 8, 9]
"#,
        &expect![[r#"
            stem.toml: the kernel is larger than the padded input along the width
             --> stem.toml:4:19
              |
            4 | kernel_size = [3, 4]
              |                   ^ 4 taps span 4 * (4 - 1) + 1 = 13 elements
            5 | dilation = [1, 4]
              |                - 4 elements from tap to tap
            6 | padding = 1
            7 | input_shape = [16, 8, 9]
              |                       - width 9 + 1 + 1 = 11 with padding
              |
              = help: the output size floor((9 + 1 + 1 - 13) / 1) + 1 = -1 must be at least 1
              = help: along the width, a `padding` of at least 2, a `dilation` of at most 3, a `kernel_size` of at most 3 or an input of at least 11 would do
        "#]],
    );
}

#[test]
fn kernel_two_axes() {
    refuse(
        Call,
        r#"nn.Conv3d(6, 8, (9, 9, 3), padding="valid", input_shape=(6, 6, 7, 8))"#,
        &expect![[r#"
        inline: the kernel is larger than the padded input along the depth
         --> inline:1:18
          |
        1 | nn.Conv3d(6, 8, (9, 9, 3), padding="valid", input_shape=(6, 6, 7, 8))
          |                  ^ 9 taps span 9 elements                   - depth 6, without padding
          |
          = help: the output size floor((6 + 0 + 0 - 9) / 1) + 1 = -2 must be at least 1
          = help: along the depth, a `padding` of at least 2, a `kernel_size` of at most 6 or an input of at least 9 would do

        inline: the kernel is larger than the padded input along the height
         --> inline:1:21
          |
        1 | nn.Conv3d(6, 8, (9, 9, 3), padding="valid", input_shape=(6, 6, 7, 8))
          |                     ^ 9 taps span 9 elements                   - height 7, without padding
          |
          = help: the output size floor((7 + 0 + 0 - 9) / 1) + 1 = -1 must be at least 1
          = help: along the height, a `padding` of at least 1, a `kernel_size` of at most 7 or an input of at least 9 would do
    "#]],
    );
}

#[test]
fn kernel_length() {
    refuse(
        Call,
        "nn.Conv1d(6, 8, 11, stride=2, input_shape=(6, 10))",
        &expect![[r#"
        inline: the kernel is larger than the padded input along the length
         --> inline:1:17
          |
        1 | nn.Conv1d(6, 8, 11, stride=2, input_shape=(6, 10))
          |                 ^^ 11 taps span 11 elements   -- length 10, without padding
          |
          = help: the output size floor((10 + 0 + 0 - 11) / 2) + 1 = 0 must be at least 1
          = help: along the length, a `padding` of at least 1, a `kernel_size` of at most 10 or an input of at least 11 would do
    "#]],
    );
}

#[test]
fn kernel_beside_open_axis() {
    refuse(
        Call,
        "nn.Conv2d(6, 8, 9, input_shape=(6, H, 8))",
        &expect![[r#"
        inline: the kernel is larger than the padded input along the width
         --> inline:1:17
          |
        1 | nn.Conv2d(6, 8, 9, input_shape=(6, H, 8))
          |                 ^                     - width 8, without padding
          |                 |
          |                 9 taps span 9 elements
          |
          = help: the output size floor((8 + 0 + 0 - 9) / 1) + 1 = 0 must be at least 1
          = help: along the width, a `padding` of at least 1, a `kernel_size` of at most 8 or an input of at least 9 would do
    "#]],
    );
}
