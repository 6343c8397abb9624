//! Names of layers, and keys that a class lacks.

use conv_spec::Format::{Call, Json, Toml};
use expect_test::expect;

use crate::refuse;

#[test]
fn missing_all() {
    refuse(
        Toml,
        r"bias = true
",
        &expect![[r#"
            stem.toml: missing keys `type`, `in_channels`, `out_channels` and `kernel_size`
             --> stem.toml:1:1
              |
            1 | bias = true
              | ^
              |
              = help: for instance `type = "Conv2d"`, `in_channels = 16`, `out_channels = 16` and `kernel_size = 3`
        "#]],
    );
}

#[test]
fn missing_several() {
    refuse(
        Json,
        r#"{"type": "Conv1d", "in_channels": 4}"#,
        &expect![[r#"
        stem.json: missing keys `out_channels` and `kernel_size`
         --> stem.json:1:10
          |
        1 | {"type": "Conv1d", "in_channels": 4}
          |          ^^^^^^^^ needed by a Conv1d
          |
          = help: for instance `"out_channels": 16` and `"kernel_size": 3`
    "#]],
    );
}

#[test]
fn missing_argument() {
    refuse(
        Call,
        "nn.Conv3d(3, 64)",
        &expect![[r#"
        inline: missing argument `kernel_size`
         --> inline:1:4
          |
        1 | nn.Conv3d(3, 64)
          |    ^^^^^^ needed by a Conv3d
          |
          = help: for instance `kernel_size=3`
    "#]],
    );
}

#[test]
fn layer_case() {
    refuse(
        Toml,
        r#"type = "conv2D"
in_channels = 16
out_channels = 32
kernel_size = 3
"#,
        &expect![[r#"
            stem.toml: unknown layer `conv2D`
             --> stem.toml:1:8
              |
            1 | type = "conv2D"
              |        ^^^^^^^^ did you mean `Conv2d`?
        "#]],
    );
}

#[test]
fn layer_module() {
    refuse(
        Toml,
        r#"type = "nn.Conv2d"
in_channels = 16
out_channels = 32
kernel_size = 3
"#,
        &expect![[r#"
            stem.toml: unknown layer `nn.Conv2d`
             --> stem.toml:1:8
              |
            1 | type = "nn.Conv2d"
              |        ^^^^^^^^^^^
              |
              = help: write the class alone: `Conv2d`
        "#]],
    );
}

#[test]
fn layer_unknown() {
    refuse(
        Call,
        "nn.Linear(3, 64)",
        &expect![[r#"
            inline: `Linear` is not covered
             --> inline:1:4
              |
            1 | nn.Linear(3, 64)
              |    ^^^^^^ a fully connected layer
              |
              = help: on a flattened input it is a convolution whose kernel covers the input, and takes the same matrix from a file; otherwise, where the channels are the first axis, `Conv1d` with a kernel of 1
        "#]],
    );
}

#[test]
fn layer_not_a_string() {
    refuse(
        Json,
        r#"{"type": 2, "in_channels": 1, "out_channels": 1, "kernel_size": 1}"#,
        &expect![[r#"
            stem.json: `type` must be the name of a class, in quotes
             --> stem.json:1:10
              |
            1 | {"type": 2, "in_channels": 1, "out_channels": 1, "kernel_size": 1}
              |          ^ found an integer
              |
              = help: supported are `Conv1d`, `Conv2d`, `Conv3d`, `ConvTranspose1d`, `ConvTranspose2d`, `ConvTranspose3d`, `LazyConv1d`, `LazyConv2d`, `LazyConv3d`, `LazyConvTranspose1d`, `LazyConvTranspose2d`, `LazyConvTranspose3d`, `Unfold` and `Fold`
        "#]],
    );
}

#[test]
fn layer_keras() {
    refuse(
        Call,
        "nn.Conv2DTranspose(3, 64, 3, output_padding=1)",
        &expect![[r#"
            inline: unknown layer `Conv2DTranspose`
             --> inline:1:4
              |
            1 | nn.Conv2DTranspose(3, 64, 3, output_padding=1)
              |    ^^^^^^^^^^^^^^^ did you mean `ConvTranspose2d`?
        "#]],
    );
}

#[test]
fn layer_unfold() {
    refuse(
        Toml,
        r#"type = "im2col"
kernel_size = 3
"#,
        &expect![[r#"
            stem.toml: unknown layer `im2col`
             --> stem.toml:1:8
              |
            1 | type = "im2col"
              |        ^^^^^^^^ did you mean `Unfold`?
        "#]],
    );
}

#[test]
fn missing_of_fold() {
    refuse(
        Call,
        "nn.Fold()",
        &expect![[r#"
            inline: missing arguments `output_size` and `kernel_size`
             --> inline:1:4
              |
            1 | nn.Fold()
              |    ^^^^ needed by a Fold
              |
              = help: for instance `output_size=16` and `kernel_size=3`
        "#]],
    );
}

#[test]
fn missing_of_unfold() {
    refuse(
        Toml,
        r#"type = "Unfold"
"#,
        &expect![[r#"
            stem.toml: missing key `kernel_size`
             --> stem.toml:1:8
              |
            1 | type = "Unfold"
              |        ^^^^^^^^ needed by an Unfold
              |
              = help: for instance `kernel_size = 3`
        "#]],
    );
}

#[test]
fn of_transposed() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = 3
output_padding = -1
output_size = "large"
"#,
        &expect![[r#"
            stem.toml: Conv2d has no key `output_padding`
             --> stem.toml:5:1
              |
            5 | output_padding = -1
              | ^^^^^^^^^^^^^^
              |
              = help: it belongs to ConvTranspose and LazyConvTranspose; remove it here

            stem.toml: Conv2d has no key `output_size`
             --> stem.toml:6:1
              |
            6 | output_size = "large"
              | ^^^^^^^^^^^
              |
              = help: it belongs to ConvTranspose, LazyConvTranspose and Fold; remove it here
        "#]],
    );
}

#[test]
fn of_fold() {
    refuse(
        Call,
        "nn.Unfold(3, output_size=(8, 8))",
        &expect![[r#"
            inline: Unfold has no argument `output_size`
             --> inline:1:14
              |
            1 | nn.Unfold(3, output_size=(8, 8))
              |              ^^^^^^^^^^^
              |
              = help: it belongs to ConvTranspose, LazyConvTranspose and Fold; remove it here
        "#]],
    );
}

#[test]
fn of_layers_with_weights() {
    refuse(
        Toml,
        r#"type = "Fold"
output_size = 8
kernel_size = 3
in_channels = 0
groups = 0
bias = 1
device = "cuda"
weights = 5
"#,
        &expect![[r#"
            stem.toml: Fold has no key `in_channels`
             --> stem.toml:4:1
              |
            4 | in_channels = 0
              | ^^^^^^^^^^^
              |
              = help: it belongs to Conv and ConvTranspose; remove it here

            stem.toml: Fold has no key `groups`
             --> stem.toml:5:1
              |
            5 | groups = 0
              | ^^^^^^
              |
              = help: it belongs to Conv, ConvTranspose, LazyConv and LazyConvTranspose; remove it here

            stem.toml: Fold has no key `bias`
             --> stem.toml:6:1
              |
            6 | bias = 1
              | ^^^^
              |
              = help: it belongs to Conv, ConvTranspose, LazyConv and LazyConvTranspose; remove it here

            stem.toml: Fold has no key `device`
             --> stem.toml:7:1
              |
            7 | device = "cuda"
              | ^^^^^^
              |
              = help: it belongs to Conv, ConvTranspose, LazyConv and LazyConvTranspose; remove it here

            stem.toml: Fold has no key `weights`
             --> stem.toml:8:1
              |
            8 | weights = 5
              | ^^^^^^^
              |
              = help: it belongs to Conv, ConvTranspose, LazyConv and LazyConvTranspose; remove it here
        "#]],
    );
}

#[test]
fn too_many_arguments() {
    refuse(
        Call,
        "nn.Unfold(3, 1, 0, 1, 8)",
        &expect![[r#"
            inline: `Unfold` takes 4 arguments
             --> inline:1:23
              |
            1 | nn.Unfold(3, 1, 0, 1, 8)
              |                       ^ one positional argument too many
              |
              = help: they are kernel_size, dilation, padding, stride
        "#]],
    );
}

#[test]
fn too_many_arguments_of_transposed() {
    refuse(
        Call,
        "nn.LazyConvTranspose1d(3, 1, 1, 0, 0, 1, True, 1, 'zeros', None, None, 3, 4, input_shape=(4, 8))",
        &expect![[r#"
            inline: `LazyConvTranspose1d` takes 11 arguments
             --> inline:1:72
              |
            1 | nn.LazyConvTranspose1d(3, 1, 1, 0, 0, 1, True, 1, 'zeros', None, None, 3, 4, input_shape=(4, 8))
              |                                                                        ^ one positional argument too many
              |
              = help: they are out_channels, kernel_size, stride, padding, output_padding, groups, bias, dilation, padding_mode, device, dtype
        "#]],
    );
}

#[test]
fn nothing_follows_from_unknown_rank() {
    refuse(
        Call,
        "nn.Conv4d(3, 8, (3, 3, 3, 3), input_shape=(3, 8, 8, 8, 8))",
        &expect![[r#"
            inline: unknown layer `Conv4d`
             --> inline:1:4
              |
            1 | nn.Conv4d(3, 8, (3, 3, 3, 3), input_shape=(3, 8, 8, 8, 8))
              |    ^^^^^^ did you mean `Conv1d`?
        "#]],
    );
}
