// input_rank_or_empty; PyTorch: Expected 3D or 4D (batch mode) tensor with possibly 0 batch size and other non-zero dimensions for input, but got: [1, 1, 2, 6, 6]
conv_layer::conv_layer! {
    pub struct Layer = nn.Unfold(kernel_size=2, input_shape=(1, 1, 2, 6, 6));
}

fn main() {}
