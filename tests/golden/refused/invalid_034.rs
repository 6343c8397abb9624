// input_channels; PyTorch: Given groups=1, weight of size [8, 6, 3, 3, 3], expected input[1, 1, 6, 6, 7] to have 6 channels, but got 1 channels instead
conv_layer::conv_layer! {
    pub struct Layer = nn.Conv3d(6, 8, 3, padding_mode="zeros", input_shape=(1, 6, 6, 7));
}

fn main() {}
