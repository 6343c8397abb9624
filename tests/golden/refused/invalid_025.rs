// kernel_exceeds_input; PyTorch: Calculated padded input size per channel: (6 x 7 x 8). Kernel size: (9 x 9 x 9). Kernel size can't be greater than actual input size
conv_layer::conv_layer! {
    pub struct Layer = nn.Conv3d(6, 8, 9, input_shape=(6, 6, 7, 8));
}

fn main() {}
