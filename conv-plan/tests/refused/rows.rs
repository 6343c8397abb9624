//! Stacked rows of depthwise layers.

use conv_spec::Format::Toml;
use expect_test::expect;

use crate::refuse;

#[test]
fn rows_of_dense() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 16
kernel_size = 3
input_shape = [16, 14, 14]
plan = { avx2 = { kernel = "rows", rows = 4, vectors = 1 } }
"#,
        &expect![[r#"
            stem.toml: "rows" is for depthwise layers
             --> stem.toml:6:28
              |
            6 | plan = { avx2 = { kernel = "rows", rows = 4, vectors = 1 } }
              |                            ^^^^^^ each group has 16 input channels
              |
              = help: with avx2 this layer can have "channels", "whole_rows" or "pixels"
        "#]],
    );
}

#[test]
fn rows_of_groups() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 16
kernel_size = 3
groups = 8
input_shape = [16, 14, 14]
plan = { avx2 = { kernel = "rows", rows = 4, vectors = 1 } }
"#,
        &expect![[r#"
            stem.toml: "rows" is for depthwise layers
             --> stem.toml:7:28
              |
            7 | plan = { avx2 = { kernel = "rows", rows = 4, vectors = 1 } }
              |                            ^^^^^^ each group has 2 input channels
              |
              = help: with avx2 this layer can have "pixels"
        "#]],
    );
}

