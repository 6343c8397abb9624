//! Layers whose channels follow from the input.

use conv_layer::conv_layer;

conv_layer! {
    pub struct NoShape = nn.LazyConv2d(32, 3);
    pub struct Channels = nn.LazyConv2d(in_channels=16, out_channels=32, kernel_size=3, input_shape=(16, 8, 8));
    pub struct Name = nn.LazyConvTranspose1d(32, 3, input_shape=(C, 8));
    pub struct Groups = nn.LazyConvTranspose1d(8, 3, groups=4, input_shape=(6, 10));
    pub struct Rank = nn.LazyConv2d(8, 3, input_shape=(6, 8));
    pub struct Twice = nn.LazyConv2d(16, 3, 3, stride=2, input_shape=(16, 8, 8));
    pub struct Missing = nn.LazyConv3d(8);
}

fn main() {}
