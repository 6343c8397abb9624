//! Padding: words, pairs, modes and their limits.

use conv_spec::Format::{Call, Json, Toml};
use expect_test::expect;

use crate::refuse;

#[test]
fn misspelt() {
    refuse(
        Call,
        "nn.Conv2d(6, 8, 3, padding='fulll')",
        &expect![[r#"
            inline: unknown `padding` `fulll`
             --> inline:1:28
              |
            1 | nn.Conv2d(6, 8, 3, padding='fulll')
              |                            ^^^^^^^
              |
              = help: `padding` is an integer, one for every axis, a pair [before, after] for every axis, "valid", "same", "same_upper" or "same_lower"
        "#]],
    );
}

#[test]
fn case() {
    refuse(
        Call,
        "nn.Conv1d(6, 8, 3, padding='Valid')",
        &expect![[r#"
            inline: unknown `padding` `Valid`
             --> inline:1:28
              |
            1 | nn.Conv1d(6, 8, 3, padding='Valid')
              |                            ^^^^^^^ did you mean "valid"?
              |
              = help: `padding` is an integer, one for every axis, a pair [before, after] for every axis, "valid", "same", "same_upper" or "same_lower"
        "#]],
    );
}

#[test]
fn misspelt_extension() {
    refuse(
        Call,
        "nn.Conv1d(6, 8, 3, padding='SAME_UPER')",
        &expect![[r#"
            inline: unknown `padding` `SAME_UPER`
             --> inline:1:28
              |
            1 | nn.Conv1d(6, 8, 3, padding='SAME_UPER')
              |                            ^^^^^^^^^^^ did you mean "same_upper"?
              |
              = help: `padding` is an integer, one for every axis, a pair [before, after] for every axis, "valid", "same", "same_upper" or "same_lower"
        "#]],
    );
}

#[test]
fn same_stride() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = 3
padding = "same"
stride = 2
"#,
        &expect![[r#"
            stem.toml: `padding` "same" wants a stride of 1
             --> stem.toml:5:11
              |
            5 | padding = "same"
              |           ^^^^^^ keeps the size of the input
            6 | stride = 2
              |          - stride 2 along the height
              |
              = help: "same_upper" goes with any stride, as SAME of TensorFlow: the output has size / stride elements, rounded up
              = help: or give the padding as a number, or set `stride` to 1
        "#]],
    );
}

#[test]
fn pairs_few() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = 3
padding = [[1, 2]]
"#,
        &expect![[r#"
            stem.toml: `padding` of a Conv2d cannot have 1 pair
             --> stem.toml:5:11
              |
            5 | padding = [[1, 2]]
              |           ^^^^^^^^ expected 2 pairs: height, width
        "#]],
    );
}

#[test]
fn pairs_many() {
    refuse(
        Call,
        "nn.Conv1d(6, 8, 3, padding=((1, 2), (1, 2)))",
        &expect![[r#"
            inline: `padding` of a Conv1d cannot have 2 pairs
             --> inline:1:28
              |
            1 | nn.Conv1d(6, 8, 3, padding=((1, 2), (1, 2)))
              |                            ^^^^^^^^^^^^^^^^ expected 1 pair: length
        "#]],
    );
}

#[test]
fn pairs_flat() {
    refuse(
        Call,
        "nn.Conv2d(6, 8, 3, padding=(1, 2, 1, 2))",
        &expect![[r#"
            inline: `padding` of a Conv2d cannot have 4 entries
             --> inline:1:28
              |
            1 | nn.Conv2d(6, 8, 3, padding=(1, 2, 1, 2))
              |                            ^^^^^^^^^^^^ expected 2 entries: height, width
              |
              = help: different padding before and after is a list of pairs: [[before, after], …]
        "#]],
    );
}

#[test]
fn pairs_flat_of_one_axis() {
    refuse(
        Call,
        "nn.Conv1d(6, 8, 3, padding=((1, 2)))",
        &expect![[r#"
            inline: `padding` of a Conv1d cannot have 2 entries
             --> inline:1:28
              |
            1 | nn.Conv1d(6, 8, 3, padding=((1, 2)))
              |                            ^^^^^^^^ expected 1 entry: length
              |
              = help: different padding before and after is a list of pairs: [[before, after], …]
        "#]],
    );
}

#[test]
fn pairs_mixed() {
    refuse(
        Json,
        r#"{"type": "Conv2d", "in_channels": 6, "out_channels": 8, "kernel_size": 3, "padding": [[1, 2], 3]}"#,
        &expect![[r#"
            stem.json: `padding` with a pair must have a pair [before, after] for every axis
             --> stem.json:1:95
              |
            1 | {"type": "Conv2d", "in_channels": 6, "out_channels": 8, "kernel_size": 3, "padding": [[1, 2], 3]}
              |                                                                                               ^ found an integer
        "#]],
    );
}

#[test]
fn pairs_odd() {
    refuse(
        Toml,
        r#"type = "Conv3d"
in_channels = 16
out_channels = 32
kernel_size = 3
padding = [[1], [1, 2, 3], []]
"#,
        &expect![[r#"
            stem.toml: a pair of `padding` must be [before, after]
             --> stem.toml:5:12
              |
            5 | padding = [[1], [1, 2, 3], []]
              |            ^^^ has 1 entry

            stem.toml: a pair of `padding` must be [before, after]
             --> stem.toml:5:17
              |
            5 | padding = [[1], [1, 2, 3], []]
              |                 ^^^^^^^^^ has 3 entries

            stem.toml: a pair of `padding` must be [before, after]
             --> stem.toml:5:28
              |
            5 | padding = [[1], [1, 2, 3], []]
              |                            ^^ has 0 entries
        "#]],
    );
}

#[test]
fn pairs_types() {
    refuse(
        Call,
        "nn.Conv2d(6, 8, 3, padding=((-1, 'a'), (1.5, 99999999999)))",
        &expect![[r#"
            inline: `padding` must be at least 0
             --> inline:1:30
              |
            1 | nn.Conv2d(6, 8, 3, padding=((-1, 'a'), (1.5, 99999999999)))
              |                              ^^ less than 0

            inline: `padding` must be an integer at either end of an axis
             --> inline:1:34
              |
            1 | nn.Conv2d(6, 8, 3, padding=((-1, 'a'), (1.5, 99999999999)))
              |                                  ^^^ found a string

            inline: `padding` must be an integer at either end of an axis
             --> inline:1:41
              |
            1 | nn.Conv2d(6, 8, 3, padding=((-1, 'a'), (1.5, 99999999999)))
              |                                         ^^^ found a float

            inline: `padding` is too large
             --> inline:1:46
              |
            1 | nn.Conv2d(6, 8, 3, padding=((-1, 'a'), (1.5, 99999999999)))
              |                                              ^^^^^^^^^^^ more than 2147483647, the most that is supported
        "#]],
    );
}

#[test]
fn pairs_deeper() {
    refuse(
        Call,
        "nn.Conv1d(6, 8, 3, padding=[[[1, 2]]])",
        &expect![[r#"
            inline: a pair of `padding` must be [before, after]
             --> inline:1:29
              |
            1 | nn.Conv1d(6, 8, 3, padding=[[[1, 2]]])
              |                             ^^^^^^^^ has 1 entry
        "#]],
    );
}

#[test]
fn pairs_not_enough() {
    refuse(
        Call,
        "nn.Conv1d(6, 8, 9, padding=[(1, 2)], input_shape=(6, 5))",
        &expect![[r#"
            inline: the kernel is larger than the padded input along the length
             --> inline:1:17
              |
            1 | nn.Conv1d(6, 8, 9, padding=[(1, 2)], input_shape=(6, 5))
              |                 ^ 9 taps span 9 elements             - length 5 + 1 + 2 = 8 with padding
              |
              = help: the output size floor((5 + 1 + 2 - 9) / 1) + 1 = 0 must be at least 1
              = help: along the length, a `padding` of at least 2, a `kernel_size` of at most 8 or an input of at least 6 would do
        "#]],
    );
}

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
              |                            |                mirrors the input without its outermost element
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
              |                --------- mirrors the input without its outermost element
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
              |                             0 before and 8 after          mirrors the input without its outermost element
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
              |                            |                    mirrors the input without its outermost element
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
              |                                      |                          mirrors the input without its outermost element
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
              |                             |                mirrors the input without its outermost element
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
              |                             |                mirrors the input without its outermost element
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
              |                                    |                continues with the input from its other end
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
              |                            |                          continues with the input from its other end
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
              |                            |               continues with the input from its other end
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
              |                            |               continues with the input from its other end
              |                            9 before and 9 after
              |
              = help: the padding at either end must be at most the width, 7
              = help: along the width, a `padding` of at most 7, an input of at least 9 or `padding_mode` "replicate" would do
        "#]],
    );
}
