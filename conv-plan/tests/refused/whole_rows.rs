//! Channels in the lanes, in whole rows.

use conv_spec::Format::Toml;
use expect_test::expect;

use crate::refuse;

#[test]
fn whole_rows_of_transposed() {
    refuse(
        Toml,
        r#"type = "ConvTranspose2d"
in_channels = 16
out_channels = 32
kernel_size = 3
input_shape = [16, 14, 14]
plan = { avx2 = { kernel = "whole_rows", vectors = 1, pixels = 5 } }
"#,
        &expect![[r#"
            stem.toml: "whole_rows" is not for transposed layers
             --> stem.toml:6:28
              |
            6 | plan = { avx2 = { kernel = "whole_rows", vectors = 1, pixels = 5 } }
              |                            ^^^^^^^^^^^^
              |
              = help: with avx2 this layer can have "channels" or "pixels"
        "#]],
    );
}

#[test]
fn whole_rows_of_open_size() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = 3
input_shape = [16, 14, "W"]
plan = { avx2 = { kernel = "whole_rows", vectors = 1, pixels = 5 } }
"#,
        &expect![[r#"
            stem.toml: "whole_rows" is for layers whose `input_shape` has numbers alone
             --> stem.toml:6:28
              |
            6 | plan = { avx2 = { kernel = "whole_rows", vectors = 1, pixels = 5 } }
              |                            ^^^^^^^^^^^^ where rows meet the padding must be known
              |
              = help: with avx2 this layer can have "channels" or "pixels"
        "#]],
    );
}

#[test]
fn whole_rows_without_size() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = 3
plan = { avx2 = { kernel = "whole_rows", vectors = 1, pixels = 5 } }
"#,
        &expect![[r#"
            stem.toml: "whole_rows" is for layers whose `input_shape` has numbers alone
             --> stem.toml:5:28
              |
            5 | plan = { avx2 = { kernel = "whole_rows", vectors = 1, pixels = 5 } }
              |                            ^^^^^^^^^^^^ where rows meet the padding must be known
              |
              = help: with avx2 this layer can have "channels" or "pixels"
        "#]],
    );
}

#[test]
fn whole_rows_of_pointwise() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = 1
input_shape = [16, 14, 14]
plan = { avx2 = { kernel = "whole_rows", vectors = 1, pixels = 5 } }
"#,
        &expect![[r#"
            stem.toml: "whole_rows" is not for pointwise layers
             --> stem.toml:6:28
              |
            6 | plan = { avx2 = { kernel = "whole_rows", vectors = 1, pixels = 5 } }
              |                            ^^^^^^^^^^^^ a matrix product has no borders
              |
              = help: with avx2 this layer can have "channels" or "pixels"
        "#]],
    );
}

#[test]
fn whole_rows_of_many_taps() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = [1, 13]
input_shape = [16, 14, 40]
plan = { avx2 = { kernel = "whole_rows", vectors = 1, pixels = 5 } }
"#,
        &expect![[r#"
            stem.toml: "whole_rows" is for at most 11 taps along a row
             --> stem.toml:6:28
              |
            6 | plan = { avx2 = { kernel = "whole_rows", vectors = 1, pixels = 5 } }
              |                            ^^^^^^^^^^^^ 13 of this layer
              |
              = help: with avx2 this layer can have "channels" or "pixels"
        "#]],
    );
}

#[test]
fn whole_rows_of_numbers() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = 3
input_shape = [16, 14, 14]
plan = { scalar = { kernel = "whole_rows", vectors = 1, pixels = 5 } }
"#,
        &expect![[r#"
            stem.toml: scalar has no tile for "whole_rows"
             --> stem.toml:6:30
              |
            6 | plan = { scalar = { kernel = "whole_rows", vectors = 1, pixels = 5 } }
              |                              ^^^^^^^^^^^^
              |
              = help: with scalar this layer can have "channels" or "pixels"
        "#]],
    );
}

#[test]
fn whole_rows_too_short() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = 3
input_shape = [16, 5, 5]
plan = { avx2 = { kernel = "whole_rows", vectors = 1, pixels = 4 } }
"#,
        &expect![[r#"
            stem.toml: no tile of "whole_rows" is as short as this layer's rows
             --> stem.toml:6:28
              |
            6 | plan = { avx2 = { kernel = "whole_rows", vectors = 1, pixels = 4 } }
              |                            ^^^^^^^^^^^^ 3 outputs
              |
              = help: with avx2 this layer can have "channels" or "pixels"
        "#]],
    );
}

#[test]
fn whole_rows_of_wide_padding() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = [1, 11]
dilation = [1, 2]
padding = [0, 10]
input_shape = [16, 14, 41]
plan = { avx2 = { kernel = "whole_rows", vectors = 1, pixels = 8 } }
"#,
        &expect![[r#"
            stem.toml: more than the first and the last tile of "whole_rows" would meet the padding
             --> stem.toml:8:28
              |
            8 | plan = { avx2 = { kernel = "whole_rows", vectors = 1, pixels = 8 } }
              |                            ^^^^^^^^^^^^ whatever the tile's `pixels`
              |
              = help: with avx2 this layer can have "channels" or "pixels"
        "#]],
    );
}

#[test]
fn whole_rows_of_blocks() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 16
kernel_size = 3
groups = 16
padding = 1
input_shape = [16, 14, 14]
plan = { avx2 = { kernel = "whole_rows", vectors = 1, pixels = 5 } }
"#,
        &expect![[r#"
            stem.toml: blocks of 16 output channels would take 16 times the weights
             --> stem.toml:8:28
              |
            8 | plan = { avx2 = { kernel = "whole_rows", vectors = 1, pixels = 5 } }
              |                            ^^^^^^^^^^^^ fills each group up to whole blocks
              |
              = help: with avx2 this layer can have "pixels" or "rows"
        "#]],
    );
}

#[test]
fn whole_rows_that_do_not_divide() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = 3
input_shape = [16, 14, 14]
plan = { avx512 = { kernel = "whole_rows", vectors = 3, pixels = 4 } }
"#,
        &expect![[r#"
            stem.toml: `vectors` does not divide the 2 vectors of output channels
             --> stem.toml:6:54
              |
            6 | plan = { avx512 = { kernel = "whole_rows", vectors = 3, pixels = 4 } }
              |                                                      ^ not a divisor of 2
              |
              = help: 32 channels of a group are 2 vectors of 16
              = help: `vectors` can be 1 or 2
        "#]],
    );
}

#[test]
fn whole_rows_that_spill() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = 3
input_shape = [16, 14, 14]
[plan]
avx2 = { kernel = "whole_rows", vectors = 2, pixels = 8 }
sse2 = { kernel = "whole_rows", vectors = 2, pixels = 4 }
neon = { kernel = "whole_rows", vectors = 4, pixels = 4 }
"#,
        &expect![[r#"
            stem.toml: avx2 has no tile of 2 `vectors` by 8 `pixels` for this layer
             --> stem.toml:7:55
              |
            7 | avx2 = { kernel = "whole_rows", vectors = 2, pixels = 8 }
              |                                           -           ^ too many: sums would be spilled to memory
              |                                           |
              |                                           with so many `vectors`
              |
              = help: with 2 `vectors`, `pixels` can be 4, 5 or 6

            stem.toml: sse2 has no tile of 2 `vectors` by 4 `pixels` for this layer
             --> stem.toml:8:55
              |
            8 | sse2 = { kernel = "whole_rows", vectors = 2, pixels = 4 }
              |                                           -           ^ less than 5
              |                                           |
              |                                           with so many `vectors`
              |
              = help: with 2 `vectors`, `pixels` must be 5

            stem.toml: neon has no tile of 4 `vectors` for this layer
             --> stem.toml:9:43
              |
            9 | neon = { kernel = "whole_rows", vectors = 4, pixels = 4 }
              |                                           ^ more than 2
              |
              = help: `vectors` can be 1 or 2
        "#]],
    );
}

#[test]
fn whole_rows_longer_than_rows() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = 3
input_shape = [16, 9, 9]
plan = { avx2 = { kernel = "whole_rows", vectors = 1, pixels = 8 } }
"#,
        &expect![[r#"
            stem.toml: the rows of this layer have 7 outputs
             --> stem.toml:6:64
              |
            6 | plan = { avx2 = { kernel = "whole_rows", vectors = 1, pixels = 8 } }
              |                                                                ^ more than 7
              |
              = help: with 1 `vectors`, `pixels` can be 4, 5, 6 or 7
        "#]],
    );
}

#[test]
fn whole_rows_shorter_than_padding() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = [1, 11]
padding = [0, 5]
input_shape = [16, 14, 30]
plan = { avx2 = { kernel = "whole_rows", vectors = 1, pixels = 4 } }
"#,
        &expect![[r#"
            stem.toml: more than the first and the last tile of a row would meet the padding
             --> stem.toml:7:64
              |
            7 | plan = { avx2 = { kernel = "whole_rows", vectors = 1, pixels = 4 } }
              |                                                                ^ too few
              |
              = help: with 1 `vectors`, `pixels` can be 5, 6, 7 or 8
        "#]],
    );
}

#[test]
fn whole_rows_tail_as_wide_as_tiles() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = 3
input_shape = [16, 14, 14]
plan = { avx2 = { kernel = "whole_rows", vectors = 2, pixels = 5, tail = 5 } }
"#,
        &expect![[r#"
            stem.toml: `tail` is not smaller than `pixels`
             --> stem.toml:6:74
              |
            6 | plan = { avx2 = { kernel = "whole_rows", vectors = 2, pixels = 5, tail = 5 } }
              |                                                                -         ^ must be less than 5
              |                                                                |
              |                                                                the tiles before it
              |
              = help: with 2 `vectors` and 5 `pixels`, leave `tail` out
        "#]],
    );
}

#[test]
fn whole_rows_tail_of_filled_rows() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = 3
input_shape = [16, 14, 20]
plan = { avx2 = { kernel = "whole_rows", vectors = 2, pixels = 6, tail = 5 } }
"#,
        &expect![[r#"
            stem.toml: tiles of 6 pixels need no `tail`
             --> stem.toml:6:74
              |
            6 | plan = { avx2 = { kernel = "whole_rows", vectors = 2, pixels = 6, tail = 5 } }
              |                                                                -         ^
              |                                                                |
              |                                                                3 of these tiles fill a row of 18
              |
              = help: with 2 `vectors` and 6 `pixels`, leave `tail` out
        "#]],
    );
}

#[test]
fn whole_rows_tail_of_one_vector() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = 3
input_shape = [16, 14, 22]
plan = { avx2 = { kernel = "whole_rows", vectors = 1, pixels = 8, tail = 6 } }
"#,
        &expect![[r#"
            stem.toml: smaller tiles of a single vector have too few sums
             --> stem.toml:6:74
              |
            6 | plan = { avx2 = { kernel = "whole_rows", vectors = 1, pixels = 8, tail = 6 } }
              |                                                    - a single vector     ^
              |
              = help: with 1 `vectors` and 8 `pixels`, leave `tail` out
        "#]],
    );
}

#[test]
fn whole_rows_tail_too_narrow() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = 3
input_shape = [16, 14, 17]
plan = { avx2 = { kernel = "whole_rows", vectors = 2, pixels = 6, tail = 3 } }
"#,
        &expect![[r#"
            stem.toml: `tail` is more than 2 below `pixels`
             --> stem.toml:6:74
              |
            6 | plan = { avx2 = { kernel = "whole_rows", vectors = 2, pixels = 6, tail = 3 } }
              |                                                                -         ^
              |                                                                |
              |                                                                the tiles before it
              |
              = help: with 2 `vectors` and 6 `pixels`, leave `tail` out
        "#]],
    );
}

#[test]
fn whole_rows_tail_that_fills_no_row() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = 3
input_shape = [16, 14, 16]
plan = { avx2 = { kernel = "whole_rows", vectors = 2, pixels = 6, tail = 5 } }
"#,
        &expect![[r#"
            stem.toml: tiles of 6 and of 5 pixels do not fill a row of 14
             --> stem.toml:6:74
              |
            6 | plan = { avx2 = { kernel = "whole_rows", vectors = 2, pixels = 6, tail = 5 } }
              |                                                                -         ^
              |                                                                |
              |                                                                the tiles before it
              |
              = help: with 2 `vectors` and 6 `pixels`, `tail` can be 4, or left out
        "#]],
    );
}

#[test]
fn whole_rows_tail_shorter_than_padding() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = [1, 11]
padding = [0, 5]
input_shape = [16, 14, 24]
plan = { avx2 = { kernel = "whole_rows", vectors = 2, pixels = 5, tail = 4 } }
"#,
        &expect![[r#"
            stem.toml: more than the first and the last tile of a row would meet the padding
             --> stem.toml:7:74
              |
            7 | plan = { avx2 = { kernel = "whole_rows", vectors = 2, pixels = 5, tail = 4 } }
              |                                                                          ^ too few
              |
              = help: with 2 `vectors` and 5 `pixels`, leave `tail` out
        "#]],
    );
}
