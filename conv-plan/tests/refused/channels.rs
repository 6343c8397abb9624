//! Channels in the lanes, in strips.

use conv_spec::Format::Toml;
use expect_test::expect;

use crate::refuse;

#[test]
fn vectors_beyond_four() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 64
kernel_size = 3
plan = { avx2 = { kernel = "channels", vectors = 8, pixels = 2 } }
"#,
        &expect![[r#"
            stem.toml: avx2 has no tile of 8 `vectors` for this layer
             --> stem.toml:5:50
              |
            5 | plan = { avx2 = { kernel = "channels", vectors = 8, pixels = 2 } }
              |                                                  ^ more than 4
              |
              = help: `vectors` can be 1, 2 or 4
        "#]],
    );
}

#[test]
fn vectors_do_not_divide() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = 3
plan = { avx2 = { kernel = "channels", vectors = 3, pixels = 2 } }
"#,
        &expect![[r#"
            stem.toml: `vectors` does not divide the 4 vectors of output channels
             --> stem.toml:5:50
              |
            5 | plan = { avx2 = { kernel = "channels", vectors = 3, pixels = 2 } }
              |                                                  ^ not a divisor of 4
              |
              = help: 32 channels of a group are 4 vectors of 8
              = help: `vectors` can be 1, 2 or 4
        "#]],
    );
}

#[test]
fn too_many_sums() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = 3
[plan]
avx512 = { kernel = "channels", vectors = 2, pixels = 9 }
avx2 = { kernel = "channels", vectors = 4, pixels = 3 }
"#,
        &expect![[r#"
            stem.toml: avx512 has no tile of 2 `vectors` by 9 `pixels` for this layer
             --> stem.toml:6:55
              |
            6 | avx512 = { kernel = "channels", vectors = 2, pixels = 9 }
              |                                           -           ^ too many: sums would be spilled to memory
              |                                           |
              |                                           with so many `vectors`
              |
              = help: with 2 `vectors`, `pixels` can be 2, 3, 4, 5, 6, 7 or 8

            stem.toml: avx2 has no tile of 4 `vectors` by 3 `pixels` for this layer
             --> stem.toml:7:53
              |
            7 | avx2 = { kernel = "channels", vectors = 4, pixels = 3 }
              |                                         -           ^ too many: sums would be spilled to memory
              |                                         |
              |                                         with so many `vectors`
              |
              = help: with 4 `vectors`, `pixels` must be 2
        "#]],
    );
}

#[test]
fn too_many_sums_of_phases() {
    refuse(
        Toml,
        r#"type = "ConvTranspose2d"
in_channels = 16
out_channels = 32
kernel_size = 4
stride = 2
plan = { avx2 = { kernel = "channels", vectors = 2, pixels = 4, phases = 2 } }
"#,
        &expect![[r#"
            stem.toml: avx2 has no tile of 2 `phases` by 2 `vectors` by 4 `pixels` for this layer
             --> stem.toml:6:62
              |
            6 | plan = { avx2 = { kernel = "channels", vectors = 2, pixels = 4, phases = 2 } }
              |                                                  -           ^           - with so many `phases`
              |                                                  |           |
              |                                                  |           too many: sums would be spilled to memory
              |                                                  with so many `vectors`
              |
              = help: with 2 `phases` and 2 `vectors`, `pixels` can be 1, 2 or 3
        "#]],
    );
}

#[test]
fn tail_beyond_pixels() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = 3
plan = { avx2 = { kernel = "channels", vectors = 2, pixels = 4, tail = 5 } }
"#,
        &expect![[r#"
            stem.toml: `tail` is not smaller than `pixels`
             --> stem.toml:5:72
              |
            5 | plan = { avx2 = { kernel = "channels", vectors = 2, pixels = 4, tail = 5 } }
              |                                                              -         ^ must be less than 4
              |                                                              |
              |                                                              the tiles before it
              |
              = help: with 2 `vectors` and 4 `pixels`, `tail` can be 1, 2 or 3
        "#]],
    );
}

#[test]
fn no_phases() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = 3
plan = { avx2 = { kernel = "channels", vectors = 2, pixels = 2, phases = 2 } }
"#,
        &expect![[r#"
            stem.toml: the phases of this layer cannot lie side by side
             --> stem.toml:5:74
              |
            5 | plan = { avx2 = { kernel = "channels", vectors = 2, pixels = 2, phases = 2 } }
              |                                                                          ^
              |
              = help: those of a transposed layer can whose stride is 2, 3 or 4, not longer than the kernel, and divides the width of its output
              = help: leave `phases` out
        "#]],
    );
}

#[test]
fn phases_do_not_divide() {
    refuse(
        Toml,
        r#"type = "ConvTranspose2d"
in_channels = 16
out_channels = 32
kernel_size = 4
stride = 4
plan = { avx2 = { kernel = "channels", vectors = 1, pixels = 2, phases = 3 } }
"#,
        &expect![[r#"
            stem.toml: `phases` does not divide the 4 phases of a row
             --> stem.toml:6:74
              |
            6 | plan = { avx2 = { kernel = "channels", vectors = 1, pixels = 2, phases = 3 } }
              |                                                                          ^ not a divisor of 4
              |
              = help: `phases` can be 1, 2 or 4
        "#]],
    );
}

#[test]
fn blocks_of_depthwise() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 16
kernel_size = 3
groups = 16
plan = { avx2 = { kernel = "channels", vectors = 1, pixels = 4 } }
"#,
        &expect![[r#"
            stem.toml: blocks of 16 output channels would take 16 times the weights
             --> stem.toml:6:28
              |
            6 | plan = { avx2 = { kernel = "channels", vectors = 1, pixels = 4 } }
              |                            ^^^^^^^^^^ fills each group up to whole blocks
              |
              = help: with avx2 this layer can have "pixels" or "rows"
        "#]],
    );
}

#[test]
fn tail_beside_phases() {
    refuse(
        Toml,
        r#"type = "ConvTranspose2d"
in_channels = 16
out_channels = 32
kernel_size = 4
stride = 2
plan = { avx2 = { kernel = "channels", vectors = 1, pixels = 2, tail = 2, phases = 2 } }
"#,
        &expect![[r#"
            stem.toml: single pixels complete lines where phases lie side by side
             --> stem.toml:6:72
              |
            6 | plan = { avx2 = { kernel = "channels", vectors = 1, pixels = 2, tail = 2, phases = 2 } }
              |                                                                        ^           - lie side by side
              |
              = help: with 2 `phases`, 1 `vectors` and 2 `pixels`, leave `tail` out
        "#]],
    );
}

#[test]
fn one_pixel() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = 3
plan = { avx2 = { kernel = "channels", vectors = 1, pixels = 1 } }
"#,
        &expect![[r#"
            stem.toml: avx2 has no tile of 1 `vectors` by 1 `pixels` for this layer
             --> stem.toml:5:62
              |
            5 | plan = { avx2 = { kernel = "channels", vectors = 1, pixels = 1 } }
              |                                                  -           ^ less than 2
              |                                                  |
              |                                                  with so many `vectors`
              |
              = help: with 1 `vectors`, `pixels` can be 2, 3, 4, 5, 6, 7 or 8
        "#]],
    );
}
