//! Arguments that are unknown, missing or repeated.

use conv_layer::conv_layer;

conv_layer! {
    pub struct Misspelt = nn.Conv2d(16, 32, 3, strides=2, dialation=2);
    pub struct Unknown = nn.Conv2d(16, 32, 3, activation="relu");
    pub struct OtherClass = nn.Conv2d(16, 32, 3, output_padding=1);
    pub struct Missing = nn.Conv2d(16);
    pub struct MissingAll = nn.Conv2d();
    pub struct TwiceByKeyword = nn.Conv2d(16, 32, 3, stride=2, stride=1);
    pub struct TwiceByPosition = nn.Conv2d(16, 32, 3, kernel_size=5);
    pub struct Position = nn.Conv2d(16, out_channels=32, 3);
    pub struct TooMany = nn.Conv2d(16, 32, 3, 1, 0, 1, 1, True, "zeros", None, None, 7);
    pub struct Type = nn.Conv2d(16, 32, 3, type="Conv2d");
}

fn main() {}
