//! What other frameworks call a convolution, and functions.

use conv_spec::Format::{Call, Json, Toml};
use expect_test::expect;

use crate::refuse;

#[test]
fn keras() {
    refuse(
        Call,
        r#"tf.keras.layers.Conv2D(32, (3, 3), activation="relu")"#,
        &expect![[r#"
        inline: unknown module `tf.keras.layers`
         --> inline:1:1
          |
        1 | tf.keras.layers.Conv2D(32, (3, 3), activation="relu")
          | ^^^^^^^^^^^^^^^ expected `nn` or `torch.nn`
          |
          = help: write `nn.Conv2d(…)`
          = help: its arguments are PyTorch's: first `in_channels`, which Keras takes from the input; `filters` is `out_channels`
    "#]],
    );
}

#[test]
fn keras_bare() {
    refuse(
        Call,
        r#"Conv2DTranspose(32, 3)"#,
        &expect![[r#"
        inline: unknown layer `Conv2DTranspose`
         --> inline:1:1
          |
        1 | Conv2DTranspose(32, 3)
          | ^^^^^^^^^^^^^^^
          |
          = help: write `nn.ConvTranspose2d(…)`
          = help: its arguments are PyTorch's: first `in_channels`, which Keras takes from the input; `filters` is `out_channels`
    "#]],
    );
}

#[test]
fn keras_depthwise() {
    refuse(
        Call,
        r#"layers.DepthwiseConv2D(3)"#,
        &expect![[r#"
        inline: unknown layer `DepthwiseConv2D`
         --> inline:1:1
          |
        1 | layers.DepthwiseConv2D(3)
          | ^^^^^^^^^^^^^^^^^^^^^^ a depthwise convolution
          |
          = help: write `Conv2d`, or that of 1 or 3 axes, with `groups` equal to `in_channels`
    "#]],
    );
}

#[test]
fn keras_separable() {
    refuse(
        Call,
        r#"layers.SeparableConv2D(32, 3)"#,
        &expect![[r#"
        inline: unknown layer `SeparableConv2D`
         --> inline:1:1
          |
        1 | layers.SeparableConv2D(32, 3)
          | ^^^^^^^^^^^^^^^^^^^^^^ two layers
          |
          = help: define a depthwise `Conv2d`, `groups` equal to both channel counts, and one with a kernel of 1 behind it
    "#]],
    );
}

#[test]
fn keras_dense() {
    refuse(
        Call,
        r#"keras.layers.Dense(10)"#,
        &expect![[r#"
            inline: `Dense` is not covered
             --> inline:1:1
              |
            1 | keras.layers.Dense(10)
              | ^^^^^^^^^^^^^^^^^^ a fully connected layer
              |
              = help: on a flattened input it is a convolution whose kernel covers the input, and takes the same matrix from a file; otherwise, where the channels are the first axis, `Conv1d` with a kernel of 1
        "#]],
    );
}

#[test]
fn flax() {
    refuse(
        Call,
        r#"flax.linen.Conv(features=3, kernel_size=(3, 3))"#,
        &expect![[r#"
        inline: unknown layer `Conv`
         --> inline:1:1
          |
        1 | flax.linen.Conv(features=3, kernel_size=(3, 3))
          | ^^^^^^^^^^^^^^^ does not say the number of axes
          |
          = help: write `Conv1d`, `Conv2d` or `Conv3d`
    "#]],
    );
}

#[test]
fn without_axes() {
    refuse(
        Call,
        r#"nn.ConvTranspose(3, 8, 2)"#,
        &expect![[r#"
        inline: unknown layer `ConvTranspose`
         --> inline:1:4
          |
        1 | nn.ConvTranspose(3, 8, 2)
          |    ^^^^^^^^^^^^^ does not say the number of axes
          |
          = help: write `ConvTranspose1d`, `ConvTranspose2d` or `ConvTranspose3d`
    "#]],
    );
}

#[test]
fn function() {
    refuse(
        Call,
        r#"F.conv2d(x, weight, bias, padding=1)"#,
        &expect![[r#"
        inline: `F.conv2d` is a function, and a layer is a class
         --> inline:1:1
          |
        1 | F.conv2d(x, weight, bias, padding=1)
          | ^^^^^^^^ did you mean `nn.Conv2d`?
          |
          = help: weights that come with the call are what a layer's own `functional` takes
    "#]],
    );
}

#[test]
fn function_transposed() {
    refuse(
        Call,
        r#"torch.nn.functional.conv_transpose1d(x, weight)"#,
        &expect![[r#"
        inline: `torch.nn.functional.conv_transpose1d` is a function, and a layer is a class
         --> inline:1:1
          |
        1 | torch.nn.functional.conv_transpose1d(x, weight)
          | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ did you mean `nn.ConvTranspose1d`?
          |
          = help: weights that come with the call are what a layer's own `functional` takes
    "#]],
    );
}

#[test]
fn function_of_windows() {
    refuse(
        Call,
        r#"F.unfold(x, 3)"#,
        &expect![[r#"
        inline: `F.unfold` is a function, and a layer is a class
         --> inline:1:1
          |
        1 | F.unfold(x, 3)
          | ^^^^^^^^ did you mean `nn.Unfold`?
    "#]],
    );
}

#[test]
fn function_of_activation() {
    refuse(
        Call,
        r#"F.relu(nn.Conv2d(3, 64, 3)(x))"#,
        &expect![[r#"
        inline: `relu` is not covered
         --> inline:1:1
          |
        1 | F.relu(nn.Conv2d(3, 64, 3)(x))
          | ^^^^^^ an activation
          |
          = help: apply it to the layer's output, in a loop over the elements
    "#]],
    );
}

#[test]
fn function_unknown() {
    refuse(
        Call,
        r#"torch.einsum(x, y)"#,
        &expect![[r#"
        inline: `torch.einsum` is a function, and a layer is a class
         --> inline:1:1
          |
        1 | torch.einsum(x, y)
          | ^^^^^^^^^^^^
          |
          = help: supported are `Conv1d`, `Conv2d`, `Conv3d`, `ConvTranspose1d`, `ConvTranspose2d`, `ConvTranspose3d`, `LazyConv1d`, `LazyConv2d`, `LazyConv3d`, `LazyConvTranspose1d`, `LazyConvTranspose2d`, `LazyConvTranspose3d`, `Unfold` and `Fold`
    "#]],
    );
}

#[test]
fn quantized() {
    refuse(
        Call,
        r#"torch.ao.nn.quantized.Conv2d(3, 64, 3)"#,
        &expect![[r#"
        inline: unknown module `torch.ao.nn.quantized`
         --> inline:1:1
          |
        1 | torch.ao.nn.quantized.Conv2d(3, 64, 3)
          | ^^^^^^^^^^^^^^^^^^^^^ expected `nn` or `torch.nn`
          |
          = help: layers compute in float32 or float64: take the module as it was before quantization
    "#]],
    );
}

#[test]
fn torchvision() {
    refuse(
        Call,
        r#"torchvision.ops.Conv2dNormActivation(3, 64)"#,
        &expect![[r#"
            inline: unknown layer `Conv2dNormActivation`
             --> inline:1:1
              |
            1 | torchvision.ops.Conv2dNormActivation(3, 64)
              | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ a convolution and what follows it
              |
              = help: write the `Conv2d` inside, with its `padding` and `bias`; fold the norm into its weights, apply the activation to its output
        "#]],
    );
}

#[test]
fn module_unknown() {
    refuse(
        Call,
        r#"blocks.Stem(3, 64)"#,
        &expect![[r#"
        inline: unknown module `blocks`
         --> inline:1:1
          |
        1 | blocks.Stem(3, 64)
          | ^^^^^^ expected `nn` or `torch.nn`
          |
          = help: write out the constructor of `torch.nn` that it calls
    "#]],
    );
}

#[test]
fn keras_in_a_file() {
    refuse(
        Toml,
        r#"type = "keras.layers.Conv2D"
filters = 3
kernel_size = 3
in_channels = 4
"#,
        &expect![[r#"
            stem.toml: unknown layer `keras.layers.Conv2D`
             --> stem.toml:1:8
              |
            1 | type = "keras.layers.Conv2D"
              |        ^^^^^^^^^^^^^^^^^^^^^ did you mean `Conv2d`?

            stem.toml: unknown key `filters`
             --> stem.toml:2:1
              |
            2 | filters = 3
              | ^^^^^^^ did you mean `out_channels`?
        "#]],
    );
}

#[test]
fn onnx_in_a_file() {
    refuse(
        Json,
        r#"{"type": "Conv", "kernel_shape": [3, 3]}"#,
        &expect![[r#"
        stem.json: unknown layer `Conv`
         --> stem.json:1:10
          |
        1 | {"type": "Conv", "kernel_shape": [3, 3]}
          |          ^^^^^^ does not say the number of axes
          |
          = help: write `Conv1d`, `Conv2d` or `Conv3d`
    "#]],
    );
}

#[test]
fn paddle() {
    refuse(
        Call,
        r#"paddle.nn.Conv2D(3, 64, 3)"#,
        &expect![[r#"
        inline: unknown module `paddle.nn`
         --> inline:1:1
          |
        1 | paddle.nn.Conv2D(3, 64, 3)
          | ^^^^^^^^^ expected `nn` or `torch.nn`
          |
          = help: write `nn.Conv2d(…)`
    "#]],
    );
}

#[test]
fn causal() {
    refuse(
        Call,
        r#"CausalConv1d(3, 64, 3)"#,
        &expect![[r#"
        inline: unknown layer `CausalConv1d`
         --> inline:1:1
          |
        1 | CausalConv1d(3, 64, 3)
          | ^^^^^^^^^^^^ a convolution padded at the beginning alone
          |
          = help: write `Conv1d` with `padding` [[dilation * (kernel_size - 1), 0]]
    "#]],
    );
}

#[test]
fn same_of_timm() {
    refuse(
        Call,
        r#"timm.layers.Conv2dSame(3, 64, 3)"#,
        &expect![[r#"
        inline: unknown layer `Conv2dSame`
         --> inline:1:1
          |
        1 | timm.layers.Conv2dSame(3, 64, 3)
          | ^^^^^^^^^^^^^^^^^^^^^^ a convolution padded as TensorFlow does
          |
          = help: write `Conv2d` with `padding` "same_upper"
    "#]],
    );
}
