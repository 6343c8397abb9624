//! Modules of `torch.nn` that are no convolutions.

use conv_spec::Format::{Call, Toml};
use expect_test::expect;

use crate::refuse;

#[test]
fn sequential() {
    refuse(
        Call,
        r#"nn.Sequential(nn.Conv2d(1, 2, 3), nn.ReLU(inplace=True))"#,
        &expect![[r#"
        inline: unknown layer `Sequential`
         --> inline:1:4
          |
        1 | nn.Sequential(nn.Conv2d(1, 2, 3), nn.ReLU(inplace=True))
          |    ^^^^^^^^^^ several layers, and a definition is one
          |
          = help: write one for each: `struct First = nn.Conv2d(…);`, then `struct Second = …`
    "#]],
    );
}

#[test]
fn pooling() {
    refuse(
        Call,
        r#"nn.MaxPool2d(kernel_size=3, stride=2, padding=1)"#,
        &expect![[r#"
        inline: `MaxPool2d` is not covered
         --> inline:1:4
          |
        1 | nn.MaxPool2d(kernel_size=3, stride=2, padding=1)
          |    ^^^^^^^^^ a pooling layer
          |
          = help: apply it to the layer's output, in loops over each channel
    "#]],
    );
}

#[test]
fn average_pooling() {
    refuse(
        Call,
        r#"nn.AvgPool2d(2)"#,
        &expect![[r#"
            inline: `AvgPool2d` is not covered
             --> inline:1:4
              |
            1 | nn.AvgPool2d(2)
              |    ^^^^^^^^^ a pooling layer
              |
              = help: with padding counted as zeros, it is a depthwise convolution without a bias whose weights are all 1 / taps: `groups` equal to both channel counts
        "#]],
    );
}

#[test]
fn batch_norm() {
    refuse(
        Call,
        r#"nn.BatchNorm2d(64, eps=1e-05, momentum=0.1)"#,
        &expect![[r#"
        inline: `BatchNorm2d` is not covered
         --> inline:1:4
          |
        1 | nn.BatchNorm2d(64, eps=1e-05, momentum=0.1)
          |    ^^^^^^^^^^^ a normalisation
          |
          = help: trained, it only scales and shifts each channel: fold that into the weight and bias of the convolution before it
    "#]],
    );
}

#[test]
fn layer_norm() {
    refuse(
        Call,
        r#"nn.LayerNorm((64, 8, 8))"#,
        &expect![[r#"
        inline: `LayerNorm` is not covered
         --> inline:1:4
          |
        1 | nn.LayerNorm((64, 8, 8))
          |    ^^^^^^^^^ a normalisation by what the input holds
          |
          = help: apply it to the layer's output, in loops over the elements
    "#]],
    );
}

#[test]
fn activation() {
    refuse(
        Call,
        r#"nn.LeakyReLU(0.1)"#,
        &expect![[r#"
        inline: `LeakyReLU` is not covered
         --> inline:1:4
          |
        1 | nn.LeakyReLU(0.1)
          |    ^^^^^^^^^ an activation
          |
          = help: apply it to the layer's output, in a loop over the elements
    "#]],
    );
}

#[test]
fn softmax() {
    refuse(
        Call,
        r#"nn.Softmax(dim=1)"#,
        &expect![[r#"
        inline: `Softmax` is not covered
         --> inline:1:4
          |
        1 | nn.Softmax(dim=1)
          |    ^^^^^^^ a normalisation over channels or features
          |
          = help: apply it to the layer's output, in a loop over the elements
    "#]],
    );
}

#[test]
fn dropout() {
    refuse(
        Call,
        r#"nn.Dropout(p=0.5)"#,
        &expect![[r#"
        inline: `Dropout` is not covered
         --> inline:1:4
          |
        1 | nn.Dropout(p=0.5)
          |    ^^^^^^^ for training only
          |
          = help: trained, it does nothing: leave it out
    "#]],
    );
}

#[test]
fn identity() {
    refuse(
        Call,
        r#"nn.Identity()"#,
        &expect![[r#"
        inline: `Identity` is not covered
         --> inline:1:4
          |
        1 | nn.Identity()
          |    ^^^^^^^^ what does nothing
          |
          = help: leave it out
    "#]],
    );
}

#[test]
fn flatten() {
    refuse(
        Call,
        r#"nn.Flatten()"#,
        &expect![[r#"
        inline: `Flatten` is not covered
         --> inline:1:4
          |
        1 | nn.Flatten()
          |    ^^^^^^^ another shape of the same elements
          |
          = help: arrays are flat in memory: `as_flattened` gives a slice of them, and `forward_slice` takes slices
    "#]],
    );
}

#[test]
fn pixel_shuffle() {
    refuse(
        Call,
        r#"nn.PixelShuffle(2)"#,
        &expect![[r#"
        inline: `PixelShuffle` is not covered
         --> inline:1:4
          |
        1 | nn.PixelShuffle(2)
          |    ^^^^^^^^^^^^ another order of the same elements
          |
          = help: copy them, in loops over the output
    "#]],
    );
}

#[test]
fn padding_layer() {
    refuse(
        Call,
        r#"nn.ReflectionPad2d(1)"#,
        &expect![[r#"
            inline: unknown layer `ReflectionPad2d`
             --> inline:1:4
              |
            1 | nn.ReflectionPad2d(1)
              |    ^^^^^^^^^^^^^^^ the padding of the layer behind it
              |
              = help: give that layer `padding`, [[before, after], …] where the ends differ, in the order of the axes (PyTorch's pad layers begin with the last), and for other than zeros a `padding_mode`
        "#]],
    );
}

#[test]
fn upsample() {
    refuse(
        Call,
        r#"nn.Upsample(scale_factor=2)"#,
        &expect![[r#"
        inline: `Upsample` is not covered
         --> inline:1:4
          |
        1 | nn.Upsample(scale_factor=2)
          |    ^^^^^^^^ a change of resolution
          |
          = help: nearest by a whole factor is a depthwise ConvTranspose without a bias: kernel and stride the factor, weights of 1
    "#]],
    );
}

#[test]
fn recurrent() {
    refuse(
        Call,
        r#"nn.LSTM(10, 20)"#,
        &expect![[r#"
        inline: `LSTM` is not covered
         --> inline:1:4
          |
        1 | nn.LSTM(10, 20)
          |    ^^^^ a recurrent layer
    "#]],
    );
}

#[test]
fn attention() {
    refuse(
        Call,
        r#"nn.MultiheadAttention(64, 8)"#,
        &expect![[r#"
        inline: `MultiheadAttention` is not covered
         --> inline:1:4
          |
        1 | nn.MultiheadAttention(64, 8)
          |    ^^^^^^^^^^^^^^^^^^ attention
    "#]],
    );
}

#[test]
fn embedding() {
    refuse(
        Call,
        r#"nn.Embedding(1000, 64)"#,
        &expect![[r#"
        inline: `Embedding` is not covered
         --> inline:1:4
          |
        1 | nn.Embedding(1000, 64)
          |    ^^^^^^^^^ a look-up in a table
          |
          = help: index an array of rows
    "#]],
    );
}

#[test]
fn loss() {
    refuse(
        Call,
        r#"nn.CrossEntropyLoss()"#,
        &expect![[r#"
        inline: `CrossEntropyLoss` is not covered
         --> inline:1:4
          |
        1 | nn.CrossEntropyLoss()
          |    ^^^^^^^^^^^^^^^^ a loss
          |
          = help: it is for training only: leave it out
    "#]],
    );
}

#[test]
fn bilinear() {
    refuse(
        Call,
        r#"nn.Bilinear(3, 4, 5)"#,
        &expect![[r#"
        inline: `Bilinear` is not covered
         --> inline:1:4
          |
        1 | nn.Bilinear(3, 4, 5)
          |    ^^^^^^^^ a product of two inputs
    "#]],
    );
}

#[test]
fn weight_norm() {
    refuse(
        Call,
        r#"nn.utils.parametrizations.weight_norm(nn.Conv2d(3, 64, 3))"#,
        &expect![[r#"
        inline: `weight_norm` is not covered
         --> inline:1:1
          |
        1 | nn.utils.parametrizations.weight_norm(nn.Conv2d(3, 64, 3))
          | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ a parametrization of another layer's weights
          |
          = help: write the constructor inside alone, and remove the parametrization before the weights are saved
    "#]],
    );
}

#[test]
fn own_block() {
    refuse(
        Call,
        r#"ConvBlock(3, 64, act=nn.ReLU)"#,
        &expect![[r#"
        inline: unknown layer `ConvBlock`
         --> inline:1:1
          |
        1 | ConvBlock(3, 64, act=nn.ReLU)
          | ^^^^^^^^^
          |
          = help: supported are `Conv1d`, `Conv2d`, `Conv3d`, `ConvTranspose1d`, `ConvTranspose2d`, `ConvTranspose3d`, `LazyConv1d`, `LazyConv2d`, `LazyConv3d`, `LazyConvTranspose1d`, `LazyConvTranspose2d`, `LazyConvTranspose3d`, `Unfold` and `Fold`
    "#]],
    );
}

#[test]
fn sequential_in_a_file() {
    refuse(
        Toml,
        r#"type = "Sequential"
layers = 2
"#,
        &expect![[r#"
            stem.toml: unknown layer `Sequential`
             --> stem.toml:1:8
              |
            1 | type = "Sequential"
              |        ^^^^^^^^^^^^ several layers, and a definition is one
              |
              = help: write a file for each, and a definition for each file
        "#]],
    );
}

#[test]
fn linear_in_a_file() {
    refuse(
        Toml,
        r#"type = "nn.Linear"
in_features = 3
"#,
        &expect![[r#"
            stem.toml: `Linear` is not covered
             --> stem.toml:1:8
              |
            1 | type = "nn.Linear"
              |        ^^^^^^^^^^^ a fully connected layer
              |
              = help: on a flattened input it is a convolution whose kernel covers the input, and takes the same matrix from a file; otherwise, where the channels are the first axis, `Conv1d` with a kernel of 1
        "#]],
    );
}

#[test]
fn path_in_a_file() {
    refuse(
        Toml,
        r#"type = "torch.nn.modules.conv.Conv2d"
in_channels = 3
out_channels = 4
kernel_size = 3
"#,
        &expect![[r#"
            stem.toml: unknown layer `torch.nn.modules.conv.Conv2d`
             --> stem.toml:1:8
              |
            1 | type = "torch.nn.modules.conv.Conv2d"
              |        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
              |
              = help: write the class alone: `Conv2d`
        "#]],
    );
}
