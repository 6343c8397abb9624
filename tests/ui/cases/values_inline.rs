//! Values of the wrong type, length or range; the argument itself is underlined.

use conv_layer::conv_layer;

conv_layer! {
    pub struct Float = nn.Conv2d(16, 32, 3.0);
    pub struct Text = nn.Conv2d("16", 32, 3);
    pub struct Name = nn.Conv2d(IN, 32, 3);
    pub struct Nothing = nn.Conv2d(None, 32, 3);
    pub struct Bias = nn.Conv2d(16, 32, 3, bias=0);
    pub struct Negative = nn.Conv2d(16, 32, 3, padding=(1, -1));
    pub struct Zeros = nn.Conv2d(0, 32, (0, 3), stride=0, input_shape=(0, 224, 0));
    pub struct Large = nn.Conv2d(16, 32, 3, padding=4294967296);
    pub struct Length = nn.Conv2d(16, 32, (3, 3, 3));
    pub struct ShapeLength = nn.Conv2d(16, 32, 3, input_shape=(1, 16, 224, 224));
    pub struct ShapeNames = nn.Conv2d(16, 32, 3, input_shape=(16, h, w));
    pub struct ShapeTwice = nn.Conv2d(16, 32, 3, input_shape=(16, N, N));
    pub struct ShapeChannels = nn.Conv2d(16, 32, 3, input_shape=(C, H, W));
}

fn main() {}
