// kernel_exceeds_input; PyTorch: Calculated padded input size per channel: (8 x 9). Kernel size: (9 x 9). Kernel size can't be greater than actual input size
conv_layer::conv_layer! {
    pub struct Layer = nn.Conv2d(6, 8, 9, padding="valid", padding_mode="circular", input_shape=(6, 8, 9));
}

fn main() {}
