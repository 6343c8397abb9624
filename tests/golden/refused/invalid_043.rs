// output_padding_too_large; PyTorch: output padding must be smaller than either stride or dilation, but got output_padding_height: 2 output_padding_width: 1 stride_height: 3 stride_width: 1 dilation_height: 1 dilation_width: 1
conv_layer::conv_layer! {
    pub struct Layer = nn.ConvTranspose2d(6, 8, 3, output_padding=(2, 1), stride=(3, 1), input_shape=(6, 8, 9));
}

fn main() {}
