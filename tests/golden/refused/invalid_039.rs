// parameter_length; PyTorch: expected stride to be a single integer value or a list of 2 values to match the convolution dimensions, but got stride=[1, 1, 1]
conv_layer::conv_layer! {
    pub struct Layer = nn.Conv2d(6, 8, 3, stride=(1, 1, 1), input_shape=(6, 8, 9));
}

fn main() {}
