//! Values of the wrong type, length or range.

use conv_spec::Format::{Call, Json, Toml};
use expect_test::expect;

use crate::refuse;

#[test]
fn floats() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16.0
out_channels = 32
kernel_size = [3.0, 2.5]
padding = 0.5
"#,
        &expect![[r#"
            stem.toml: `in_channels` must be an integer
             --> stem.toml:2:15
              |
            2 | in_channels = 16.0
              |               ^^^^ found a float
              |
              = help: write `16`

            stem.toml: `kernel_size` must be an integer or one for every axis
             --> stem.toml:4:16
              |
            4 | kernel_size = [3.0, 2.5]
              |                ^^^ found a float
              |
              = help: write `3`

            stem.toml: `kernel_size` must be an integer or one for every axis
             --> stem.toml:4:21
              |
            4 | kernel_size = [3.0, 2.5]
              |                     ^^^ found a float

            stem.toml: `padding` must be an integer, one for every axis, a pair [before, after] for every axis, "valid", "same", "same_upper" or "same_lower"
             --> stem.toml:5:11
              |
            5 | padding = 0.5
              |           ^^^ found a float
        "#]],
    );
}

#[test]
fn strings() {
    refuse(
        Json,
        r#"{"type": "Conv2d", "in_channels": "16", "out_channels": "many", "kernel_size": ["3", 3]}"#,
        &expect![[r#"
            stem.json: `in_channels` must be an integer
             --> stem.json:1:35
              |
            1 | {"type": "Conv2d", "in_channels": "16", "out_channels": "many", "kernel_size": ["3", 3]}
              |                                   ^^^^ found a string
              |
              = help: write `16`, without quotes

            stem.json: `out_channels` must be an integer
             --> stem.json:1:57
              |
            1 | {"type": "Conv2d", "in_channels": "16", "out_channels": "many", "kernel_size": ["3", 3]}
              |                                                         ^^^^^^ found a string

            stem.json: `kernel_size` must be an integer or one for every axis
             --> stem.json:1:81
              |
            1 | {"type": "Conv2d", "in_channels": "16", "out_channels": "many", "kernel_size": ["3", 3]}
              |                                                                                 ^^^ found a string
              |
              = help: write `3`, without quotes
        "#]],
    );
}

#[test]
fn booleans() {
    refuse(
        Call,
        "nn.Conv2d(True, 64, 3, stride=False)",
        &expect![[r#"
        inline: `in_channels` must be an integer
         --> inline:1:11
          |
        1 | nn.Conv2d(True, 64, 3, stride=False)
          |           ^^^^ found a boolean

        inline: `stride` must be an integer or one for every axis
         --> inline:1:31
          |
        1 | nn.Conv2d(True, 64, 3, stride=False)
          |                               ^^^^^ found a boolean
    "#]],
    );
}

#[test]
fn null() {
    refuse(
        Json,
        r#"{"type": "Conv1d", "in_channels": null, "out_channels": 1, "kernel_size": 1, "bias": null}"#,
        &expect![[r#"
            stem.json: `in_channels` must be an integer
             --> stem.json:1:35
              |
            1 | {"type": "Conv1d", "in_channels": null, "out_channels": 1, "kernel_size": 1, "bias": null}
              |                                   ^^^^ found null

            stem.json: `bias` must be `true` or `false`
             --> stem.json:1:86
              |
            1 | {"type": "Conv1d", "in_channels": null, "out_channels": 1, "kernel_size": 1, "bias": null}
              |                                                                                      ^^^^ found null
              |
              = help: write `false`
        "#]],
    );
}

#[test]
fn none() {
    refuse(
        Call,
        "nn.Conv1d(1, 1, 1, padding=None)",
        &expect![[r#"
            inline: `padding` must be an integer, one for every axis, a pair [before, after] for every axis, "valid", "same", "same_upper" or "same_lower"
             --> inline:1:28
              |
            1 | nn.Conv1d(1, 1, 1, padding=None)
              |                            ^^^^ found `None`
        "#]],
    );
}

#[test]
fn names() {
    refuse(
        Call,
        "nn.Conv2d(CHANNELS, 64, 3, padding=same)",
        &expect![[r#"
            inline: `in_channels` must be an integer
             --> inline:1:11
              |
            1 | nn.Conv2d(CHANNELS, 64, 3, padding=same)
              |           ^^^^^^^^ found the name `CHANNELS`
              |
              = help: no name has a value here: write the number
        "#]],
    );
}

#[test]
fn table_and_date() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = 3
stride = { height = 2 }
dilation = 1979-05-27
"#,
        &expect![[r#"
            stem.toml: `stride` must be an integer or one for every axis
             --> stem.toml:5:10
              |
            5 | stride = { height = 2 }
              |          ^^^^^^^^^^^^^^ found a table

            stem.toml: `dilation` must be an integer or one for every axis
             --> stem.toml:6:12
              |
            6 | dilation = 1979-05-27
              |            ^^^^^^^^^^ found a date or time
        "#]],
    );
}

#[test]
fn lengths() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = [3, 3, 3]
stride = [1, 1, 1]
padding = []
dilation = [1, 1, 1, 1]
"#,
        &expect![[r#"
            stem.toml: `kernel_size` of a Conv2d cannot have 3 entries
             --> stem.toml:4:15
              |
            4 | kernel_size = [3, 3, 3]
              |               ^^^^^^^^^ expected 2 entries: height, width
              |
              = help: or one integer for all axes

            stem.toml: `stride` of a Conv2d cannot have 3 entries
             --> stem.toml:5:10
              |
            5 | stride = [1, 1, 1]
              |          ^^^^^^^^^ expected 2 entries: height, width
              |
              = help: or one integer for all axes

            stem.toml: `padding` of a Conv2d cannot have 0 entries
             --> stem.toml:6:11
              |
            6 | padding = []
              |           ^^ expected 2 entries: height, width
              |
              = help: or one integer for all axes

            stem.toml: `dilation` of a Conv2d cannot have 4 entries
             --> stem.toml:7:12
              |
            7 | dilation = [1, 1, 1, 1]
              |            ^^^^^^^^^^^^ expected 2 entries: height, width
              |
              = help: or one integer for all axes
        "#]],
    );
}

#[test]
fn kernel_of_one_entry() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = [3]
"#,
        &expect![[r#"
            stem.toml: `kernel_size` of a Conv2d cannot have 1 entry
             --> stem.toml:4:15
              |
            4 | kernel_size = [3]
              |               ^^^ expected 2 entries: height, width
              |
              = help: or one integer for all axes
        "#]],
    );
}

#[test]
fn length_of_conv1d() {
    refuse(
        Call,
        "nn.Conv1d(3, 4, (3, 3))",
        &expect![[r#"
        inline: `kernel_size` of a Conv1d cannot have 2 entries
         --> inline:1:17
          |
        1 | nn.Conv1d(3, 4, (3, 3))
          |                 ^^^^^^ expected 1 entry: length
          |
          = help: or one integer for all axes
    "#]],
    );
}

#[test]
fn zero() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 0
out_channels = 0
kernel_size = [3, 0]
stride = 0
dilation = 0
groups = 0
"#,
        &expect![[r#"
            stem.toml: `in_channels` must be at least 1
             --> stem.toml:2:15
              |
            2 | in_channels = 0
              |               ^ less than 1

            stem.toml: `out_channels` must be at least 1
             --> stem.toml:3:16
              |
            3 | out_channels = 0
              |                ^ less than 1

            stem.toml: `kernel_size` must be at least 1
             --> stem.toml:4:19
              |
            4 | kernel_size = [3, 0]
              |                   ^ less than 1

            stem.toml: `stride` must be at least 1
             --> stem.toml:5:10
              |
            5 | stride = 0
              |          ^ less than 1

            stem.toml: `dilation` must be at least 1
             --> stem.toml:6:12
              |
            6 | dilation = 0
              |            ^ less than 1

            stem.toml: `groups` must be at least 1
             --> stem.toml:7:10
              |
            7 | groups = 0
              |          ^ less than 1
        "#]],
    );
}

#[test]
fn negative() {
    refuse(
        Call,
        "nn.Conv2d(-3, 64, -3, padding=(0, -1), groups=-2)",
        &expect![[r#"
        inline: `in_channels` must be at least 1
         --> inline:1:11
          |
        1 | nn.Conv2d(-3, 64, -3, padding=(0, -1), groups=-2)
          |           ^^ less than 1

        inline: `kernel_size` must be at least 1
         --> inline:1:19
          |
        1 | nn.Conv2d(-3, 64, -3, padding=(0, -1), groups=-2)
          |                   ^^ less than 1

        inline: `padding` must be at least 0
         --> inline:1:35
          |
        1 | nn.Conv2d(-3, 64, -3, padding=(0, -1), groups=-2)
          |                                   ^^ less than 0

        inline: `groups` must be at least 1
         --> inline:1:47
          |
        1 | nn.Conv2d(-3, 64, -3, padding=(0, -1), groups=-2)
          |                                               ^^ less than 1
    "#]],
    );
}

#[test]
fn too_large() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 2147483648
out_channels = 32
kernel_size = 3
stride = 99999999999999999999999
padding = 9223372036854775807
"#,
        &expect![[r#"
            stem.toml: `in_channels` is too large
             --> stem.toml:2:15
              |
            2 | in_channels = 2147483648
              |               ^^^^^^^^^^ more than 2147483647, the most that is supported

            stem.toml: `stride` is too large
             --> stem.toml:5:10
              |
            5 | stride = 99999999999999999999999
              |          ^^^^^^^^^^^^^^^^^^^^^^^ more than 2147483647, the most that is supported

            stem.toml: `padding` is too large
             --> stem.toml:6:11
              |
            6 | padding = 9223372036854775807
              |           ^^^^^^^^^^^^^^^^^^^ more than 2147483647, the most that is supported
        "#]],
    );
}

#[test]
fn too_large_everywhere() {
    refuse(
        Json,
        r#"{"type": "Conv1d", "in_channels": 340282366920938463463374607431768211456, "out_channels": 1, "kernel_size": 1e9}"#,
        &expect![[r#"
            stem.json: `in_channels` is too large
             --> stem.json:1:35
              |
            1 | {"type": "Conv1d", "in_channels": 340282366920938463463374607431768211456, "out_channels": 1, "kernel_size": 1e9}
              |                                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ more than 2147483647, the most that is supported

            stem.json: `kernel_size` must be an integer or one for every axis
             --> stem.json:1:110
              |
            1 | {"type": "Conv1d", "in_channels": 340282366920938463463374607431768211456, "out_channels": 1, "kernel_size": 1e9}
              |                                                                                                              ^^^ found a float
        "#]],
    );
}
