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
              |           ^^^^^^^^^^^^^^^^^ it looks like a file of `torch.save`
              |
              = help: convert the state_dict in it: `safetensors.torch.save_file(torch.load("….pt", map_location="cpu", weights_only=True), "….safetensors")`
        "#]],
    );
}

#[test]
fn backslashes() {
    refuse(
        Json,
        r#"{"type": "Conv2d", "in_channels": 6, "out_channels": 8, "kernel_size": 3, "weights": "models\\stem.safetensors"}"#,
        &expect![[r#"
            stem.json: `weights` is a path with backslashes
             --> stem.json:1:86
              |
            1 | {"type": "Conv2d", "in_channels": 6, "out_channels": 8, "kernel_size": 3, "weights": "models\\stem.safetensors"}
              |                                                                                      ^^^^^^^^^^^^^^^^^^^^^^^^^^ use /
              |
              = help: write `models/stem.safetensors`, which is right on every system
        "#]],
    );
}

#[test]
fn models_of_other_formats() {
    for (name, expected) in [
        (
            "model.onnx",
            expect![[r#"
            inline: `weights` `model.onnx` is no .safetensors file
             --> inline:1:28
              |
            1 | nn.Conv2d(6, 8, 3, weights="model.onnx")
              |                            ^^^^^^^^^^^^ it looks like an ONNX model
              |
              = help: convert it: `safetensors.numpy.save_file({t.name: onnx.numpy_helper.to_array(t) for t in onnx.load("….onnx").graph.initializer}, "….safetensors")`
        "#]],
        ),
        (
            "model.TFLite",
            expect![[r#"
            inline: `weights` `model.TFLite` is no .safetensors file
             --> inline:1:28
              |
            1 | nn.Conv2d(6, 8, 3, weights="model.TFLite")
              |                            ^^^^^^^^^^^^^^ it looks like a TensorFlow Lite model
              |
              = help: its weights are in the order (out, kernel…, in) and often quantised: save those of the model that it was made from, in the order (out, in, kernel…)
        "#]],
        ),
        (
            "model.weights.h5",
            expect![[r#"
            inline: `weights` `model.weights.h5` is no .safetensors file
             --> inline:1:28
              |
            1 | nn.Conv2d(6, 8, 3, weights="model.weights.h5")
              |                            ^^^^^^^^^^^^^^^^^^ it looks like an HDF5 file, as Keras writes it
              |
              = help: Keras keeps a kernel as (kernel…, in, out): `safetensors.numpy.save_file({"weight": numpy.moveaxis(layer.get_weights()[0], (-1, -2), (0, 1)).copy(), "bias": layer.get_weights()[1]}, "….safetensors")` saves a convolution as (out, in, kernel…)
        "#]],
        ),
        (
            "model.keras",
            expect![[r#"
            inline: `weights` `model.keras` is no .safetensors file
             --> inline:1:28
              |
            1 | nn.Conv2d(6, 8, 3, weights="model.keras")
              |                            ^^^^^^^^^^^^^ it looks like a Keras model
              |
              = help: Keras keeps a kernel as (kernel…, in, out): `safetensors.numpy.save_file({"weight": numpy.moveaxis(layer.get_weights()[0], (-1, -2), (0, 1)).copy(), "bias": layer.get_weights()[1]}, "….safetensors")` saves a convolution as (out, in, kernel…)
        "#]],
        ),
    ] {
        refuse(Call, &format!("nn.Conv2d(6, 8, 3, weights=\"{name}\")"), &expected);
    }
}

#[test]
fn files_of_other_formats() {
    for (name, expected) in [
        (
            "stem.npy",
            expect![[r#"
            inline: `weights` `stem.npy` is no .safetensors file
             --> inline:1:28
              |
            1 | nn.Conv2d(6, 8, 3, weights="stem.npy")
              |                            ^^^^^^^^^^ it looks like an array of NumPy (.npy)
              |
              = help: convert it: `safetensors.numpy.save_file({"weight": numpy.load("….npy")}, "….safetensors")`
        "#]],
        ),
        (
            "stem.npz",
            expect![[r#"
            inline: `weights` `stem.npz` is no .safetensors file
             --> inline:1:28
              |
            1 | nn.Conv2d(6, 8, 3, weights="stem.npz")
              |                            ^^^^^^^^^^ it looks like an archive of NumPy (.npz)
              |
              = help: convert it: `safetensors.numpy.save_file(dict(numpy.load("….npz")), "….safetensors")`
        "#]],
        ),
        (
            "model.gguf",
            expect![[r#"
            inline: `weights` `model.gguf` is no .safetensors file
             --> inline:1:28
              |
            1 | nn.Conv2d(6, 8, 3, weights="model.gguf")
              |                            ^^^^^^^^^^^^ it looks like a GGUF file, as llama.cpp reads it
              |
              = help: convert it: `safetensors.numpy.save_file({t.name: gguf.dequantize(t.data, t.tensor_type) for t in gguf.GGUFReader("….gguf").tensors}, "….safetensors")`
        "#]],
        ),
        (
            "model.safetensors.gz",
            expect![[r#"
            inline: `weights` `model.safetensors.gz` is no .safetensors file
             --> inline:1:28
              |
            1 | nn.Conv2d(6, 8, 3, weights="model.safetensors.gz")
              |                            ^^^^^^^^^^^^^^^^^^^^^^ it looks like a file compressed with gzip
              |
              = help: decompress it with `gunzip`
        "#]],
        ),
        (
            "model.yaml",
            expect![[r#"
            inline: `weights` `model.yaml` is no .safetensors file
             --> inline:1:28
              |
            1 | nn.Conv2d(6, 8, 3, weights="model.yaml")
              |                            ^^^^^^^^^^^^
              |
              = help: save the weights with `safetensors.torch.save_file(module.state_dict(), "….safetensors")`
        "#]],
        ),
    ] {
        refuse(Call, &format!("nn.Conv2d(6, 8, 3, weights=\"{name}\")"), &expected);
    }
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
              = help: save the weights with `safetensors.torch.save_file(module.state_dict(), "….safetensors")`
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
              = help: save the weights with `safetensors.torch.save_file(module.state_dict(), "….safetensors")`
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

#[test]
fn folder() {
    refuse(
        Call,
        r#"nn.Conv2d(6, 8, 3, weights="models/stem.safetensors/")"#,
        &expect![[r#"
        inline: `weights` is the path of a folder
         --> inline:1:28
          |
        1 | nn.Conv2d(6, 8, 3, weights="models/stem.safetensors/")
          |                            ^^^^^^^^^^^^^^^^^^^^^^^^^^ ends in a slash
          |
          = help: write `models/stem.safetensors`, without the slash behind it
    "#]],
    );
    refuse(
        Call,
        r#"nn.Conv2d(6, 8, 3, weights="models/stem.safetensors/.")"#,
        &expect![[r#"
        inline: `weights` is the path of a folder
         --> inline:1:28
          |
        1 | nn.Conv2d(6, 8, 3, weights="models/stem.safetensors/.")
          |                            ^^^^^^^^^^^^^^^^^^^^^^^^^^^ ends in a slash
          |
          = help: write `models/stem.safetensors`, without the slash behind it
    "#]],
    );
}
