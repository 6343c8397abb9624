//! Memory formats that are unknown, or that the layer cannot have.

use conv_layer::conv_layer;

conv_layer! {
    pub struct Misspelt = nn.Conv2d(16, 32, 3, memory_format="channel_last");
    pub struct OfOthers = nn.Conv2d(16, 32, 3, memory_format={"input": "NHWC"});
    pub struct Preserved = nn.Conv2d(16, 32, 3, memory_format=torch.preserve_format);
    pub struct ThreeAxes = nn.Conv2d(16, 32, 3, memory_format=torch.channels_last_3d);
    pub struct Type = nn.Conv2d(16, 32, 3, memory_format=True);
    pub struct Side = nn.Conv2d(16, 32, 3, memory_format={"out": "channels_last", "output": "blocked"});
    pub struct Ragged = nn.Conv2d(3, 24, 3, memory_format="blocked");
    pub struct TooLarge = nn.Conv2d(4194304, 4194304, 3, groups=2097152, memory_format="channels_last");
    pub struct OfUnfold = nn.Unfold(3, memory_format="channels_last");
    pub struct Pixels = nn.Conv2d(16, 32, 3, memory_format="channels_last", plan={
        "avx2": {"kernel": "pixels", "channels": 4, "vectors": 2},
    });
    pub struct Phases = nn.ConvTranspose2d(16, 32, 2, stride=2, memory_format={"output": "blocked"}, plan={
        "avx2": {"kernel": "channels", "vectors": 2, "pixels": 2, "phases": 2},
    });
}

fn main() {}
