//! The table of instruction sets and what stands in it, whatever the kernel.

use conv_spec::Format::{Call, Toml};
use expect_test::expect;

use crate::refuse;

#[test]
fn type_of_plan() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = 3
plan = "avx2"
"#,
        &expect![[r#"
            stem.toml: `plan` must be a table with a kernel for each instruction set
             --> stem.toml:5:8
              |
            5 | plan = "avx2"
              |        ^^^^^^ found a string
        "#]],
    );
}

#[test]
fn unknown_set() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = 3
plan = { avx = { kernel = "pixels", channels = 4, vectors = 2 } }
"#,
        &expect![[r#"
            stem.toml: unknown instruction set `avx`
             --> stem.toml:5:10
              |
            5 | plan = { avx = { kernel = "pixels", channels = 4, vectors = 2 } }
              |          ^^^ did you mean `avx2`?
              |
              = help: known are avx512, avx2, sse2, neon, relaxed_simd, simd128 and scalar
        "#]],
    );
}

#[test]
fn unknown_set_far() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = 3
plan = { gpu = { kernel = "pixels", channels = 4, vectors = 2 } }
"#,
        &expect![[r#"
            stem.toml: unknown instruction set `gpu`
             --> stem.toml:5:10
              |
            5 | plan = { gpu = { kernel = "pixels", channels = 4, vectors = 2 } }
              |          ^^^
              |
              = help: known are avx512, avx2, sse2, neon, relaxed_simd, simd128 and scalar
        "#]],
    );
}

#[test]
fn type_of_set() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = 3
plan = { avx2 = "pixels" }
"#,
        &expect![[r#"
            stem.toml: `avx2` must be a table with a `kernel` and its tile
             --> stem.toml:5:17
              |
            5 | plan = { avx2 = "pixels" }
              |                 ^^^^^^^^ found a string
        "#]],
    );
}

#[test]
fn no_kernel() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = 3
[plan.avx2]
channels = 4
vectors = 2
"#,
        &expect![[r#"
            stem.toml: missing key `kernel` of `avx2`
             --> stem.toml:5:7
              |
            5 | [plan.avx2]
              |       ^^^^
              |
              = help: it is "channels", "whole_rows", "pixels" or "rows"
        "#]],
    );
}

#[test]
fn unknown_kernel() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = 3
plan = { avx2 = { kernel = "channel", vectors = 2, pixels = 4 } }
"#,
        &expect![[r#"
            stem.toml: unknown `kernel` `channel`
             --> stem.toml:5:28
              |
            5 | plan = { avx2 = { kernel = "channel", vectors = 2, pixels = 4 } }
              |                            ^^^^^^^^^ did you mean "channels"?
              |
              = help: known are "channels", "whole_rows", "pixels" and "rows"
        "#]],
    );
}

#[test]
fn type_of_kernel() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = 3
plan = { avx2 = { kernel = 2, vectors = 2, pixels = 4 } }
"#,
        &expect![[r#"
            stem.toml: `kernel` must be "channels", "whole_rows", "pixels" or "rows"
             --> stem.toml:5:28
              |
            5 | plan = { avx2 = { kernel = 2, vectors = 2, pixels = 4 } }
              |                            ^ found an integer
        "#]],
    );
}

#[test]
fn unknown_key() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = 3
plan = { avx2 = { kernel = "channels", vector = 2, pixels = 4 }, neon = { kernel = "channels", vectors = 2, pixels = 4, channels = 2 } }
"#,
        &expect![[r#"
            stem.toml: unknown key `vector` of a kernel
             --> stem.toml:5:40
              |
            5 | plan = { avx2 = { kernel = "channels", vector = 2, pixels = 4 }, neon = { kernel = "channels", vectors = 2, pixels = 4, channels = 2 } }
              |                                        ^^^^^^ did you mean `vectors`?
              |
              = help: this kernel has `kernel`, `vectors`, `pixels`, `tail`, `band`, `phases` and `rest`

            stem.toml: unknown key `channels` of a kernel
             --> stem.toml:5:121
              |
            5 | plan = { avx2 = { kernel = "channels", vector = 2, pixels = 4 }, neon = { kernel = "channels", vectors = 2, pixels = 4, channels = 2 } }
              |                                                                                                                         ^^^^^^^^
              |
              = help: this kernel has `kernel`, `vectors`, `pixels`, `tail`, `band`, `phases` and `rest`
        "#]],
    );
}

