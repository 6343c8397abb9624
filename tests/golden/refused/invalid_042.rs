// output_padding_too_large; PyTorch: output padding must be smaller than either stride or dilation, but got output_padding_height: 0 output_padding_width: 3 stride_height: 1 stride_width: 3 dilation_height: 1 dilation_width: 1
conv_layer::conv_layer! {
    pub struct Layer = nn.ConvTranspose1d(6, 8, 3, output_padding=3, stride=3, input_shape=(6, 10));
}

fn main() {}
