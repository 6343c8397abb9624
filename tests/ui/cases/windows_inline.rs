//! Layers without weights.

use conv_layer::conv_layer;

conv_layer! {
    pub struct NoBlocks = nn.Unfold(kernel_size=(3, 4), dilation=2, input_shape=(2, 6, 6));
    pub struct NoBlocksOfFold = nn.Fold((4, 6), (7, 3), padding=(1, 0));
    pub struct Rank = nn.Unfold(2, input_shape=(1, 1, 2, 6, 6));
    pub struct RankOfFold = nn.Fold((4, 5), 2, input_shape=(12, 4, 3));
    pub struct Blocks = nn.Fold((4, 5), 2, input_shape=(12, 11));
    pub struct BlocksByName = nn.Fold((4, 5), 2, input_shape=(12, B));
    pub struct Rows = nn.Fold((4, 5), 2, input_shape=(10, 12));
    pub struct Empty = nn.Fold((4, 5), 2, input_shape=(0, 0));
    pub struct Shape = nn.Fold((4, 5), 2, input_shape=12);
    pub struct Entries = nn.Unfold([2], stride=(1, 1, 1));
    pub struct Word = nn.Unfold(3, padding="same");
    pub struct Pairs = nn.Unfold(3, padding=((0, 1), (0, 1)));
    pub struct OutputSize = nn.Fold(None, 2);
    pub struct Missing = nn.Fold();
    pub struct Weights = nn.Unfold(3, groups=2, weights="model.safetensors");
    pub struct TooMany = nn.Unfold(3, 1, 0, 1, 8);
    pub struct Large = nn.Unfold(65536, padding=65536, input_shape=(C, 65536, 65536));
    pub struct Padded = nn.Unfold(1, stride=2147483647, padding=2000000000);
    pub struct PaddedFold = nn.Fold(1, 1, 1, 2000000000, 2147483647);
    pub struct Count = nn.Unfold(1, padding=2147483647, input_shape=(1, 5, H));
}

fn main() {}
