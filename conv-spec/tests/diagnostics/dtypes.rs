//! Types that layers compute in, or cannot.

use conv_spec::Format::{Call, Toml};
use expect_test::expect;

use crate::refuse;

#[test]
fn dtype_unknown() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = 3
dtype = "f32"
"#,
        &expect![[r#"
            stem.toml: unknown `dtype` `f32`
             --> stem.toml:5:9
              |
            5 | dtype = "f32"
              |         ^^^^^ did you mean "float32"?
        "#]],
    );
}

#[test]
fn dtype_type() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = 3
dtype = 32
"#,
        &expect![[r#"
            stem.toml: `dtype` must be a string
             --> stem.toml:5:9
              |
            5 | dtype = 32
              |         ^^ found an integer
        "#]],
    );
}

#[test]
fn dtype_half() {
    refuse(
        Call,
        "nn.Conv2d(6, 8, 3, dtype=torch.bfloat16)",
        &expect![[r#"
            inline: layers cannot compute in `bfloat16`
             --> inline:1:26
              |
            1 | nn.Conv2d(6, 8, 3, dtype=torch.bfloat16)
              |                          ^^^^^^^^^^^^^^ "float32" and "float64" are possible
              |
              = help: tensors of `weights` may be of this type: they are converted
        "#]],
    );
}

#[test]
fn dtype_misspelt() {
    refuse(
        Call,
        "nn.ConvTranspose2d(6, 8, 3, dtype=torch.flaot64)",
        &expect![[r#"
            inline: unknown `dtype` `flaot64`
             --> inline:1:35
              |
            1 | nn.ConvTranspose2d(6, 8, 3, dtype=torch.flaot64)
              |                                   ^^^^^^^^^^^^^ did you mean "float64"?
              |
              = help: known are "float32" and "float64"
        "#]],
    );
}

#[test]
fn dtype_of_windows() {
    refuse(
        Toml,
        r#"type = "Unfold"
kernel_size = 3
dtype = "int8"
"#,
        &expect![[r#"
            stem.toml: layers cannot compute in `int8`
             --> stem.toml:3:9
              |
            3 | dtype = "int8"
              |         ^^^^^^ "float32" and "float64" are possible
        "#]],
    );
}

#[test]
fn dtype_integer() {
    refuse(
        Call,
        r#"nn.Conv2d(6, 8, 3, dtype=torch.int64)"#,
        &expect![[r#"
        inline: layers cannot compute in `int64`
         --> inline:1:26
          |
        1 | nn.Conv2d(6, 8, 3, dtype=torch.int64)
          |                          ^^^^^^^^^^^ "float32" and "float64" are possible
    "#]],
    );
}

#[test]
fn dtype_complex() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = 3
dtype = "complex64"
"#,
        &expect![[r#"
            stem.toml: layers cannot compute in `complex64`
             --> stem.toml:5:9
              |
            5 | dtype = "complex64"
              |         ^^^^^^^^^^^ "float32" and "float64" are possible
        "#]],
    );
}

#[test]
fn dtype_bool() {
    refuse(
        Call,
        r#"nn.Conv2d(6, 8, 3, dtype=torch.bool)"#,
        &expect![[r#"
        inline: layers cannot compute in `bool`
         --> inline:1:26
          |
        1 | nn.Conv2d(6, 8, 3, dtype=torch.bool)
          |                          ^^^^^^^^^^ "float32" and "float64" are possible
    "#]],
    );
}
