// unfold_no_blocks; PyTorch: Given input with spatial size (6, 6), kernel_size=(3, 4), dilation=(2, 2), padding=(0, 0), calculated shape of the array of sliding blocks as (2, 0), but its components must be at least one.
conv_layer::conv_layer! {
    pub struct Layer = nn.Unfold(dilation=2, kernel_size=(3, 4), input_shape=(2, 6, 6));
}

fn main() {}
