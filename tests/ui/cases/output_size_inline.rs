//! The size asked of a transposed layer.

use conv_layer::conv_layer;

conv_layer! {
    pub struct Range = nn.ConvTranspose2d(16, 32, 3, stride=2, output_size=[1, 32, 16, 25], input_shape=(16, 8, 9));
    pub struct One = nn.ConvTranspose1d(16, 32, 3, output_size=[13], input_shape=(16, 10));
    pub struct Empty = nn.ConvTranspose1d(16, 32, 3, padding=20, output_size=[1], input_shape=(16, 10));
    pub struct Length = nn.ConvTranspose3d(16, 32, 3, stride=2, output_size=[14, 16], input_shape=(16, 6, 7, 8));
    pub struct Channels = nn.ConvTranspose1d(16, 32, 3, stride=2, output_size=[16, 21], input_shape=(16, 10));
    pub struct NoShape = nn.ConvTranspose1d(16, 32, 3, stride=2, output_size=[21]);
    pub struct OpenAxis = nn.ConvTranspose2d(16, 32, 3, stride=2, output_size=[17, 19], input_shape=(16, 8, W));
    pub struct Integer = nn.ConvTranspose1d(16, 32, 3, stride=2, output_size=21, input_shape=(16, 10));
    pub struct Zero = nn.ConvTranspose1d(16, 32, 3, stride=2, output_size=[0], input_shape=(16, 10));
    pub struct Disagrees = nn.ConvTranspose1d(16, 32, 3, stride=2, output_padding=1, output_size=[21], input_shape=(16, 10));
}

fn main() {}
