// circular_too_large; PyTorch: Padding value causes wrapping around more than once.
conv_layer::conv_layer! {
    pub struct Layer = nn.Conv3d(6, 8, 3, padding=(0, 0, 9), padding_mode="circular", input_shape=(6, 6, 7, 8));
}

fn main() {}
