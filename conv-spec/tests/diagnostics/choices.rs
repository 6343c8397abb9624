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
              |                ^^^^^^ did you mean "replicate"?
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
            stem.toml: `device` must be "cpu"
             --> stem.toml:5:10
              |
            5 | device = 0
              |          ^ found an integer
              |
              = help: layers are compiled for the CPU: leave `device` out
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

#[test]
fn padding_mode_wrap() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = 3
padding_mode = "wrap"
"#,
        &expect![[r#"
            stem.toml: unknown `padding_mode` `wrap`
             --> stem.toml:5:16
              |
            5 | padding_mode = "wrap"
              |                ^^^^^^ did you mean "circular"?
        "#]],
    );
}

#[test]
fn padding_mode_periodic() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = 3
padding_mode = "periodic"
"#,
        &expect![[r#"
            stem.toml: unknown `padding_mode` `periodic`
             --> stem.toml:5:16
              |
            5 | padding_mode = "periodic"
              |                ^^^^^^^^^^ did you mean "circular"?
        "#]],
    );
}

#[test]
fn padding_mode_symmetric() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = 3
padding_mode = "symmetric"
"#,
        &expect![[r#"
            stem.toml: unsupported `padding_mode` `symmetric`
             --> stem.toml:5:16
              |
            5 | padding_mode = "symmetric"
              |                ^^^^^^^^^^^ PyTorch's layers have no such mode
              |
              = help: "reflect" mirrors, too, without repeating the element at the border
              = help: or pad the input beforehand, and give the layer no `padding`
        "#]],
    );
}

#[test]
fn padding_mode_constant() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = 3
padding_mode = "constant"
"#,
        &expect![[r#"
            stem.toml: unknown `padding_mode` `constant`
             --> stem.toml:5:16
              |
            5 | padding_mode = "constant"
              |                ^^^^^^^^^^ did you mean "zeros"?
        "#]],
    );
}
