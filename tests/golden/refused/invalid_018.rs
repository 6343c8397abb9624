// transpose_padding_mode; PyTorch: Only "zeros" padding mode is supported for ConvTranspose2d
conv_layer::conv_layer! {
    pub struct Layer = nn.ConvTranspose2d(6, 8, 3, padding_mode="circular", input_shape=(6, 8, 9));
}

fn main() {}
