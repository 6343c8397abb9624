// fold_channels; PyTorch: Expected size of input's dimension 1 to be divisible by the product of kernel_size, but got input.size(1)=10 and kernel_size=(2, 2).
conv_layer::conv_layer! {
    pub struct Layer = nn.Fold(kernel_size=2, output_size=(4, 5), input_shape=(10, 12));
}

fn main() {}
