// same_with_stride; PyTorch: padding='same' is not supported for strided convolutions
conv_layer::conv_layer! {
    pub struct Layer = nn.Conv3d(6, 8, 3, padding="same", stride=3, input_shape=(6, 6, 7, 8));
}

fn main() {}
