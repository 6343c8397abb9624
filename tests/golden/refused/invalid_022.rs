// negative_size; PyTorch: Trying to create tensor with negative dimension -3: [8, 6, -3]
conv_layer::conv_layer! {
    pub struct Layer = nn.Conv1d(6, 8, -3, input_shape=(6, 10));
}

fn main() {}
