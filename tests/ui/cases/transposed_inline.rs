//! Transposed layers.

use conv_layer::conv_layer;

conv_layer! {
    pub struct Mode = nn.ConvTranspose2d(16, 32, 3, padding_mode="circular");
    pub struct Word = nn.ConvTranspose2d(16, 32, 3, padding="valid");
    pub struct UnknownWord = nn.LazyConvTranspose1d(32, 3, padding="full", input_shape=(16, 8));
    pub struct Type = nn.ConvTranspose2d(16, 32, 3, padding=None);
    pub struct OutputPadding = nn.ConvTranspose2d(16, 32, 3, stride=(3, 1), output_padding=(2, 1));
    pub struct OutputPaddingOfAll = nn.ConvTranspose3d(16, 32, 3, output_padding=1);
    pub struct OutputPaddingDilation = nn.ConvTranspose1d(16, 32, 3, stride=2, dilation=3, output_padding=3);
    pub struct OutputPaddingNegative = nn.ConvTranspose1d(16, 32, 3, stride=2, output_padding=-1);
    pub struct OutputPaddingLength = nn.ConvTranspose2d(16, 32, 3, stride=2, output_padding=(1, 1, 1));
    pub struct Empty = nn.ConvTranspose1d(16, 32, 2, padding=3, input_shape=(16, 3));
    pub struct TooLong = nn.ConvTranspose1d(1, 1, 3, stride=2000000000, input_shape=(1, 3));
    pub struct Cropped = nn.ConvTranspose3d(1, 1, 3, stride=1000000000, padding=1000000000, input_shape=(1, 3, 3, 3));
    pub struct OtherKey = nn.Conv2d(16, 32, 3, output_padding=1);
    pub struct TooMany = nn.ConvTranspose1d(16, 32, 3, 1, 0, 0, 1, True, 1, "zeros", None, None, 8);
}

fn main() {}
