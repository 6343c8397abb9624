//! The size asked of transposed layers.

use conv_spec::Format::{Call, Toml};
use expect_test::expect;

use crate::refuse;

#[test]
fn output_size_range() {
    refuse(
        Call,
        "nn.ConvTranspose1d(6, 8, 3, stride=2, output_size=[20], input_shape=(6, 10))",
        &expect![[r#"
            inline: no `output_padding` gives the `output_size` 20 along the length
             --> inline:1:52
              |
            1 | nn.ConvTranspose1d(6, 8, 3, stride=2, output_size=[20], input_shape=(6, 10))
              |                                                    ^^                   -- length 10
              |                                                    |
              |                                                    must be between 21 and 22
              |
              = help: the output has at least (10 - 1) * 2 - 0 - 0 + 3 = 21 elements, and the stride adds at most 2 - 1
        "#]],
    );
}

#[test]
fn output_size_range_of_two_axes() {
    refuse(
        Toml,
        r#"type = "ConvTranspose2d"
in_channels = 6
out_channels = 8
kernel_size = 3
stride = 2
input_shape = [6, 8, 9]
output_size = [2, 8, 16, 25]
"#,
        &expect![[r#"
            stem.toml: no `output_padding` gives the `output_size` 16 along the height
             --> stem.toml:7:22
              |
            6 | input_shape = [6, 8, 9]
              |                   - height 8
            7 | output_size = [2, 8, 16, 25]
              |                      ^^ must be between 17 and 18
              |
              = help: the output has at least (8 - 1) * 2 - 0 - 0 + 3 = 17 elements, and the stride adds at most 2 - 1

            stem.toml: no `output_padding` gives the `output_size` 25 along the width
             --> stem.toml:7:26
              |
            6 | input_shape = [6, 8, 9]
              |                      - width 9
            7 | output_size = [2, 8, 16, 25]
              |                          ^^ must be between 19 and 20
              |
              = help: the output has at least (9 - 1) * 2 - 0 - 0 + 3 = 19 elements, and the stride adds at most 2 - 1
        "#]],
    );
}

#[test]
fn output_size_of_stride_one() {
    refuse(
        Call,
        "nn.ConvTranspose1d(6, 8, 3, output_size=(13,), input_shape=(6, 10))",
        &expect![[r#"
            inline: no `output_padding` gives the `output_size` 13 along the length
             --> inline:1:42
              |
            1 | nn.ConvTranspose1d(6, 8, 3, output_size=(13,), input_shape=(6, 10))
              |                                          ^^ must be 12         -- length 10
              |
              = help: the output has at least (10 - 1) * 1 - 0 - 0 + 3 = 12 elements
        "#]],
    );
}

#[test]
fn output_size_of_nothing() {
    refuse(
        Call,
        "nn.ConvTranspose1d(6, 8, 3, padding=20, output_size=(1,), input_shape=(6, 10))",
        &expect![[r#"
            inline: the output is empty along the length
             --> inline:1:37
              |
            1 | nn.ConvTranspose1d(6, 8, 3, padding=20, output_size=(1,), input_shape=(6, 10))
              |                                     ^^                                    -- length 10
              |                                     |
              |                                     takes 20 elements from the beginning and 20 from the end
              |
              = help: the output size (10 - 1) * 1 - 20 - 20 + 3 + 0 = -28 must be at least 1
              = help: along the length, a `padding` of at most 5, a `kernel_size` of at least 32 or an input of at least 39 would do
        "#]],
    );
}

#[test]
fn output_size_length() {
    refuse(
        Call,
        "nn.ConvTranspose3d(6, 8, 3, stride=2, output_size=[14, 16], input_shape=(6, 6, 7, 8))",
        &expect![[r#"
            inline: `output_size` of a ConvTranspose3d must have 3 entries, not 2
             --> inline:1:51
              |
            1 | nn.ConvTranspose3d(6, 8, 3, stride=2, output_size=[14, 16], input_shape=(6, 6, 7, 8))
              |                                                   ^^^^^^^^ expected [depth, height, width]
              |
              = help: the channels may stand before, and the batch before them
        "#]],
    );
}

#[test]
fn output_size_longer() {
    refuse(
        Call,
        "nn.ConvTranspose1d(6, 8, 3, stride=2, output_size=[1, 1, 8, 21], input_shape=(6, 10))",
        &expect![[r#"
            inline: `output_size` of a ConvTranspose1d must have 1 entry, not 4
             --> inline:1:51
              |
            1 | nn.ConvTranspose1d(6, 8, 3, stride=2, output_size=[1, 1, 8, 21], input_shape=(6, 10))
              |                                                   ^^^^^^^^^^^^^ expected [length]
              |
              = help: the channels may stand before, and the batch before them
        "#]],
    );
}

#[test]
fn output_size_channels() {
    refuse(
        Call,
        "nn.ConvTranspose2d(6, 8, 3, stride=2, output_size=[1, 6, 17, 19], input_shape=(6, 8, 9))",
        &expect![[r#"
            inline: `output_size` has 6 channels where `out_channels` is 8
             --> inline:1:55
              |
            1 | nn.ConvTranspose2d(6, 8, 3, stride=2, output_size=[1, 6, 17, 19], input_shape=(6, 8, 9))
              |                       - 8 channels                    ^ 6 channels
              |
              = help: `output_size` is the sizes along the axes; channels and batch may stand before them
        "#]],
    );
}

#[test]
fn output_size_open() {
    refuse(
        Call,
        "nn.ConvTranspose2d(6, 8, 3, stride=2, output_size=[17, 19])",
        &expect![[r#"
            inline: `output_size` needs an input of known size
             --> inline:1:51
              |
            1 | nn.ConvTranspose2d(6, 8, 3, stride=2, output_size=[17, 19])
              |                                                   ^^^^^^^^ how much to add at the end follows from both
              |
              = help: give all of `input_shape` in numbers, or `output_padding` instead of `output_size`
        "#]],
    );
}

#[test]
fn output_size_open_axis() {
    refuse(
        Toml,
        r#"type = "ConvTranspose2d"
in_channels = 6
out_channels = 8
kernel_size = 3
stride = 2
input_shape = [6, 8, "W"]
output_size = [17, 19]
"#,
        &expect![[r#"
            stem.toml: `output_size` needs an input of known size
             --> stem.toml:7:15
              |
            6 | input_shape = [6, 8, "W"]
              |               ----------- the width is open
            7 | output_size = [17, 19]
              |               ^^^^^^^^ how much to add at the end follows from both
              |
              = help: give all of `input_shape` in numbers, or `output_padding` instead of `output_size`
        "#]],
    );
}

#[test]
fn output_size_after_a_mistake() {
    refuse(
        Call,
        "nn.ConvTranspose2d(6, 8, 3, stride=2, output_size=[17, 19], input_shape=(6, 0, 8))",
        &expect![[r#"
            inline: `input_shape` is empty: the size of height is 0
             --> inline:1:77
              |
            1 | nn.ConvTranspose2d(6, 8, 3, stride=2, output_size=[17, 19], input_shape=(6, 0, 8))
              |                                                                             ^ must be at least 1
              |
              = help: an empty batch is allowed, and is not part of `input_shape`
        "#]],
    );
}

#[test]
fn output_size_integer() {
    refuse(
        Call,
        "nn.ConvTranspose2d(6, 8, 3, stride=2, output_size=17, input_shape=(6, 8, 8))",
        &expect![[r#"
            inline: `output_size` must be a list: the size along every axis
             --> inline:1:51
              |
            1 | nn.ConvTranspose2d(6, 8, 3, stride=2, output_size=17, input_shape=(6, 8, 8))
              |                                                   ^^ found an integer
        "#]],
    );
}

#[test]
fn output_size_entries() {
    refuse(
        Call,
        "nn.ConvTranspose2d(6, 8, 3, stride=2, output_size=(0, 0, 0, 1.5), input_shape=(6, 8, 8))",
        &expect![[r#"
            inline: every size in `output_size` must be at least 1
             --> inline:1:55
              |
            1 | nn.ConvTranspose2d(6, 8, 3, stride=2, output_size=(0, 0, 0, 1.5), input_shape=(6, 8, 8))
              |                                                       ^ less than 1

            inline: every size in `output_size` must be at least 1
             --> inline:1:58
              |
            1 | nn.ConvTranspose2d(6, 8, 3, stride=2, output_size=(0, 0, 0, 1.5), input_shape=(6, 8, 8))
              |                                                          ^ less than 1

            inline: every size in `output_size` must be an integer
             --> inline:1:61
              |
            1 | nn.ConvTranspose2d(6, 8, 3, stride=2, output_size=(0, 0, 0, 1.5), input_shape=(6, 8, 8))
              |                                                             ^^^ found a float
        "#]],
    );
}

#[test]
fn output_size_disagrees() {
    refuse(
        Call,
        "nn.ConvTranspose2d(6, 8, 3, stride=2, output_padding=(1, 0), output_size=[17, 18], input_shape=(6, 8, 8))",
        &expect![[r#"
            inline: `output_size` and `output_padding` disagree along the height
             --> inline:1:75
              |
            1 | nn.ConvTranspose2d(6, 8, 3, stride=2, output_padding=(1, 0), output_size=[17, 18], input_shape=(6, 8, 8))
              |                                                       -                   ^^ wants an `output_padding` of 0
              |                                                       |
              |                                                       1 gives an `output_size` of 18
              |
              = help: keep one of them

            inline: `output_size` and `output_padding` disagree along the width
             --> inline:1:79
              |
            1 | nn.ConvTranspose2d(6, 8, 3, stride=2, output_padding=(1, 0), output_size=[17, 18], input_shape=(6, 8, 8))
              |                                                          -                    ^^ wants an `output_padding` of 1
              |                                                          |
              |                                                          0 gives an `output_size` of 17
              |
              = help: keep one of them
        "#]],
    );
}

#[test]
fn output_size_disagrees_with_much() {
    refuse(
        Toml,
        r#"type = "ConvTranspose1d"
in_channels = 6
out_channels = 8
kernel_size = 3
stride = 2
output_padding = 7
output_size = [21]
input_shape = [6, 10]
"#,
        &expect![[r#"
            stem.toml: `output_size` and `output_padding` disagree along the length
             --> stem.toml:7:16
              |
            6 | output_padding = 7
              |                  - 7 gives an `output_size` of 28
            7 | output_size = [21]
              |                ^^ wants an `output_padding` of 0
              |
              = help: keep one of them
        "#]],
    );
}

#[test]
fn output_size_length_of_fold() {
    refuse(
        Call,
        r#"nn.Fold((3, 4, 5), 2)"#,
        &expect![[r#"
        inline: `output_size` of a Fold cannot have 3 entries
         --> inline:1:9
          |
        1 | nn.Fold((3, 4, 5), 2)
          |         ^^^^^^^^^ expected 2 entries: height, width
          |
          = help: or one integer for all axes
    "#]],
    );
}
