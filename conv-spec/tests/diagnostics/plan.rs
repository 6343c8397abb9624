//! Kernels that are asked for with the key `plan`.

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
              = help: known are avx512, avx2, sse2, neon, simd128 and scalar
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
              = help: known are avx512, avx2, sse2, neon, simd128 and scalar
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
              = help: it is "channels" or "pixels": what the lanes hold
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
              = help: known are "channels" and "pixels"
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
            stem.toml: `kernel` must be "channels" or "pixels"
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
              = help: this kernel has `kernel`, `vectors`, `pixels`, `tail`, `band` and `phases`

            stem.toml: unknown key `channels` of a kernel
             --> stem.toml:5:121
              |
            5 | plan = { avx2 = { kernel = "channels", vector = 2, pixels = 4 }, neon = { kernel = "channels", vectors = 2, pixels = 4, channels = 2 } }
              |                                                                                                                         ^^^^^^^^
              |
              = help: this kernel has `kernel`, `vectors`, `pixels`, `tail`, `band` and `phases`
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
fn vectors_beyond_four() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 64
kernel_size = 3
plan = { avx2 = { kernel = "channels", vectors = 8, pixels = 1 } }
"#,
        &expect![[r#"
            stem.toml: `vectors` must be at most 4
             --> stem.toml:5:50
              |
            5 | plan = { avx2 = { kernel = "channels", vectors = 8, pixels = 1 } }
              |                                                  ^ more than 4
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
              = help: 1, 2 and 4 divide 4
        "#]],
    );
}

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
              = help: 1, 2, 4 and 8 divide 8
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
            stem.toml: the tile needs 18 sums where avx512 has room for 16
             --> stem.toml:6:55
              |
            6 | avx512 = { kernel = "channels", vectors = 2, pixels = 9 }
              |                                           -           ^ too many: they would be spilled to memory
              |                                           |
              |                                           times as many vectors
              |
              = help: with 2 `vectors`, at most 8 `pixels` stay in registers

            stem.toml: the tile needs 12 sums where avx2 has room for 8
             --> stem.toml:7:53
              |
            7 | avx2 = { kernel = "channels", vectors = 4, pixels = 3 }
              |                                         -           ^ too many: they would be spilled to memory
              |                                         |
              |                                         times as many vectors
              |
              = help: with 4 `vectors`, at most 2 `pixels` stay in registers
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
            stem.toml: the tile needs 16 sums where sse2 has room for 8
             --> stem.toml:5:62
              |
            5 | plan = { sse2 = { kernel = "pixels", channels = 4, vectors = 4 } }
              |                                                 -            ^ too many: they would be spilled to memory
              |                                                 |
              |                                                 times as many channels
              |
              = help: `channels` times `vectors` must be at most 8
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
            stem.toml: the tile needs 16 sums where avx2 has room for 12
             --> stem.toml:6:62
              |
            6 | plan = { avx2 = { kernel = "channels", vectors = 2, pixels = 4, phases = 2 } }
              |                                                  -           ^ too many: they would be spilled to memory
              |                                                  |
              |                                                  times as many vectors
              |
              = help: with 2 `vectors`, at most 3 `pixels` stay in registers
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
            stem.toml: `tail` is larger than `pixels`
             --> stem.toml:5:72
              |
            5 | plan = { avx2 = { kernel = "channels", vectors = 2, pixels = 4, tail = 5 } }
              |                                                              -         ^ more than 4
              |                                                              |
              |                                                              the tile whose lines it completes
              |
              = help: give a smaller one, or leave it out: single pixels complete lines then
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
              = help: those of a transposed layer can whose stride is 2, 3 or 4 and divides the width of its output: leave `phases` out
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
              = help: 1, 2 and 4 divide 4
        "#]],
    );
}

