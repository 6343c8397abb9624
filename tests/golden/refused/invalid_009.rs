// dilation_not_positive; PyTorch: dilation should be greater than zero
conv_layer::conv_layer! {
    pub struct Layer = nn.Conv1d(6, 8, 3, dilation=-1, input_shape=(6, 10));
}

fn main() {}
