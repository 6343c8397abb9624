//! Calls that cannot be read to their end.

use conv_layer::conv_layer;

conv_layer! {
    pub struct NoCall = nn.Conv2d;
    pub struct Braces = nn.Conv2d { in_channels: 16 };
    pub struct Number = 3;
    pub struct Path = nn::Conv2d(16, 32, 3);
    pub struct Module = tf.keras.Conv2d(16, 32, 3);
    pub struct Comma = nn.Conv2d(16, 32 3);
    pub struct CommaInside = nn.Conv2d(16, 32, (3 5));
    pub struct NoValue = nn.Conv2d(16, 32, kernel_size=);
    pub struct NoArgument = nn.Conv2d(16, , 3);
    pub struct Colon = nn.Conv2d(16, 32, kernel_size: 3);
    pub struct Suffix = nn.Conv2d(16u8, 32, 3);
    pub struct Hexadecimal = nn.Conv2d(0x10, 32, 3);
    pub struct Attribute = nn.Conv2d(config.channels, 32, 3);
    pub struct Arithmetic = nn.Conv2d(2 ** 4, 32, 3);
    pub struct Escape = nn.Conv2d(16, 32, 3, padding="\n");
    pub struct Rest = nn.Conv2d(16, 32, 3).eval();
    pub struct Nested = nn.Conv2d(16, 32, [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]);
}

fn main() {}
