// in_channels_groups; PyTorch: in_channels must be divisible by groups
conv_layer::conv_layer! {
    pub struct Layer = nn.ConvTranspose3d(6, 8, 3, groups=4, input_shape=(6, 6, 7, 8));
}

fn main() {}
