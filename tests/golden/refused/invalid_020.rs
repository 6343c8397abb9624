// padding_type; PyTorch: conv_transpose1d(): argument 'padding' (position 5) must be tuple of ints, but found element of type str at pos 0
conv_layer::conv_layer! {
    pub struct Layer = nn.ConvTranspose1d(6, 8, 3, padding="same", input_shape=(6, 10));
}

fn main() {}
