// reflect_too_large; PyTorch: Argument #8: Padding size should be less than the corresponding input dimension, but got: padding (6, 6) at dimension 2 of input [1, 6, 6, 7, 8]
conv_layer::conv_layer! {
    pub struct Layer = nn.Conv3d(6, 8, 3, padding=(6, 2, 2), padding_mode="reflect", input_shape=(6, 6, 7, 8));
}

fn main() {}
