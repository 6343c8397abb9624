// stride_not_positive; PyTorch: non-positive stride is not supported
conv_layer::conv_layer! {
    pub struct Layer = nn.ConvTranspose3d(6, 8, 3, stride=0, input_shape=(6, 6, 7, 8));
}

fn main() {}
