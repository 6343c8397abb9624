//! Arguments that are words.

use conv_spec::Format::{Call, Toml};
use expect_test::expect;

use crate::refuse;

#[test]
fn padding_misspelt() {
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
              = help: `padding` is an integer, one for every axis, "valid" or "same"
        "#]],
    );
}

#[test]
fn padding_case() {
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
              = help: `padding` is an integer, one for every axis, "valid" or "same"
        "#]],
    );
}

#[test]
fn padding_upper() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = 3
padding = "same_upper"
"#,
        &expect![[r#"
            stem.toml: `padding = "same_upper"` is not supported yet in this version
             --> stem.toml:5:11
              |
            5 | padding = "same_upper"
              |           ^^^^^^^^^^^^
              |
              = help: supported are integers, "valid" and "same"
        "#]],
    );
}

#[test]
fn padding_pairs() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = 3
padding = [[1, 2], [1, 2]]
"#,
        &expect![[r#"
            stem.toml: different padding before and after is not supported yet in this version
             --> stem.toml:5:12
              |
            5 | padding = [[1, 2], [1, 2]]
              |            ^^^^^^
              |
              = help: give one integer for every axis: as much before as after
        "#]],
    );
}

#[test]
fn padding_mode_later() {
    refuse(
        Call,
        "nn.Conv2d(6, 8, 3, padding=1, padding_mode='reflect')",
        &expect![[r#"
        inline: `padding_mode` `reflect` is not supported yet in this version
         --> inline:1:44
          |
        1 | nn.Conv2d(6, 8, 3, padding=1, padding_mode='reflect')
          |                                            ^^^^^^^^^
          |
          = help: supported is "zeros"
    "#]],
    );
}

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
fn dtype_later() {
    refuse(
        Call,
        "nn.Conv2d(6, 8, 3, dtype=torch.float64)",
        &expect![[r#"
        inline: `dtype` `float64` is not supported yet in this version
         --> inline:1:26
          |
        1 | nn.Conv2d(6, 8, 3, dtype=torch.float64)
          |                          ^^^^^^^^^^^^^
          |
          = help: supported is "float32"
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
              = help: known is "float32"
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
