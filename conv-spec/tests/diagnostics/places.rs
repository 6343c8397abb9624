//! Lines and columns.

use conv_spec::Format::{Call, Json, Toml};
use expect_test::expect;

use crate::refuse;

#[test]
fn line_ends() {
    refuse(
        Toml,
        "type = \"Conv2d\"\r\nin_channels = 16\r\nout_channels = 16\r\nkernel_size = 3\r\nstride = 0\r\n",
        &expect![[r#"
            stem.toml: `stride` must be at least 1
             --> stem.toml:5:10
              |
            5 | stride = 0
              |          ^ less than 1
        "#]],
    );
}

#[test]
fn tabs() {
    refuse(
        Json,
        "{\n\t\"type\": \"Conv2d\",\n\t\"in_channels\": 16,\t\"out_channels\": 16,\n\t\"kernel_size\": 0\n}\n",
        &expect![[r#"
            stem.json: `kernel_size` must be at least 1
             --> stem.json:4:17
              |
            4 |     "kernel_size": 0
              |                    ^ less than 1
        "#]],
    );
}

#[test]
fn multi_byte() {
    refuse(
        Json,
        r#"{"größe–名前": 1, "type": "Conv1d", "in_channels": 0, "out_channels": 1, "kernel_size": 1}"#,
        &expect![[r#"
            stem.json: unknown key `größe–名前`
             --> stem.json:1:2
              |
            1 | {"größe–名前": 1, "type": "Conv1d", "in_channels": 0, "out_channels": 1, "kernel_size": 1}
              |  ^^^^^^^^^^^^
              |
              = help: the keys are type, in_channels, out_channels, kernel_size, stride, padding, dilation, groups, bias, padding_mode, device, dtype, input_shape, memory_format, weights, tensors, unroll, plan, budget

            stem.json: `in_channels` must be at least 1
             --> stem.json:1:50
              |
            1 | {"größe–名前": 1, "type": "Conv1d", "in_channels": 0, "out_channels": 1, "kernel_size": 1}
              |                                                    ^ less than 1
        "#]],
    );
}

#[test]
fn last_line() {
    refuse(
        Toml,
        r#"type = "Conv1d"
in_channels = 1
out_channels = 1
kernel_size = 0"#,
        &expect![[r#"
            stem.toml: `kernel_size` must be at least 1
             --> stem.toml:4:15
              |
            4 | kernel_size = 0
              |               ^ less than 1
        "#]],
    );
}

#[test]
fn several_lines() {
    refuse(
        Call,
        r"nn.Conv2d(
    3,
    64,
    (
        3,
        3,
        3,
    ),
)",
        &expect![[r#"
            inline: `kernel_size` of a Conv2d cannot have 3 entries
             --> inline:4:5
              |
            4 | /     (
            5 | |         3,
            6 | |         3,
            7 | |         3,
            8 | |     ),
              | |_____^ expected 2 entries: height, width
              |
              = help: or one integer for all axes
        "#]],
    );
}

#[test]
fn long_line() {
    refuse(
        Call,
        "nn.Conv2d(3,                                                                                                                                                                                                                                                                                                            64, 0)",
        &expect![[r#"
            inline: `kernel_size` must be at least 1
             --> inline:1:317
              |
            1 | ...                                                      64, 0)
              |                                                              ^ less than 1
        "#]],
    );
}

#[test]
fn line_too_long_to_draw() {
    let text = format!("nn.Conv2d(3,{} 64, 0)", " ".repeat(20_000));
    refuse(
        Call,
        &text,
        &expect![[r#"
        inline: `kernel_size` must be at least 1: less than 1
         --> inline:1:20018
    "#]],
    );
}

#[test]
fn note_too_far_to_draw() {
    let text = format!(
        "type = \"Conv2d\"\nin_channels = 16\nout_channels = 16\n{}kernel_size = 3\ngroups = 3\n",
        "# far\n".repeat(4000)
    );
    refuse(
        Toml,
        &text,
        &expect![[r#"
        stem.toml: `groups` divides neither `in_channels` nor `out_channels`
            --> stem.toml:4005:10
             |
        4005 | groups = 3
             |          ^ not a divisor of 16 or 16
             |
             = note: 16 input channels
             = note: 16 output channels
             = help: 1, 2, 4, 8 and 16 divide both in_channels = 16 and out_channels = 16
    "#]],
    );
}