#[test]
fn two_layouts() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = 3
[plan]
avx512 = { kernel = "channels", vectors = 2, pixels = 8, tail = 7, band = 56 }
avx2 = { kernel = "pixels", channels = 4, vectors = 2 }
"#,
        &expect![[r#"
            stem.toml: `plan` wants two layouts of the packed weights
             --> stem.toml:7:19
              |
            6 | avx512 = { kernel = "channels", vectors = 2, pixels = 8, tail = 7, band = 56 }
              |                     ---------- reads blocks of output channels
            7 | avx2 = { kernel = "pixels", channels = 4, vectors = 2 }
              |                   ^^^^^^^^ reads weights by output channel
              |
              = help: all instruction sets of a layer share its weights: choose one kernel for all of them
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
              |                            ^^^^^^^^^^ channels in the lanes
              |
              = help: each group is filled up to whole blocks: ask for "pixels"
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
              = help: known are avx512, avx2, sse2, neon, simd128 and scalar

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
fn twice() {
    refuse(
        Call,
        r#"nn.Conv2d(16, 32, 3, plan={"avx2": {"kernel": "pixels", "channels": 4, "vectors": 2}, "avx2": {}})"#,
        &expect![[r#"
            inline: key `avx2` is given twice
             --> inline:1:87
              |
            1 | nn.Conv2d(16, 32, 3, plan={"avx2": {"kernel": "pixels", "channels": 4, "vectors": 2}, "avx2": {}})
              |                            ------ given here first                                    ^^^^^^ given again
              |
              = help: keep one of them
        "#]],
    );
}

#[test]
fn inline() {
    refuse(
        Call,
        r#"nn.Conv2d(16, 32, 3, plan={"avx2": {"kernel": "pixels", "channels": 3, "vectors": 2}})"#,
        &expect![[r#"
            inline: `channels` does not divide the 32 output channels of a group
             --> inline:1:69
              |
            1 | nn.Conv2d(16, 32, 3, plan={"avx2": {"kernel": "pixels", "channels": 3, "vectors": 2}})
              |                                                                     ^ not a divisor of 32
              |
              = help: 1, 2, 4, 8, 16 and 32 divide 32
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

#[test]
fn dict() {
    refuse(
        Call,
        r#"nn.Conv2d(16, 32, 3, plan=dict(avx2=dict(kernel="pixels")))"#,
        &expect![[r#"
            inline: a dictionary is written in braces
             --> inline:1:27
              |
            1 | nn.Conv2d(16, 32, 3, plan=dict(avx2=dict(kernel="pixels")))
              |                           ^^^^
              |
              = help: for instance `{"avx2": {"kernel": "pixels"}}`
        "#]],
    );
}

#[test]
fn dictionary_key() {
    refuse(
        Call,
        r#"nn.Conv2d(16, 32, 3, plan={avx2: {"kernel": "pixels"}})"#,
        &expect![[r#"
            inline: expected a key in quotes, found `avx2`
             --> inline:1:28
              |
            1 | nn.Conv2d(16, 32, 3, plan={avx2: {"kernel": "pixels"}})
              |                            ^^^^
        "#]],
    );
}

#[test]
fn dictionary_colon() {
    refuse(
        Call,
        r#"nn.Conv2d(16, 32, 3, plan={"avx2" {"kernel": "pixels"}})"#,
        &expect![[r#"
            inline: expected `:` after the key, found `{`
             --> inline:1:35
              |
            1 | nn.Conv2d(16, 32, 3, plan={"avx2" {"kernel": "pixels"}})
              |                            ------ ^
              |                            |
              |                            the key
        "#]],
    );
}

#[test]
fn dictionary_comma() {
    refuse(
        Call,
        r#"nn.Conv2d(16, 32, 3, plan={"avx2": {"kernel": "pixels" "channels": 2}})"#,
        &expect![[r#"
            inline: expected `,` or `}`, found `"`
             --> inline:1:56
              |
            1 | nn.Conv2d(16, 32, 3, plan={"avx2": {"kernel": "pixels" "channels": 2}})
              |                                    - opened here       ^
        "#]],
    );
}

#[test]
fn dictionary_elsewhere() {
    refuse(
        Call,
        r#"nn.Conv2d(16, 32, 3, padding={"same": 1}, depth={"a": 1})"#,
        &expect![[r#"
            inline: `padding` must be an integer, one for every axis, a pair [before, after] for every axis, "valid", "same", "same_upper" or "same_lower"
             --> inline:1:30
              |
            1 | nn.Conv2d(16, 32, 3, padding={"same": 1}, depth={"a": 1})
              |                              ^^^^^^^^^^^ found a table

            inline: unknown argument `depth`
             --> inline:1:43
              |
            1 | nn.Conv2d(16, 32, 3, padding={"same": 1}, depth={"a": 1})
              |                                           ^^^^^
              |
              = help: the arguments are in_channels, out_channels, kernel_size, stride, padding, dilation, groups, bias, padding_mode, device, dtype, input_shape, weights, tensors, unroll, plan
        "#]],
    );
}
