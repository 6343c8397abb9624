//! Names of layers, keys and arguments.

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
            inline: unknown layer `Linear`
             --> inline:1:4
              |
            1 | nn.Linear(3, 64)
              |    ^^^^^^
              |
              = help: supported are `Conv1d`, `Conv2d`, `Conv3d`, `ConvTranspose1d`, `ConvTranspose2d`, `ConvTranspose3d`, `LazyConv1d`, `LazyConv2d`, `LazyConv3d`, `LazyConvTranspose1d`, `LazyConvTranspose2d`, `LazyConvTranspose3d`, `Unfold` and `Fold`
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
fn layer_as_table() {
    refuse(
        Toml,
        r#"[stem]
type = "Conv2d"
"#,
        &expect![[r#"
            stem.toml: unknown key `stem`
             --> stem.toml:1:2
              |
            1 | [stem]
              |  ^^^^
              |
              = help: the keys of a layer stand at the top level
        "#]],
    );
}

#[test]
fn misspelt() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = 3
strid = 2
paddnig = 1
"#,
        &expect![[r#"
            stem.toml: unknown key `strid`
             --> stem.toml:5:1
              |
            5 | strid = 2
              | ^^^^^ did you mean `stride`?

            stem.toml: unknown key `paddnig`
             --> stem.toml:6:1
              |
            6 | paddnig = 1
              | ^^^^^^^ did you mean `padding`?
        "#]],
    );
}

#[test]
fn other_frameworks() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_ch = 3
filters = 64
kernelSize = 3
strides = 2
pads = 1
dilations = 2
group = 1
use_bias = false
"#,
        &expect![[r#"
            stem.toml: unknown key `in_ch`
             --> stem.toml:2:1
              |
            2 | in_ch = 3
              | ^^^^^ did you mean `in_channels`?

            stem.toml: unknown key `filters`
             --> stem.toml:3:1
              |
            3 | filters = 64
              | ^^^^^^^ did you mean `out_channels`?

            stem.toml: unknown key `kernelSize`
             --> stem.toml:4:1
              |
            4 | kernelSize = 3
              | ^^^^^^^^^^ did you mean `kernel_size`?

            stem.toml: unknown key `strides`
             --> stem.toml:5:1
              |
            5 | strides = 2
              | ^^^^^^^ did you mean `stride`?

            stem.toml: unknown key `pads`
             --> stem.toml:6:1
              |
            6 | pads = 1
              | ^^^^ did you mean `padding`?

            stem.toml: unknown key `dilations`
             --> stem.toml:7:1
              |
            7 | dilations = 2
              | ^^^^^^^^^ did you mean `dilation`?

            stem.toml: unknown key `group`
             --> stem.toml:8:1
              |
            8 | group = 1
              | ^^^^^ did you mean `groups`?

            stem.toml: unknown key `use_bias`
             --> stem.toml:9:1
              |
            9 | use_bias = false
              | ^^^^^^^^ did you mean `bias`?
        "#]],
    );
}

#[test]
fn kernel() {
    refuse(
        Call,
        "nn.Conv2d(3, 64, kernel=3)",
        &expect![[r#"
        inline: unknown argument `kernel`
         --> inline:1:18
          |
        1 | nn.Conv2d(3, 64, kernel=3)
          |                  ^^^^^^ did you mean `kernel_size`?
    "#]],
    );
}

#[test]
fn unknown() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = 3
activation = "relu"
"#,
        &expect![[r#"
            stem.toml: unknown key `activation`
             --> stem.toml:5:1
              |
            5 | activation = "relu"
              | ^^^^^^^^^^
              |
              = help: the keys are type, in_channels, out_channels, kernel_size, stride, padding, dilation, groups, bias, padding_mode, device, dtype, input_shape, weights, tensors
        "#]],
    );
}

#[test]
fn unknown_argument() {
    refuse(
        Call,
        "nn.Conv2d(3, 64, 3, activation='relu')",
        &expect![[r#"
            inline: unknown argument `activation`
             --> inline:1:21
              |
            1 | nn.Conv2d(3, 64, 3, activation='relu')
              |                     ^^^^^^^^^^
              |
              = help: the arguments are in_channels, out_channels, kernel_size, stride, padding, dilation, groups, bias, padding_mode, device, dtype, input_shape, weights, tensors
        "#]],
    );
}

#[test]
fn given_already() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = 3
stride = 2
strides = 2
"#,
        &expect![[r#"
            stem.toml: unknown key `strides`
             --> stem.toml:6:1
              |
            6 | strides = 2
              | ^^^^^^^
              |
              = help: `stride` is given already: remove this one
        "#]],
    );
}

#[test]
fn schema_is_a_number() {
    refuse(
        Json,
        r#"{"$schema": 1, "type": "Conv1d", "in_channels": 1, "out_channels": 1, "kernel_size": 1}"#,
        &expect![[r#"
            stem.json: unknown key `$schema`
             --> stem.json:1:2
              |
            1 | {"$schema": 1, "type": "Conv1d", "in_channels": 1, "out_channels": 1, "kernel_size": 1}
              |  ^^^^^^^^^
              |
              = help: the keys are type, in_channels, out_channels, kernel_size, stride, padding, dilation, groups, bias, padding_mode, device, dtype, input_shape, weights, tensors
        "#]],
    );
}

#[test]
fn control_characters() {
    refuse(
        Json,
        r#"{"\n\u0000 a": 1, "type": "Conv1d", "in_channels": 1, "out_channels": 1, "kernel_size": 1}"#,
        &expect![[r#"
            stem.json: unknown key `\n\u{0} a`
             --> stem.json:1:2
              |
            1 | {"\n\u0000 a": 1, "type": "Conv1d", "in_channels": 1, "out_channels": 1, "kernel_size": 1}
              |  ^^^^^^^^^^^^
              |
              = help: the keys are type, in_channels, out_channels, kernel_size, stride, padding, dilation, groups, bias, padding_mode, device, dtype, input_shape, weights, tensors
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
fn aliases_of_other_classes() {
    refuse(
        Toml,
        r#"type = "Unfold"
kernel_size = 3
filters = 64
"#,
        &expect![[r#"
            stem.toml: unknown key `filters`
             --> stem.toml:3:1
              |
            3 | filters = 64
              | ^^^^^^^
              |
              = help: the keys are type, kernel_size, dilation, padding, stride, dtype, input_shape
        "#]],
    );
}

#[test]
fn aliases() {
    refuse(
        Toml,
        r#"type = "ConvTranspose2d"
in_channels = 16
out_channels = 32
kernel_size = 3
output_pads = 1
mode = "zeros"
precision = "float32"
state_dict = "a.safetensors"
prefix = "stem"
"#,
        &expect![[r#"
            stem.toml: unknown key `output_pads`
             --> stem.toml:5:1
              |
            5 | output_pads = 1
              | ^^^^^^^^^^^ did you mean `output_padding`?

            stem.toml: unknown key `mode`
             --> stem.toml:6:1
              |
            6 | mode = "zeros"
              | ^^^^ did you mean `padding_mode`?

            stem.toml: unknown key `precision`
             --> stem.toml:7:1
              |
            7 | precision = "float32"
              | ^^^^^^^^^ did you mean `dtype`?

            stem.toml: unknown key `state_dict`
             --> stem.toml:8:1
              |
            8 | state_dict = "a.safetensors"
              | ^^^^^^^^^^ did you mean `weights`?

            stem.toml: unknown key `prefix`
             --> stem.toml:9:1
              |
            9 | prefix = "stem"
              | ^^^^^^ did you mean `tensors`?
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
