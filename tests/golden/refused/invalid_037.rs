// input_rank; PyTorch: Expected 3D (unbatched) or 4D (batched) input to conv2d, but got input of size: [6, 8]
conv_layer::conv_layer! {
    pub struct Layer = nn.Conv2d(6, 8, 3, input_shape=(6, 8));
}

fn main() {}
