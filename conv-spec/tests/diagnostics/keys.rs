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
              = help: supported are `Conv1d`, `Conv2d` and `Conv3d`
        "#]],
    );
}

#[test]
fn layer_later() {
    refuse(
        Call,
        "nn.ConvTranspose2d(3, 64, 3, output_padding=1)",
        &expect![[r#"
        inline: `ConvTranspose2d` is not supported yet in this version
         --> inline:1:4
          |
        1 | nn.ConvTranspose2d(3, 64, 3, output_padding=1)
          |    ^^^^^^^^^^^^^^^
          |
          = help: supported are `Conv1d`, `Conv2d` and `Conv3d`
    "#]],
    );
}

#[test]
fn layer_lazy() {
    refuse(
        Toml,
        r#"type = "LazyConv2d"
out_channels = 3
"#,
        &expect![[r#"
            stem.toml: `LazyConv2d` is not supported yet in this version
             --> stem.toml:1:8
              |
            1 | type = "LazyConv2d"
              |        ^^^^^^^^^^^^
              |
              = help: supported are `Conv1d`, `Conv2d` and `Conv3d`
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
          = help: supported are `Conv1d`, `Conv2d` and `Conv3d`
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
              = help: the keys are type, in_channels, out_channels, kernel_size, stride, padding, dilation, groups, bias, padding_mode, device, dtype, input_shape
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
          = help: the arguments are in_channels, out_channels, kernel_size, stride, padding, dilation, groups, bias, padding_mode, device, dtype, input_shape
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
fn of_transposed() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = 3
output_padding = 1
"#,
        &expect![[r#"
            stem.toml: unknown key `output_padding`
             --> stem.toml:5:1
              |
            5 | output_padding = 1
              | ^^^^^^^^^^^^^^
              |
              = help: it belongs to ConvTranspose; remove it here
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
              = help: the keys are type, in_channels, out_channels, kernel_size, stride, padding, dilation, groups, bias, padding_mode, device, dtype, input_shape
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
              = help: the keys are type, in_channels, out_channels, kernel_size, stride, padding, dilation, groups, bias, padding_mode, device, dtype, input_shape
        "#]],
    );
}
