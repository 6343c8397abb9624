//! Padding in pairs and by words, and what padding modes have to take from.

use conv_layer::conv_layer;

conv_layer! {
    pub struct Few = nn.Conv2d(16, 32, 3, padding=((1, 2),));
    pub struct Many = nn.Conv1d(16, 32, 3, padding=((1, 2), (1, 2)));
    pub struct Flat = nn.Conv2d(16, 32, 3, padding=(1, 2, 1, 2));
    pub struct Mixed = nn.Conv2d(16, 32, 3, padding=((1, 2), 3));
    pub struct Odd = nn.Conv2d(16, 32, 3, padding=((1,), (1, 2, 3)));
    pub struct Types = nn.Conv2d(16, 32, 3, padding=((-1, "a"), (1.5, 99999999999)));
    pub struct Same = nn.Conv2d(16, 32, 3, stride=2, padding="same");
    pub struct Reflect = nn.Conv2d(16, 32, 3, padding=(2, 9), padding_mode="reflect", input_shape=(16, 8, 9));
    pub struct ReflectSame = nn.Conv1d(16, 32, 6, dilation=3, padding="same", padding_mode="reflect", input_shape=(16, 8));
    pub struct ReflectSameUpper = nn.Conv1d(16, 32, 9, stride=2, padding="same_upper", padding_mode="reflect", input_shape=(16, 3));
    pub struct Circular = nn.LazyConv3d(8, 3, padding=((0, 0), (0, 0), (9, 0)), padding_mode="circular", input_shape=(6, 6, 7, 8));
    pub struct Kernel = nn.Conv1d(16, 32, 13, padding=1, padding_mode="reflect", input_shape=(16, 3));
}

fn main() {}
