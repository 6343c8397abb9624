// input_rank; PyTorch: Expected 3D (unbatched) or 4D (batched) input to LazyConv2d, but got input of size: torch.Size([6, 8])
conv_layer::conv_layer! {
    pub struct Layer = nn.LazyConv2d(8, 3, input_shape=(6, 8));
}

fn main() {}
