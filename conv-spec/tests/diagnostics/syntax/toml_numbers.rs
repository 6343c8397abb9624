//! Numbers that TOML does not have.

use conv_spec::Format::Toml;
use expect_test::expect;

use crate::refuse;

#[test]
fn toml_hexadecimal_without_digits() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 3
out_channels = 0x
kernel_size = 3
"#,
        &expect![[r#"
            stem.toml: not valid TOML: `0x` has no digits
             --> stem.toml:3:16
              |
            3 | out_channels = 0x
              |                ^^
              |
              = help: write decimal digits
        "#]],
    );
}

#[test]
fn toml_radix_without_digits() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 3
out_channels = [0b, 0o]
kernel_size = 3
"#,
        &expect![[r#"
            stem.toml: not valid TOML: `0b` has no digits
             --> stem.toml:3:17
              |
            3 | out_channels = [0b, 0o]
              |                 ^^
              |
              = help: write decimal digits

            stem.toml: not valid TOML: `0o` has no digits
             --> stem.toml:3:21
              |
            3 | out_channels = [0b, 0o]
              |                     ^^
              |
              = help: write decimal digits
        "#]],
    );
}

#[test]
fn toml_separator() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 3
out_channels = 1_
kernel_size = 3
"#,
        &expect![[r#"
            stem.toml: not valid TOML: `_` may only go between digits
             --> stem.toml:3:17
              |
            3 | out_channels = 1_
              |                 ^
        "#]],
    );
}

#[test]
fn toml_separator_in_front() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 3
out_channels = _1
kernel_size = 3
"#,
        &expect![[r#"
            stem.toml: not valid TOML: `_` may only go between digits
             --> stem.toml:3:16
              |
            3 | out_channels = _1
              |                ^
        "#]],
    );
}

#[test]
fn toml_separators() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 3
out_channels = 1__0
kernel_size = 3
"#,
        &expect![[r#"
            stem.toml: not valid TOML: `_` may only go between digits
             --> stem.toml:3:17
              |
            3 | out_channels = 1__0
              |                 ^
        "#]],
    );
}

#[test]
fn toml_leading_zero() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 3
out_channels = 007
kernel_size = 3
"#,
        &expect![[r#"
            stem.toml: not valid TOML: unexpected leading zero
             --> stem.toml:3:16
              |
            3 | out_channels = 007
              |                ^
        "#]],
    );
}

#[test]
fn toml_signs() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 3
out_channels = +-1
kernel_size = 3
"#,
        &expect![[r#"
            stem.toml: not valid TOML: redundant numeric sign
             --> stem.toml:3:17
              |
            3 | out_channels = +-1
              |                 ^
        "#]],
    );
}

#[test]
fn toml_digits() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 3
out_channels = 0b12
kernel_size = 3
"#,
        &expect![[r#"
            stem.toml: not valid TOML: invalid binary number
             --> stem.toml:3:19
              |
            3 | out_channels = 0b12
              |                   ^
        "#]],
    );
}

#[test]
fn toml_separator_in_hexadecimal() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 0x_1
out_channels = 0x1_
kernel_size = -0x3
"#,
        &expect![[r#"
            stem.toml: not valid TOML: `_` may only go between digits
             --> stem.toml:2:17
              |
            2 | in_channels = 0x_1
              |                 ^

            stem.toml: not valid TOML: `_` may only go between digits
             --> stem.toml:3:19
              |
            3 | out_channels = 0x1_
              |                   ^

            stem.toml: not valid TOML: integers with a radix cannot be signed
             --> stem.toml:4:15
              |
            4 | kernel_size = -0x3
              |               ^
        "#]],
    );
}

#[test]
fn toml_arithmetic() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 2*8
"#,
        &expect![[r#"
            stem.toml: not valid TOML: string values must be quoted, expected literal string
             --> stem.toml:2:15
              |
            2 | in_channels = 2*8
              |               ^^^
              |
              = help: TOML does not calculate: write the result
        "#]],
    );
}

#[test]
fn toml_sum_with_a_comment() {
    refuse(
        Toml,
        "type = \"Conv2d\"\nstride = 2 * 3  # six\n",
        &expect![[r#"
        stem.toml: not valid TOML: string values must be quoted, expected literal string
         --> stem.toml:2:10
          |
        2 | stride = 2 * 3  # six
          |          ^^^^^
          |
          = help: TOML does not calculate: write the result
    "#]],
    );
}
