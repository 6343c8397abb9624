// parameter_length; PyTorch: expected output_padding to be a single integer value or a list of 2 values to match the convolution dimensions, but got output_padding=[1, 1, 1]
conv_layer::conv_layer! {
    pub struct Layer = nn.ConvTranspose2d(6, 8, 3, output_padding=(1, 1, 1), stride=2, input_shape=(6, 8, 9));
}

fn main() {}
