// reflect_too_large; PyTorch: Argument #4: Padding size should be less than the corresponding input dimension, but got: padding (9, 9) at dimension 3 of input [2, 6, 8, 9]
conv_layer::conv_layer! {
    pub struct Layer = nn.Conv2d(6, 8, 3, padding=(2, 9), padding_mode="reflect", input_shape=(6, 8, 9));
}

fn main() {}
