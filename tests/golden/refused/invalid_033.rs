// input_channels; PyTorch: Given groups=2, weight of size [8, 3, 3, 3], expected input[1, 5, 8, 9] to have 6 channels, but got 5 channels instead
conv_layer::conv_layer! {
    pub struct Layer = nn.Conv2d(6, 8, 3, groups=2, input_shape=(5, 8, 9));
}

fn main() {}
