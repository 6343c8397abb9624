//! Words that are unknown, or that the layer does not take.

use conv_layer::conv_layer;

conv_layer! {
    pub struct Alias = nn.Conv2DTranspose(16, 32, 3);
    pub struct Unknown = nn.Linear(16, 32);
    pub struct Misspelt = nn.Conv2D(16, 32, 3);
    pub struct Rank = nn.Conv4d(16, 32, (3, 3, 3, 3), input_shape=(16, 8, 8, 8, 8));
    pub struct Mode = nn.Conv2d(16, 32, 3, padding=1, padding_mode="mirror");
    pub struct Padding = nn.Conv2d(16, 32, 3, padding="smae");
    pub struct Dtype = nn.Conv2d(16, 32, 3, dtype=torch.bfloat16);
    pub struct DtypeUnknown = nn.Conv2d(16, 32, 3, dtype=torch.int8);
    pub struct DtypeOfUnfold = nn.Unfold(3, dtype=torch.half);
    pub struct Unroll = nn.Conv2d(16, 32, 3, unroll="sped");
    pub struct UnrollType = nn.ConvTranspose2d(16, 32, 3, unroll=True);
    pub struct UnrollTwice = nn.Conv2d(16, 32, 3, unroll="size", unroll="speed");
    pub struct UnrollOfUnfold = nn.Unfold(3, unroll="size");
    pub struct Device = nn.Conv2d(16, 32, 3, device="cuda");
}

fn main() {}
