//! All mistakes of a specification at once, and none that follows from another.

use conv_spec::Format::Toml;
use expect_test::expect;

use crate::refuse;

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
              |
              = help: write `true`

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
fn transposed_at_once() {
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
              = help: only convolutions that are not transposed take words

            stem.toml: `output_padding` must be at least 0
             --> stem.toml:7:18
              |
            7 | output_padding = -1
              |                  ^^ less than 0

            stem.toml: the `padding_mode` of a transposed layer must be "zeros"
             --> stem.toml:8:16
              |
            8 | padding_mode = "reflect"
              |                ^^^^^^^^^ padding crops the output here
              |
              = help: there is nothing to fill in: leave `padding_mode` out

            stem.toml: layers cannot compute in `int8`
             --> stem.toml:9:9
              |
            9 | dtype = "int8"
              |         ^^^^^^ "float32" and "float64" are possible

            stem.toml: `weights` `stem.pth` is no .safetensors file
              --> stem.toml:10:11
               |
            10 | weights = "stem.pth"
               |           ^^^^^^^^^^ it looks like a file of `torch.save`
               |
               = help: convert the state_dict in it: `safetensors.torch.save_file(torch.load("….pt", map_location="cpu", weights_only=True), "….safetensors")`

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
