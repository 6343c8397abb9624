//! Kernels that read different layouts of the packed weights.

use conv_spec::Format::Toml;
use expect_test::expect;

use crate::refuse;

#[test]
fn two_layouts() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 4
out_channels = 64
kernel_size = 3
groups = 4
[plan]
avx512 = { kernel = "channels", vectors = 1, pixels = 8, tail = 7, band = 56 }
avx2 = { kernel = "rows", rows = 4, vectors = 1 }
"#,
        &expect![[r#"
            stem.toml: `plan` wants two layouts of the packed weights
             --> stem.toml:8:19
              |
            7 | avx512 = { kernel = "channels", vectors = 1, pixels = 8, tail = 7, band = 56 }
              |                     ---------- reads blocks of output channels
            8 | avx2 = { kernel = "rows", rows = 4, vectors = 1 }
              |                   ^^^^^^ reads weights by output channel
              |
              = help: all instruction sets of a layer share its weights: "channels" and "whole_rows" go together, and "rows" with "pixels"
        "#]],
    );
}

#[test]
fn two_layouts_of_pixels() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 48
kernel_size = 3
input_shape = [16, 14, 14]
[plan]
avx512 = { kernel = "whole_rows", vectors = 1, pixels = 5 }
avx2 = { kernel = "pixels", channels = 6, vectors = 1 }
"#,
        &expect![[r#"
            stem.toml: `plan` wants two layouts of the packed weights
             --> stem.toml:8:40
              |
            7 | avx512 = { kernel = "whole_rows", vectors = 1, pixels = 5 }
              |                     ------------ reads blocks of output channels
            8 | avx2 = { kernel = "pixels", channels = 6, vectors = 1 }
              |                                        ^ does not divide blocks of 16
              |
              = help: all instruction sets of a layer share its weights
              = help: `channels` can be 1, 2, 4 or 8
        "#]],
    );
}
