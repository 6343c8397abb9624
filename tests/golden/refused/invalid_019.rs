// transpose_padding_mode; PyTorch: Only "zeros" padding mode is supported for ConvTranspose3d
conv_layer::conv_layer! {
    pub struct Layer = nn.ConvTranspose3d(6, 8, 3, padding_mode="replicate", input_shape=(6, 6, 7, 8));
}

fn main() {}
