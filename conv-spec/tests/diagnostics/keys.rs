//! Names of layers, keys and arguments.

use conv_spec::Format::{Call, Json, Toml};
use expect_test::expect;

use crate::refuse;

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
              = help: the keys are type, in_channels, out_channels, kernel_size, stride, padding, dilation, groups, bias, padding_mode, device, dtype, input_shape, memory_format, weights, tensors, unroll, plan, budget
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
              = help: the arguments are in_channels, out_channels, kernel_size, stride, padding, dilation, groups, bias, padding_mode, device, dtype, input_shape, memory_format, weights, tensors, unroll, plan, budget
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
              = help: the keys are type, in_channels, out_channels, kernel_size, stride, padding, dilation, groups, bias, padding_mode, device, dtype, input_shape, memory_format, weights, tensors, unroll, plan, budget
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
              = help: the keys are type, in_channels, out_channels, kernel_size, stride, padding, dilation, groups, bias, padding_mode, device, dtype, input_shape, memory_format, weights, tensors, unroll, plan, budget
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
