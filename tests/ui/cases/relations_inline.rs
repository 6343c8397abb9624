//! Values that do not go together.

use conv_layer::conv_layer;

conv_layer! {
    pub struct GroupsBoth = nn.Conv2d(16, 32, 3, groups=3);
    pub struct GroupsIn = nn.Conv2d(16, 32, 3, groups=32);
    pub struct GroupsOut = nn.Conv2d(18, 32, 3, groups=3);
    pub struct Channels = nn.Conv2d(16, 32, 3, input_shape=(3, 224, 224));
    pub struct Kernel = nn.Conv2d(16, 32, (7, 5), dilation=2, input_shape=(16, 8, 8));
    pub struct Same = nn.Conv2d(16, 32, 3, stride=2, padding="same");
    pub struct Extent = nn.Conv1d(1, 1, 2147483647, dilation=2);
    pub struct Weight = nn.Conv1d(2147483647, 2147483647, 3);
    pub struct Input = nn.Conv2d(65536, 1, 1, input_shape=(65536, 131072, 131072));
    pub struct Output = nn.Conv2d(1, 1000000, 1, input_shape=(1, 65536, 65536));
    pub struct Macs = nn.Conv2d(1, 1, 16384, padding=8192, input_shape=(1, 300000, 300000));
    pub struct Padded = nn.Conv3d(1, 1, 1, stride=2000000000, padding=2000000000, input_shape=(1, 8, 8, 8));
    pub struct OutputLength = nn.Conv1d(1, 1, 1, padding=2147483647, input_shape=(1, 8));
    pub struct Several = nn.Conv2d(16, 33, (3, 5, 7), stride=0, groups=5, strid=2, padding_mode="mirror");
}

fn main() {}
