//! More memory than `budget` allows, and budgets that say nothing.

use conv_spec::Format::{Call, Json, Toml};
use expect_test::expect;

use crate::refuse;

#[test]
fn more_than_allowed() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 3
out_channels = 20
kernel_size = 3
input_shape = [3, 16, 16]

[budget]
flash = 2_000
ram = 4096
"#,
        &expect![[r#"
            stem.toml: the packed weights of this layer take 3584 bytes of flash, and `budget` allows 2000
             --> stem.toml:8:9
              |
            8 | flash = 2_000
              |         ^^^^^ must be at least 3584 for this layer
              |
              = help: 560 weights and biases of 4 bytes, and 336 zeros that fill blocks up

            stem.toml: input and output of this layer take 18752 bytes of RAM, and `budget` allows 4096
             --> stem.toml:9:7
              |
            9 | ram = 4096
              |       ^^^^ must be at least 18752 for this layer
              |
              = help: an input of [3, 16, 16] and an output of [20, 14, 14], in f32
        "#]],
    );
}

#[test]
fn nothing_fills_blocks() {
    refuse(
        Call,
        "nn.Conv2d(4, 16, 1, input_shape=(4, 2, 2), budget={'ram': 320, 'flash': 319})",
        &expect![[r#"
        inline: the packed weights of this layer take 320 bytes of flash, and `budget` allows 319
         --> inline:1:73
          |
        1 | nn.Conv2d(4, 16, 1, input_shape=(4, 2, 2), budget={'ram': 320, 'flash': 319})
          |                                                                         ^^^ must be at least 320 for this layer
          |
          = help: 80 weights and biases of 4 bytes
    "#]],
    );
}

#[test]
fn open_size() {
    refuse(
        Call,
        "nn.Conv1d(4, 16, 3, dtype='float64', budget={'ram': 320, 'flash': 100000})",
        &expect![[r#"
        inline: `ram` of `budget` needs an `input_shape` of numbers
         --> inline:1:53
          |
        1 | nn.Conv1d(4, 16, 3, dtype='float64', budget={'ram': 320, 'flash': 100000})
          |                                                     ^^^ what a call takes depends on the size of the input
          |
          = help: give `input_shape` a number for every axis, or leave `ram` out
    "#]],
    );
}

#[test]
fn unknown_kinds() {
    refuse(
        Json,
        r#"{"type": "Conv1d", "in_channels": 4, "out_channels": 16, "kernel_size": 3, "budget": {"flsh": 1, "stack": 0}}"#,
        &expect![[r#"
            stem.json: unknown key `flsh` of `budget`
             --> stem.json:1:87
              |
            1 | {"type": "Conv1d", "in_channels": 4, "out_channels": 16, "kernel_size": 3, "budget": {"flsh": 1, "stack": 0}}
              |                                                                                       ^^^^^^ did you mean `flash`?
              |
              = help: it has `flash` and `ram`

            stem.json: unknown key `stack` of `budget`
             --> stem.json:1:98
              |
            1 | {"type": "Conv1d", "in_channels": 4, "out_channels": 16, "kernel_size": 3, "budget": {"flsh": 1, "stack": 0}}
              |                                                                                                  ^^^^^^^
              |
              = help: it has `flash` and `ram`
        "#]],
    );
}

#[test]
fn no_table_and_no_numbers() {
    refuse(
        Call,
        "nn.Conv1d(4, 16, 3, budget=4096)",
        &expect![[r#"
        inline: `budget` must be a table with `flash` and `ram`
         --> inline:1:28
          |
        1 | nn.Conv1d(4, 16, 3, budget=4096)
          |                            ^^^^ found an integer
    "#]],
    );
    refuse(
        Call,
        "nn.Conv1d(4, 16, 3, budget={'flash': 0, 'ram': '1 MB'})",
        &expect![[r#"
        inline: `flash` of `budget` must be at least 1
         --> inline:1:38
          |
        1 | nn.Conv1d(4, 16, 3, budget={'flash': 0, 'ram': '1 MB'})
          |                                      ^ less than 1

        inline: `ram` of `budget` must be an integer, in bytes
         --> inline:1:48
          |
        1 | nn.Conv1d(4, 16, 3, budget={'flash': 0, 'ram': '1 MB'})
          |                                                ^^^^^^ found a string
    "#]],
    );
}

#[test]
fn of_no_other_class() {
    refuse(
        Call,
        "nn.Unfold(3, budget={'ram': 4096})",
        &expect![[r#"
        inline: Unfold has no argument `budget`
         --> inline:1:14
          |
        1 | nn.Unfold(3, budget={'ram': 4096})
          |              ^^^^^^
          |
          = help: it belongs to Conv, ConvTranspose, LazyConv and LazyConvTranspose; remove it here
    "#]],
    );
}
