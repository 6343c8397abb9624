//! Values of `input_shape` that cannot be used.

use conv_spec::Format::{Call, Toml};
use expect_test::expect;

use crate::refuse;

#[test]
fn input_shape_type() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = 3
input_shape = 224
"#,
        &expect![[r#"
            stem.toml: `input_shape` must be a list: the channels, then every axis
             --> stem.toml:5:15
              |
            5 | input_shape = 224
              |               ^^^ found an integer
        "#]],
    );
}

#[test]
fn input_shape_batch() {
    refuse(
        Call,
        "nn.Conv2d(3, 64, 3, input_shape=(1, 3, 224, 224))",
        &expect![[r#"
        inline: `input_shape` of a Conv2d must have 3 entries, not 4
         --> inline:1:33
          |
        1 | nn.Conv2d(3, 64, 3, input_shape=(1, 3, 224, 224))
          |                                 ^^^^^^^^^^^^^^^^ expected [channels, height, width]
          |
          = help: leave the batch out: a layer takes batches of any size
    "#]],
    );
}

#[test]
fn input_shape_channels() {
    refuse(
        Call,
        "nn.Conv2d(3, 64, 3, input_shape=(224, 224))",
        &expect![[r#"
        inline: `input_shape` of a Conv2d must have 3 entries, not 2
         --> inline:1:33
          |
        1 | nn.Conv2d(3, 64, 3, input_shape=(224, 224))
          |                                 ^^^^^^^^^^ expected [channels, height, width]
          |
          = help: it begins with the channels
    "#]],
    );
}

#[test]
fn input_shape_length() {
    refuse(
        Call,
        "nn.Conv2d(3, 64, 3, input_shape=())",
        &expect![[r#"
        inline: `input_shape` of a Conv2d must have 3 entries, not 0
         --> inline:1:33
          |
        1 | nn.Conv2d(3, 64, 3, input_shape=())
          |                                 ^^ expected [channels, height, width]
    "#]],
    );
}

#[test]
fn input_shape_empty() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = 3
input_shape = [16, 0, 8]
"#,
        &expect![[r#"
            stem.toml: `input_shape` is empty: the size of height is 0
             --> stem.toml:5:20
              |
            5 | input_shape = [16, 0, 8]
              |                    ^ must be at least 1
              |
              = help: an empty batch is allowed, and is not part of `input_shape`
        "#]],
    );
}

#[test]
fn input_shape_negative() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = 3
input_shape = [16, -1, 1.5]
"#,
        &expect![[r#"
            stem.toml: a size in `input_shape` must be an integer or a name
             --> stem.toml:5:20
              |
            5 | input_shape = [16, -1, 1.5]
              |                    ^^ found `-1`
              |
              = help: a name leaves the size open: write `"H"`

            stem.toml: every size in `input_shape` must be an integer or a name
             --> stem.toml:5:24
              |
            5 | input_shape = [16, -1, 1.5]
              |                        ^^^ found a float
        "#]],
    );
}

#[test]
fn input_shape_names() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = 3
input_shape = ["C", "h", "W x"]
"#,
        &expect![[r#"
            stem.toml: the channels in `input_shape` must be a number
             --> stem.toml:5:16
              |
            5 | input_shape = ["C", "h", "W x"]
              |                ^^^
              |
              = help: only the spatial sizes can be left open by a name

            stem.toml: `h` cannot name an open size
             --> stem.toml:5:21
              |
            5 | input_shape = ["C", "h", "W x"]
              |                     ^^^ not the name of a const generic: a capital, then letters, digits and `_`
              |
              = help: for instance `H`

            stem.toml: `W x` cannot name an open size
             --> stem.toml:5:26
              |
            5 | input_shape = ["C", "h", "W x"]
              |                          ^^^^^ not the name of a const generic: a capital, then letters, digits and `_`
              |
              = help: for instance `W`
        "#]],
    );
}

#[test]
fn input_shape_keyword() {
    refuse(
        Call,
        "nn.Conv2d(3, 64, 3, input_shape=(3, Self, self))",
        &expect![[r#"
            inline: `Self` cannot name an open size
             --> inline:1:37
              |
            1 | nn.Conv2d(3, 64, 3, input_shape=(3, Self, self))
              |                                     ^^^^ not the name of a const generic: a capital, then letters, digits and `_`
              |
              = help: for instance `H`

            inline: `self` cannot name an open size
             --> inline:1:43
              |
            1 | nn.Conv2d(3, 64, 3, input_shape=(3, Self, self))
              |                                           ^^^^ not the name of a const generic: a capital, then letters, digits and `_`
              |
              = help: for instance `SELF`
        "#]],
    );
}

#[test]
fn input_shape_twice() {
    refuse(
        Call,
        "nn.Conv2d(3, 64, 3, input_shape=(3, N, N))",
        &expect![[r#"
        inline: `input_shape` has the name `N` twice
         --> inline:1:40
          |
        1 | nn.Conv2d(3, 64, 3, input_shape=(3, N, N))
          |                                     -  ^ given again
          |                                     |
          |                                     given here first
          |
          = help: every open size needs a name of its own, such as `H` and `W`
    "#]],
    );
}

#[test]
fn input_shape_none() {
    refuse(
        Call,
        r#"nn.Conv2d(3, 64, 3, input_shape=(3, None, -1))"#,
        &expect![[r#"
        inline: a size in `input_shape` must be an integer or a name
         --> inline:1:37
          |
        1 | nn.Conv2d(3, 64, 3, input_shape=(3, None, -1))
          |                                     ^^^^ found `None`
          |
          = help: a name leaves the size open: write `H`

        inline: a size in `input_shape` must be an integer or a name
         --> inline:1:43
          |
        1 | nn.Conv2d(3, 64, 3, input_shape=(3, None, -1))
          |                                           ^^ found `-1`
          |
          = help: a name leaves the size open: write `W`
    "#]],
    );
}

#[test]
fn input_shape_none_channels() {
    refuse(
        Call,
        r#"nn.Conv1d(3, 64, 3, input_shape=(-1, 3))"#,
        &expect![[r#"
        inline: the channels in `input_shape` must be a number
         --> inline:1:34
          |
        1 | nn.Conv1d(3, 64, 3, input_shape=(-1, 3))
          |                                  ^^ found `-1`
          |
          = help: only the spatial sizes can be left open by a name
    "#]],
    );
}

#[test]
fn input_shape_none_of_windows() {
    refuse(
        Call,
        r#"nn.Unfold(3, input_shape=(None, 8, 8))"#,
        &expect![[r#"
        inline: a size in `input_shape` must be an integer or a name
         --> inline:1:27
          |
        1 | nn.Unfold(3, input_shape=(None, 8, 8))
          |                           ^^^^ found `None`
          |
          = help: a name leaves the size open: write `C`
    "#]],
    );
}

#[test]
fn input_shape_question_mark() {
    refuse(
        Call,
        r#"nn.Conv3d(3, 64, 3, input_shape=(3, "?", 8, 8))"#,
        &expect![[r#"
        inline: `?` cannot name an open size
         --> inline:1:37
          |
        1 | nn.Conv3d(3, 64, 3, input_shape=(3, "?", 8, 8))
          |                                     ^^^ not the name of a const generic: a capital, then letters, digits and `_`
          |
          = help: for instance `D`
    "#]],
    );
}

#[test]
fn input_shape_channels_last() {
    refuse(
        Call,
        r#"nn.Conv2d(3, 64, 7, input_shape=(5, 5, 3))"#,
        &expect![[r#"
        inline: `input_shape` has 5 channels where `in_channels` is 3
         --> inline:1:34
          |
        1 | nn.Conv2d(3, 64, 7, input_shape=(5, 5, 3))
          |           - 3 channels           ^ 5 channels
          |
          = help: whatever the `memory_format`, `input_shape` is [channels, height, width]: here [3, 5, 5]
    "#]],
    );
}

#[test]
fn input_shape_channels_last_open() {
    refuse(
        Toml,
        r#"type = "Conv1d"
in_channels = 80
out_channels = 32
kernel_size = 3
stride = 0
memory_format = "channels_last"
input_shape = [3000, 80]
"#,
        &expect![[r#"
            stem.toml: `stride` must be at least 1
             --> stem.toml:5:10
              |
            5 | stride = 0
              |          ^ less than 1

            stem.toml: `input_shape` has 3000 channels where `in_channels` is 80
             --> stem.toml:7:16
              |
            2 | in_channels = 80
              |               -- 80 channels
            ...
            7 | input_shape = [3000, 80]
              |                ^^^^ 3000 channels
              |
              = help: whatever the `memory_format`, `input_shape` is [channels, length]: here [80, 3000]
        "#]],
    );
}

#[test]
fn input_shape_channels_last_with_batch() {
    refuse(
        Call,
        r#"nn.Conv2d(3, 64, 3, input_shape=(None, 224, 224, 3))"#,
        &expect![[r#"
            inline: `input_shape` of a Conv2d must have 3 entries, not 4
             --> inline:1:33
              |
            1 | nn.Conv2d(3, 64, 3, input_shape=(None, 224, 224, 3))
              |                                 ^^^^^^^^^^^^^^^^^^^ expected [channels, height, width]
              |
              = help: leave the batch out: a layer takes batches of any size
              = help: and begin with the channels, whatever the `memory_format`
        "#]],
    );
}

#[test]
fn input_shape_of_unfold_empty() {
    refuse(
        Call,
        r#"nn.Unfold(2, input_shape=(3, 0, 8))"#,
        &expect![[r#"
        inline: `input_shape` is empty: the size of height is 0
         --> inline:1:30
          |
        1 | nn.Unfold(2, input_shape=(3, 0, 8))
          |                              ^ must be at least 1
          |
          = help: an empty batch is allowed, and is not part of `input_shape`
    "#]],
    );
}

#[test]
fn input_shape_batch_and_channels_last() {
    refuse(
        Call,
        r#"nn.Conv2d(3, 64, 3, input_shape=(1, 224, 224, 3))"#,
        &expect![[r#"
        inline: `input_shape` of a Conv2d must have 3 entries, not 4
         --> inline:1:33
          |
        1 | nn.Conv2d(3, 64, 3, input_shape=(1, 224, 224, 3))
          |                                 ^^^^^^^^^^^^^^^^ expected [channels, height, width]
          |
          = help: leave the batch out: a layer takes batches of any size
          = help: and begin with the channels, whatever the `memory_format`
    "#]],
    );
}
