// in_channels_groups; PyTorch: in_channels must be divisible by groups
conv_layer::conv_layer! {
    pub struct Layer = nn.LazyConvTranspose1d(8, 3, groups=4, input_shape=(6, 10));
}

fn main() {}
