// input_rank; PyTorch: Expected 4D (unbatched) or 5D (batched) input to conv_transpose3d, but got input of size: [6, 7, 8]
conv_layer::conv_layer! {
    pub struct Layer = nn.ConvTranspose3d(6, 8, 3, input_shape=(6, 7, 8));
}

fn main() {}
