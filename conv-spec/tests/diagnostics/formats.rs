//! In which order input and output lie in memory.

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
memory_format = "channel_last"
"#,
        &expect![[r#"
            stem.toml: unknown `memory_format` `channel_last`
             --> stem.toml:5:17
              |
            5 | memory_format = "channel_last"
              |                 ^^^^^^^^^^^^^^ did you mean "channels_last"?
              |
              = help: known are "contiguous_format", "channels_last" and "blocked"
        "#]],
    );
}

#[test]
fn unknown() {
    refuse(
        Call,
        "nn.Conv2d(16, 32, 3, memory_format=torch.preserve_format)",
        &expect![[r#"
        inline: unknown `memory_format` `preserve_format`
         --> inline:1:36
          |
        1 | nn.Conv2d(16, 32, 3, memory_format=torch.preserve_format)
          |                                    ^^^^^^^^^^^^^^^^^^^^^
          |
          = help: known are "contiguous_format", "channels_last" and "blocked"
    "#]],
    );
}

#[test]
fn of_others() {
    refuse(
        Call,
        "nn.Conv2d(16, 32, 3, memory_format={'input': 'NHWC', 'output': 'nChw16c'})",
        &expect![[r#"
        inline: unknown `memory_format` `NHWC`
         --> inline:1:46
          |
        1 | nn.Conv2d(16, 32, 3, memory_format={'input': 'NHWC', 'output': 'nChw16c'})
          |                                              ^^^^^^ did you mean "channels_last"?
          |
          = help: known are "contiguous_format", "channels_last" and "blocked"

        inline: unknown `memory_format` `nChw16c`
         --> inline:1:64
          |
        1 | nn.Conv2d(16, 32, 3, memory_format={'input': 'NHWC', 'output': 'nChw16c'})
          |                                                                ^^^^^^^^^ did you mean "blocked"?
          |
          = help: known are "contiguous_format", "channels_last" and "blocked"
    "#]],
    );
}

#[test]
fn ours_is_not_of_torch() {
    refuse(
        Json,
        r#"{"type": "Conv1d", "in_channels": 16, "out_channels": 16, "kernel_size": 3, "memory_format": "torch.blocked"}"#,
        &expect![[r#"
            stem.json: unknown `memory_format` `torch.blocked`
             --> stem.json:1:94
              |
            1 | {"type": "Conv1d", "in_channels": 16, "out_channels": 16, "kernel_size": 3, "memory_format": "torch.blocked"}
              |                                                                                              ^^^^^^^^^^^^^^^
              |
              = help: known are "contiguous_format", "channels_last" and "blocked"
        "#]],
    );
}

#[test]
fn of_no_type() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = 3
memory_format = ["channels_last", "blocked"]
"#,
        &expect![[r#"
            stem.toml: `memory_format` must be a string or a table with `input` and `output`
             --> stem.toml:5:17
              |
            5 | memory_format = ["channels_last", "blocked"]
              |                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ found a list
        "#]],
    );
}

#[test]
fn name_without_quotes() {
    refuse(
        Call,
        "nn.Conv2d(16, 32, 3, memory_format=channels_last)",
        &expect![[r#"
        inline: `memory_format` must be a string or a table with `input` and `output`
         --> inline:1:36
          |
        1 | nn.Conv2d(16, 32, 3, memory_format=channels_last)
          |                                    ^^^^^^^^^^^^^ found the name `channels_last`
          |
          = help: no name has a value here; words stand in quotes
    "#]],
    );
}

#[test]
fn of_three_axes() {
    refuse(
        Call,
        "nn.Conv2d(16, 32, 3, memory_format=torch.channels_last_3d)",
        &expect![[r#"
        inline: "channels_last_3d" is for layers of three axes
         --> inline:1:36
          |
        1 | nn.Conv2d(16, 32, 3, memory_format=torch.channels_last_3d)
          |                                    ^^^^^^^^^^^^^^^^^^^^^^ a Conv2d has two axes
          |
          = help: write "channels_last"
    "#]],
    );
}

#[test]
fn of_three_axes_on_a_side() {
    refuse(
        Call,
        "nn.LazyConv1d(32, 3, input_shape=(16, L), memory_format={'output': 'channels_last_3d'})",
        &expect![[r#"
            inline: "channels_last_3d" is for layers of three axes
             --> inline:1:68
              |
            1 | nn.LazyConv1d(32, 3, input_shape=(16, L), memory_format={'output': 'channels_last_3d'})
              |                                                                    ^^^^^^^^^^^^^^^^^^ a LazyConv1d has one axis
              |
              = help: write "channels_last"
        "#]],
    );
}

#[test]
fn sides() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = 3
[memory_format]
inputs = "channels_last"
weight = "channels_last"
output = true
"#,
        &expect![[r#"
            stem.toml: unknown key `inputs` of `memory_format`
             --> stem.toml:6:1
              |
            6 | inputs = "channels_last"
              | ^^^^^^ did you mean `input`?
              |
              = help: it has `input` and `output`

            stem.toml: unknown key `weight` of `memory_format`
             --> stem.toml:7:1
              |
            7 | weight = "channels_last"
              | ^^^^^^
              |
              = help: it has `input` and `output`

            stem.toml: `output` of `memory_format` must be a string
             --> stem.toml:8:10
              |
            8 | output = true
              |          ^^^^ found a boolean
        "#]],
    );
}

#[test]
fn ragged_blocks() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 3
out_channels = 40
kernel_size = 3
memory_format = "blocked"
"#,
        &expect![[r#"
            stem.toml: `memory_format` "blocked" is for channels in whole blocks of 16
             --> stem.toml:5:17
              |
            2 | in_channels = 3
              |               - 3 input channels
            3 | out_channels = 40
              |                -- 40 output channels
            4 | kernel_size = 3
            5 | memory_format = "blocked"
              |                 ^^^^^^^^^ 64 bytes of f32
              |
              = help: "channels_last" goes with any number of channels
              = help: 16 input channels and 48 output channels would be whole blocks
        "#]],
    );
}

#[test]
fn ragged_blocks_of_a_side() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 3
out_channels = 20
kernel_size = 3
dtype = "float64"
memory_format = { input = "channels_last", output = "blocked" }
"#,
        &expect![[r#"
            stem.toml: `memory_format` "blocked" is for channels in whole blocks of 8
             --> stem.toml:6:53
              |
            3 | out_channels = 20
              |                -- 20 output channels
            ...
            6 | memory_format = { input = "channels_last", output = "blocked" }
              |                                                     ^^^^^^^^^ 64 bytes of f64
              |
              = help: "channels_last" goes with any number of channels
              = help: 24 output channels would be whole blocks
        "#]],
    );
}

#[test]
fn ragged_blocks_of_both_sides() {
    refuse(
        Call,
        "nn.LazyConv2d(20, 3, input_shape=(1, H, W), memory_format={'input': 'blocked', 'output': 'blocked'})",
        &expect![[r#"
            inline: `memory_format` "blocked" is for channels in whole blocks of 16
             --> inline:1:69
              |
            1 | nn.LazyConv2d(20, 3, input_shape=(1, H, W), memory_format={'input': 'blocked', 'output': 'blocked'})
              |                                   - 1 input channel                 ^^^^^^^^^ 64 bytes of f32
              |
              = help: "channels_last" goes with any number of channels
              = help: 16 input channels would be whole blocks

            inline: `memory_format` "blocked" is for channels in whole blocks of 16
             --> inline:1:90
              |
            1 | nn.LazyConv2d(20, 3, input_shape=(1, H, W), memory_format={'input': 'blocked', 'output': 'blocked'})
              |               -- 20 output channels                                                      ^^^^^^^^^ 64 bytes of f32
              |
              = help: "channels_last" goes with any number of channels
              = help: 32 output channels would be whole blocks
        "#]],
    );
}

/// Groups of two channels in blocks of sixteen: eight times the weights.
#[test]
fn too_large_in_blocks() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 4194304
out_channels = 4194304
kernel_size = 3
groups = 2097152
memory_format = { output = "channels_last" }
"#,
        &expect![[r#"
            stem.toml: the packed weights are too large
             --> stem.toml:6:17
              |
            6 | memory_format = { output = "channels_last" }
              |                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ each group is filled up to blocks of 16 output channels: 2550136832 bytes
              |
              = help: at most 1073741824 bytes are supported
              = help: leave `memory_format` out, so that weights need no blocks
        "#]],
    );
}

#[test]
fn meant_by_another_key() {
    refuse(
        Call,
        "nn.Conv2d(16, 32, 3, data_format='channels_last')",
        &expect![[r#"
        inline: unknown argument `data_format`
         --> inline:1:22
          |
        1 | nn.Conv2d(16, 32, 3, data_format='channels_last')
          |                      ^^^^^^^^^^^ did you mean `memory_format`?
    "#]],
    );
}

#[test]
fn of_windows() {
    refuse(
        Call,
        "nn.Unfold(3, memory_format='channels_last')",
        &expect![[r#"
        inline: Unfold has no argument `memory_format`
         --> inline:1:14
          |
        1 | nn.Unfold(3, memory_format='channels_last')
          |              ^^^^^^^^^^^^^
          |
          = help: it belongs to Conv, ConvTranspose, LazyConv and LazyConvTranspose; remove it here
    "#]],
    );
}

#[test]
fn twice() {
    refuse(
        Call,
        "nn.Conv2d(16, 32, 3, memory_format={'input': 'blocked', 'input': 'channels_last'})",
        &expect![[r#"
            inline: key `input` is given twice
             --> inline:1:57
              |
            1 | nn.Conv2d(16, 32, 3, memory_format={'input': 'blocked', 'input': 'channels_last'})
              |                                     -------             ^^^^^^^ given again
              |                                     |
              |                                     given here first
              |
              = help: keep one of them
        "#]],
    );
}
