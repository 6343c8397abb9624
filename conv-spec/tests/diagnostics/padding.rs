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
fn padding_is_a_mode() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = 3
padding = "reflect"
"#,
        &expect![[r#"
            stem.toml: unknown `padding` `reflect`
             --> stem.toml:5:11
              |
            5 | padding = "reflect"
              |           ^^^^^^^^^ a `padding_mode`
              |
              = help: write `padding_mode = "reflect"`, and how much to pad as `padding`
        "#]],
    );
}

#[test]
fn padding_is_circular() {
    refuse(
        Call,
        r#"nn.Conv2d(3, 8, 3, padding='circular', padding_mode='circular')"#,
        &expect![[r#"
        inline: unknown `padding` `circular`
         --> inline:1:28
          |
        1 | nn.Conv2d(3, 8, 3, padding='circular', padding_mode='circular')
          |                            ^^^^^^^^^^ a `padding_mode`
          |
          = help: write `padding_mode="circular"`, and how much to pad as `padding`
    "#]],
    );
}

#[test]
fn padding_causal() {
    refuse(
        Call,
        r#"nn.Conv1d(3, 64, 3, padding='causal')"#,
        &expect![[r#"
        inline: unknown `padding` `causal`
         --> inline:1:29
          |
        1 | nn.Conv1d(3, 64, 3, padding='causal')
          |                             ^^^^^^^^ padding at the beginning alone
          |
          = help: write it as pairs [before, after]: before is dilation * (kernel_size - 1), after is 0
    "#]],
    );
}