#[test]
fn rows_of_transposed() {
    refuse(
        Toml,
        r#"type = "ConvTranspose2d"
in_channels = 16
out_channels = 16
kernel_size = 3
groups = 16
plan = { avx2 = { kernel = "rows", rows = 4, vectors = 1 } }
"#,
        &expect![[r#"
            stem.toml: "rows" is not for transposed layers
             --> stem.toml:6:28
              |
            6 | plan = { avx2 = { kernel = "rows", rows = 4, vectors = 1 } }
              |                            ^^^^^^
              |
              = help: with avx2 this layer can have "pixels"
        "#]],
    );
}

#[test]
fn rows_of_one_axis() {
    refuse(
        Toml,
        r#"type = "Conv1d"
in_channels = 16
out_channels = 16
kernel_size = 3
groups = 16
plan = { avx2 = { kernel = "rows", rows = 4, vectors = 1 } }
"#,
        &expect![[r#"
            stem.toml: "rows" is for layers of two or three axes
             --> stem.toml:6:28
              |
            6 | plan = { avx2 = { kernel = "rows", rows = 4, vectors = 1 } }
              |                            ^^^^^^
              |
              = help: with avx2 this layer can have "pixels"
        "#]],
    );
}

#[test]
fn rows_of_tall_kernels() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 16
kernel_size = [13, 3]
dilation = 2
groups = 16
plan = { avx2 = { kernel = "rows", rows = 2, vectors = 1 } }
"#,
        &expect![[r#"
            stem.toml: "rows" is for tiles that read at most 24 rows of input
             --> stem.toml:7:28
              |
            7 | plan = { avx2 = { kernel = "rows", rows = 2, vectors = 1 } }
              |                            ^^^^^^ two rows of outputs read 26
              |
              = help: with avx2 this layer can have "pixels"
        "#]],
    );
}

#[test]
fn rows_of_large_kernels() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 16
kernel_size = [12, 12]
groups = 16
plan = { avx2 = { kernel = "rows", rows = 2, vectors = 1 } }
"#,
        &expect![[r#"
            stem.toml: "rows" is for tiles of at most 256 multiply-adds, which are written out
             --> stem.toml:6:28
              |
            6 | plan = { avx2 = { kernel = "rows", rows = 2, vectors = 1 } }
              |                            ^^^^^^ the smallest has 288
              |
              = help: with avx2 this layer can have "pixels"
        "#]],
    );
}

#[test]
fn rows_that_no_tile_has() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 16
kernel_size = 3
groups = 16
[plan]
avx2 = { kernel = "rows", rows = 3, vectors = 1 }
avx512 = { kernel = "rows", rows = 9, vectors = 1 }
neon = { kernel = "rows", rows = 1, vectors = 1 }
"#,
        &expect![[r#"
            stem.toml: avx2 has no tile of 3 `rows` for this layer
             --> stem.toml:7:34
              |
            7 | avx2 = { kernel = "rows", rows = 3, vectors = 1 }
              |                                  ^ between the numbers that tiles have
              |
              = help: `rows` can be 2, 4, 7 or 8

            stem.toml: avx512 has no tile of 9 `rows` for this layer
             --> stem.toml:8:36
              |
            8 | avx512 = { kernel = "rows", rows = 9, vectors = 1 }
              |                                    ^ more than 8
              |
              = help: `rows` can be 2, 4, 7 or 8

            stem.toml: neon has no tile of 1 `rows` for this layer
             --> stem.toml:9:34
              |
            9 | neon = { kernel = "rows", rows = 1, vectors = 1 }
              |                                  ^ less than 2
              |
              = help: `rows` can be 2, 4, 7 or 8
        "#]],
    );
}

#[test]
fn rows_that_read_too_many() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 16
kernel_size = 5
stride = 3
groups = 16
plan = { avx2 = { kernel = "rows", rows = 8, vectors = 1 } }
"#,
        &expect![[r#"
            stem.toml: a tile reads at most 24 rows of input
             --> stem.toml:7:43
              |
            7 | plan = { avx2 = { kernel = "rows", rows = 8, vectors = 1 } }
              |                                           ^ they read 26 rows of input
              |
              = help: `rows` can be 2, 4 or 7
        "#]],
    );
}

#[test]
fn rows_that_are_written_out() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 16
kernel_size = [5, 8]
groups = 16
[plan]
avx512 = { kernel = "rows", rows = 8, vectors = 1 }
neon = { kernel = "rows", rows = 4, vectors = 2 }
"#,
        &expect![[r#"
            stem.toml: a tile has at most 256 multiply-adds, which are written out
             --> stem.toml:7:36
              |
            7 | avx512 = { kernel = "rows", rows = 8, vectors = 1 }
              |                                    ^ 320 of them
              |
              = help: `rows` can be 2 or 4

            stem.toml: a tile has at most 256 multiply-adds, which are written out
             --> stem.toml:8:47
              |
            8 | neon = { kernel = "rows", rows = 4, vectors = 2 }
              |                                               ^ 320 of them
              |
              = help: with 4 `rows`, `vectors` must be 1
        "#]],
    );
}

#[test]
fn rows_that_spill() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 16
kernel_size = 3
groups = 16
plan = { avx2 = { kernel = "rows", rows = 4, vectors = 3 } }
"#,
        &expect![[r#"
            stem.toml: avx2 has no tile of 4 `rows` by 3 `vectors` for this layer
             --> stem.toml:6:56
              |
            6 | plan = { avx2 = { kernel = "rows", rows = 4, vectors = 3 } }
              |                                           -            ^ too many: sums would be spilled to memory
              |                                           |
              |                                           with so many `rows`
              |
              = help: with 4 `rows`, `vectors` can be 1 or 2
        "#]],
    );
}

#[test]
fn keys_of_rows() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 16
kernel_size = 3
groups = 16
plan = { avx2 = { kernel = "rows", row = 2, vectors = 1, phases = 1 } }
"#,
        &expect![[r#"
            stem.toml: unknown key `row` of a kernel
             --> stem.toml:6:36
              |
            6 | plan = { avx2 = { kernel = "rows", row = 2, vectors = 1, phases = 1 } }
              |                                    ^^^ did you mean `rows`?
              |
              = help: this kernel has `kernel`, `rows` and `vectors`

            stem.toml: unknown key `phases` of a kernel
             --> stem.toml:6:58
              |
            6 | plan = { avx2 = { kernel = "rows", row = 2, vectors = 1, phases = 1 } }
              |                                                          ^^^^^^
              |
              = help: this kernel has `kernel`, `rows` and `vectors`
        "#]],
    );
}
