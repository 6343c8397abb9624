//! Sizes that nothing can hold.

use conv_spec::Format::{Call, Toml};
use expect_test::expect;

use crate::refuse;

#[test]
fn extent_overflow() {
    refuse(
        Call,
        "nn.Conv2d(6, 8, (2147483647, 3), dilation=(2, 1))",
        &expect![[r#"
        inline: the dilated kernel is too long along the height
         --> inline:1:18
          |
        1 | nn.Conv2d(6, 8, (2147483647, 3), dilation=(2, 1))
          |                  ^^^^^^^^^^                - 2 elements from tap to tap
          |                  |
          |                  2147483647 taps span 2 * (2147483647 - 1) + 1 = 4294967293 elements
          |
          = help: at most 2147483647 elements are supported
    "#]],
    );
}

#[test]
fn extent_overflow_same() {
    refuse(
        Call,
        "nn.Conv1d(6, 8, 2147483647, dilation=2147483647, padding='same')",
        &expect![[r#"
        inline: the dilated kernel is too long along the length
         --> inline:1:17
          |
        1 | nn.Conv1d(6, 8, 2147483647, dilation=2147483647, padding='same')
          |                 ^^^^^^^^^^           ---------- 2147483647 elements from tap to tap
          |                 |
          |                 2147483647 taps span 2147483647 * (2147483647 - 1) + 1 = 4611686011984936963 elements
          |
          = help: at most 2147483647 elements are supported
    "#]],
    );
}

#[test]
fn output_overflow() {
    refuse(
        Call,
        "nn.Conv1d(6, 8, 1, padding=2147483647, input_shape=(6, 5))",
        &expect![[r#"
            inline: the output size is too large along the length
             --> inline:1:28
              |
            1 | nn.Conv1d(6, 8, 1, padding=2147483647, input_shape=(6, 5))
              |                            ^^^^^^^^^^ gives 4294967299
              |
              = help: at most 2147483647 is supported
        "#]],
    );
}

#[test]
fn weight_overflow() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 2147483647
out_channels = 2147483647
kernel_size = 3
"#,
        &expect![[r#"
            stem.toml: the weight tensor is too large
             --> stem.toml:3:16
              |
            3 | out_channels = 2147483647
              |                ^^^^^^^^^^ 2147483647 * 2147483647 * 3 * 3 * 4 = 166020696508767141924 bytes
              |
              = help: at most 1073741824 bytes are supported
        "#]],
    );
}

#[test]
fn input_overflow() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = 3
input_shape = [16, 2147483647, 2147483647]
"#,
        &expect![[r#"
            stem.toml: the input tensor is too large
             --> stem.toml:5:15
              |
            5 | input_shape = [16, 2147483647, 2147483647]
              |               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ 16 * 2147483647 * 2147483647 * 4 = 295147904904474918976 bytes
              |
              = help: at most 140737488355328 bytes are supported

            stem.toml: the output tensor is too large
             --> stem.toml:5:15
              |
            5 | input_shape = [16, 2147483647, 2147483647]
              |               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ 32 * 2147483645 * 2147483645 * 4 = 590295808709438211200 bytes
              |
              = help: at most 140737488355328 bytes are supported
        "#]],
    );
}

#[test]
fn output_overflow_bytes() {
    refuse(
        Call,
        "nn.Conv2d(1, 2000000, 1, input_shape=(1, 10000, 10000))",
        &expect![[r#"
        inline: the output tensor is too large
         --> inline:1:38
          |
        1 | nn.Conv2d(1, 2000000, 1, input_shape=(1, 10000, 10000))
          |                                      ^^^^^^^^^^^^^^^^^ 2000000 * 10000 * 10000 * 4 = 800000000000000 bytes
          |
          = help: at most 140737488355328 bytes are supported
    "#]],
    );
}

#[test]
fn padded_overflow() {
    refuse(
        Call,
        "nn.Conv3d(1, 1, 1, stride=2000000000, padding=2000000000, input_shape=(1, 8, 8, 8))",
        &expect![[r#"
            inline: the padded input is too large
             --> inline:1:47
              |
            1 | nn.Conv3d(1, 1, 1, stride=2000000000, padding=2000000000, input_shape=(1, 8, 8, 8))
              |                                               ^^^^^^^^^^ 4000000008 * 4000000008 * 4000000008 * 4 = 256000001536000003072000002048 bytes a channel
              |
              = help: at most 140737488355328 bytes are supported
        "#]],
    );
    refuse(
        Call,
        "nn.Conv3d(1, 1, 1, padding=2000000000)",
        &expect![[r#"
        inline: the padded input is too large
         --> inline:1:28
          |
        1 | nn.Conv3d(1, 1, 1, padding=2000000000)
          |                            ^^^^^^^^^^ 4000000001 * 4000000001 * 4000000001 * 4 = 256000000192000000048000000004 bytes a channel
          |
          = help: at most 140737488355328 bytes are supported
    "#]],
    );
}

#[test]
fn macs_overflow() {
    refuse(
        Call,
        "nn.Conv2d(1, 1, (16384, 16384), padding=8192, input_shape=(1, 300000, 300000))",
        &expect![[r#"
            inline: the layer needs too many multiplications
             --> inline:1:59
              |
            1 | nn.Conv2d(1, 1, (16384, 16384), padding=8192, input_shape=(1, 300000, 300000))
              |                                                           ^^^^^^^^^^^^^^^^^^^ 24159352101542035456 for one sample
              |
              = help: at most 18446744073709551615 are supported
        "#]],
    );
}

#[test]
fn weight_overflow_double() {
    refuse(
        Call,
        "nn.Conv1d(16384, 16384, 1, dtype=torch.float64)",
        &expect![[r#"
            inline: the weight tensor is too large
             --> inline:1:18
              |
            1 | nn.Conv1d(16384, 16384, 1, dtype=torch.float64)
              |                  ^^^^^ 16384 * 16384 * 1 * 8 = 2147483648 bytes
              |
              = help: at most 1073741824 bytes are supported
        "#]],
    );
}
