// output_size_range; PyTorch: requested an output size of [17, 25], but valid sizes range from [17, 19] to [18, 20] (for an input of torch.Size([8, 9]))
conv_layer::conv_layer! {
    pub struct Layer = nn.ConvTranspose2d(6, 8, 3, stride=2, output_size=(2, 8, 17, 25), input_shape=(6, 8, 9));
}

fn main() {}
