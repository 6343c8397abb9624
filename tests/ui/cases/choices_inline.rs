//! Words and variants that are unknown or not there yet.

use conv_layer::conv_layer;

conv_layer! {
    pub struct Later = nn.ConvTranspose2d(16, 32, 3);
    pub struct Lazy = nn.LazyConv2d(32, 3);
    pub struct Unknown = nn.Linear(16, 32);
    pub struct Misspelt = nn.Conv2D(16, 32, 3);
    pub struct Mode = nn.Conv2d(16, 32, 3, padding=1, padding_mode="reflect");
    pub struct Padding = nn.Conv2d(16, 32, 3, padding="smae");
    pub struct Pairs = nn.Conv2d(16, 32, 3, padding=((0, 1), (0, 1)));
    pub struct Dtype = nn.Conv2d(16, 32, 3, dtype=torch.float64);
    pub struct Device = nn.Conv2d(16, 32, 3, device="cuda");
}

fn main() {}
