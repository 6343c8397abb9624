//! `Fold`, and tensors of it and `Unfold`.

use conv_spec::Format::{Call, Toml};
use expect_test::expect;

use crate::refuse;

#[test]
fn no_blocks_of_fold() {
    refuse(
        Toml,
        r#"type = "Fold"
output_size = [4, 6]
kernel_size = [7, 3]
padding = [1, 0]
"#,
        &expect![[r#"
            stem.toml: the kernel is larger than the padded output along the height
             --> stem.toml:3:16
              |
            2 | output_size = [4, 6]
              |                - height 4 + 1 + 1 = 6 with padding
            3 | kernel_size = [7, 3]
              |                ^ 7 taps span 7 elements
              |
              = help: the number of blocks floor((4 + 1 + 1 - 7) / 1) + 1 = 0 must be at least 1
              = help: along the height, a `padding` of at least 2, a `kernel_size` of at most 6 or an `output_size` of at least 5 would do
        "#]],
    );
}

#[test]
fn shape_of_fold() {
    refuse(
        Call,
        "nn.Fold((4, 5), 2, input_shape=(12, 4, 3))",
        &expect![[r#"
            inline: `input_shape` of a Fold must have 2 entries, not 3
             --> inline:1:32
              |
            1 | nn.Fold((4, 5), 2, input_shape=(12, 4, 3))
              |                                ^^^^^^^^^^ expected [channels * taps, blocks]
              |
              = help: leave the batch out: a layer takes batches of any size
        "#]],
    );
}

#[test]
fn shape_of_fold_short() {
    refuse(
        Call,
        "nn.Fold((4, 5), 2, input_shape=(12,))",
        &expect![[r#"
            inline: `input_shape` of a Fold must have 2 entries, not 1
             --> inline:1:32
              |
            1 | nn.Fold((4, 5), 2, input_shape=(12,))
              |                                ^^^^^ expected [channels * taps, blocks]
        "#]],
    );
}

#[test]
fn shape_of_fold_type() {
    refuse(
        Call,
        "nn.Fold((4, 5), 2, input_shape=12)",
        &expect![[r#"
            inline: `input_shape` must be a list: the channels times the kernel's taps, then the blocks
             --> inline:1:32
              |
            1 | nn.Fold((4, 5), 2, input_shape=12)
              |                                ^^ found an integer
        "#]],
    );
}

#[test]
fn shape_of_fold_empty() {
    refuse(
        Call,
        "nn.Fold((4, 5), 2, input_shape=(0, 0))",
        &expect![[r#"
            inline: `input_shape` is empty: the number of channels * taps is 0
             --> inline:1:33
              |
            1 | nn.Fold((4, 5), 2, input_shape=(0, 0))
              |                                 ^ must be at least 1
              |
              = help: an empty batch is allowed, and is not part of `input_shape`

            inline: `input_shape` is empty: the number of blocks is 0
             --> inline:1:36
              |
            1 | nn.Fold((4, 5), 2, input_shape=(0, 0))
              |                                    ^ must be at least 1
              |
              = help: an empty batch is allowed, and is not part of `input_shape`
        "#]],
    );
}

#[test]
fn blocks() {
    refuse(
        Call,
        "nn.Fold((4, 5), 2, input_shape=(12, 11))",
        &expect![[r#"
            inline: `input_shape` has 11 blocks where `output_size` has 12
             --> inline:1:37
              |
            1 | nn.Fold((4, 5), 2, input_shape=(12, 11))
              |         ------ 3 * 4 = 12 blocks    ^^ must be 12
              |
              = help: along the height, floor((4 + 0 + 0 - 2) / 1) + 1 = 3 and along the width, floor((5 + 0 + 0 - 2) / 1) + 1 = 4
        "#]],
    );
}

#[test]
fn blocks_by_name() {
    refuse(
        Call,
        "nn.Fold((4, 5), 2, input_shape=(ROWS, BLOCKS))",
        &expect![[r#"
            inline: the blocks in `input_shape` must be a number
             --> inline:1:39
              |
            1 | nn.Fold((4, 5), 2, input_shape=(ROWS, BLOCKS))
              |                                       ^^^^^^
              |
              = help: their number follows from `output_size`; without `input_shape` it is worked out
        "#]],
    );
}

#[test]
fn rows() {
    refuse(
        Toml,
        r#"type = "Fold"
output_size = [4, 5]
kernel_size = 2
input_shape = [10, 12]
"#,
        &expect![[r#"
            stem.toml: the kernel's 4 taps do not divide the 10 rows of `input_shape`
             --> stem.toml:4:16
              |
            3 | kernel_size = 2
              |               - 2 * 2 = 4 taps
            4 | input_shape = [10, 12]
              |                ^^ every channel has a row for every tap
              |
              = help: 8 rows have 2 channels, 12 have 3
        "#]],
    );
}

#[test]
fn rows_few() {
    refuse(
        Call,
        "nn.Fold((4, 5), (2, 3), input_shape=(5, 9))",
        &expect![[r#"
            inline: the kernel's 6 taps do not divide the 5 rows of `input_shape`
             --> inline:1:38
              |
            1 | nn.Fold((4, 5), (2, 3), input_shape=(5, 9))
              |                 ------               ^ every channel has a row for every tap
              |                 |
              |                 2 * 3 = 6 taps
              |
              = help: 6 rows have 1 channel
        "#]],
    );
}

#[test]
fn rows_and_blocks() {
    refuse(
        Call,
        "nn.Fold((4, 5), (2, 3), input_shape=(7, 8))",
        &expect![[r#"
            inline: the kernel's 6 taps do not divide the 7 rows of `input_shape`
             --> inline:1:38
              |
            1 | nn.Fold((4, 5), (2, 3), input_shape=(7, 8))
              |                 ------               ^ every channel has a row for every tap
              |                 |
              |                 2 * 3 = 6 taps
              |
              = help: 6 rows have 1 channel, 12 have 2

            inline: `input_shape` has 8 blocks where `output_size` has 9
             --> inline:1:41
              |
            1 | nn.Fold((4, 5), (2, 3), input_shape=(7, 8))
              |         ------ 3 * 3 = 9 blocks         ^ must be 9
              |
              = help: along the height, floor((4 + 0 + 0 - 2) / 1) + 1 = 3 and along the width, floor((5 + 0 + 0 - 3) / 1) + 1 = 3
        "#]],
    );
}

#[test]
fn output_size_zero() {
    refuse(
        Call,
        "nn.Fold((0, 5), 2)",
        &expect![[r#"
            inline: `output_size` must be at least 1
             --> inline:1:10
              |
            1 | nn.Fold((0, 5), 2)
              |          ^ less than 1
        "#]],
    );
}

#[test]
fn output_size_none() {
    refuse(
        Call,
        "nn.Fold(None, 2)",
        &expect![[r#"
            inline: `output_size` must be an integer or one for every axis
             --> inline:1:9
              |
            1 | nn.Fold(None, 2)
              |         ^^^^ found `None`
        "#]],
    );
}

#[test]
fn fold_too_large() {
    refuse(
        Toml,
        r#"type = "Fold"
output_size = 2147483647
kernel_size = 1
stride = 2147483647
"#,
        &expect![[r#"
            stem.toml: the output tensor is too large
             --> stem.toml:2:15
              |
            2 | output_size = 2147483647
              |               ^^^^^^^^^^ 1 * 2147483647 * 2147483647 * 4 = 18446744056529682436 bytes
              |
              = help: at most 140737488355328 bytes are supported
        "#]],
    );
}
