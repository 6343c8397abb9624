//! Values that do not go together.

use conv_spec::Format::{Call, Toml};
use expect_test::expect;

use crate::refuse;

#[test]
fn groups_in_channels() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = 3
groups = 32
"#,
        &expect![[r#"
            stem.toml: `groups` does not divide `in_channels`
             --> stem.toml:5:10
              |
            2 | in_channels = 16
              |               -- 16 input channels
            ...
            5 | groups = 32
              |          ^^ not a divisor of 16
              |
              = help: 1, 2, 4, 8 and 16 divide both in_channels = 16 and out_channels = 32
        "#]],
    );
}

#[test]
fn groups_out_channels() {
    refuse(
        Call,
        "nn.Conv2d(6, 8, 3, groups=3)",
        &expect![[r#"
        inline: `groups` does not divide `out_channels`
         --> inline:1:27
          |
        1 | nn.Conv2d(6, 8, 3, groups=3)
          |              -            ^ not a divisor of 8
          |              |
          |              8 output channels
          |
          = help: 1 and 2 divide both in_channels = 6 and out_channels = 8
    "#]],
    );
}

#[test]
fn groups_neither() {
    refuse(
        Toml,
        r#"type = "Conv2d"
# RGB
in_channels = 16
out_channels = 32

kernel_size = 3
groups = 3
"#,
        &expect![[r#"
            stem.toml: `groups` divides neither `in_channels` nor `out_channels`
             --> stem.toml:7:10
              |
            3 | in_channels = 16
              |               -- 16 input channels
            4 | out_channels = 32
              |                -- 32 output channels
            ...
            7 | groups = 3
              |          ^ not a divisor of 16 or 32
              |
              = help: 1, 2, 4, 8 and 16 divide both in_channels = 16 and out_channels = 32
        "#]],
    );
}

#[test]
fn groups_coprime() {
    refuse(
        Call,
        "nn.Conv1d(7, 9, 3, groups=2)",
        &expect![[r#"
        inline: `groups` divides neither `in_channels` nor `out_channels`
         --> inline:1:27
          |
        1 | nn.Conv1d(7, 9, 3, groups=2)
          |           -  -            ^ not a divisor of 7 or 9
          |           |  |
          |           |  9 output channels
          |           7 input channels
          |
          = help: 1 alone divides both in_channels = 7 and out_channels = 9
    "#]],
    );
}

#[test]
fn same_stride() {
    refuse(
        Call,
        "nn.Conv2d(6, 8, 3, padding='same', stride=(1, 2))",
        &expect![[r#"
            inline: `padding` "same" wants a stride of 1
             --> inline:1:28
              |
            1 | nn.Conv2d(6, 8, 3, padding='same', stride=(1, 2))
              |                            ^^^^^^             - stride 2 along the width
              |                            |
              |                            keeps the size of the input
              |
              = help: "same_upper" goes with any stride, as SAME of TensorFlow: the output has size / stride elements, rounded up
              = help: or give the padding as a number, or set `stride` to 1
        "#]],
    );
}

#[test]
fn same_stride_all() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = 3
padding = "same"
stride = 3
"#,
        &expect![[r#"
            stem.toml: `padding` "same" wants a stride of 1
             --> stem.toml:5:11
              |
            5 | padding = "same"
              |           ^^^^^^ keeps the size of the input
            6 | stride = 3
              |          - stride 3 along the height
              |
              = help: "same_upper" goes with any stride, as SAME of TensorFlow: the output has size / stride elements, rounded up
              = help: or give the padding as a number, or set `stride` to 1
        "#]],
    );
}

#[test]
fn channels() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = 3
input_shape = [3, 224, 224]
"#,
        &expect![[r#"
            stem.toml: `input_shape` has 3 channels where `in_channels` is 16
             --> stem.toml:5:16
              |
            2 | in_channels = 16
              |               -- 16 channels
            ...
            5 | input_shape = [3, 224, 224]
              |                ^ 3 channels
              |
              = help: `input_shape` is [channels, spatial sizes…], without the batch
        "#]],
    );
}

#[test]
fn kernel_one_axis() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = [3, 4]
dilation = [1, 4]
padding = 1
input_shape = [16, 8, 9]
"#,
        &expect![[r#"
            stem.toml: the kernel is larger than the padded input along the width
             --> stem.toml:4:19
              |
            4 | kernel_size = [3, 4]
              |                   ^ 4 taps span 4 * (4 - 1) + 1 = 13 elements
            5 | dilation = [1, 4]
              |                - 4 elements from tap to tap
            6 | padding = 1
            7 | input_shape = [16, 8, 9]
              |                       - width 9 + 1 + 1 = 11 with padding
              |
              = help: the output size floor((9 + 1 + 1 - 13) / 1) + 1 = -1 must be at least 1
              = help: along the width, a `padding` of at least 2, a `dilation` of at most 3, a `kernel_size` of at most 3 or an input of at least 11 would do
        "#]],
    );
}

#[test]
fn kernel_two_axes() {
    refuse(
        Call,
        r#"nn.Conv3d(6, 8, (9, 9, 3), padding="valid", input_shape=(6, 6, 7, 8))"#,
        &expect![[r#"
        inline: the kernel is larger than the padded input along the depth
         --> inline:1:18
          |
        1 | nn.Conv3d(6, 8, (9, 9, 3), padding="valid", input_shape=(6, 6, 7, 8))
          |                  ^ 9 taps span 9 elements                   - depth 6, without padding
          |
          = help: the output size floor((6 + 0 + 0 - 9) / 1) + 1 = -2 must be at least 1
          = help: along the depth, a `padding` of at least 2, a `kernel_size` of at most 6 or an input of at least 9 would do

        inline: the kernel is larger than the padded input along the height
         --> inline:1:21
          |
        1 | nn.Conv3d(6, 8, (9, 9, 3), padding="valid", input_shape=(6, 6, 7, 8))
          |                     ^ 9 taps span 9 elements                   - height 7, without padding
          |
          = help: the output size floor((7 + 0 + 0 - 9) / 1) + 1 = -1 must be at least 1
          = help: along the height, a `padding` of at least 1, a `kernel_size` of at most 7 or an input of at least 9 would do
    "#]],
    );
}

#[test]
fn kernel_length() {
    refuse(
        Call,
        "nn.Conv1d(6, 8, 11, stride=2, input_shape=(6, 10))",
        &expect![[r#"
        inline: the kernel is larger than the padded input along the length
         --> inline:1:17
          |
        1 | nn.Conv1d(6, 8, 11, stride=2, input_shape=(6, 10))
          |                 ^^ 11 taps span 11 elements   -- length 10, without padding
          |
          = help: the output size floor((10 + 0 + 0 - 11) / 2) + 1 = 0 must be at least 1
          = help: along the length, a `padding` of at least 1, a `kernel_size` of at most 10 or an input of at least 11 would do
    "#]],
    );
}

#[test]
fn kernel_beside_open_axis() {
    refuse(
        Call,
        "nn.Conv2d(6, 8, 9, input_shape=(6, H, 8))",
        &expect![[r#"
        inline: the kernel is larger than the padded input along the width
         --> inline:1:17
          |
        1 | nn.Conv2d(6, 8, 9, input_shape=(6, H, 8))
          |                 ^                     - width 8, without padding
          |                 |
          |                 9 taps span 9 elements
          |
          = help: the output size floor((8 + 0 + 0 - 9) / 1) + 1 = 0 must be at least 1
          = help: along the width, a `padding` of at least 1, a `kernel_size` of at most 8 or an input of at least 9 would do
    "#]],
    );
}

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
        inline: the output is too long along the length
         --> inline:1:28
          |
        1 | nn.Conv1d(6, 8, 1, padding=2147483647, input_shape=(6, 5))
          |                            ^^^^^^^^^^ gives 4294967299 elements
          |
          = help: at most 2147483647 elements are supported
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
fn all_at_once() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32.0
kernel_size = [3, 3, 3]
strides = 2
padding = "smae"
groups = 3
bias = 1
input_shape = [1, 16, 8, 8]
"#,
        &expect![[r#"
            stem.toml: `out_channels` must be an integer
             --> stem.toml:3:16
              |
            3 | out_channels = 32.0
              |                ^^^^ found a float
              |
              = help: write `32`

            stem.toml: `kernel_size` of a Conv2d cannot have 3 entries
             --> stem.toml:4:15
              |
            4 | kernel_size = [3, 3, 3]
              |               ^^^^^^^^^ expected 2 entries: height, width
              |
              = help: or one integer for all axes

            stem.toml: unknown key `strides`
             --> stem.toml:5:1
              |
            5 | strides = 2
              | ^^^^^^^ did you mean `stride`?

            stem.toml: unknown `padding` `smae`
             --> stem.toml:6:11
              |
            6 | padding = "smae"
              |           ^^^^^^ did you mean "same"?
              |
              = help: `padding` is an integer, one for every axis, a pair [before, after] for every axis, "valid", "same", "same_upper" or "same_lower"

            stem.toml: `groups` does not divide `in_channels`
             --> stem.toml:7:10
              |
            2 | in_channels = 16
              |               -- 16 input channels
            ...
            7 | groups = 3
              |          ^ not a divisor of 16

            stem.toml: `bias` must be `true` or `false`
             --> stem.toml:8:8
              |
            8 | bias = 1
              |        ^ found an integer

            stem.toml: `input_shape` of a Conv2d must have 3 entries, not 4
             --> stem.toml:9:15
              |
            9 | input_shape = [1, 16, 8, 8]
              |               ^^^^^^^^^^^^^ expected [channels, height, width]
              |
              = help: leave the batch out: a layer takes batches of any size
        "#]],
    );
}

#[test]
fn nothing_follows() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = 9
groups = 0
pading = 1
input_shape = [16, 8, 8]
"#,
        &expect![[r#"
            stem.toml: `groups` must be at least 1
             --> stem.toml:5:10
              |
            5 | groups = 0
              |          ^ less than 1

            stem.toml: unknown key `pading`
             --> stem.toml:6:1
              |
            6 | pading = 1
              | ^^^^^^ did you mean `padding`?
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

#[test]
fn every_family_at_once() {
    refuse(
        Toml,
        r#"type = "ConvTranspose2d"
in_channels = 6
out_channels = 8
kernel_size = 3
stride = [2, 2, 2]
padding = "same"
output_padding = -1
padding_mode = "reflect"
dtype = "int8"
weights = "stem.pth"
tensors = []
output_size = 5
input_shape = [6, 0, 8]
"#,
        &expect![[r#"
            stem.toml: `stride` of a ConvTranspose2d cannot have 3 entries
             --> stem.toml:5:10
              |
            5 | stride = [2, 2, 2]
              |          ^^^^^^^^^ expected 2 entries: height, width
              |
              = help: or one integer for all axes

            stem.toml: `padding` of a ConvTranspose2d must be an integer, one for every axis, or a pair [before, after] for every axis
             --> stem.toml:6:11
              |
            6 | padding = "same"
              |           ^^^^^^ found a string
              |
              = help: words are for convolutions that are not transposed

            stem.toml: `output_padding` must be at least 0
             --> stem.toml:7:18
              |
            7 | output_padding = -1
              |                  ^^ less than 0

            stem.toml: the `padding_mode` of a ConvTranspose2d must be "zeros"
             --> stem.toml:8:16
              |
            8 | padding_mode = "reflect"
              |                ^^^^^^^^^ padding crops the output here
              |
              = help: there is nothing to fill in: leave `padding_mode` out, as PyTorch has it

            stem.toml: unknown `dtype` `int8`
             --> stem.toml:9:9
              |
            9 | dtype = "int8"
              |         ^^^^^^
              |
              = help: known are "float32" and "float64"

            stem.toml: `weights` `stem.pth` is no .safetensors file
              --> stem.toml:10:11
               |
            10 | weights = "stem.pth"
               |           ^^^^^^^^^^
               |
               = help: save them with `safetensors.torch.save_file(module.state_dict(), "….safetensors")`

            stem.toml: `tensors` must name one tensor or two: the weight, then the bias
              --> stem.toml:11:11
               |
            11 | tensors = []
               |           ^^ 0 entries

            stem.toml: `output_size` must be a list: the size along every axis
              --> stem.toml:12:15
               |
            12 | output_size = 5
               |               ^ found an integer

            stem.toml: `input_shape` is empty: the size of height is 0
              --> stem.toml:13:19
               |
            13 | input_shape = [6, 0, 8]
               |                   ^ must be at least 1
               |
               = help: an empty batch is allowed, and is not part of `input_shape`
        "#]],
    );
}
