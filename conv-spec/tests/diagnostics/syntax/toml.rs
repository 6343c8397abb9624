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
fn toml_call() {
    refuse(
        Toml,
        r#"nn.Conv2d(3, 64, 3)
"#,
        &expect![[r#"
            stem.toml: not valid TOML: invalid unquoted key, expected letters, numbers, `-`, `_`
             --> stem.toml:1:10
              |
            1 | nn.Conv2d(3, 64, 3)
              |          ^
              |
              = help: a call stands in the macro's input: `pub struct Name = nn.Conv2d(…);`
        "#]],
    );
}

#[test]
fn toml_none_in_another_list() {
    refuse(
        Toml,
        "type = \"Conv2d\"\npadding = [1, None]\n",
        &expect![[r#"
        stem.toml: not valid TOML: invalid float, expected `nan`
         --> stem.toml:2:15
          |
        2 | padding = [1, None]
          |               ^^^^
          |
          = help: TOML has no null: write each value of the list
    "#]],
    );
}

#[test]
fn toml_none_in_a_list() {
    refuse(
        Toml,
        r#"type = "Conv2d"
input_shape = [3, None, 3]
"#,
        &expect![[r#"
            stem.toml: not valid TOML: invalid float, expected `nan`
             --> stem.toml:2:19
              |
            2 | input_shape = [3, None, 3]
              |                   ^^^^
              |
              = help: TOML has no null: a size in `input_shape` is left open by a name, `"H"`
        "#]],
    );
}
