// input_channels; PyTorch: Given transposed=1, weight of size [6, 8, 3, 3], expected input[2, 8, 8, 9] to have 6 channels, but got 8 channels instead
conv_layer::conv_layer! {
    pub struct Layer = nn.ConvTranspose2d(6, 8, 3, input_shape=(8, 8, 9));
}

fn main() {}
