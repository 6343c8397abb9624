// output_too_small; PyTorch: Given input size per channel: (1 x 3). Calculated output size per channel: (1 x -2). Output size is too small
conv_layer::conv_layer! {
    pub struct Layer = nn.ConvTranspose1d(6, 8, 2, padding=3, input_shape=(6, 3));
}

fn main() {}
