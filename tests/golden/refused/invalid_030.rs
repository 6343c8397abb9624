// circular_too_large; PyTorch: Padding value causes wrapping around more than once.
conv_layer::conv_layer! {
    pub struct Layer = nn.Conv1d(6, 8, 3, padding=11, padding_mode="circular", input_shape=(6, 10));
}

fn main() {}
