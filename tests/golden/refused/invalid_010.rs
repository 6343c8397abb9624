// dilation_not_positive; PyTorch: dilation should be greater than zero, but got dilation_height: 0, dilation_width: 0
conv_layer::conv_layer! {
    pub struct Layer = nn.ConvTranspose2d(6, 8, 3, dilation=0, input_shape=(6, 8, 9));
}

fn main() {}
