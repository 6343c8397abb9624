//! Texts that cannot be read as calls.

use conv_spec::Format::Call;
use expect_test::expect;

use crate::refuse;

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
              |
              = help: what a module does later has no place here: write the constructor alone
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
              = help: its arguments are PyTorch's: first `in_channels`, which Keras takes from the input; `filters` is `out_channels`
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

#[test]
fn call_path_without_quotes() {
    refuse(
        Call,
        r#"layer_specs/stem.toml"#,
        &expect![[r#"
        inline: a path stands in quotes
         --> inline:1:1
          |
        1 | layer_specs/stem.toml
          | ^^^^^^^^^^^
          |
          = help: for instance `"stem.toml"`
    "#]],
    );
}

#[test]
fn call_file_without_quotes() {
    refuse(
        Call,
        r#"stem.toml"#,
        &expect![[r#"
        inline: a path stands in quotes
         --> inline:1:1
          |
        1 | stem.toml
          | ^^^^^^^^^
          |
          = help: for instance `"stem.toml"`
    "#]],
    );
}

#[test]
fn call_macro() {
    refuse(
        Call,
        r#"include_str!("stem.toml")"#,
        &expect![[r#"
        inline: `include_str!` has no value here
         --> inline:1:1
          |
        1 | include_str!("stem.toml")
          | ^^^^^^^^^^^ macros are not expanded
          |
          = help: write the path itself, in quotes, relative to the folder of Cargo.toml
    "#]],
    );
}

#[test]
fn call_colons() {
    refuse(
        Call,
        r#"nn::Conv2d(3, 64, 3)"#,
        &expect![[r#"
        inline: expected `.`, found `::`
         --> inline:1:3
          |
        1 | nn::Conv2d(3, 64, 3)
          |   ^^
          |
          = help: the call is written as in Python: `nn.Conv2d(…)`
    "#]],
    );
}
