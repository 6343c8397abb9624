// input_rank_or_empty; PyTorch: Expected 2D or 3D (batch mode) tensor for input with possibly 0 batch size and non-zero dimensions for input, but got: [1, 12, 4, 3]
conv_layer::conv_layer! {
    pub struct Layer = nn.Fold(kernel_size=2, output_size=(4, 5), input_shape=(1, 12, 4, 3));
}

fn main() {}
