// reflect_too_large; PyTorch: Argument #4: Padding size should be less than the corresponding input dimension, but got: padding (10, 10) at dimension 2 of input [2, 6, 10]
conv_layer::conv_layer! {
    pub struct Layer = nn.Conv1d(6, 8, 3, padding=10, padding_mode="reflect", input_shape=(6, 10));
}

fn main() {}
