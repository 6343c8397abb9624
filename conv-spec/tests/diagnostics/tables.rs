//! Files of several layers, or with a layer below the top level.

use conv_spec::Format::{Json, Toml};
use expect_test::expect;

use crate::refuse;

#[test]
fn layer_as_table() {
    refuse(
        Toml,
        r#"[stem]
type = "Conv2d"
"#,
        &expect![[r#"
            stem.toml: unknown key `stem`
             --> stem.toml:1:2
              |
            1 | [stem]
              |  ^^^^
              |
              = help: the keys of a layer stand at the top level
        "#]],
    );
}

#[test]
fn layers_as_list() {
    refuse(
        Toml,
        r#"[[layers]]
type = "Conv2d"
in_channels = 3

[[layers]]
type = "Conv2d"
"#,
        &expect![[r#"
            stem.toml: unknown key `layers`
             --> stem.toml:1:3
              |
            1 | [[layers]]
              |   ^^^^^^
              |
              = help: a file is one layer, whose keys stand at the top level: write a file for each
        "#]],
    );
}

#[test]
fn layers_in_a_list() {
    refuse(
        Json,
        r#"{"layers": [{"type": "Conv2d"}, {"type": "Conv2d"}]}"#,
        &expect![[r#"
        stem.json: unknown key `layers`
         --> stem.json:1:2
          |
        1 | {"layers": [{"type": "Conv2d"}, {"type": "Conv2d"}]}
          |  ^^^^^^^^
          |
          = help: a file is one layer, whose keys stand at the top level: write a file for each
    "#]],
    );
}

#[test]
fn several_objects() {
    refuse(
        Json,
        r#"[{"type": "Conv2d"}, {"type": "Conv2d"}]"#,
        &expect![[r#"
        stem.json: the specification must be a JSON object
         --> stem.json:1:1
          |
        1 | [{"type": "Conv2d"}, {"type": "Conv2d"}]
          | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ found a list
          |
          = help: write the keys of one layer: `{"type": "Conv2d", …}`
          = help: and a file for each layer
    "#]],
    );
}

#[test]
fn layers_as_tables() {
    refuse(
        Toml,
        r#"[conv1]
type = "Conv2d"

[conv2]
type = "Conv2d"
"#,
        &expect![[r#"
            stem.toml: unknown key `conv1`
             --> stem.toml:1:2
              |
            1 | [conv1]
              |  ^^^^^
              |
              = help: a file is one layer, whose keys stand at the top level: write a file for each

            stem.toml: unknown key `conv2`
             --> stem.toml:4:2
              |
            4 | [conv2]
              |  ^^^^^
              |
              = help: a file is one layer, whose keys stand at the top level: write a file for each
        "#]],
    );
}

#[test]
fn call_as_type() {
    refuse(
        Toml,
        r#"type = "nn.Conv2d(3, 64, 3)"
"#,
        &expect![[r#"
            stem.toml: unknown layer `nn.Conv2d(3, 64, 3)`
             --> stem.toml:1:8
              |
            1 | type = "nn.Conv2d(3, 64, 3)"
              |        ^^^^^^^^^^^^^^^^^^^^^
              |
              = help: write the class alone, and every argument as a key
        "#]],
    );
}
