// kernel_exceeds_input; PyTorch: Calculated padded input size per channel: (10). Kernel size: (11). Kernel size can't be greater than actual input size
conv_layer::conv_layer! {
    pub struct Layer = nn.Conv1d(6, 8, 11, input_shape=(6, 10));
}

fn main() {}
