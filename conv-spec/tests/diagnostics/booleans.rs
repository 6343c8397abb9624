//! Booleans, and what stands in their place.

use conv_spec::Format::{Call, Toml};
use expect_test::expect;

use crate::refuse;

#[test]
fn bias_string() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = 3
bias = "false"
"#,
        &expect![[r#"
            stem.toml: `bias` must be `true` or `false`
             --> stem.toml:5:8
              |
            5 | bias = "false"
              |        ^^^^^^^ found a string
              |
              = help: write `false`, without quotes
        "#]],
    );
}

#[test]
fn bias_integer() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = 3
bias = 0
"#,
        &expect![[r#"
            stem.toml: `bias` must be `true` or `false`
             --> stem.toml:5:8
              |
            5 | bias = 0
              |        ^ found an integer
              |
              = help: write `false`
        "#]],
    );
}

#[test]
fn bias_in_quotes() {
    refuse(
        Call,
        r#"nn.Conv2d(3, 64, 3, bias='False')"#,
        &expect![[r#"
        inline: `bias` must be `True` or `False`
         --> inline:1:26
          |
        1 | nn.Conv2d(3, 64, 3, bias='False')
          |                          ^^^^^^^ found a string
          |
          = help: write `False`, without quotes
    "#]],
    );
}
