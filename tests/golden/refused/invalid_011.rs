// padding_negative; PyTorch: negative padding is not supported
conv_layer::conv_layer! {
    pub struct Layer = nn.Conv3d(6, 8, 3, padding=(0, -1, 0), input_shape=(6, 6, 7, 8));
}

fn main() {}
