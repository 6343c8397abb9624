// stride_not_positive; PyTorch: non-positive stride is not supported
conv_layer::conv_layer! {
    pub struct Layer = nn.Conv2d(6, 8, 3, stride=(1, 0), input_shape=(6, 8, 9));
}

fn main() {}
