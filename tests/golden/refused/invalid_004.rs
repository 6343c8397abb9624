// out_channels_groups; PyTorch: out_channels must be divisible by groups
conv_layer::conv_layer! {
    pub struct Layer = nn.ConvTranspose1d(6, 8, 3, groups=3, input_shape=(6, 10));
}

fn main() {}
