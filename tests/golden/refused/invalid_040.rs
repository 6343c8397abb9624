// parameter_length; PyTorch: expected padding to be a single integer value or a list of 3 values to match the convolution dimensions, but got padding=[1, 1]
conv_layer::conv_layer! {
    pub struct Layer = nn.Conv3d(6, 8, 3, padding=(1, 1), input_shape=(6, 6, 7, 8));
}

fn main() {}
