// input_channels; PyTorch: Given groups=1, weight of size [8, 6, 3], expected input[2, 5, 10] to have 6 channels, but got 5 channels instead
conv_layer::conv_layer! {
    pub struct Layer = nn.Conv1d(6, 8, 3, input_shape=(5, 10));
}

fn main() {}
