// output_size_range; PyTorch: requested an output size of [20], but valid sizes range from [21] to [22] (for an input of torch.Size([10]))
conv_layer::conv_layer! {
    pub struct Layer = nn.ConvTranspose1d(6, 8, 3, stride=2, output_size=(20,), input_shape=(6, 10));
}

fn main() {}
