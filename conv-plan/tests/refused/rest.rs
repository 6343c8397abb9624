//! A tile for the output channels that fill no vector.

use conv_spec::Format::Toml;
use expect_test::expect;

use crate::refuse;

#[test]
fn rest_of_transposed() {
    refuse(
        Toml,
        r#"type = "ConvTranspose2d"
in_channels = 16
out_channels = 33
kernel_size = 3
input_shape = [16, 14, 14]
plan = { avx512 = { kernel = "channels", vectors = 1, pixels = 8, rest = 2 } }
"#,
        &expect![[r#"
            stem.toml: `rest` is not for transposed layers
             --> stem.toml:6:74
              |
            6 | plan = { avx512 = { kernel = "channels", vectors = 1, pixels = 8, rest = 2 } }
              |                                                                          ^
              |
              = help: leave `rest` out
        "#]],
    );
}

#[test]
fn rest_of_channels_last() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 33
kernel_size = 3
input_shape = [16, 14, 14]
memory_format = { output = "channels_last" }
plan = { avx512 = { kernel = "channels", vectors = 1, pixels = 8, rest = 2 } }
"#,
        &expect![[r#"
            stem.toml: `rest` is for layers whose input and output are contiguous
             --> stem.toml:7:74
              |
            7 | plan = { avx512 = { kernel = "channels", vectors = 1, pixels = 8, rest = 2 } }
              |                                                                          ^ not with "channels_last"
              |
              = help: leave `rest` out
        "#]],
    );
}

#[test]
fn rest_of_no_vector() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 9
kernel_size = 3
input_shape = [16, 14, 14]
plan = { avx512 = { kernel = "whole_rows", vectors = 1, pixels = 8, rest = 2 } }
"#,
        &expect![[r#"
            stem.toml: no output channels fill a vector
             --> stem.toml:6:76
              |
            6 | plan = { avx512 = { kernel = "whole_rows", vectors = 1, pixels = 8, rest = 2 } }
              |                                                                            ^ 9 channels of a group, vectors of 16
              |
              = help: leave `rest` out
        "#]],
    );
}

#[test]
fn rest_of_whole_vectors() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 40
kernel_size = 3
input_shape = [16, 14, 14]
plan = { avx2 = { kernel = "whole_rows", vectors = 1, pixels = 8, rest = 2 } }
"#,
        &expect![[r#"
            stem.toml: no output channels are left over
             --> stem.toml:6:74
              |
            6 | plan = { avx2 = { kernel = "whole_rows", vectors = 1, pixels = 8, rest = 2 } }
              |                                                                          ^ 40 channels of a group are 5 vectors of 8
              |
              = help: leave `rest` out
        "#]],
    );
}

#[test]
fn rest_between() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 33
kernel_size = 3
input_shape = [16, 14, 14]
plan = { avx512 = { kernel = "whole_rows", vectors = 2, pixels = 12, rest = 5 } }
"#,
        &expect![[r#"
            stem.toml: no tile of the channels left over has 5 vectors of pixels
             --> stem.toml:6:77
              |
            6 | plan = { avx512 = { kernel = "whole_rows", vectors = 2, pixels = 12, rest = 5 } }
              |                                                                             ^
              |
              = help: `rest` can be 1, 2, 3, 4 or 7, or left out
        "#]],
    );
}

#[test]
fn rest_that_does_not_divide() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 33
kernel_size = 3
input_shape = [16, 14, 14]
plan = { avx512 = { kernel = "channels", vectors = 3, pixels = 4, rest = 1 } }
"#,
        &expect![[r#"
            stem.toml: `vectors` does not divide the 2 vectors of output channels
             --> stem.toml:6:52
              |
            6 | plan = { avx512 = { kernel = "channels", vectors = 3, pixels = 4, rest = 1 } }
              |                                                    ^ not a divisor of 2
              |
              = help: 33 channels of a group are 2 vectors of 16 and 1 left over
              = help: with 1 `rest`, `vectors` can be 1 or 2
        "#]],
    );
}
