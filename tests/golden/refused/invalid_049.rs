// empty_spatial; PyTorch: Only zero batch or zero channel inputs are supported, but got input shape: [1, 6, 1, 0]
conv_layer::conv_layer! {
    pub struct Layer = nn.Conv1d(6, 8, 2, padding=2, input_shape=(6, 0));
}

fn main() {}
