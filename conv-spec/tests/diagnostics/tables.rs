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
