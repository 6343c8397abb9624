// input_rank; PyTorch: Expected 2D (unbatched) or 3D (batched) input to conv1d, but got input of size: [1, 2, 6, 10]
conv_layer::conv_layer! {
    pub struct Layer = nn.Conv1d(6, 8, 3, input_shape=(1, 2, 6, 10));
}

fn main() {}
