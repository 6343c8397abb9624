//! The file with a layer's weights, as far as its name goes.

use conv_layer::conv_layer;

conv_layer! {
    pub struct Absolute = nn.Conv2d(16, 32, 3, weights="/models/stem.safetensors");
    pub struct Drive = nn.Conv2d(16, 32, 3, weights="C:\\models\\stem.safetensors");
    pub struct Extension = nn.Conv2d(16, 32, 3, weights="models/stem.pth");
    pub struct Type = nn.Conv2d(16, 32, 3, weights=True);
    pub struct Alone = nn.Conv2d(16, 32, 3, tensors="stem");
    pub struct TensorsType = nn.Conv2d(16, 32, 3, weights="a.safetensors", tensors=3);
    pub struct Entries = nn.Conv2d(16, 32, 3, weights="a.safetensors", tensors=(3, ""));
    pub struct Three = nn.Conv2d(16, 32, 3, weights="a.safetensors", tensors=["a", "b", "c"]);
    pub struct Twice = nn.Conv2d(16, 32, 3, weights="a.safetensors", tensors=["a", "a"]);
    pub struct WithoutBias = nn.Conv2d(16, 32, 3, weights="a.safetensors", tensors=["a"]);
    pub struct WithBias = nn.Conv2d(16, 32, 3, bias=False, weights="a.safetensors", tensors=["a", "b"]);
}

fn main() {}
