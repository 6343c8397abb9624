//! Texts that cannot be read as TOML.

use conv_spec::Format::Toml;
use expect_test::expect;

use crate::refuse;

#[test]
fn toml_tuple() {
    refuse(
        Toml,
        r#"type = "Conv2d"
kernel_size = (3, 5)
in_channels = 3
"#,
        &expect![[r#"
            stem.toml: not valid TOML: string values must be quoted, expected literal string
             --> stem.toml:2:15
              |
            2 | kernel_size = (3, 5)
              |               ^^
              |
              = help: TOML lists stand in brackets: `[3, 5]`
        "#]],
    );
}

#[test]
fn toml_python_boolean() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = 3
bias = True
"#,
        &expect![[r#"
            stem.toml: not valid TOML: invalid boolean, expected `true`
             --> stem.toml:5:8
              |
            5 | bias = True
              |        ^^^^
              |
              = help: TOML writes `true` and `false`
        "#]],
    );
}

#[test]
fn toml_bare_word() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = 3
padding = same
"#,
        &expect![[r#"
            stem.toml: not valid TOML: string values must be quoted, expected literal string
             --> stem.toml:5:11
              |
            5 | padding = same
              |           ^^^^
              |
              = help: strings stand in quotes
        "#]],
    );
}

#[test]
fn toml_several() {
    refuse(
        Toml,
        r#"type = "Conv2d
in_channels 16
kernel_size = [3, 5
"#,
        &expect![[r#"
            stem.toml: not valid TOML: invalid basic string, expected `"`
             --> stem.toml:1:15
              |
            1 | type = "Conv2d
              |               ^

            stem.toml: not valid TOML: key with no value, expected `=`
             --> stem.toml:2:13
              |
            2 | in_channels 16
              |             ^
              |
              = help: TOML writes `key = value`

            stem.toml: not valid TOML: unclosed array, expected `]`
             --> stem.toml:3:20
              |
            3 | kernel_size = [3, 5
              |                    ^
        "#]],
    );
}

#[test]
fn toml_is_json() {
    refuse(
        Toml,
        r#"{
  "type": "Conv2d"
}
"#,
        &expect![[r#"
            stem.toml: not valid TOML: invalid key-value pair, expected key
             --> stem.toml:1:1
              |
            1 | {
              | ^
              |
              = help: this looks like JSON: name the file `….json`
        "#]],
    );
}

#[test]
fn toml_duplicate() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = 3
stride = 2
kernel_size = 5
stride = 0
"#,
        &expect![[r#"
            stem.toml: key `kernel_size` is given twice
             --> stem.toml:6:1
              |
            4 | kernel_size = 3
              | ----------- given here first
            5 | stride = 2
            6 | kernel_size = 5
              | ^^^^^^^^^^^ given again
              |
              = help: keep one of them

            stem.toml: key `stride` is given twice
             --> stem.toml:7:1
              |
            5 | stride = 2
              | ------ given here first
            6 | kernel_size = 5
            7 | stride = 0
              | ^^^^^^ given again
              |
              = help: keep one of them
        "#]],
    );
}

#[test]
fn toml_empty() {
    refuse(
        Toml,
        r"# nothing yet
",
        &expect![[r#"
            stem.toml: the specification is empty
             --> stem.toml:1:1
              |
            1 | # nothing yet
              | ^
              |
              = help: a layer needs at least `type`, `in_channels`, `out_channels` and `kernel_size`
        "#]],
    );
}

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
