//! Layers without weights.

use conv_spec::Format::{Call, Toml};
use expect_test::expect;

use crate::refuse;

#[test]
fn no_blocks() {
    refuse(
        Call,
        "nn.Unfold(kernel_size=(3, 4), dilation=2, input_shape=(2, 6, 6))",
        &expect![[r#"
            inline: the kernel is larger than the padded input along the width
             --> inline:1:27
              |
            1 | nn.Unfold(kernel_size=(3, 4), dilation=2, input_shape=(2, 6, 6))
              |                           ^            -                     - width 6, without padding
              |                           |            |
              |                           |            2 elements from tap to tap
              |                           4 taps span 2 * (4 - 1) + 1 = 7 elements
              |
              = help: the output size floor((6 + 0 + 0 - 7) / 1) + 1 = 0 must be at least 1
              = help: along the width, a `padding` of at least 1, a `dilation` of at most 1, a `kernel_size` of at most 3 or an input of at least 7 would do
        "#]],
    );
}

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
fn stride_negative() {
    refuse(
        Call,
        "nn.Unfold(3, stride=-1, input_shape=(2, 6, 6))",
        &expect![[r#"
            inline: `stride` must be at least 1
             --> inline:1:21
              |
            1 | nn.Unfold(3, stride=-1, input_shape=(2, 6, 6))
              |                     ^^ less than 1
        "#]],
    );
}

#[test]
fn shape_of_unfold() {
    refuse(
        Call,
        "nn.Unfold(2, input_shape=(1, 1, 2, 6, 6))",
        &expect![[r#"
            inline: `input_shape` of an Unfold must have 3 entries, not 5
             --> inline:1:26
              |
            1 | nn.Unfold(2, input_shape=(1, 1, 2, 6, 6))
              |                          ^^^^^^^^^^^^^^^ expected [channels, height, width]
        "#]],
    );
}

#[test]
fn shape_of_unfold_with_batch() {
    refuse(
        Call,
        "nn.Unfold(2, input_shape=(1, 2, 6, 6))",
        &expect![[r#"
            inline: `input_shape` of an Unfold must have 3 entries, not 4
             --> inline:1:26
              |
            1 | nn.Unfold(2, input_shape=(1, 2, 6, 6))
              |                          ^^^^^^^^^^^^ expected [channels, height, width]
              |
              = help: leave the batch out: a layer takes batches of any size
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
            inline: `input_shape` is empty: the size of channels * taps is 0
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
fn one_entry() {
    refuse(
        Call,
        "nn.Fold([4], (2,), [1], (0,), (1,))",
        &expect![[r#"
            inline: `output_size` of a Fold cannot have 1 entry
             --> inline:1:9
              |
            1 | nn.Fold([4], (2,), [1], (0,), (1,))
              |         ^^^ expected 2 entries: height, width
              |
              = help: or one integer for all axes

            inline: `kernel_size` of a Fold cannot have 1 entry
             --> inline:1:14
              |
            1 | nn.Fold([4], (2,), [1], (0,), (1,))
              |              ^^^^ expected 2 entries: height, width
              |
              = help: or one integer for all axes

            inline: `dilation` of a Fold cannot have 1 entry
             --> inline:1:20
              |
            1 | nn.Fold([4], (2,), [1], (0,), (1,))
              |                    ^^^ expected 2 entries: height, width
              |
              = help: or one integer for all axes

            inline: `padding` of a Fold cannot have 1 entry
             --> inline:1:25
              |
            1 | nn.Fold([4], (2,), [1], (0,), (1,))
              |                         ^^^^ expected 2 entries: height, width
              |
              = help: or one integer for all axes

            inline: `stride` of a Fold cannot have 1 entry
             --> inline:1:31
              |
            1 | nn.Fold([4], (2,), [1], (0,), (1,))
              |                               ^^^^ expected 2 entries: height, width
              |
              = help: or one integer for all axes
        "#]],
    );
}

#[test]
fn three_entries() {
    refuse(
        Call,
        "nn.Unfold((2, 2, 2), stride=(1, 1, 1))",
        &expect![[r#"
            inline: `kernel_size` of an Unfold cannot have 3 entries
             --> inline:1:11
              |
            1 | nn.Unfold((2, 2, 2), stride=(1, 1, 1))
              |           ^^^^^^^^^ expected 2 entries: height, width
              |
              = help: or one integer for all axes

            inline: `stride` of an Unfold cannot have 3 entries
             --> inline:1:29
              |
            1 | nn.Unfold((2, 2, 2), stride=(1, 1, 1))
              |                             ^^^^^^^^^ expected 2 entries: height, width
              |
              = help: or one integer for all axes
        "#]],
    );
}

#[test]
fn padding_words() {
    refuse(
        Call,
        "nn.Unfold(3, padding='same')",
        &expect![[r#"
            inline: `padding` of an Unfold must be an integer or one for every axis
             --> inline:1:22
              |
            1 | nn.Unfold(3, padding='same')
              |                      ^^^^^^ found a string
              |
              = help: words are for convolutions that are not transposed
        "#]],
    );
}

#[test]
fn padding_unknown_word() {
    refuse(
        Call,
        "nn.Unfold(3, padding='full')",
        &expect![[r#"
            inline: `padding` of an Unfold must be an integer or one for every axis
             --> inline:1:22
              |
            1 | nn.Unfold(3, padding='full')
              |                      ^^^^^^ found a string
        "#]],
    );
}

#[test]
fn padding_pairs() {
    refuse(
        Call,
        "nn.Unfold(3, padding=((1, 1), (1, 1)))",
        &expect![[r#"
            inline: `padding` of an Unfold is the same before and after
             --> inline:1:22
              |
            1 | nn.Unfold(3, padding=((1, 1), (1, 1)))
              |                      ^^^^^^^^^^^^^^^^ must be an integer or one for every axis
              |
              = help: only convolutions take pairs [before, after]
        "#]],
    );
}

#[test]
fn padding_type() {
    refuse(
        Call,
        "nn.Fold(8, 3, padding=None)",
        &expect![[r#"
            inline: `padding` must be an integer or one for every axis
             --> inline:1:23
              |
            1 | nn.Fold(8, 3, padding=None)
              |                       ^^^^ found `None`
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
fn input_too_large() {
    refuse(
        Call,
        "nn.Unfold(1, stride=2147483647, input_shape=(16, 2147483647, 2147483647))",
        &expect![[r#"
            inline: the input tensor is too large
             --> inline:1:45
              |
            1 | nn.Unfold(1, stride=2147483647, input_shape=(16, 2147483647, 2147483647))
              |                                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ 16 * 2147483647 * 2147483647 * 4 = 295147904904474918976 bytes
              |
              = help: at most 140737488355328 bytes are supported
        "#]],
    );
}

#[test]
fn output_too_large() {
    refuse(
        Call,
        "nn.Unfold(65536, padding=65536, input_shape=(C, 65536, 65536))",
        &expect![[r#"
            inline: the output tensor is too large
             --> inline:1:45
              |
            1 | nn.Unfold(65536, padding=65536, input_shape=(C, 65536, 65536))
              |                                             ^^^^^^^^^^^^^^^^^ 1 * 65536 * 65536 * 131073 * 131073 * 4 = 295152408796160065536 bytes
              |
              = help: at most 140737488355328 bytes are supported
        "#]],
    );
}

#[test]
fn padded_too_large() {
    refuse(
        Call,
        "nn.Unfold(1, stride=2147483647, padding=2000000000, dtype='float64')",
        &expect![[r#"
            inline: the padded input is too large
             --> inline:1:41
              |
            1 | nn.Unfold(1, stride=2147483647, padding=2000000000, dtype='float64')
              |                                         ^^^^^^^^^^ 4000000001 * 4000000001 * 8 = 128000000064000000008 bytes a channel
              |
              = help: at most 140737488355328 bytes are supported
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

#[test]
fn output_too_long() {
    refuse(
        Call,
        "nn.Unfold(1, padding=2147483647, input_shape=(1, 5, H))",
        &expect![[r#"
            inline: the output is too long along the height
             --> inline:1:22
              |
            1 | nn.Unfold(1, padding=2147483647, input_shape=(1, 5, H))
              |                      ^^^^^^^^^^ gives 4294967299 elements
              |
              = help: at most 2147483647 elements are supported
        "#]],
    );
}
