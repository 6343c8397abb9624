// padding_negative; PyTorch: negative padding is not supported
conv_layer::conv_layer! {
    pub struct Layer = nn.ConvTranspose1d(6, 8, 3, padding=-2, input_shape=(6, 10));
}

fn main() {}
