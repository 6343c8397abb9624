// stride_not_positive; PyTorch: stride should be greater than zero, but got stride_height: -1 stride_width: -1
conv_layer::conv_layer! {
    pub struct Layer = nn.Unfold(kernel_size=3, stride=-1, input_shape=(2, 6, 6));
}

fn main() {}
