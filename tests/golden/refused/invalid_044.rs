// output_padding_negative; PyTorch: negative output_padding is not supported
conv_layer::conv_layer! {
    pub struct Layer = nn.ConvTranspose3d(6, 8, 3, output_padding=-1, stride=2, input_shape=(6, 6, 7, 8));
}

fn main() {}
