//! Kernels asked for that cannot be had, and dictionaries that are none.

use conv_layer::conv_layer;

conv_layer! {
    pub struct Twice = nn.Conv2d(16, 32, 3, plan={"avx2": {"kernel": "pixels", "channels": 4, "vectors": 2}, "avx2": {}});
    pub struct Inline = nn.Conv2d(16, 32, 3, plan={"avx2": {"kernel": "pixels", "channels": 3, "vectors": 2}});
    pub struct OfWindows = nn.Unfold(3, plan={"avx2": {"kernel": "pixels", "channels": 4, "vectors": 2}});
    pub struct Dict = nn.Conv2d(16, 32, 3, plan=dict(avx2=dict(kernel="pixels")));
    pub struct DictionaryKey = nn.Conv2d(16, 32, 3, plan={avx2: {"kernel": "pixels"}});
    pub struct DictionaryColon = nn.Conv2d(16, 32, 3, plan={"avx2" {"kernel": "pixels"}});
    pub struct DictionaryComma = nn.Conv2d(16, 32, 3, plan={"avx2": {"kernel": "pixels" "channels": 2}});
    pub struct DictionaryElsewhere = nn.Conv2d(16, 32, 3, padding={"same": 1}, depth={"a": 1});
}

fn main() {}
