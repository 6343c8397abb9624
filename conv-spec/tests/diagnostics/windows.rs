//! Layers without weights.

use conv_spec::Format::Call;
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
              = help: the number of blocks floor((6 + 0 + 0 - 7) / 1) + 1 = 0 must be at least 1
              = help: along the width, a `padding` of at least 1, a `dilation` of at most 1, a `kernel_size` of at most 3 or an input of at least 7 would do
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
              = help: only convolutions take words
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
fn output_too_long() {
    refuse(
        Call,
        "nn.Unfold(1, padding=2147483647, input_shape=(1, 5, H))",
        &expect![[r#"
            inline: the number of blocks is too large along the height
             --> inline:1:22
              |
            1 | nn.Unfold(1, padding=2147483647, input_shape=(1, 5, H))
              |                      ^^^^^^^^^^ gives 4294967299
              |
              = help: at most 2147483647 is supported
        "#]],
    );
}
