//! What padding modes have to take from.

use conv_spec::Format::{Call, Toml};
use expect_test::expect;

use crate::refuse;

#[test]
fn reflect() {
    refuse(
        Call,
        "nn.Conv1d(6, 8, 3, padding=10, padding_mode='reflect', input_shape=(6, 10))",
        &expect![[r#"
            inline: the padding reflects more than the input has along the length
             --> inline:1:28
              |
            1 | nn.Conv1d(6, 8, 3, padding=10, padding_mode='reflect', input_shape=(6, 10))
              |                            ^^               ---------                  -- length 10
              |                            |                |
              |                            |                "reflect" mirrors all but the outermost element
              |                            10 before and 10 after
              |
              = help: the padding at either end must be less than the length, 10
              = help: along the length, a `padding` of at most 9, an input of at least 11 or `padding_mode` "replicate" would do
        "#]],
    );
}

#[test]
fn reflect_one_axis() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = 3
padding = [2, 9]
padding_mode = "reflect"
input_shape = [16, 8, 9]
"#,
        &expect![[r#"
            stem.toml: the padding reflects more than the input has along the width
             --> stem.toml:5:15
              |
            5 | padding = [2, 9]
              |               ^ 9 before and 9 after
            6 | padding_mode = "reflect"
              |                --------- "reflect" mirrors all but the outermost element
            7 | input_shape = [16, 8, 9]
              |                       - width 9
              |
              = help: the padding at either end must be less than the width, 9
              = help: along the width, a `padding` of at most 8, an input of at least 10 or `padding_mode` "replicate" would do
        "#]],
    );
}

#[test]
fn reflect_pairs() {
    refuse(
        Call,
        "nn.Conv2d(6, 8, 3, padding=((0, 8), (0, 0)), padding_mode='reflect', input_shape=(6, 8, 1))",
        &expect![[r#"
            inline: the kernel is larger than the padded input along the width
             --> inline:1:17
              |
            1 | nn.Conv2d(6, 8, 3, padding=((0, 8), (0, 0)), padding_mode='reflect', input_shape=(6, 8, 1))
              |                 ^ 3 taps span 3 elements                                                - width 1, without padding
              |
              = help: the output size floor((1 + 0 + 0 - 3) / 1) + 1 = -1 must be at least 1
              = help: along the width, a `kernel_size` of at most 1 or an input of at least 3 would do

            inline: the padding reflects more than the input has along the height
             --> inline:1:29
              |
            1 | nn.Conv2d(6, 8, 3, padding=((0, 8), (0, 0)), padding_mode='reflect', input_shape=(6, 8, 1))
              |                             ^^^^^^                        ---------                  - height 8
              |                             |                             |
              |                             0 before and 8 after          "reflect" mirrors all but the outermost element
              |
              = help: the padding at either end must be less than the height, 8
              = help: along the height, a `padding` of at most 7, an input of at least 9 or `padding_mode` "replicate" would do
        "#]],
    );
}

#[test]
fn reflect_same() {
    refuse(
        Call,
        "nn.Conv2d(6, 8, 6, padding='same', padding_mode='reflect', dilation=3, input_shape=(6, 8, 40))",
        &expect![[r#"
            inline: the padding reflects more than the input has along the height
             --> inline:1:28
              |
            1 | nn.Conv2d(6, 8, 6, padding='same', padding_mode='reflect', dilation=3, input_shape=(6, 8, 40))
              |                            ^^^^^^               ---------                              - height 8
              |                            |                    |
              |                            |                    "reflect" mirrors all but the outermost element
              |                            7 before and 8 after
              |
              = help: the padding at either end must be less than the height, 8
              = help: along the height, a `kernel_size` of at most 5, an input of at least 9 or `padding_mode` "replicate" would do
        "#]],
    );
}

#[test]
fn reflect_same_upper() {
    refuse(
        Call,
        "nn.Conv1d(6, 8, 9, stride=2, padding='same_upper', padding_mode='reflect', input_shape=(6, 3))",
        &expect![[r#"
            inline: the padding reflects more than the input has along the length
             --> inline:1:38
              |
            1 | nn.Conv1d(6, 8, 9, stride=2, padding='same_upper', padding_mode='reflect', input_shape=(6, 3))
              |                                      ^^^^^^^^^^^^               ---------                  - length 3
              |                                      |                          |
              |                                      |                          "reflect" mirrors all but the outermost element
              |                                      4 before and 4 after
              |
              = help: the padding at either end must be less than the length, 3
              = help: along the length, `padding_mode` "replicate" would do
        "#]],
    );
}

#[test]
fn reflect_kernel() {
    refuse(
        Call,
        "nn.Conv1d(6, 8, 31, padding=10, padding_mode='reflect', input_shape=(6, 10))",
        &expect![[r#"
            inline: the padding reflects more than the input has along the length
             --> inline:1:29
              |
            1 | nn.Conv1d(6, 8, 31, padding=10, padding_mode='reflect', input_shape=(6, 10))
              |                             ^^               ---------                  -- length 10
              |                             |                |
              |                             |                "reflect" mirrors all but the outermost element
              |                             10 before and 10 after
              |
              = help: the padding at either end must be less than the length, 10
              = help: along the length, an input of at least 11 would do
        "#]],
    );
}

#[test]
fn reflect_kernel_barely() {
    refuse(
        Call,
        "nn.Conv1d(6, 8, 30, padding=10, padding_mode='reflect', input_shape=(6, 10))",
        &expect![[r#"
            inline: the padding reflects more than the input has along the length
             --> inline:1:29
              |
            1 | nn.Conv1d(6, 8, 30, padding=10, padding_mode='reflect', input_shape=(6, 10))
              |                             ^^               ---------                  -- length 10
              |                             |                |
              |                             |                "reflect" mirrors all but the outermost element
              |                             10 before and 10 after
              |
              = help: the padding at either end must be less than the length, 10
              = help: along the length, an input of at least 11 or `padding_mode` "replicate" would do
        "#]],
    );
}

#[test]
fn reflect_too_small_for_kernel() {
    refuse(
        Call,
        "nn.Conv1d(6, 8, 13, padding=1, padding_mode='reflect', input_shape=(6, 3))",
        &expect![[r#"
            inline: the kernel is larger than the padded input along the length
             --> inline:1:17
              |
            1 | nn.Conv1d(6, 8, 13, padding=1, padding_mode='reflect', input_shape=(6, 3))
              |                 ^^ 13 taps span 13 elements                            - length 3 + 1 + 1 = 5 with padding
              |
              = help: the output size floor((3 + 1 + 1 - 13) / 1) + 1 = -7 must be at least 1
              = help: along the length, a `kernel_size` of at most 5 or an input of at least 11 would do
        "#]],
    );
}

#[test]
fn circular() {
    refuse(
        Call,
        "nn.LazyConv3d(8, 3, padding=(0, 0, 9), padding_mode='circular', input_shape=(6, 6, 7, 8))",
        &expect![[r#"
            inline: the padding wraps around more than once along the width
             --> inline:1:36
              |
            1 | nn.LazyConv3d(8, 3, padding=(0, 0, 9), padding_mode='circular', input_shape=(6, 6, 7, 8))
              |                                    ^                ----------                        - width 8
              |                                    |                |
              |                                    |                "circular" continues from the other end
              |                                    9 before and 9 after
              |
              = help: the padding at either end must be at most the width, 8
              = help: along the width, a `padding` of at most 8, an input of at least 9 or `padding_mode` "replicate" would do
        "#]],
    );
}

#[test]
fn circular_same_lower() {
    refuse(
        Call,
        "nn.Conv1d(6, 8, 9, padding='same_lower', padding_mode='circular', input_shape=(6, 3))",
        &expect![[r#"
            inline: the padding wraps around more than once along the length
             --> inline:1:28
              |
            1 | nn.Conv1d(6, 8, 9, padding='same_lower', padding_mode='circular', input_shape=(6, 3))
              |                            ^^^^^^^^^^^^               ----------                  - length 3
              |                            |                          |
              |                            |                          "circular" continues from the other end
              |                            4 before and 4 after
              |
              = help: the padding at either end must be at most the length, 3
              = help: along the length, `padding_mode` "replicate" would do
        "#]],
    );
}

#[test]
fn two_axes() {
    refuse(
        Call,
        "nn.Conv2d(6, 8, 3, padding=9, padding_mode='circular', input_shape=(6, 8, 7))",
        &expect![[r#"
            inline: the padding wraps around more than once along the height
             --> inline:1:28
              |
            1 | nn.Conv2d(6, 8, 3, padding=9, padding_mode='circular', input_shape=(6, 8, 7))
              |                            ^               ----------                  - height 8
              |                            |               |
              |                            |               "circular" continues from the other end
              |                            9 before and 9 after
              |
              = help: the padding at either end must be at most the height, 8
              = help: along the height, a `padding` of at most 8, an input of at least 9 or `padding_mode` "replicate" would do

            inline: the padding wraps around more than once along the width
             --> inline:1:28
              |
            1 | nn.Conv2d(6, 8, 3, padding=9, padding_mode='circular', input_shape=(6, 8, 7))
              |                            ^               ----------                     - width 7
              |                            |               |
              |                            |               "circular" continues from the other end
              |                            9 before and 9 after
              |
              = help: the padding at either end must be at most the width, 7
              = help: along the width, a `padding` of at most 7, an input of at least 9 or `padding_mode` "replicate" would do
        "#]],
    );
}
