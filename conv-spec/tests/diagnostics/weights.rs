//! The file with a layer's weights.

use conv_spec::Format::{Call, Json, Toml};
use expect_test::expect;

use crate::refuse;

#[test]
fn absolute() {
    refuse(
        Call,
        r#"nn.Conv2d(6, 8, 3, weights="/models/stem.safetensors")"#,
        &expect![[r#"
            inline: `weights` is an absolute path
             --> inline:1:28
              |
            1 | nn.Conv2d(6, 8, 3, weights="/models/stem.safetensors")
              |                            ^^^^^^^^^^^^^^^^^^^^^^^^^^ exists on this machine only
              |
              = help: write it relative to the folder of Cargo.toml, so that the crate builds elsewhere, too
        "#]],
    );
}

#[test]
fn absolute_elsewhere() {
    refuse(
        Json,
        r#"{"type": "Conv2d", "in_channels": 6, "out_channels": 8, "kernel_size": 3, "weights": "C:\\models\\stem.safetensors"}"#,
        &expect![[r#"
            stem.json: `weights` is an absolute path
             --> stem.json:1:86
              |
            1 | {"type": "Conv2d", "in_channels": 6, "out_channels": 8, "kernel_size": 3, "weights": "C:\\models\\stem.safetensors"}
              |                                                                                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ exists on this machine only
              |
              = help: write it relative to the folder of Cargo.toml, so that the crate builds elsewhere, too
        "#]],
    );
}

#[test]
fn extension() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = 3
weights = "models/stem.pth"
"#,
        &expect![[r#"
            stem.toml: `weights` `models/stem.pth` is no .safetensors file
             --> stem.toml:5:11
              |
            5 | weights = "models/stem.pth"
              |           ^^^^^^^^^^^^^^^^^
              |
              = help: save them with `safetensors.torch.save_file(module.state_dict(), "….safetensors")`
        "#]],
    );
}

#[test]
fn extension_alone() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = 3
weights = ".safetensors"
"#,
        &expect![[r#"
            stem.toml: `weights` `.safetensors` is no .safetensors file
             --> stem.toml:5:11
              |
            5 | weights = ".safetensors"
              |           ^^^^^^^^^^^^^^
              |
              = help: save them with `safetensors.torch.save_file(module.state_dict(), "….safetensors")`
        "#]],
    );
}

#[test]
fn empty() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = 3
weights = ""
"#,
        &expect![[r#"
            stem.toml: `weights` `` is no .safetensors file
             --> stem.toml:5:11
              |
            5 | weights = ""
              |           ^^
              |
              = help: save them with `safetensors.torch.save_file(module.state_dict(), "….safetensors")`
        "#]],
    );
}

#[test]
fn path_type() {
    refuse(
        Call,
        "nn.Conv2d(6, 8, 3, weights=True)",
        &expect![[r#"
            inline: `weights` must be the path of a .safetensors file
             --> inline:1:28
              |
            1 | nn.Conv2d(6, 8, 3, weights=True)
              |                            ^^^^ found a boolean
        "#]],
    );
}

#[test]
fn tensors_alone() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = 3
tensors = "stem"
"#,
        &expect![[r#"
            stem.toml: `tensors` without `weights`
             --> stem.toml:5:11
              |
            5 | tensors = "stem"
              |           ^^^^^^ of which file?
              |
              = help: give the file's path as `weights`, or remove `tensors`
        "#]],
    );
}

#[test]
fn tensors_of_a_faulty_file() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = 3
weights = 1
tensors = "stem"
"#,
        &expect![[r#"
            stem.toml: `weights` must be the path of a .safetensors file
             --> stem.toml:5:11
              |
            5 | weights = 1
              |           ^ found an integer
        "#]],
    );
}

#[test]
fn tensors_type() {
    refuse(
        Call,
        r#"nn.Conv2d(6, 8, 3, weights="a.safetensors", tensors=3)"#,
        &expect![[r#"
            inline: `tensors` must be the name of a layer or a list of tensors' names
             --> inline:1:53
              |
            1 | nn.Conv2d(6, 8, 3, weights="a.safetensors", tensors=3)
              |                                                     ^ found an integer
        "#]],
    );
}

#[test]
fn tensors_entries() {
    refuse(
        Call,
        r#"nn.Conv2d(6, 8, 3, weights="a.safetensors", tensors=(3, ""))"#,
        &expect![[r#"
            inline: every name in `tensors` must be a string
             --> inline:1:54
              |
            1 | nn.Conv2d(6, 8, 3, weights="a.safetensors", tensors=(3, ""))
              |                                                      ^ found an integer

            inline: a name in `tensors` is empty
             --> inline:1:57
              |
            1 | nn.Conv2d(6, 8, 3, weights="a.safetensors", tensors=(3, ""))
              |                                                         ^^
              |
              = help: tensors of a layer that was saved alone are `["weight", "bias"]`
        "#]],
    );
}

#[test]
fn tensors_none() {
    refuse(
        Call,
        r#"nn.Conv2d(6, 8, 3, weights="a.safetensors", tensors=[])"#,
        &expect![[r#"
            inline: `tensors` must name one tensor or two: the weight, then the bias
             --> inline:1:53
              |
            1 | nn.Conv2d(6, 8, 3, weights="a.safetensors", tensors=[])
              |                                                     ^^ 0 entries
        "#]],
    );
}

#[test]
fn tensors_three() {
    refuse(
        Call,
        r#"nn.Conv2d(6, 8, 3, weights="a.safetensors", tensors=["a", "b", "c"])"#,
        &expect![[r#"
            inline: `tensors` must name one tensor or two: the weight, then the bias
             --> inline:1:53
              |
            1 | nn.Conv2d(6, 8, 3, weights="a.safetensors", tensors=["a", "b", "c"])
              |                                                     ^^^^^^^^^^^^^^^ 3 entries
        "#]],
    );
}

#[test]
fn tensors_twice() {
    refuse(
        Call,
        r#"nn.Conv2d(6, 8, 3, weights="a.safetensors", tensors=["a", "a"])"#,
        &expect![[r#"
            inline: `tensors` names one tensor as weight and as bias
             --> inline:1:59
              |
            1 | nn.Conv2d(6, 8, 3, weights="a.safetensors", tensors=["a", "a"])
              |                                                      ---  ^^^ the bias
              |                                                      |
              |                                                      the weight's name
        "#]],
    );
}

#[test]
fn tensors_empty() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = 3
weights = "a.safetensors"
tensors = ""
"#,
        &expect![[r#"
            stem.toml: a name in `tensors` is empty
             --> stem.toml:6:11
              |
            6 | tensors = ""
              |           ^^
              |
              = help: tensors of a layer that was saved alone are `["weight", "bias"]`
        "#]],
    );
}

#[test]
fn tensors_without_bias() {
    refuse(
        Call,
        r#"nn.Conv2d(6, 8, 3, weights="a.safetensors", tensors=["a"])"#,
        &expect![[r#"
            inline: `tensors` names one tensor of a layer with weight and bias
             --> inline:1:53
              |
            1 | nn.Conv2d(6, 8, 3, weights="a.safetensors", tensors=["a"])
              |                                                     ^^^^^
              |
              = help: name the bias as well, or set `bias` to false
        "#]],
    );
}

#[test]
fn tensors_with_bias() {
    refuse(
        Toml,
        r#"type = "Conv2d"
in_channels = 16
out_channels = 32
kernel_size = 3
bias = false
weights = "a.safetensors"
tensors = ["a", "b"]
"#,
        &expect![[r#"
            stem.toml: `tensors` names two tensors of a layer without bias
             --> stem.toml:7:11
              |
            5 | bias = false
              |        ----- without bias
            6 | weights = "a.safetensors"
            7 | tensors = ["a", "b"]
              |           ^^^^^^^^^^
              |
              = help: name the weight alone
        "#]],
    );
}
