// groups_not_positive; PyTorch: groups must be a positive integer
conv_layer::conv_layer! {
    pub struct Layer = nn.ConvTranspose2d(6, 8, 3, groups=-2, input_shape=(6, 8, 9));
}

fn main() {}
