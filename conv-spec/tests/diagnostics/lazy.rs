//! Layers whose `in_channels` follows from the input.

use conv_spec::Format::{Call, Json, Toml};
use expect_test::expect;

use crate::refuse;

#[test]
fn no_input_shape() {
    refuse(
        Call,
        "nn.LazyConv2d(32, 3)",
        &expect![[r#"
            inline: a LazyConv2d needs an `input_shape` to take `in_channels` from
             --> inline:1:4
              |
            1 | nn.LazyConv2d(32, 3)
              |    ^^^^^^^^^^ learns its channels from the input
              |
              = help: give `input_shape`: the number of channels, then a number or a name for every axis
              = help: or make the layer Conv2d, and give `in_channels`
        "#]],
    );
}

#[test]
fn null_input_shape() {
    refuse(
        Json,
        r#"{"type": "LazyConvTranspose1d", "out_channels": 32, "kernel_size": 3, "input_shape": null}"#,
        &expect![[r#"
            stem.json: a LazyConvTranspose1d needs an `input_shape` to take `in_channels` from
             --> stem.json:1:10
              |
            1 | {"type": "LazyConvTranspose1d", "out_channels": 32, "kernel_size": 3, "input_shape": null}
              |          ^^^^^^^^^^^^^^^^^^^^^ learns its channels from the input
              |
              = help: give `input_shape`: the number of channels, then a number or a name for every axis
              = help: or make the layer ConvTranspose1d, and give `in_channels`
        "#]],
    );
}

#[test]
fn in_channels() {
    refuse(
        Toml,
        r#"type = "LazyConv2d"
in_channels = 16
out_channels = 32
kernel_size = 3
input_shape = [16, 8, 8]
"#,
        &expect![[r#"
            stem.toml: LazyConv2d has no key `in_channels`
             --> stem.toml:2:1
              |
            2 | in_channels = 16
              | ^^^^^^^^^^^
              |
              = help: it is the first entry of `input_shape`: remove it, or make the layer Conv2d
        "#]],
    );
}

#[test]
fn in_channels_alone() {
    refuse(
        Call,
        "nn.LazyConv2d(in_channels=16, out_channels=32, kernel_size=3)",
        &expect![[r#"
            inline: a LazyConv2d needs an `input_shape` to take `in_channels` from
             --> inline:1:4
              |
            1 | nn.LazyConv2d(in_channels=16, out_channels=32, kernel_size=3)
              |    ^^^^^^^^^^ learns its channels from the input
              |
              = help: give `input_shape`: the number of channels, then a number or a name for every axis
              = help: or make the layer Conv2d, and give `in_channels`

            inline: LazyConv2d has no argument `in_channels`
             --> inline:1:15
              |
            1 | nn.LazyConv2d(in_channels=16, out_channels=32, kernel_size=3)
              |               ^^^^^^^^^^^
              |
              = help: it is the first entry of `input_shape`: remove it, or make the layer Conv2d
        "#]],
    );
}

#[test]
fn channels_by_name() {
    refuse(
        Call,
        "nn.LazyConv1d(32, 3, input_shape=(C, 8))",
        &expect![[r#"
            inline: the channels in `input_shape` must be a number
             --> inline:1:35
              |
            1 | nn.LazyConv1d(32, 3, input_shape=(C, 8))
              |                                   ^
              |
              = help: only the spatial sizes can be left open by a name
        "#]],
    );
}

#[test]
fn channels_zero() {
    refuse(
        Call,
        "nn.LazyConv1d(32, 3, input_shape=(0, 8))",
        &expect![[r#"
            inline: `input_shape` is empty: the number of channels is 0
             --> inline:1:35
              |
            1 | nn.LazyConv1d(32, 3, input_shape=(0, 8))
              |                                   ^ must be at least 1
              |
              = help: an empty batch is allowed, and is not part of `input_shape`
        "#]],
    );
}

#[test]
fn groups() {
    refuse(
        Call,
        "nn.LazyConvTranspose1d(8, 3, groups=4, input_shape=(6, 10))",
        &expect![[r#"
            inline: `groups` does not divide `in_channels`
             --> inline:1:37
              |
            1 | nn.LazyConvTranspose1d(8, 3, groups=4, input_shape=(6, 10))
              |                                     ^               - 6 input channels
              |                                     |
              |                                     not a divisor of 6
              |
              = help: 1 and 2 divide both in_channels = 6 and out_channels = 8
        "#]],
    );
}

#[test]
fn rank() {
    refuse(
        Call,
        "nn.LazyConv2d(8, 3, input_shape=(6, 8))",
        &expect![[r#"
            inline: `input_shape` of a LazyConv2d must have 3 entries, not 2
             --> inline:1:33
              |
            1 | nn.LazyConv2d(8, 3, input_shape=(6, 8))
              |                                 ^^^^^^ expected [channels, height, width]
              |
              = help: it begins with the channels
        "#]],
    );
}

#[test]
fn misspelt_input_shape() {
    refuse(
        Toml,
        r#"type = "LazyConv2d"
out_channels = 32
kernel_size = 3
inputshape = [16, 8, 8]
"#,
        &expect![[r#"
            stem.toml: unknown key `inputshape`
             --> stem.toml:4:1
              |
            4 | inputshape = [16, 8, 8]
              | ^^^^^^^^^^ did you mean `input_shape`?
        "#]],
    );
}

#[test]
fn missing() {
    refuse(
        Toml,
        r#"type = "LazyConv3d"
"#,
        &expect![[r#"
            stem.toml: missing keys `out_channels` and `kernel_size`
             --> stem.toml:1:8
              |
            1 | type = "LazyConv3d"
              |        ^^^^^^^^^^^^ needed by a LazyConv3d
              |
              = help: for instance `out_channels = 16` and `kernel_size = 3`

            stem.toml: a LazyConv3d needs an `input_shape` to take `in_channels` from
             --> stem.toml:1:8
              |
            1 | type = "LazyConv3d"
              |        ^^^^^^^^^^^^ learns its channels from the input
              |
              = help: give `input_shape`: the number of channels, then a number or a name for every axis
              = help: or make the layer Conv3d, and give `in_channels`
        "#]],
    );
}

#[test]
fn lazy_without_outputs() {
    refuse(
        Call,
        "nn.LazyConv2d(0, 3, 3, input_shape=(3, 8, 8))",
        &expect![[r#"
        inline: `out_channels` must be at least 1
         --> inline:1:15
          |
        1 | nn.LazyConv2d(0, 3, 3, input_shape=(3, 8, 8))
          |               ^ less than 1
    "#]],
    );
}