#[test]
fn missing_keys() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = 3
plan = { avx2 = { kernel = "channels", tail = 2 }, sse2 = { kernel = "channels", vectors = 2 } }
"#,
        &expect![[r#"
            stem.toml: missing keys `vectors` and `pixels` of `avx2`
             --> stem.toml:5:10
              |
            5 | plan = { avx2 = { kernel = "channels", tail = 2 }, sse2 = { kernel = "channels", vectors = 2 } }
              |          ^^^^
              |
              = help: a kernel needs all of its tile

            stem.toml: missing key `pixels` of `sse2`
             --> stem.toml:5:52
              |
            5 | plan = { avx2 = { kernel = "channels", tail = 2 }, sse2 = { kernel = "channels", vectors = 2 } }
              |                                                    ^^^^
              |
              = help: a kernel needs all of its tile
        "#]],
    );
}

#[test]
fn numbers() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = 3
plan = { avx2 = { kernel = "channels", vectors = 0, pixels = "4", tail = 1.5 } }
"#,
        &expect![[r#"
            stem.toml: `vectors` must be at least 1
             --> stem.toml:5:50
              |
            5 | plan = { avx2 = { kernel = "channels", vectors = 0, pixels = "4", tail = 1.5 } }
              |                                                  ^ less than 1

            stem.toml: `pixels` must be an integer
             --> stem.toml:5:62
              |
            5 | plan = { avx2 = { kernel = "channels", vectors = 0, pixels = "4", tail = 1.5 } }
              |                                                              ^^^ found a string
              |
              = help: write `4`, without quotes

            stem.toml: `tail` must be an integer
             --> stem.toml:5:74
              |
            5 | plan = { avx2 = { kernel = "channels", vectors = 0, pixels = "4", tail = 1.5 } }
              |                                                                          ^^^ found a float
        "#]],
    );
}

#[test]
fn several() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = 3
plan = { avx2 = { kernel = "channels", vectors = 3, pixels = 9, tail = 10 }, axv512 = { kernel = "channels" } }
"#,
        &expect![[r#"
            stem.toml: unknown instruction set `axv512`
             --> stem.toml:5:78
              |
            5 | plan = { avx2 = { kernel = "channels", vectors = 3, pixels = 9, tail = 10 }, axv512 = { kernel = "channels" } }
              |                                                                              ^^^^^^ did you mean `avx512`?
              |
              = help: known are avx512, avx2, sse2, neon, relaxed_simd, simd128 and scalar

            stem.toml: missing keys `vectors` and `pixels` of `axv512`
             --> stem.toml:5:78
              |
            5 | plan = { avx2 = { kernel = "channels", vectors = 3, pixels = 9, tail = 10 }, axv512 = { kernel = "channels" } }
              |                                                                              ^^^^^^
              |
              = help: a kernel needs all of its tile
        "#]],
    );
}

#[test]
fn of_windows() {
    refuse(
        Call,
        r#"nn.Unfold(3, plan={"avx2": {"kernel": "pixels", "channels": 4, "vectors": 2}})"#,
        &expect![[r#"
            inline: Unfold has no argument `plan`
             --> inline:1:14
              |
            1 | nn.Unfold(3, plan={"avx2": {"kernel": "pixels", "channels": 4, "vectors": 2}})
              |              ^^^^
              |
              = help: it belongs to Conv, ConvTranspose, LazyConv and LazyConvTranspose; remove it here
        "#]],
    );
}
