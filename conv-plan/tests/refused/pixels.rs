//! Pixels in the lanes.

use conv_spec::Format::Toml;
use expect_test::expect;

use crate::refuse;

#[test]
fn channels_do_not_divide() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = 3
groups = 4
plan = { avx2 = { kernel = "pixels", channels = 3, vectors = 2 } }
"#,
        &expect![[r#"
            stem.toml: `channels` does not divide the 8 output channels of a group
             --> stem.toml:6:49
              |
            6 | plan = { avx2 = { kernel = "pixels", channels = 3, vectors = 2 } }
              |                                                 ^ not a divisor of 8
              |
              = help: `channels` can be 1, 2, 4 or 8
        "#]],
    );
}

#[test]
fn too_many_sums_of_pixels() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = 3
plan = { sse2 = { kernel = "pixels", channels = 4, vectors = 4 } }
"#,
        &expect![[r#"
            stem.toml: sse2 has no tile of 4 `channels` by 4 `vectors` for this layer
             --> stem.toml:5:62
              |
            5 | plan = { sse2 = { kernel = "pixels", channels = 4, vectors = 4 } }
              |                                                 -            ^ too many: sums would be spilled to memory
              |                                                 |
              |                                                 with so many `channels`
              |
              = help: with 4 `channels`, `vectors` can be 1 or 2
        "#]],
    );
}

#[test]
fn vectors_that_no_tile_has() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = 3
[plan]
avx2 = { kernel = "pixels", channels = 1, vectors = 5 }
neon = { kernel = "pixels", channels = 1, vectors = 8 }
"#,
        &expect![[r#"
            stem.toml: avx2 has no tile of 1 `channels` by 5 `vectors` for this layer
             --> stem.toml:6:53
              |
            6 | avx2 = { kernel = "pixels", channels = 1, vectors = 5 }
              |                                        -            ^ between the numbers that tiles have
              |                                        |
              |                                        with so many `channels`
              |
              = help: with 1 `channels`, `vectors` can be 1, 2, 3, 4 or 7

            stem.toml: neon has no tile of 1 `channels` by 8 `vectors` for this layer
             --> stem.toml:7:53
              |
            7 | neon = { kernel = "pixels", channels = 1, vectors = 8 }
              |                                        -            ^ more than 7
              |                                        |
              |                                        with so many `channels`
              |
              = help: with 1 `channels`, `vectors` can be 1, 2, 3, 4 or 7
        "#]],
    );
}

#[test]
fn channels_that_no_tile_has() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = 3
plan = { avx512 = { kernel = "pixels", channels = 16, vectors = 1 } }
"#,
        &expect![[r#"
            stem.toml: avx512 has no tile of 16 `channels` for this layer
             --> stem.toml:5:51
              |
            5 | plan = { avx512 = { kernel = "pixels", channels = 16, vectors = 1 } }
              |                                                   ^^ more than 8
              |
              = help: `channels` can be 1, 2, 4 or 8
        "#]],
    );
}

#[test]
fn interleaved_phases() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = 3
plan = { avx2 = { kernel = "pixels", channels = 1, vectors = 1, phases = 2 } }
"#,
        &expect![[r#"
            stem.toml: the phases of this layer cannot lie side by side
             --> stem.toml:5:74
              |
            5 | plan = { avx2 = { kernel = "pixels", channels = 1, vectors = 1, phases = 2 } }
              |                                                                          ^
              |
              = help: those of a transposed layer can whose stride is 2
              = help: leave `phases` out
        "#]],
    );
}

#[test]
fn interleaved_phases_of_stride() {
    refuse(
        Toml,
        r#"type = "ConvTranspose2d"
in_channels = 16
out_channels = 32
kernel_size = 3
stride = 3
plan = { avx2 = { kernel = "pixels", channels = 1, vectors = 1, phases = 3 } }
"#,
        &expect![[r#"
            stem.toml: the phases of this layer cannot lie side by side
             --> stem.toml:6:74
              |
            6 | plan = { avx2 = { kernel = "pixels", channels = 1, vectors = 1, phases = 3 } }
              |                                                                          ^
              |
              = help: those of a transposed layer can whose stride is 2
              = help: leave `phases` out
        "#]],
    );
}

#[test]
fn interleaved_phases_that_do_not_divide() {
    refuse(
        Toml,
        r#"type = "ConvTranspose2d"
in_channels = 16
out_channels = 32
kernel_size = 3
stride = 2
plan = { avx2 = { kernel = "pixels", channels = 1, vectors = 1, phases = 3 } }
"#,
        &expect![[r#"
            stem.toml: `phases` does not divide the 2 phases of a row
             --> stem.toml:6:74
              |
            6 | plan = { avx2 = { kernel = "pixels", channels = 1, vectors = 1, phases = 3 } }
              |                                                                          ^ not a divisor of 2
              |
              = help: `phases` can be 1 or 2
        "#]],
    );
}

#[test]
fn interleaved_phases_that_spill() {
    refuse(
        Toml,
        r#"type = "ConvTranspose2d"
in_channels = 16
out_channels = 32
kernel_size = 3
stride = 2
plan = { avx2 = { kernel = "pixels", channels = 8, vectors = 1, phases = 2 } }
"#,
        &expect![[r#"
            stem.toml: avx2 has no tile of 2 `phases` by 8 `channels` for this layer
             --> stem.toml:6:49
              |
            6 | plan = { avx2 = { kernel = "pixels", channels = 8, vectors = 1, phases = 2 } }
              |                                                 ^                        - with so many `phases`
              |                                                 |
              |                                                 too many: sums would be spilled to memory
              |
              = help: with 2 `phases`, `channels` can be 1, 2 or 4
        "#]],
    );
}
