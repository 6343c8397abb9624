// fold_block_count; PyTorch: Given output_size=(4, 5), kernel_size=(2, 2), dilation=(1, 1), padding=(0, 0), stride=(1, 1), expected size of input's dimension 2 to match the calculated number of sliding blocks 3 * 4 = 12, but got input.size(2)=11.
conv_layer::conv_layer! {
    pub struct Layer = nn.Fold(kernel_size=2, output_size=(4, 5), input_shape=(12, 11));
}

fn main() {}
