// output_size_length; PyTorch: ConvTranspose3D: for 5D input, output_size must have 3 or 5 elements (got 2)
conv_layer::conv_layer! {
    pub struct Layer = nn.ConvTranspose3d(6, 8, 3, stride=2, output_size=(14, 16), input_shape=(6, 6, 7, 8));
}

fn main() {}
