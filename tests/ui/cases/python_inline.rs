//! What Python allows and has no value here, and what Rust takes for something else.

use conv_layer::conv_layer;

conv_layer! {
    pub struct Assignment = self.conv = nn.Conv2d(16, 32, 3);
    pub struct Comma = nn.Conv2d(16, 32, 3),;
    pub struct Device = nn.Conv2d(16, 32, 3, device=torch.device("cuda"), dtype=torch.float32);
    pub struct Keywords = nn.Conv2d(16, 32, 3, **factory_kwargs);
    pub struct Called = nn.Conv2d(16, make_divisible(32), 3);
    pub struct Name = nn.Conv2d(16, dim * 2, 3);
    pub struct Quotient = nn.Conv2d(16, 64 / 2, 3);
    pub struct Slashes = nn.Conv2d(
        16,
        32,
        kernel_size=3,
        groups=32 // 2
    );
    pub struct Swallowed = nn.Conv2d(
        64,
        64,
        kernel_size=3,
        groups=64 // 2, padding=1,
        stride=2,  // 2 x 2
    );
    pub struct Broken = nn.Conv2d(
        64,
        64,
        kernel_size=3,  // 3 x 3
        padding=(3 - 1)
        // 2,  # same
    );
    pub struct Sequential = nn.Sequential(nn.Conv2d(16, 32, 3), nn.ReLU());
    pub struct Keras = tf.keras.layers.Conv2D(32, 3);
    pub struct Function = F.conv2d(x, weight);
    pub struct Activation = nn.ReLU(inplace=True);
    pub struct Mode = nn.Conv2d(16, 32, 3, padding="reflect");
    pub struct ChannelsLast = nn.Conv2d(16, 32, 3, input_shape=(224, 224, 16));
    pub struct Open = nn.Conv2d(16, 32, 3, input_shape=(16, None, -1));
}

fn main() {}
