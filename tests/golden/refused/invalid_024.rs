// kernel_exceeds_input; PyTorch: Calculated padded input size per channel: (10 x 11). Kernel size: (3 x 13). Kernel size can't be greater than actual input size
conv_layer::conv_layer! {
    pub struct Layer = nn.Conv2d(6, 8, (3, 4), dilation=(1, 4), padding=1, input_shape=(6, 8, 9));
}

fn main() {}
