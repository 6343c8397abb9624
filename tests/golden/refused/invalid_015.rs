// same_with_stride; PyTorch: padding='same' is not supported for strided convolutions
conv_layer::conv_layer! {
    pub struct Layer = nn.Conv2d(6, 8, 3, padding="same", stride=(1, 2), input_shape=(6, 8, 9));
}

fn main() {}
