//! Texts that cannot be read as JSON.

use conv_spec::Format::Json;
use expect_test::expect;

use crate::refuse;

#[test]
fn json_empty() {
    refuse(
        Json,
        "",
        &expect![[r#"
            stem.json: the specification is empty
             --> stem.json:1:1
              |
            1 |
              | ^
              |
              = help: a layer needs at least `type`, `in_channels`, `out_channels` and `kernel_size`
        "#]],
    );
}

#[test]
fn json_empty_object() {
    refuse(
        Json,
        "{}",
        &expect![[r#"
            stem.json: the specification is empty
             --> stem.json:1:1
              |
            1 | {}
              | ^^
              |
              = help: a layer needs at least `type`, `in_channels`, `out_channels` and `kernel_size`
        "#]],
    );
}

#[test]
fn json_top_level() {
    refuse(
        Json,
        "[]",
        &expect![[r#"
        stem.json: the specification must be a JSON object
         --> stem.json:1:1
          |
        1 | []
          | ^^ found a list
          |
          = help: write the keys of one layer: `{"type": "Conv2d", …}`
    "#]],
    );
}

#[test]
fn json_trailing_comma() {
    refuse(
        Json,
        r#"{
  "type": "Conv2d",
  "kernel_size": [3, 5,]
}"#,
        &expect![[r#"
            stem.json: JSON allows no comma before `]`
             --> stem.json:3:23
              |
            3 |   "kernel_size": [3, 5,]
              |                       ^ one comma too many
              |
              = help: remove it
        "#]],
    );
}

#[test]
fn json_comment() {
    refuse(
        Json,
        r#"{
  // a stem
  "type": "Conv2d"
}"#,
        &expect![[r#"
            stem.json: expected a key in double quotes, found `/`
             --> stem.json:2:3
              |
            2 |   // a stem
              |   ^
              |
              = help: JSON has no comments
        "#]],
    );
}

#[test]
fn json_single_quotes() {
    refuse(
        Json,
        "{'type': 'Conv2d'}",
        &expect![[r#"
        stem.json: expected a key in double quotes, found `'`
         --> stem.json:1:2
          |
        1 | {'type': 'Conv2d'}
          |  ^
          |
          = help: JSON strings stand in double quotes
    "#]],
    );
}

#[test]
fn json_python_boolean() {
    refuse(
        Json,
        r#"{"type": "Conv2d", "bias": True}"#,
        &expect![[r#"
        stem.json: expected a value, found `True`
         --> stem.json:1:28
          |
        1 | {"type": "Conv2d", "bias": True}
          |                            ^^^^
          |
          = help: JSON writes `true`
    "#]],
    );
}

#[test]
fn json_tuple() {
    refuse(
        Json,
        r#"{"kernel_size": (3, 5)}"#,
        &expect![[r#"
        stem.json: expected a value, found `(`
         --> stem.json:1:17
          |
        1 | {"kernel_size": (3, 5)}
          |                 ^
          |
          = help: JSON lists stand in brackets: `[3, 5]`
    "#]],
    );
}

#[test]
fn json_missing_comma() {
    refuse(
        Json,
        r#"{"in_channels": 3 "out_channels": 4}"#,
        &expect![[r#"
        stem.json: expected `,` or `}`, found `"`
         --> stem.json:1:19
          |
        1 | {"in_channels": 3 "out_channels": 4}
          | - opened here     ^
    "#]],
    );
}

#[test]
fn json_missing_colon() {
    refuse(
        Json,
        r#"{"in_channels" 3}"#,
        &expect![[r#"
        stem.json: expected `:` after the key, found `3`
         --> stem.json:1:16
          |
        1 | {"in_channels" 3}
          |  ------------- ^
          |  |
          |  the key
    "#]],
    );
}

#[test]
fn json_truncated() {
    refuse(
        Json,
        r#"{"in_channels": 3,"#,
        &expect![[r#"
        stem.json: expected a key in double quotes, found the end of the text
         --> stem.json:1:19
          |
        1 | {"in_channels": 3,
          |                   ^
    "#]],
    );
}

#[test]
fn json_unterminated_string() {
    refuse(
        Json,
        r#"{"type": "Conv2d
}"#,
        &expect![[r#"
            stem.json: the string does not end
             --> stem.json:1:10
              |
            1 | {"type": "Conv2d
              |          ^^^^^^^ no closing `"`
        "#]],
    );
}

#[test]
fn json_control_character() {
    refuse(
        Json,
        "{\"type\": \"Conv\t2d\"}",
        &expect![[r#"
        stem.json: the control character `\t` stands in a string
         --> stem.json:1:15
          |
        1 | {"type": "Conv    2d"}
          |               ^^^^
          |
          = help: JSON wants an escape for it
    "#]],
    );
}

#[test]
fn json_escape() {
    refuse(
        Json,
        r#"{"type": "Conv\x"}"#,
        &expect![[r#"
        stem.json: JSON knows no such escape in a string
         --> stem.json:1:15
          |
        1 | {"type": "Conv\x"}
          |               ^^
    "#]],
    );
}

#[test]
fn json_half_surrogate() {
    refuse(
        Json,
        r#"{"type": "\ud800"}"#,
        &expect![[r#"
        stem.json: JSON knows no such escape in a string
         --> stem.json:1:11
          |
        1 | {"type": "\ud800"}
          |           ^^^^^^
    "#]],
    );
}

#[test]
fn json_leading_zero() {
    refuse(
        Json,
        r#"{"in_channels": 03}"#,
        &expect![[r#"
        stem.json: JSON numbers have no leading zeros
         --> stem.json:1:17
          |
        1 | {"in_channels": 03}
          |                 ^^
          |
          = help: remove the zeros in front
    "#]],
    );
}

#[test]
fn json_two_values() {
    refuse(
        Json,
        r#"{"type": "Conv2d"} {}"#,
        &expect![[r#"
        stem.json: expected the end of the text, found `{`
         --> stem.json:1:20
          |
        1 | {"type": "Conv2d"} {}
          | ------------------ ^
          | |
          | the value ends here
    "#]],
    );
}

#[test]
fn json_nested() {
    refuse(
        Json,
        r#"{"a": [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]}"#,
        &expect![[r#"
            stem.json: values are nested more than 32 deep
             --> stem.json:1:39
              |
            1 | {"a": [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]}
              |                                       ^ one level too many
        "#]],
    );
}

#[test]
fn json_duplicate() {
    refuse(
        Json,
        r#"{"type": "Conv1d", "in_channels": 1, "out_channels": 1, "kernel_size": 1, "in_channels": 2}"#,
        &expect![[r#"
            stem.json: key `in_channels` is given twice
             --> stem.json:1:75
              |
            1 | {"type": "Conv1d", "in_channels": 1, "out_channels": 1, "kernel_size": 1, "in_channels": 2}
              |                    ------------- given here first                         ^^^^^^^^^^^^^ given again
              |
              = help: keep one of them
        "#]],
    );
}
