//! Arguments that are words.

use conv_spec::Format::{Call, Toml};
use expect_test::expect;

use crate::refuse;

#[test]
fn padding_mode_misspelt() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = 3
padding_mode = "zeroes"
"#,
        &expect![[r#"
            stem.toml: unknown `padding_mode` `zeroes`
             --> stem.toml:5:16
              |
            5 | padding_mode = "zeroes"
              |                ^^^^^^^^ did you mean "zeros"?
              |
              = help: known are "zeros", "reflect", "replicate" and "circular"
        "#]],
    );
}

#[test]
fn padding_mode_unknown() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = 3
padding_mode = "edge"
"#,
        &expect![[r#"
            stem.toml: unknown `padding_mode` `edge`
             --> stem.toml:5:16
              |
            5 | padding_mode = "edge"
              |                ^^^^^^
              |
              = help: known are "zeros", "reflect", "replicate" and "circular"
        "#]],
    );
}

#[test]
fn padding_mode_type() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = 3
padding_mode = 0
"#,
        &expect![[r#"
            stem.toml: `padding_mode` must be a string
             --> stem.toml:5:16
              |
            5 | padding_mode = 0
              |                ^ found an integer
        "#]],
    );
}

#[test]
fn dtype_unknown() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = 3
dtype = "f32"
"#,
        &expect![[r#"
            stem.toml: unknown `dtype` `f32`
             --> stem.toml:5:9
              |
            5 | dtype = "f32"
              |         ^^^^^
              |
              = help: known are "float32" and "float64"
        "#]],
    );
}

#[test]
fn dtype_type() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = 3
dtype = 32
"#,
        &expect![[r#"
            stem.toml: `dtype` must be a string
             --> stem.toml:5:9
              |
            5 | dtype = 32
              |         ^^ found an integer
        "#]],
    );
}

#[test]
fn device() {
    refuse(
        Call,
        "nn.Conv2d(6, 8, 3, device='cuda')",
        &expect![[r#"
        inline: unsupported `device` `cuda`
         --> inline:1:27
          |
        1 | nn.Conv2d(6, 8, 3, device='cuda')
          |                           ^^^^^^
          |
          = help: layers are compiled for the CPU: leave `device` out
    "#]],
    );
}

#[test]
fn device_type() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = 3
device = 0
"#,
        &expect![[r#"
            stem.toml: `device` must be a string
             --> stem.toml:5:10
              |
            5 | device = 0
              |          ^ found an integer
        "#]],
    );
}

#[test]
fn dtype_half() {
    refuse(
        Call,
        "nn.Conv2d(6, 8, 3, dtype=torch.bfloat16)",
        &expect![[r#"
            inline: layers cannot compute in `bfloat16`
             --> inline:1:26
              |
            1 | nn.Conv2d(6, 8, 3, dtype=torch.bfloat16)
              |                          ^^^^^^^^^^^^^^ "float32" and "float64" are possible
              |
              = help: tensors of `weights` may be of this type: they are converted
        "#]],
    );
}

#[test]
fn dtype_misspelt() {
    refuse(
        Call,
        "nn.ConvTranspose2d(6, 8, 3, dtype=torch.flaot64)",
        &expect![[r#"
            inline: unknown `dtype` `flaot64`
             --> inline:1:35
              |
            1 | nn.ConvTranspose2d(6, 8, 3, dtype=torch.flaot64)
              |                                   ^^^^^^^^^^^^^ did you mean "float64"?
              |
              = help: known are "float32" and "float64"
        "#]],
    );
}

#[test]
fn dtype_of_windows() {
    refuse(
        Toml,
        r#"type = "Unfold"
kernel_size = 3
dtype = "int8"
"#,
        &expect![[r#"
            stem.toml: unknown `dtype` `int8`
             --> stem.toml:3:9
              |
            3 | dtype = "int8"
              |         ^^^^^^
              |
              = help: known are "float32" and "float64"
        "#]],
    );
}

#[test]
fn unroll_misspelt() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = 3
unroll = "sized"
"#,
        &expect![[r#"
            stem.toml: unknown `unroll` `sized`
             --> stem.toml:5:10
              |
            5 | unroll = "sized"
              |          ^^^^^^^ did you mean "size"?
              |
              = help: known are "auto", "size" and "speed"
        "#]],
    );
}

#[test]
fn unroll_unknown() {
    refuse(
        Call,
        "nn.ConvTranspose2d(16, 32, 3, unroll='all')",
        &expect![[r#"
            inline: unknown `unroll` `all`
             --> inline:1:38
              |
            1 | nn.ConvTranspose2d(16, 32, 3, unroll='all')
              |                                      ^^^^^
              |
              = help: known are "auto", "size" and "speed"
        "#]],
    );
}

#[test]
fn unroll_type() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = 3
unroll = true
"#,
        &expect![[r#"
            stem.toml: `unroll` must be "auto", "size" or "speed"
             --> stem.toml:5:10
              |
            5 | unroll = true
              |          ^^^^ found a boolean
        "#]],
    );
}

#[test]
fn unroll_twice() {
    refuse(
        Call,
        "nn.Conv2d(16, 32, 3, unroll='size', unroll='speed')",
        &expect![[r#"
            inline: argument `unroll` is given twice
             --> inline:1:37
              |
            1 | nn.Conv2d(16, 32, 3, unroll='size', unroll='speed')
              |                      ------         ^^^^^^ given again
              |                      |
              |                      given here first
              |
              = help: keep one of them
        "#]],
    );
}

#[test]
fn unroll_of_windows() {
    refuse(
        Call,
        "nn.Unfold(3, unroll='size')",
        &expect![[r#"
            inline: Unfold has no argument `unroll`
             --> inline:1:14
              |
            1 | nn.Unfold(3, unroll='size')
              |              ^^^^^^
              |
              = help: it belongs to Conv, ConvTranspose, LazyConv and LazyConvTranspose; remove it here
        "#]],
    );
}
