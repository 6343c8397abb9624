//! Texts that cannot be read.

use conv_spec::Format::{Call, Json, Toml};
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

#[test]
fn call_empty() {
    refuse(
        Call,
        "",
        &expect![[r#"
        inline: expected a constructor of `torch.nn`, found the end of the text
         --> inline:1:1
          |
        1 |
          | ^
          |
          = help: for instance `nn.Conv2d(3, 64, 3, padding=1)`
    "#]],
    );
}

#[test]
fn call_without_parentheses() {
    refuse(
        Call,
        "nn.Conv2d",
        &expect![[r#"
        inline: expected `(` after the class, found the end of the text
         --> inline:1:10
          |
        1 | nn.Conv2d
          |          ^
    "#]],
    );
}

#[test]
fn call_not_closed() {
    refuse(
        Call,
        "nn.Conv2d(3, 64, (3, 5)",
        &expect![[r#"
        inline: expected `,` or `)`, found the end of the text
         --> inline:1:24
          |
        1 | nn.Conv2d(3, 64, (3, 5)
          |          - opened here ^
    "#]],
    );
}

#[test]
fn call_missing_comma() {
    refuse(
        Call,
        "nn.Conv2d(3 64, 3)",
        &expect![[r#"
        inline: expected `,` or `)`, found `64`
         --> inline:1:13
          |
        1 | nn.Conv2d(3 64, 3)
          |          -  ^^
          |          |
          |          opened here
    "#]],
    );
}

#[test]
fn call_behind() {
    refuse(
        Call,
        "nn.Conv2d(3, 64, 3).cuda()",
        &expect![[r#"
        inline: expected the end of the call, found `.`
         --> inline:1:20
          |
        1 | nn.Conv2d(3, 64, 3).cuda()
          |                    ^
    "#]],
    );
}

#[test]
fn call_module() {
    refuse(
        Call,
        "tf.keras.Conv2d(3, 64, 3)",
        &expect![[r#"
        inline: unknown module `tf.keras`
         --> inline:1:1
          |
        1 | tf.keras.Conv2d(3, 64, 3)
          | ^^^^^^^^ expected `nn` or `torch.nn`
          |
          = help: write `nn.Conv2d(…)`
    "#]],
    );
}

#[test]
fn call_suffix() {
    refuse(
        Call,
        "nn.Conv2d(3usize, 64, 3)",
        &expect![[r#"
        inline: `3usize` is not a number
         --> inline:1:11
          |
        1 | nn.Conv2d(3usize, 64, 3)
          |           ^^^^^^
          |
          = help: write decimal digits, without a suffix
    "#]],
    );
}

#[test]
fn call_expression() {
    refuse(
        Call,
        "nn.Conv2d(3, 2 * 32, 3)",
        &expect![[r#"
        inline: expected `,` or `)`, found `*`
         --> inline:1:16
          |
        1 | nn.Conv2d(3, 2 * 32, 3)
          |          -     ^
          |          |
          |          opened here
    "#]],
    );
}

#[test]
fn call_dotted_name() {
    refuse(
        Call,
        "nn.Conv2d(3, 64, 3, stride=config.stride)",
        &expect![[r#"
        inline: `config.stride` has no value here
         --> inline:1:28
          |
        1 | nn.Conv2d(3, 64, 3, stride=config.stride)
          |                            ^^^^^^^^^^^^^ only names of `torch`, such as `torch.float32`, can be given
    "#]],
    );
}

#[test]
fn call_string() {
    refuse(
        Call,
        "nn.Conv2d(3, 64, 3, padding='same)",
        &expect![[r#"
        inline: the string does not end
         --> inline:1:29
          |
        1 | nn.Conv2d(3, 64, 3, padding='same)
          |                             ^^^^^^ no closing `'`
    "#]],
    );
}

#[test]
fn call_nested() {
    refuse(
        Call,
        "nn.Conv2d(((((((((((((((((((((((((((((((((((((((((",
        &expect![[r#"
        inline: values are nested more than 32 deep
         --> inline:1:44
          |
        1 | nn.Conv2d(((((((((((((((((((((((((((((((((((((((((
          |                                            ^ one level too many
    "#]],
    );
}

#[test]
fn call_positional_behind_keyword() {
    refuse(
        Call,
        "nn.Conv2d(3, out_channels=64, 3, stride=0)",
        &expect![[r#"
        inline: a positional argument stands behind a keyword argument
         --> inline:1:31
          |
        1 | nn.Conv2d(3, out_channels=64, 3, stride=0)
          |              ------------     ^ which argument is this?
          |              |
          |              the first keyword argument
          |
          = help: write it as `name=value`
    "#]],
    );
}

#[test]
fn call_too_many() {
    refuse(
        Call,
        "nn.Conv2d(3, 64, 3, 1, 0, 1, 1, True, 'zeros', None, None, 7, 8)",
        &expect![[r#"
        inline: `Conv2d` takes 11 arguments
         --> inline:1:60
          |
        1 | nn.Conv2d(3, 64, 3, 1, 0, 1, 1, True, 'zeros', None, None, 7, 8)
          |                                                            ^ one positional argument too many
          |
          = help: they are in_channels, out_channels, kernel_size, stride, padding, dilation, groups, bias, padding_mode, device, dtype
    "#]],
    );
}

#[test]
fn call_twice() {
    refuse(
        Call,
        "nn.Conv2d(3, 64, 3, kernel_size=5, stride=1, stride=2)",
        &expect![[r#"
        inline: argument `kernel_size` is given twice
         --> inline:1:21
          |
        1 | nn.Conv2d(3, 64, 3, kernel_size=5, stride=1, stride=2)
          |                  -  ^^^^^^^^^^^ given again
          |                  |
          |                  given here first
          |
          = help: keep one of them

        inline: argument `stride` is given twice
         --> inline:1:46
          |
        1 | nn.Conv2d(3, 64, 3, kernel_size=5, stride=1, stride=2)
          |                                    ------    ^^^^^^ given again
          |                                    |
          |                                    given here first
          |
          = help: keep one of them
    "#]],
    );
}

#[test]
fn call_type() {
    refuse(
        Call,
        "nn.Conv2d(3, 64, 3, type='Conv1d')",
        &expect![[r#"
        inline: unknown argument `type`
         --> inline:1:21
          |
        1 | nn.Conv2d(3, 64, 3, type='Conv1d')
          |                     ^^^^
          |
          = help: the class stands before the parenthesis
    "#]],
    );
}
